"""A bound on processor time for cases that would run for minutes if the code were not linear."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLong(AssertionError):
    """The code under test used up its processor time."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Ends the code below after so much processor time of this process, whatever else the machine does."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"more than {seconds} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
