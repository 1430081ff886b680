"""Escaping with a memory: a name, an address or a word stands on many pages, and is made ready for HTML once."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape


def escaped(value: object) -> str:
    """The HTML of a value, the same as `markupsafe.escape` gives."""
    if type(value) is str:
        return _of_text(value)
    if type(value) is Markup:
        return value
    if type(value) is int:
        return str(value)
    return escape(value)


@lru_cache(maxsize=1 << 14)
def _of_text(text: str) -> str:
    return str(escape(text))
