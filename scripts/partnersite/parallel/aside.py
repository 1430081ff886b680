"""A process beside the build's own, for what waits for the system most of the time.

Runs as `python -m partnersite.parallel.aside`.

It is begun anew, not forked: a copy of a process that has threads, as the preview's has, may come to a stop.
"""

from __future__ import annotations

import errno
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from types import TracebackType
from typing import Any, TypeVar

from partnersite.parallel.lifeline import end_with_parent

Result = TypeVar("Result")


class Aside(AbstractContextManager["Aside"]):
    """Runs functions of modules one after the other; they, their arguments and results must be picklable."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._sent = 0
        self._received = 0
        self._answers: dict[int, tuple[Any, Exception | None]] = {}
        """Those that have come and that nobody has asked for yet, by the number of what was sent."""

    def __enter__(self) -> Aside:
        self._process = subprocess.Popen(
            # -P: a file of the site's folder must not stand in for a module of the same name.
            [sys.executable, "-P", "-m", "partnersite.parallel.aside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl+C is for the build, which ends this process in order
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            with suppress(OSError), self._process:
                self._process = None

    def submit(self, function: Callable[..., Result], /, *arguments: object) -> Callable[[], Result]:
        """Begins to run a function; gives what waits for its result, which is asked for once or never.

        The result raises what the function raises. Both raise ChildProcessError where the process has ended.
        """
        process = self._process
        assert process is not None, "not entered"
        assert process.stdin is not None
        with _answered():
            while self._received < self._sent:  # or each process might wait for the other to read what it writes
                self._take()
            task = pickle.dumps((self._sent + 1, function, arguments), pickle.HIGHEST_PROTOCOL)
            self._sent += 1  # from here on an answer is to come
            process.stdin.write(task)
            process.stdin.flush()
        return partial(self._receive, function, self._sent)

    def finish(self) -> None:
        """Waits until nothing runs any more, or the process has ended."""
        with suppress(ChildProcessError), _answered():
            while self._received < self._sent:
                self._take()

    def _receive(self, function: Callable[..., Result], number: int) -> Result:
        with _answered():
            while number not in self._answers:
                self._take()
        result, error = self._answers.pop(number)
        if error is not None:
            raise error
        found: Result = result
        return found

    def _take(self) -> None:
        assert self._process is not None, "not entered"
        assert self._process.stdout is not None
        number, result, error = pickle.load(self._process.stdout)
        self._received = number
        self._answers[number] = result, error


class Here:
    """Runs functions at once, where there is no process beside this one."""

    def submit(self, function: Callable[..., Result], /, *arguments: object) -> Callable[[], Result]:
        """As `Aside.submit`; raises what the function raises."""
        result = function(*arguments)
        return lambda: result


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise ChildProcessError(errno.ECHILD, "a process of the build has ended before it was done") from error


def main() -> None:
    """Runs what comes in, until nothing more can come."""
    while True:
        try:
            number, function, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        result: object = None
        failure: Exception | None = None
        try:
            result = function(*arguments)
        except Exception as error:
            failure = error
        pickle.dump((number, result, failure), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    end_with_parent()
    main()
