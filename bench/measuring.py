"""Seconds and memory of a command with all the processes that it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended well."""

    seconds: float
    largest: int
    """MB of the largest process at its peak."""
    together: int
    """MB of all processes at their peak, shared memory counted once."""
    output: str


def measured(command: Sequence[str], cwd: Path | None = None) -> Run:
    """Runs a command to its end; where it fails, this ends too and says why."""
    os.sync()  # what was written before is no part of it
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peaks = [0, 0]
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    watcher.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{output[-2000:]}\n{errors[-2000:]}")
    return Run(seconds, peaks[0] // 1024, peaks[1] // 1024, output)


def _watch(root: int, peaks: list[int], ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        sizes = [size for pid in (root, *_below(root)) if (size := _memory(pid))]
        if sizes:
            peaks[0] = max(peaks[0], *(resident for resident, _ in sizes))
            peaks[1] = max(peaks[1], sum(share for _, share in sizes))


def _below(pid: int) -> Iterator[int]:
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield int(child)
                yield from _below(int(child))
    except OSError:
        return


def _memory(pid: int) -> tuple[int, int] | None:
    """kB of a process: all that it uses, and its share of what it uses with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    values = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
    return values.get("Rss", 0), values.get("Pss", 0)
