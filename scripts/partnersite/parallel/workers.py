"""Where tasks run: on the caller's executor, on processes of this machine, or here where there is little to do."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from partnersite.parallel.lifeline import end_with_parent

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 8
"""Tasks that wait for each process: enough that none is ever idle, few enough that the rest need not be there yet."""
ENOUGH = 500
"""Pages, or records, from which worker processes pay for their start."""


def _in_order(
    pool: Executor, function: Callable[[Task], Result], tasks: Iterable[Task], ahead: int
) -> Iterator[Result]:
    """The results in the order of the tasks, of which never more than `ahead` are made ready."""
    running: deque[Future[Result]] = deque()
    for task in tasks:
        running.append(pool.submit(function, task))
        if len(running) > ahead:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


def _begin() -> None:
    """In a worker process, which lives as long as a build: nothing that it makes needs the cyclic collector."""
    end_with_parent()
    gc.disable()


class Workers(AbstractContextManager["Workers"]):
    """Runs tasks of module-level functions; tasks and results must be picklable. `jobs` processes at the most.

    With `executor`, a `concurrent.futures.Executor` of any kind, every task goes there.
    """

    def __init__(self, executor: Executor | None, jobs: int) -> None:
        self._executor = executor
        self._own: ProcessPoolExecutor | None = None
        self._jobs = jobs

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)

    def prepare(self, function: Callable[..., object], *arguments: object) -> None:
        """Begin to run a function in each of our own processes, where there are some, for which nobody waits."""
        if self._own is not None:
            for _ in range(self._jobs):
                self._own.submit(function, *arguments)

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task], size: int) -> Iterator[Result]:
        """The results of all tasks, in their order; `size` says how many pages or records these are in all."""
        if self._executor is not None:
            yield from self._executor.map(function, list(tasks))  # a cluster takes no iterator
        elif self._jobs > 1 and size >= ENOUGH:
            if self._own is None:
                from concurrent.futures import ProcessPoolExecutor  # takes 20 ms, and small changes need none

                # Made once and kept: what a process has made ready for one task serves the next.
                self._own = ProcessPoolExecutor(self._jobs, initializer=_begin)
            yield from _in_order(self._own, function, tasks, AHEAD * self._jobs)
        else:
            yield from map(function, tasks)
