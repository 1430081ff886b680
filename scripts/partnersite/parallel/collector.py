"""The cyclic garbage collector, out of the way while many objects are made that form no cycles."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_left: list[object] = []
"""What is put away with the process; it holds itself, so that nothing puts it away before."""


def without_collector() -> None:
    """For a process that ends with what it does now: the system takes its memory back, all at once."""
    gc.disable()
    atexit.register(gc.freeze)  # or Python looks at every object once more
    _left.append(_left)


def leave_to_the_system(*objects: object) -> None:
    """Does not put away one by one what many objects belong to, where the process ends soon."""
    if _left:
        _left.append(objects)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the collector: records and pages form no cycles, and visiting them takes a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
