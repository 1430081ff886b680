"""Notices that a person has saved something."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

logging.getLogger("watchdog").addHandler(logging.NullHandler())
"""Its notes on its own threads, one of them on a harmless race while it ends, are nothing a person can act on."""

QUIET_SECONDS = 0.15
"""How long nothing must happen before a save counts as done: editors write, sync and rename in turn."""

WHOLE_SECONDS = 0.02
"""As long, after a file was closed by who wrote it, or has come from elsewhere: it is whole."""

LONGEST_SECONDS = 2.0
"""A folder that never falls quiet (a checkout, a copy) is looked at after this time all the same."""

POLL_SECONDS = 1.0
"""How often folders are looked at where the system cannot tell of changes."""

LEFTOVER = re.compile(r".*~|\..*\.sw[a-z]|\.#.*|4913|\.DS_Store|Thumbs\.db|.*\.(?:orig|tmp|part)")
"""Names that editors and file browsers make beside the file that a person saves."""

Snapshot = frozenset[tuple[str, int, int]]
"""Every file as (path, time of change in ns, size in bytes)."""


def snapshot(paths: Iterable[Path]) -> Snapshot:
    """The state of all files at and below `paths`: equal exactly when nobody changed one."""
    return frozenset(entry for path in paths for entry in _states(path))


def _states(path: Path) -> Iterator[tuple[str, int, int]]:
    yield from _state(str(path))
    # Links are not followed, neither here nor by the build.
    for folder, _, names in os.walk(path):
        for name in names:
            if not LEFTOVER.fullmatch(name):
                yield from _state(os.path.join(folder, name))


def _state(path: str) -> Iterator[tuple[str, int, int]]:
    # What is gone between two looks is left out: its absence is the change.
    with contextlib.suppress(OSError):
        state = os.lstat(path)
        if not stat.S_ISDIR(state.st_mode):
            yield path, state.st_mtime_ns, state.st_size


class Watcher:
    """Wakes the preview when something at or below some paths may have changed.

    The paths need not exist yet, and may be deleted and made again. Where the system's notification has
    reached its limit, the folders are polled once a second instead.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(path.absolute() for path in paths)
        self._watched: dict[Path, tuple[int, ObservedWatch]] = {}
        self._noticed = threading.Event()
        self._whole = False
        """Whether a file had been written to its end when something was noticed last."""
        self._observer: BaseObserver = Observer()
        self.polling = False
        """Whether the system's notification could not be had."""

    def __enter__(self) -> Watcher:
        self._observer.start()
        self.refresh()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join()

    def refresh(self) -> None:
        """Watches what has come since: folders that did not exist, or were made anew, at the last call."""
        try:
            self._schedule()
        except OSError:
            if self.polling:
                raise
            self.polling = True
            self._observer.stop()
            self._watched.clear()
            self._observer = PollingObserver(timeout=POLL_SECONDS)
            self._observer.start()
            self._schedule()

    def wait(self, on_first: Callable[[], None] = lambda: None) -> None:
        """Returns when something was noticed, `on_first` was called, and nothing more has come for a moment."""
        self._noticed.wait()
        on_first()
        self.settle()

    def settle(self) -> None:
        """Returns when nothing has been noticed for `QUIET_SECONDS`, or `WHOLE_SECONDS` where that is enough.

        At the latest after `LONGEST_SECONDS`.
        """
        deadline = time.monotonic() + LONGEST_SECONDS
        self._noticed.clear()
        while self._noticed.wait(WHOLE_SECONDS if self._whole else QUIET_SECONDS) and time.monotonic() < deadline:
            self._noticed.clear()
        self._noticed.clear()

    def notice(self, *places: str, whole: bool = False) -> None:
        """Something happened at these places; `whole` says that a file there has been written to its end."""
        if any(path == place or path in place.parents for place in map(Path, places) for path in self._paths):
            self._whole = whole
            self._noticed.set()

    def _schedule(self) -> None:
        for path in self._paths:
            # The folder above tells when the path itself comes, goes or is replaced, as most editors do.
            self._watch(path.parent, recursive=False)
            self._watch(path, recursive=True)

    def _watch(self, folder: Path, *, recursive: bool) -> None:
        if not folder.is_dir():
            return
        identity = folder.stat().st_ino
        known, watch = self._watched.get(folder, (None, None))
        if known == identity and watch is not None and watch.is_recursive >= recursive:
            return
        if watch is not None:
            with contextlib.suppress(KeyError):
                self._observer.unschedule(watch)
        new = self._observer.schedule(_Noticing(self), str(folder), recursive=recursive)
        self._watched[folder] = (identity, new)


class _Noticing(FileSystemEventHandler):
    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Reading is no change; the build itself opens every file. What has changed in a folder says so itself.
        is_of_folder = event.is_directory and event.event_type == EVENT_TYPE_MODIFIED
        if is_of_folder or event.event_type in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            return
        places = [os.fsdecode(place) for place in (event.src_path, event.dest_path) if place]
        kept = (place for place in places if not LEFTOVER.fullmatch(os.path.basename(place)))
        self._watcher.notice(*kept, whole=event.event_type in (EVENT_TYPE_CLOSED, EVENT_TYPE_MOVED))
