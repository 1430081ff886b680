"""Markdown and names on a page: marked with their language where it is not the page's."""

from __future__ import annotations

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


def prose(words: Written) -> Markup:
    """A block of HTML from Markdown written outside; its own direction, since it may be another script's."""
    return Markup(f'<div class="ps-prose" dir="auto"{_lang(words)}>{to_html(words.text)}</div>')


def line(words: Written) -> Markup:
    """Markdown of one paragraph as part of a line; several paragraphs stay blocks."""
    html = to_inline(words.text)
    if html is None:
        return prose(words)
    return Markup(f'<span dir="auto"{_lang(words)}>{html}</span>')


def name(words: Written) -> Markup:
    """A name or label, kept apart from the direction of the text around it (Unicode UAX 9, HTML `bdi`)."""
    return Markup(f"<bdi{_lang(words)}>{escape(words.text)}</bdi>")


def plain(words: Written) -> str:
    """The text of Markdown on one line."""
    return html_to_text(to_html(words.text))


def _lang(words: Written) -> str:
    return f' lang="{escape(words.language)}"' if words.language else ""


IN_TEMPLATES = {"prose": prose, "line": line, "name": name, "bare_address": bare_address}
"""What templates that show texts of the data files are given."""
