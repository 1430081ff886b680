"""What a build says while it runs: one line that changes on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Announces the steps of a build and how long each took."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.quiet = quiet
        self.live = self.stream.isatty()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announces a step; says its seconds when it is done, nothing more when it fails."""
        started = time.perf_counter()
        if self.live:
            self._write(f"\r\x1b[K{name} ...")
        try:
            yield
        except BaseException:
            if self.live:
                self._write("\r\x1b[K")
            raise
        seconds = time.perf_counter() - started
        start = "\r\x1b[K" if self.live else ""
        self._write(f"{start}{name:<10} {seconds:6.2f} s\n")

    def say(self, text: str) -> None:
        """A line of its own."""
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        if not self.quiet:
            self.stream.write(text)
            self.stream.flush()
