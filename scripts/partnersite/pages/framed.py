"""Pages with a frame that others have too, which is cut at its slots once.

The frame is what the engine wrote around the parts of a page that are its own, which stand between marks. Pages of a
folder that are not in the menu have the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from partnersite.render.shell import KEPT, Shell

_MARK = re.compile(r"<!--partnersite:(?:content|own)-(?:begin|end)-->")
_OPENING = re.compile(r"<(?:pre|textarea|script)\b")
"""How an element begins in which white space means something."""


@dataclass(frozen=True)
class FramedShell(Shell):
    """A page cut at its slots, with a frame that others may have too."""

    frame: Shell
    """The page without what is its own."""
    own: frozenset[int]
    """Which of the literals are the page's own."""

    @cached_property
    def script_hashes(self) -> tuple[str, ...]:
        return self.frame.script_hashes

    def own_html(self, filled: Iterable[str]) -> str:
        """What stands on the page and not in its frame, where its slots are filled so."""
        literals, own = self.literals, self.own
        return "".join([f"{html}{literals[at] if at in own else ''}\n" for at, html in enumerate(filled, 1)])


def cut(html: str) -> Shell:
    """A page as the engine wrote it, cut at its slots as `Shell.cut` does, with a frame where it has one."""
    marks = [mark.start() for mark in _MARK.finditer(html)]
    parts = [html[begin:end] for begin, end in zip([0, *marks], [*marks, None], strict=True)]
    frame = _cut_frame(*parts[0::2]) if len(parts) > 1 and all(map(_is_whole, parts[1::2])) else ()
    if not frame:
        return Shell.cut(html)
    whole, first, *others = frame
    literals, slots, own = [*first.literals], [*first.slots], set[int]()
    for part, following in zip(map(Shell.cut, parts[1::2]), others, strict=True):
        own.update(range(len(literals), len(literals) + len(part.slots)))
        literals += part.literals[1:] + following.literals[1:]  # both begin with their mark
        slots += part.slots + following.slots
    return FramedShell(tuple(literals), tuple(slots), whole, frozenset(own))


@lru_cache(maxsize=64)
def _cut_frame(*parts: str) -> tuple[Shell, ...]:
    """A frame as a whole, and its parts; nothing where it cannot be taken apart."""
    if not all(map(_is_whole, parts)):
        return ()
    shells = [Shell.cut(part) for part in parts]
    literals, slots = shells[0].literals, shells[0].slots
    for shell in shells[1:]:
        literals, slots = literals + shell.literals[1:], slots + shell.slots
    return Shell(literals, slots), *shells


def _is_whole(html: str) -> bool:
    """Whether no element in which white space means something reaches over the end of a part of a page."""
    return not _OPENING.search(html) or not any(map(_OPENING.search, KEPT.split(html)[0::2]))
