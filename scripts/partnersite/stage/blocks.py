"""A Markdown extension that leaves out work: a block is shown to a processor only if it holds one of its signs.

Python-Markdown 3.11 shows a dozen processors each block of a page, most of which are paragraphs. What comes out is the
same. The engine loads the extension by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown, blockprocessors
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor

START = "\0"
"""Stands before a block, where no sign of another kind can: a sign with it is how a block begins."""

SIGNS: Mapping[type, tuple[str, ...]] = {
    blockprocessors.EmptyBlockProcessor: (START + "\n", START + START),
    blockprocessors.ListIndentProcessor: (START + " ",),
    DefListIndentProcessor: (START + " ",),
    blockprocessors.CodeBlockProcessor: (START + " ",),
    blockprocessors.HashHeaderProcessor: ("#",),
    blockprocessors.SetextHeaderProcessor: ("\n=", "\n-"),
    blockprocessors.HRProcessor: ("-", "_", "*"),
    blockprocessors.OListProcessor: (". ",),
    blockprocessors.UListProcessor: ("* ", "+ ", "- "),
    blockprocessors.BlockQuoteProcessor: (">",),
    blockprocessors.ReferenceProcessor: ("]:",),
    AbbrBlockprocessor: ("*[",),
    DefListProcessor: (": ",),
    FootnoteBlockProcessor: ("[^",),
    TableProcessor: ("|",),
}
"""By a kind of processors: signs without which it takes no block. What is not listed is asked about every block.

All of them look at how lines begin, or at several lines, and take no single line that begins with a letter.
"""
ALL_SIGNS = tuple(sorted({sign for signs in SIGNS.values() for sign in signs}))


class BlockExtension(Extension):
    """Has a parser look at signs first."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.parser.__class__ = _Blocks  # its processors know this parser, and no other


class _Blocks(BlockParser):
    _processors: Sequence[Any] = ()
    """All of them, in their order, as they are when a document is begun."""
    _asked: dict[tuple[bool, ...], list[Any]]
    """Those that are asked about a block, by the signs that it holds."""
    _asked_about_words: list[Any]
    """Those that are asked about a single line that begins with a letter."""

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:
        self._look()
        return super().parseDocument(lines)

    def _look(self) -> None:
        processors = list(self.blockprocessors)
        if processors != self._processors:
            self._processors, self._asked = processors, {}
            self._asked_about_words = [one for one in processors if type(one) not in SIGNS]

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        if not self._processors:
            self._look()
        while blocks:
            block = blocks[0]
            are_words = block[:1].isalpha() and "\n" not in block
            for processor in self._asked_about_words if are_words else self._asked_about(block):
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _asked_about(self, block: str) -> list[Any]:
        marked = f"{START}{block or START}"
        held = tuple([sign in marked for sign in ALL_SIGNS])
        asked = self._asked.get(held)
        if asked is None:
            lacking = {sign for sign, holds in zip(ALL_SIGNS, held, strict=True) if not holds}
            asked = [one for one in self._processors if not lacking.issuperset(SIGNS.get(type(one), ("",)))]
            self._asked[held] = asked
        return asked


def makeExtension(**options: object) -> Extension:
    """What Python-Markdown calls."""
    return BlockExtension(**options)
