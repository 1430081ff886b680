"""What a build remembers for the next one: keys of what it wrote, in `.partnersite/cache/`, one file per live folder.

It holds no text of any partner and may be thrown away at any time; a file that was damaged or written by another
version is as none.

    built-...   a seal, the length of the head, the head, then the body: what a `Standing` says, and the rest
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path

from partnersite.cache.keys import program_key
from partnersite.output.site_files import NO_FILES, Columns, SiteFiles
from partnersite.output.store import PLAIN
from partnersite.problems import Problem
from partnersite.rows import named
from partnersite.source.pieces import Outline

PREFIX = "built-"
KEPT = 4
"""Live folders of one site that something is remembered of."""
_SEAL = 32
_LENGTH = 8
"""Bytes of a seal, and of the number that says how long a head is."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One published site in a few words; enough where nothing has changed."""

    live: str
    """The digest of its manifest file."""
    inputs: bytes
    """The key of everything that it was made from; empty where something must be said of partners again."""
    pages: int
    """How many pages it has."""
    files: int
    """How many files, the manifest among them."""
    warnings: tuple[Problem, ...] = ()
    """What was said of it; without those about partners, whose lines may hold what is not public."""
    body: bytes = b""
    """The digest of what else is remembered."""

    @classmethod
    def read(cls, file: Path) -> Standing | None:
        """What a file says at its beginning; None where there is none that this program wrote."""
        try:
            with open(file, "rb") as opened:
                start = opened.read(_SEAL + _LENGTH)
                head = opened.read(min(_length(start), os.fstat(opened.fileno()).st_size))
            if start[:_SEAL] != _seal(start[_SEAL:] + head):
                return None
            live, inputs, pages, files, warnings, body = marshal.loads(head)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return cls(live, inputs, pages, files, tuple(Problem(*values) for values in warnings), body)


LINE = "\n"
"""Stands between paths, none of which can hold it."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Which files of a site belong to what was made from data."""

    by_unit: Mapping[str, str] = field(default_factory=dict)
    """The paths of each unit's files, with `LINE` between them."""
    others: Sequence[str] = ()
    """The paths of files that belong to none."""

    def but(self, units: Collection[str]) -> list[str]:
        """The paths of all files but those of some units."""
        of_units = (path for name, paths in self.by_unit.items() if name not in units for path in paths.split(LINE))
        return [*self.others, *of_units]


@dataclass(frozen=True)
class Memory:
    """One published site, file by file."""

    standing: Standing
    units: Mapping[str, bytes] = field(default_factory=dict)
    """Those of `Plan.keys`."""
    files: SiteFiles = field(default_factory=lambda: NO_FILES)
    """Every file but the manifest."""
    owned: Owned = field(default_factory=Owned)
    """Which of them belong to which unit."""
    pieces: frozenset[str] = frozenset()
    """The keys of the pieces whose records it was made from."""
    cut: Sequence[Outline] = ()
    """How `partners.yaml` was cut into them."""

    @classmethod
    def read(cls, file: Path, standing: Standing) -> Memory | None:
        """What a file holds that begins as is known; None where that is not so, or the rest is damaged."""
        try:
            with open(file, "rb") as opened:
                opened.seek(_SEAL + _length(opened.read(_SEAL + _LENGTH)) + _LENGTH)
                body = opened.read()
            if _digest(body) != standing.body:
                return None
            units, pieces, cut, by_unit, others, *columns = marshal.loads(body)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        files = SiteFiles(Columns(*columns))
        return cls(standing, units, files, Owned(by_unit, others), frozenset(pieces), tuple(named(Outline, cut)))

    def write(self, file: Path) -> None:
        """Keeps it, whole or not at all; a folder that cannot be written is no failure."""
        cut, owned = list(map(tuple, self.cut)), (dict(self.owned.by_unit), tuple(self.owned.others))
        body = marshal.dumps((dict(self.units), sorted(self.pieces), cut, *owned, *self.files.columns), PLAIN)
        said, warnings = self.standing, [astuple(problem) for problem in self.standing.warnings]
        head = marshal.dumps((said.live, said.inputs, said.pages, said.files, warnings, _digest(body)))
        length = len(head).to_bytes(_LENGTH, "big")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f"{PREFIX}new-")
            with open(descriptor, "wb") as new:
                new.writelines((_seal(length + head), length, head, body))
            os.replace(name, file)
            _make_room(file.parent)


def memory_file(cache: Path, live: Path) -> Path:
    """Where the memory of a live folder is kept."""
    return cache / f"{PREFIX}{hashlib.sha256(os.fsencode(live)).hexdigest()[:16]}"


def _make_room(cache: Path) -> None:
    """Removes what was written longest ago."""
    files = sorted(cache.glob(f"{PREFIX}*"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[KEPT:]:
        file.unlink()


def _length(start: bytes) -> int:
    return int.from_bytes(start[_SEAL:], "big")


def _seal(data: bytes) -> bytes:
    """Tells whole data of this version of the program from any other."""
    return hashlib.sha256(program_key() + data).digest()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
