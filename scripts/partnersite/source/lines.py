"""Lines of a source file: places as line and column, and the line to show beside a problem if it may be."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from partnersite.source.events import Path

__all__ = ["PRIVATE_KEY", "Lines", "is_private"]

PRIVATE_KEY = "intern"
"""Beginning of the key whose value is never published, nor shown in a problem: `internal`, also misspelt."""

_RECORD_LINES = 2_000  # lines above an internal key in which its record is looked for
_LONGEST = 1_000  # characters of a line worth carrying in a problem

_PRIVATE = re.compile(rf"""(?<![\w-])["']?({PRIVATE_KEY}[\w-]*)["']?[ \t]*:""", re.IGNORECASE)
_RECORD = re.compile(r"( *)-\s+[^\n:]*:?")


def is_private(path: Path) -> bool:
    """Return whether `path` leads to an internal value or into one."""
    return any(isinstance(part, str) and part.casefold().startswith(PRIVATE_KEY) for part in path)


class Lines:
    """The lines of one text; places in it are given as indexes of characters."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column, both counted from 1, of the character at `index`."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def excerpt(self, index: int, private: Sequence[tuple[int, int]] | None = None) -> str:
        """Return the line around `index`, or `""` where it may hold a private value.

        `private` holds the ranges of the private values of a file that could be read, in order and apart. Of
        any other file one can only guess, and the guess is cautious: what follows the key `internal`, up to
        the next record.
        """
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        if private is None:
            hidden = self._may_be_private(start, end)
        else:
            before = bisect_left(private, (end, 0))  # those that begin before the line ends
            hidden = before > 0 and start < private[before - 1][1]
        return "" if hidden or index - start > _LONGEST else self.text[start : min(end, start + _LONGEST)]

    @cached_property
    def _private_keys(self) -> list[int]:
        if PRIVATE_KEY not in self.text.lower():  # the expression takes 20 times as long
            return []
        return [match.start(1) for match in _PRIVATE.finditer(self.text)]

    def _may_be_private(self, start: int, end: int) -> bool:
        """Return whether the line from `start` to `end` may belong to an internal key above it or in it."""
        keys = self._private_keys[: bisect_right(self._private_keys, end)]
        if not keys:
            return False
        key = keys[-1]
        record = self._record_around(key)
        if key >= start or not record:
            return True
        # Only a record that begins like the one around the key ends it; the line itself may be a broken one.
        return self.text.find(record, key, start) < 0

    def _record_around(self, key: int) -> str:
        """Return how the record around an internal key begins: a line end, its dash and its first key."""
        line = self.text.rfind("\n", 0, key) + 1
        column = key - line
        for _ in range(_RECORD_LINES):
            dash = _RECORD.match(self.text, line)
            if dash and len(dash.group(1)) < column:
                return f"\n{dash.group()}"
            if not line:
                break
            line = self.text.rfind("\n", 0, line - 1) + 1
        return ""
