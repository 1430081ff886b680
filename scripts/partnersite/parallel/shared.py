"""A value that many tasks need: passed with each, made ready once in each process that works on them."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
Made = TypeVar("Made")

_LATEST: dict[str, tuple[bytes, Any]] = {}
"""In a worker process: what was last made of a shared value, by the maker's name. One of each kind is enough."""


class Shared(Generic[Value]):
    """A value in the form in which it travels: pickled once, however many tasks carry it.

    `key` is that of what the value was made from. (The bytes of a pickle differ from run to run: sets have no order.)
    """

    def __init__(self, value: Value, key: bytes) -> None:
        self._data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        # Two sites may have equal keys and stand in different folders; what is made of equal values may hold templates.
        self._digest = blake2b(self._data + key, digest_size=16).digest()
        self.key = key

    def made(self, make: Callable[[Value], Made]) -> Made:
        """What `make` makes of the value; in one process it is made once for all tasks that carry the same value."""
        name = f"{make.__module__}.{make.__qualname__}"
        digest, known = _LATEST.get(name, (b"", None))
        if digest != self._digest:
            known = make(pickle.loads(self._data))
            _LATEST[name] = (self._digest, known)
        made: Made = known
        return made
