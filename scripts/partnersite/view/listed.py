"""A partner as lists, search and neighbouring pages show it: HTML and data that are made once and used many times."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from partnersite.render.collation import SortKey

ROOT_MARK = "\0"
"""Stands for the relative address of the site root in HTML that is put into pages of several depths.

No source file can hold this character.
"""


class Listed(NamedTuple):
    """A partner's place in the lists of one language."""

    id: str
    order: SortKey
    """Sorts partners as the readers of the language expect."""
    digest: bytes
    """Of its texts: what shows the partner changes when this changes."""


class ListedTexts(NamedTuple):
    """What lists of one language say of a partner."""

    card: str
    """HTML with `ROOT_MARK`: an item of the directory."""
    neighbour: str
    """HTML with `ROOT_MARK`: an item of a list beside another partner's page."""
    data: bytes
    """JSON: its entry in `partners.json`."""
    search: bytes
    """JSON: its entry in the search data."""
    title: str
    """Its name."""

    @property
    def digest(self) -> bytes:
        """Of all of them."""
        parts = (self.card.encode(), self.neighbour.encode(), self.data, self.search, self.title.encode())
        return blake2b(b"\n".join(parts), digest_size=16).digest()
