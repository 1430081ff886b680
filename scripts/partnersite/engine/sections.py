"""How Material's search plugin reads a page, made quick: a page's tags are found by one pattern.

What Python-Markdown writes has one form only, and finding its tags does not need a parser for whatever is on the web.
Written against Material 9.8; what is done with tags is Material's.
"""

from __future__ import annotations

import re
from html import unescape

from material.plugins.search import plugin

_TEXT_ELEMENTS = "iframe|noembed|noframes|noscript|plaintext|script|style|textarea|title|xmp"
_TOKEN = re.compile(
    rf'(</([a-z][a-z0-9]*)>|<(?!{_TEXT_ELEMENTS})([a-z][a-z0-9]*)((?: [a-z][a-z0-9-]*="[^"]*")*)( ?/)?>'
    r"|<!--partnersite:[\w:./-]*?-->|([^<]+))"
)
"""A tag in its one form, the mark of a place that is filled later, or text."""
_ATTRIBUTE = re.compile(r' ([a-z0-9-]+)="([^"]*)"')


class QuickParser(plugin.Parser):  # type: ignore[misc]  # Material ships no types
    """Reads pages of that form by itself; any other page as `html.parser` reads it."""

    def feed(self, data: str) -> None:
        tokens = _TOKEN.findall(data)
        if sum(len(token[0]) for token in tokens) < len(data):
            super().feed(data)
            return
        for _, ended, begun, attributes, closed, text in tokens:
            if text:
                self.handle_data(unescape(text))
            elif ended:
                self.handle_endtag(ended)
            elif begun:
                self.handle_starttag(begun, [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(attributes)])
                if closed:
                    self.handle_endtag(begun)


def read_quickly() -> None:
    """Has Material's plugin read pages so, in this process."""
    plugin.Parser = QuickParser
