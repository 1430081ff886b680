"""Markdown and names on a page: marked with their language where it is not the page's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup, escape

from partnersite.render.addresses import bare_address
from partnersite.render.richtext import html_to_text, to_html, to_inline


class Written(Protocol):
    """A text and the language it is written in, empty where that is the page's or unknown."""

    @property
    def text(self) -> str: ...

    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown written outside that has been turned to HTML; false when there is none."""

    html: str = ""
    """From `to_html`."""
    language: str = ""
    """The language it is written in where that is known and is not the page's."""

    def __bool__(self) -> bool:
        return bool(self.html)


NO_PASSAGE = Passage()


def prose(text: Written | Passage) -> Markup:
    """A block of HTML from Markdown written outside; its own direction, since it may be another script's."""
    html = text.html if isinstance(text, Passage) else to_html(text.text)
    return Markup(f'<div class="ps-prose" dir="auto"{_lang(text.language)}>{html}</div>')


def line(words: Written) -> Markup:
    """Markdown of one paragraph as part of a line; several paragraphs stay blocks."""
    html = to_inline(words.text)
    if html is None:
        return prose(words)
    return Markup(f'<span dir="auto"{_lang(words.language)}>{html}</span>')


def name(words: Written) -> Markup:
    """A name or label, kept apart from the direction of the text around it (Unicode UAX 9, HTML `bdi`)."""
    return _name(words.text, words.language)


@lru_cache(maxsize=1 << 14)
def _name(text: str, language: str) -> Markup:
    return Markup(f"<bdi{_lang(language)}>{escape(text)}</bdi>")


@lru_cache(maxsize=1024)
def breakable(address: str) -> Markup:
    """An address that lines may break after a slash of."""
    return Markup("/<wbr>").join(address.split("/"))


def plain(words: Written) -> str:
    """The text of Markdown on one line."""
    return html_to_text(to_html(words.text))


def _lang(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""


IN_TEMPLATES = {"prose": prose, "line": line, "name": name, "bare_address": bare_address, "breakable": breakable}
"""What templates write texts of the data files with, `{{ name(partner.name) }}` or `{{ partner.name | name }}`."""
