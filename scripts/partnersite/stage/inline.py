"""A Markdown extension that leaves out work: an inline pattern is tried only on a text that holds one of its signs.

Python-Markdown 3.11 tries some fifteen patterns on every text of a page, most of which are nothing but words, and here
and there words in bold; that is a third of the time it takes. What comes out is the same. The engine loads the
extension by its name.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, DelimiterProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

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
_STARS_ALONE = tuple(sign == "*" for sign in ALL_SIGNS)
"""What a text of words and words in bold holds."""
BOLD = re.compile(r"(?<!\S)\*\*([^\W_](?:[^*]*[^\W_])?)\*\*(?!\S)")
"""Two stars that stand before a letter and after one, and not within a word."""
TAGS = ("strong", "em")


class InlineExtension(Extension):
    """Registers the treatment of inline Markdown in the place of Python-Markdown's."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Inline(md), "inline", PRIORITY)


class _Inline(InlineProcessor):
    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """As Python-Markdown's own, but for texts that are done without it."""
        patterns: Iterable[Any] = self.inlinePatterns
        self._patterns = [(pattern, SIGNS.get(pattern.getCompiledRegExp().pattern)) for pattern in patterns]
        self._tried: dict[tuple[bool, ...], list[tuple[int, Any]]] = {}
        """By the signs that a text holds."""
        stars = self._patterns_for(_STARS_ALONE)
        in_bold = len(stars) == 1 and _is_plain_emphasis(stars[0][1])
        self.stashed_nodes: dict[str, Element | str] = {}
        waiting = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while waiting:
            parent, self.ancestors = waiting.popleft()
            found: list[tuple[Element, list[Element]]] = []
            for child in parent:
                text = child.text
                if text and not isinstance(text, AtomicString):
                    held = _signs_in(text)
                    if self._patterns_for(held) or STX in text:  # most are nothing but words
                        put = _in_bold(child, text) if in_bold and held == _STARS_ALONE else None
                        if put is None:
                            put = self._in_text(child, text, waiting)
                        found.append((child, put))
                if child.tail:
                    self._in_tail(parent, child)
                if len(child):
                    waiting.append((child, [*self.ancestors, child.tag.lower()]))
            for child, put in found:
                child[:0] = put
        return tree

    def _in_text(self, child: Element, text: str, waiting: deque[tuple[Element, list[str]]]) -> list[Element]:
        """What stands in an element's text, which are `waiting` then for their own children to be looked at."""
        self.ancestors.append(child.tag.lower())
        child.text = None
        found = self._InlineProcessor__processPlaceholders(self._InlineProcessor__handleInline(text), child)
        self.ancestors.pop()
        waiting.extend((element, [*above, element.tag.lower()]) for element, above in found)
        return [element for element, _ in found]

    def _in_tail(self, parent: Element, child: Element) -> None:
        """Puts what stands in the text after an element there."""
        text = self._InlineProcessor__handleInline(child.tail or "")
        if INLINE_PLACEHOLDER_PREFIX in text:
            carrier = Element("d")
            found = self._InlineProcessor__processPlaceholders(text, carrier, False)
            child.tail = carrier.tail or None
            at = list(parent).index(child) + 1
            parent[at:at] = [element for element, _ in found]

    def _patterns_for(self, held: tuple[bool, ...]) -> list[tuple[int, Any]]:
        """The patterns that are tried on a text that holds these of all signs, with their place among all."""
        tried = self._tried.get(held)
        if tried is None:
            there = {sign for sign, holds in zip(ALL_SIGNS, held, strict=True) if holds}
            tried = self._tried[held] = [
                (index, pattern)
                for index, (pattern, signs) in enumerate(self._patterns)
                if signs is None or not there.isdisjoint(signs)
            ]
        return tried

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """In the place of the private method that tries all patterns."""
        if isinstance(data, AtomicString):
            return data
        for index, pattern in self._patterns_for(_signs_in(data)):  # what stands in for a match holds no sign
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


def _signs_in(text: str) -> tuple[bool, ...]:
    return tuple([sign in text for sign in ALL_SIGNS])


def _is_plain_emphasis(pattern: Any) -> bool:
    """Whether a pattern treats stars as Python-Markdown does by itself."""
    return (
        type(pattern) is DelimiterProcessor
        and not pattern.ANCESTOR_EXCLUDES
        and pattern.delimiters.keys() == {"*", "_"}
        and pattern.delimiters["*"].tags == TAGS
        and not pattern.delimiters["*"].smart
    )


def _in_bold(child: Element, text: str) -> list[Element] | None:
    """The words in bold in a text, taken out of it; None where it has a star that may mean something else."""
    first, *others = BOLD.split(text)
    words, between = others[::2], others[1::2]
    if "*" in first or any("*" in after for after in between):
        return None
    child.text = first or None
    put = []
    for bold, after in zip(words, between, strict=True):
        element = Element(TAGS[0])
        element.text, element.tail = bold, after or None
        put.append(element)
    return put


def makeExtension(**options: object) -> Extension:
    """What Python-Markdown calls."""
    return InlineExtension(**options)
