"""A Markdown extension that leaves out work: an inline pattern is tried only on a text that holds one of its signs.

Python-Markdown 3.11 tries some fifteen patterns on every text of a page, most of which are nothing but words; that is
a third of the time it takes. What comes out is the same. The engine loads the extension by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString

PRIORITY = 20
"""Python-Markdown's own for inline Markdown."""

SIGNS: Mapping[str, tuple[str, ...]] = {
    r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)": ("`",),
    r"\\(.)": ("\\",),
    r"(?<!\!)\[": ("[",),
    r"\!\[": ("[",),
    r"\[\^([^\]]*)\]": ("[",),
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": ("<",),
    r"<([^<> !]+@[^@<> ]+)>": ("<",),
    HTML_RE: ("<",),
    r"  \n": ("  \n",),
    r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)": ("&",),
    r"\*|_": ("*", "_"),
}
"""By a pattern: signs without which it finds nothing in a text. What is not listed is tried on every text."""
ALL_SIGNS = tuple(sorted({sign for signs in SIGNS.values() for sign in signs}))


class InlineExtension(Extension):
    """Registers the treatment of inline Markdown in the place of Python-Markdown's."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Inline(md), "inline", PRIORITY)


class _Inline(InlineProcessor):
    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        patterns: Iterable[Any] = self.inlinePatterns
        self._patterns = [(pattern, SIGNS.get(pattern.getCompiledRegExp().pattern)) for pattern in patterns]
        self._tried: dict[tuple[bool, ...], list[tuple[int, Any]]] = {}
        """By the signs that a text holds."""
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """In the place of the private method that tries all patterns; a release that names it differently does so."""
        if isinstance(data, AtomicString):
            return data
        held = tuple([sign in data for sign in ALL_SIGNS])  # what stands in for a match holds no sign
        tried = self._tried.get(held)
        if tried is None:
            there = {sign for sign, holds in zip(ALL_SIGNS, held, strict=True) if holds}
            tried = self._tried[held] = [
                (index, pattern)
                for index, (pattern, signs) in enumerate(self._patterns)
                if signs is None or not there.isdisjoint(signs)
            ]
        for index, pattern in tried:
            start, matched = 0, index >= patternIndex
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, index, start
                )
        return data

    def _InlineProcessor__processPlaceholders(
        self, data: str | None, parent: Element, isText: bool = True
    ) -> list[tuple[Element, list[str]]]:
        """In the place of the private method that puts found elements into a text: most texts have none."""
        if isText and data and not parent.text and INLINE_PLACEHOLDER_PREFIX not in data:
            parent.text = data
            return []
        found: list[tuple[Element, list[str]]] = super()._InlineProcessor__processPlaceholders(  # type: ignore[misc]
            data, parent, isText
        )
        return found


def makeExtension(**options: object) -> Extension:
    """What Python-Markdown calls."""
    return InlineExtension(**options)
