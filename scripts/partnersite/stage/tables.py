"""A Markdown extension for tables of three columns and more, which are too wide for a phone.

Their first column heads the rows, and every other cell says what its column is called, so that a sheet can show each
row as a card. The engine loads it by its name.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

LEAST = 3
"""Columns from which on a table is shown as cards on a phone."""
LATE = 2
"""Priority: after inline Markdown (20), attribute lists (8) and headings (5)."""


class TableExtension(Extension):
    """Registers the treatment of tables."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Tables(md), "partnersite-tables", LATE)


class _Tables(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            _label(table)


def _label(table: Element) -> None:
    names = ["".join(cell.itertext()).strip() for cell in table.findall("thead/tr/th")]
    # What stands in a heading as HTML is put in later, and would be markup within an attribute.
    if len(names) < LEAST or any(STX in name for name in names) or "class" in table.attrib:
        return
    table.set("data-ps", "cards")
    for row in table.findall("tbody/tr"):
        first, *others = row
        first.tag = "th"
        first.set("scope", "row")
        for name, cell in zip(names[1:], others, strict=False):
            cell.set("data-label", name)


def makeExtension(**options: object) -> Extension:
    """What Python-Markdown calls."""
    return TableExtension(**options)
