"""Compiled templates in the memory of a process; never on disk, where anybody may have written them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

Packed = tuple[str, str, bytes]
"""A template's name, the checksum of its source, and its code."""


class SharedCode(BytecodeCache):
    """What a process has compiled, for all environments that are given it: by name, right for one source of it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Any]] = {}
        self._expected: Callable[[], Iterable[Packed]] | None = None

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name alone: the same source in another folder is the same template."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._known.get(bucket.key)
        if known is None and self._expected is not None:
            self._known |= {name: (checksum, marshal.loads(code)) for name, checksum, code in self._expected()}
            self._expected = None
            known = self._known.get(bucket.key)
        if known is not None and known[0] == bucket.checksum:
            bucket.code = known[1]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = (bucket.checksum, bucket.code)

    def packed(self) -> list[Packed]:
        """All of it, for another process of this program."""
        return [(name, checksum, marshal.dumps(code)) for name, (checksum, code) in self._known.items()]

    def expect(self, packed: Callable[[], Iterable[Packed]] | None) -> None:
        """Takes in what another process of this program is compiling, once that is needed; None ends it."""
        self._expected = packed
