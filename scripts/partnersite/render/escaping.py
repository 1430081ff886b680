"""Escaping with a memory: a name, an address or a word stands on many pages, and is made ready for HTML once."""

from __future__ import annotations

from markupsafe import Markup, escape


def escaped(value: object) -> str:
    """The HTML of a value, the same as `markupsafe.escape` gives."""
    if type(value) is str:
        return _HTML[value]
    if type(value) is Markup:
        return value
    if type(value) is int:
        return str(value)
    return escape(value)


class _Memory(dict[str, str]):
    """The HTML of texts that have been asked for, as far as there is room."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST:
            self.clear()
        self[text] = html = str(escape(text))
        return html


_MOST = 1 << 14
_HTML = _Memory()
