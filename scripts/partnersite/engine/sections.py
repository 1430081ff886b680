"""How Material's search plugin cuts a page into sections, made quick for what Python-Markdown writes.

The plugin reads pages with a parser for whatever is on the web, which takes a third as long as the page's Markdown.
What is written here has one form, in which a pattern finds the tags, and of what the plugin leaves out it rarely has
anything; then the sections are those that the plugin makes, and any other page is left to it. Written against Material
9.8.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import partial
from html import escape, unescape
from types import SimpleNamespace
from typing import Any

from material.plugins.search import plugin

_TEXT_ELEMENTS = "iframe|noembed|noframes|noscript|plaintext|script|style|textarea|title|xmp"
_TOKEN = re.compile(
    rf'(</([a-z][a-z0-9]*)>|<(?!{_TEXT_ELEMENTS})([a-z][a-z0-9]*)((?: [a-z][a-z0-9-]*="[^"]*")*)( ?/)?>'
    r"|<!--partnersite:[\w:./-]*?-->|([^<]+))"
)
"""A tag in its one form, the mark of a place that is filled later, or text."""
_ATTRIBUTE = re.compile(r' ([a-z0-9-]+)="([^"]*)"')
_LEFT_OUT = ("data-search-exclude", '"linenodiv"', "<object")
"""Signs of what is not searched."""
_ON_PAGE_CONTEXT = plugin.SearchPlugin.on_page_context
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class QuickParser(plugin.Parser):  # type: ignore[misc]  # Material ships no types
    """Gives the sections of a page, as the plugin's own parser does."""

    def feed(self, data: str) -> None:
        tokens = _TOKEN.findall(data)
        if sum([len(token[0]) for token in tokens]) < len(data) or any(sign in data for sign in _LEFT_OUT):
            super().feed(data)
            return
        names: list[str] = []
        """Of the elements that are open."""
        permalinks: list[int] = []
        """How many elements were open in each link to a heading that is open."""
        for _, ended, begun, attributes, closed, text in tokens:
            if text:
                if self.section is None:
                    self._begin("hx")
                self._text(unescape(text) if "&" in text else text, names, in_permalink=bool(permalinks))
            elif begun and begun not in plugin.void:
                names.append(begun)
                if begun in _HEADINGS:
                    self._heading(begun, attributes, len(names))
                elif begun == "a" and ("class", "headerlink") in _attributes(attributes):
                    permalinks.append(len(names))
                if self.section is None:
                    self._begin("hx")
                if begun in self.keep:
                    self._words(names).append(f"<{begun}>")
            name = ended or (begun if closed else "")
            if name and names and names[-1] == name:
                if permalinks and permalinks[-1] == len(names):
                    permalinks.pop()
                self._end(name, names)

    def _begin(self, tag: str, attributes: Iterable[tuple[str, str]] = (), depth: int = 0) -> None:
        self.section = plugin.Section(plugin.Element(tag, dict(attributes)), depth)
        self.data.append(self.section)

    def _heading(self, tag: str, attributes: str, depth: int) -> None:
        found = dict(_attributes(attributes))
        if "id" in found:
            if tag != "h1" and not self.data:
                self._begin("hx", depth=depth)
            later = bool(self.data)
            self._begin(tag, found.items(), depth)
            if later:
                self.section.id = found["id"]

    def _end(self, name: str, names: list[str]) -> None:
        if self.section.depth > len(names):
            outer = next((one for one in reversed(self.data) if one.depth <= len(names)), None)
            if outer is not None:
                self.section.depth = float("inf")
                self.section = outer
        names.pop()
        if name in self.keep:
            words = self._words(names)
            start = words.index(f"<{name}>")
            if any(not word.isspace() for word in words[start + 1 :]):
                words.append(f"</{name}>")
            else:
                del words[start:]

    def _text(self, text: str, names: list[str], *, in_permalink: bool) -> None:
        blank = text.isspace()
        if "pre" not in names:
            text = " " if blank else text.replace("\n", " ")
        words = self.section.text
        if self.section.el.tag in names:
            if not in_permalink:
                self.section.title.append(escape(text, quote=False))
        elif not blank:
            words.append(escape(text, quote=False))
        elif not words or not words[-1].isspace() or "pre" in names:
            words.append(text)

    def _words(self, names: list[str]) -> list[str]:
        """Where what stands in the open elements belongs: to the section's title, or to its text."""
        words: list[str] = self.section.title if self.section.el.tag in names else self.section.text
        return words


def _attributes(text: str) -> list[tuple[str, str]]:
    return [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(text)]


def index_page(self: Any, context: object, *, page: Any, config: object, nav: object) -> None:
    """The plugin's own `on_page_context`, where a page holds none of the attributes that it takes out of each page."""
    if self.config.enabled and "data-search-" not in page.content:
        self.search_index.add_entry_from_context(page)
    else:
        _ON_PAGE_CONTEXT(self, context, page=page, config=config, nav=nav)


def read_quickly() -> None:
    """Has Material's plugin read pages so, in this process, and write letters as they are."""
    plugin.Parser = QuickParser
    plugin.SearchPlugin.on_page_context = index_page
    plugin.json = SimpleNamespace(dumps=partial(json.dumps, ensure_ascii=False))
