"""What publishing asks of another process, where there is one: `parallel.aside` is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Beside(Protocol):
    """Runs functions beside a build, one after the other."""

    def submit(self, function: Callable[..., Result], /, *arguments: object) -> Callable[[], Result]:
        """Begins to run a function; gives what waits for its result, which is asked for once or never."""
        ...
