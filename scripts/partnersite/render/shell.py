"""Shells: a page as the engine wrote it, cut at its slots, ready to be joined with what differs from page to page.

A theme's page is mostly chrome that is the same on every page of a language. The engine therefore renders one page
per layout; joining a page is then a handful of string concatenations.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

SLOT = re.compile(r"<!--partnersite:([a-z_-]+)(?::([A-Za-z0-9_./-]*))?-->")
"""A slot in the engine's HTML: a name, and for a block of prose its argument."""


KEPT = re.compile(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", re.DOTALL)
"""Where white space means something."""
BLOCK = "article|aside|body|div|footer|form|head|header|li|link|main|meta|nav|ol|p|script|title|ul"
BESIDE_BLOCK = re.compile(rf">\n(?=</?(?:{BLOCK})\b)")
"""A line break before a block's tag: nobody sees it."""


def slot(name: str, argument: str = "") -> str:
    """The comment that marks a slot; both parts must fit `SLOT`."""
    text = f"<!--partnersite:{name}:{argument}-->" if argument else f"<!--partnersite:{name}-->"
    if not SLOT.fullmatch(text):
        raise ValueError(f"not a slot: {text}")
    return text


def tidy(html: str) -> str:
    """HTML without blank lines and indentation; a line break between words stays one, so that they stay apart."""
    parts = KEPT.split(html)
    parts[0::2] = [BESIDE_BLOCK.sub(">", _without_indentation(part)) for part in parts[0::2]]
    return "".join(parts)


def _without_indentation(html: str) -> str:
    """Every run of white space with a line break in it as that line break; six times as fast as by a pattern."""
    first, *lines = html.split("\n")
    if not lines:
        return html
    inner = filter(None, map(str.strip, lines[:-1]))
    return "\n".join([first.rstrip(), *inner, lines[-1].lstrip()])


INLINE_SCRIPT = re.compile(
    r'<script(?![^>]*\b(?:src=|type=(?!"speculationrules")))[^>]*>(.*?)</script>', re.DOTALL
)
"""A script that runs and stands in the page itself, or tells the browser which pages to fetch ahead."""


@dataclass(frozen=True)
class Shell:
    """HTML cut at its slots: `literals` has one element more than `slots`."""

    literals: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    """(name, argument) in the order in which they stand in the page."""

    @classmethod
    def cut(cls, html: str) -> Shell:
        """Cuts a page as the engine wrote it; lines lose the indentation that the theme's templates left in them."""
        parts = SLOT.split(tidy(html))
        return cls(tuple(parts[0::3]), tuple(zip(parts[1::3], (a or "" for a in parts[2::3]), strict=True)))

    @property
    def html(self) -> str:
        """The page without its slots."""
        return "".join(self.literals)

    @cached_property
    def _encoded(self) -> tuple[bytes, ...]:
        """The literals as they are written: they are most of a page, and the same on all of them."""
        return tuple(literal.encode() for literal in self.literals)

    def join(self, fill: Callable[[str, str], str]) -> bytes:
        """The whole page in UTF-8; `fill` is called with (name, argument) for each slot and gives its HTML."""
        first, *others = self._encoded
        parts = [first]
        for (name, argument), literal in zip(self.slots, others, strict=True):
            parts += fill(name, argument).encode(), literal
        return b"".join(parts)

    def join_values(self, values: Mapping[str, str]) -> bytes:
        """The whole page with one value per slot name."""
        return self.join(lambda name, _: values[name])

    @cached_property
    def script_hashes(self) -> tuple[str, ...]:
        """The CSP source hashes (`sha256-…`) of the inline scripts that the theme wrote into the page, sorted.

        A script that comes in with what is joined, or stands in the Markdown, has no hash, and no browser runs it.
        """
        digests = {sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(self._chrome)}
        return tuple(sorted(f"sha256-{b64encode(digest).decode()}" for digest in digests))

    @property
    def _chrome(self) -> str:
        """The page without its slots and without what stands in its Markdown."""
        outside, written = [], False
        for literal, (name, _) in zip(self.literals, (*self.slots, ("", "")), strict=True):
            if not written:
                outside.append(literal)
            written = name == "content-begin" or (written and name != "content-end")
        return "".join(outside)
