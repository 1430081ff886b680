"""Seconds and memory of a command with all the processes that it starts."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05
"""Seconds between two looks at the processes."""
SPARED = 100
"""How many times its own length a look at shared memory waits for the next one: the system needs 15 ms to count 1 GB,
and a processor for it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended well, or a part of the life of one that goes on."""

    seconds: float
    cpu: float
    """Seconds of all processors together, user and system, of all processes that somebody waited for."""
    largest: int
    """MB of the largest process at its peak; 0 for a command that had ended before the first look."""
    together: int
    """MB of all processes at their peak, shared memory counted once."""
    output: str = ""


def measured(command: Sequence[str]) -> Run:
    """Runs a command to its end; where it fails, this ends too and says why."""
    os.sync()  # what was written before is no part of it
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors)
        with Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said = []
        for file in (output, errors):
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace"))
    if process.returncode:
        tails = "\n".join(text[-2000:] for text in said)
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{tails}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, watch.largest, watch.together, said[0])


class Watch:
    """Looks at the memory of a process and all below it, from entering to leaving."""

    def __init__(self, pid: int) -> None:
        self._root = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._peaks = [0, 0]

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def largest(self) -> int:
        """As `Run.largest`."""
        return self._peaks[0] // 1024

    @property
    def together(self) -> int:
        """As `Run.together`, as far as the looks have met the peak."""
        return max(self._peaks) // 1024

    def _look(self) -> None:
        due = 0.0
        while not self._ended.wait(EVERY):
            processes = (self._root, *_below(self._root))
            self._peaks[0] = max(self._peaks[0], *(_kilobytes(pid, "status", "VmHWM") for pid in processes))
            began = time.perf_counter()
            if began >= due:
                shares = sum(_kilobytes(pid, "smaps_rollup", "Pss") for pid in processes)
                self._peaks[1] = max(self._peaks[1], shares)
                ended = time.perf_counter()
                due = ended + SPARED * (ended - began)


def _below(pid: int) -> Iterator[int]:
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield int(child)
                yield from _below(int(child))
    except OSError:
        return


def _kilobytes(pid: int, file: str, name: str) -> int:
    """A figure of a process; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a living process and of those below it that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
