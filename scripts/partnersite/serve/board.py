"""What the open browsers are told: which build they see, whether a newer one runs, and what is wrong."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partnersite.problems import Problem


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the preview at one moment."""

    site: str
    """Names the build that is served; a page of another build loads itself again."""
    building: bool = False
    problems: tuple[Problem, ...] = ()
    """What is wrong in the files as they are now; the site shown is then an earlier one."""

    def to_json(self) -> str:
        """The status as the browser reads it: one line of ASCII, valid also with half a character in it."""
        return json.dumps(dataclasses.asdict(self))


class Board:
    """The latest status, and the threads that wait for the next one."""

    def __init__(self) -> None:
        # A browser left open over a restart must not take the new first build for the old one.
        self._session = secrets.token_hex(4)
        self._builds = 0
        self._changed = threading.Condition()
        self._number = 1
        self._status = Status(self._site)
        self._closed = False
        self._readers = 0
        """Browsers that are told of each status."""
        self._shown = ""
        """The build of which a page was sent last."""

    @property
    def _site(self) -> str:
        return f"{self._session}-{self._builds}"

    @property
    def status(self) -> Status:
        """The latest status."""
        with self._changed:
            return self._status

    @property
    def closed(self) -> bool:
        """Whether the preview has ended."""
        return self._closed

    def building(self) -> None:
        """A build has begun; what is known to be wrong stays shown until it ends."""
        self._post(dataclasses.replace(self._status, building=True))

    def failed(self, problems: Iterable[Problem]) -> None:
        """The build has ended with problems; the served site is the one before."""
        self._post(Status(self._site, problems=tuple(problems)))

    def built(self) -> None:
        """A new site is served."""
        self._builds += 1
        self._post(Status(self._site))

    @contextlib.contextmanager
    def reader(self) -> Iterator[None]:
        """A browser that is told of each status."""
        with self._changed:
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    def shown(self, site: str) -> None:
        """A page of a build was sent."""
        with self._changed:
            self._shown = site
            self._changed.notify_all()

    def wait_until_shown(self, seconds: float) -> bool:
        """Whether a page of the served build was sent in time; at once where there is nobody to send it to."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or not self._readers or self._shown == self._site, seconds
            )

    def close(self) -> None:
        """Lets all waiting threads go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, after: int, seconds: float) -> tuple[int, Status] | None:
        """The latest status and its number once that is above `after`; None when nothing came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._number > after, seconds)
            return (self._number, self._status) if self._number > after else None

    def _post(self, status: Status) -> None:
        with self._changed:
            self._number += 1
            self._status = status
            self._changed.notify_all()
