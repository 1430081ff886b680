"""Compiled templates in the memory of a process; never on disk, where anybody may have written them."""

from __future__ import annotations

from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class SharedCode(BytecodeCache):
    """What a process has compiled, for all environments that are given it: by name, right for one source of it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Any]] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name alone: the same source in another folder is the same template."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = (bucket.checksum, bucket.code)
