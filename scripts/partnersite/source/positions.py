"""Positions: a second pass over a YAML file that notes where keys and values stand, if asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from partnersite.source.events import Path, events
from partnersite.source.lines import is_private

__all__ = ["Positions"]


@dataclass(slots=True)
class _Node:
    """Where a collection stands and what is in it; a scalar is only its index, an `int`."""

    start: int
    children: dict[str | int, tuple[int, _Node | int]] = field(default_factory=dict)
    """By key or list index: where the key stands (in a list: the value), and the value."""
    is_map: bool = True


class Positions:
    """Indexes into the text of every key and value of a file, as far as it can be parsed."""

    def __init__(self, text: str, depth: int, until: int | None = None) -> None:
        """Note the positions in `text` up to the index `until`, of collections down to `depth`."""
        self.private: list[tuple[int, int]] = []
        """Ranges of the text that hold internal keys and their values, in order and apart."""
        self._depth = depth
        self._until = len(text) + 1 if until is None else until  # the end may be one line end further
        self._top = _Node(0, is_map=False)
        self._guarded: tuple[int, int] | None = None
        """The outermost internal collection around the current place: height of the stack, start of the key."""
        with suppress(yaml.YAMLError):  # a file that cannot be parsed has positions up to there
            self._walk(events(text))
        if self._guarded:  # still open where the walk ended: it reaches as far as anyone knows
            self.private.append((self._guarded[1], len(text)))

    def _walk(self, stream: Iterator[Any]) -> None:
        node, stack = self._top, list[_Node]()
        key: str | None = None
        key_at = 0
        last = 0  # end of the last scalar: a block collection "ends" only where the next thing begins
        for event in stream:
            kind = event.__class__
            if kind in (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent):
                start = event.start_mark.index
                if start > self._until:
                    return
                if node.is_map and key is None:
                    if kind is not ScalarEvent and kind is not AliasEvent:
                        return
                    key, key_at = event.value if kind is ScalarEvent else f"*{event.anchor}", start
                    continue
                child: _Node | int = start
                if kind is MappingStartEvent or kind is SequenceStartEvent:
                    child = _Node(start, is_map=kind is MappingStartEvent)
                else:
                    last = event.end_mark.index
                name = len(node.children) if key is None else key
                node.children.setdefault(name, (start if key is None else key_at, child))
                if key is not None and self._guarded is None and is_private((key,)):
                    if isinstance(child, _Node):
                        self._guarded = (len(stack), key_at)
                    else:
                        self.private.append((key_at, last))
                key = None
                if isinstance(child, _Node):
                    stack.append(node)
                    node = child
                    if len(stack) > self._depth:
                        return
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = stack.pop()
                if self._guarded and self._guarded[0] == len(stack):
                    self.private.append((self._guarded[1], last))
                    self._guarded = None

    def find(self, path: Path, *, key: bool = False) -> int:
        """Return the index of the value at `path` or of its key, else of the nearest ancestor."""
        node: _Node | int = self._top
        found = 0
        for position, part in enumerate((0, *path)):
            if not isinstance(node, _Node) or part not in node.children:
                return found
            key_at, node = node.children[part]
            at_key = key and position == len(path)
            found = key_at if at_key else node.start if isinstance(node, _Node) else node
        return found
