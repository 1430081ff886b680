"""What a build remembers for the next one: keys of what it wrote, in `.partnersite/cache/`, one file per live folder.

It holds no text of any partner and may be thrown away at any time; a file that was damaged or written by another
version is as none.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path

from partnersite.keys import program_key
from partnersite.output.store import Written
from partnersite.problems import Problem

PREFIX = "built-"


@dataclass(frozen=True, slots=True)
class Memory:
    """One published site."""

    live: str
    """The digest of its manifest file."""
    inputs: bytes
    """The key of everything that it was made from; empty where something must be said of partners again."""
    pages: int
    """How many pages it has."""
    warnings: tuple[Problem, ...] = ()
    """What was said of it; without those about partners, whose lines may hold what is not public."""
    units: Mapping[str, bytes] = field(default_factory=dict)
    """The key of all pages and files of each partner, by its id, and of each page of a list, by its path."""
    files: Mapping[str, Written] = field(default_factory=dict)
    """Every file but the manifest."""

    @classmethod
    def read(cls, file: Path) -> Memory | None:
        """What a file holds; None where there is none that this program wrote."""
        try:
            data = file.read_bytes()
            if data[:32] != _seal(data[32:]):
                return None
            live, inputs, pages, warnings, units, files = marshal.loads(data[32:])
        except (OSError, ValueError, EOFError, TypeError):
            return None
        said = tuple(Problem(*values) for values in warnings)
        return cls(live, inputs, pages, said, units, {entry[0]: Written(*entry) for entry in files})

    def write(self, file: Path) -> None:
        """Keeps it, whole or not at all; a folder that cannot be written is no failure."""
        entries = [tuple(entry) for entry in self.files.values()]
        warnings = [astuple(problem) for problem in self.warnings]
        data = marshal.dumps((self.live, self.inputs, self.pages, warnings, dict(self.units), entries))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
            with open(descriptor, "wb") as new:
                new.write(_seal(data) + data)
            os.replace(name, file)
        except OSError:
            return


def memory_file(cache: Path, live: Path) -> Path:
    """Where the memory of a live folder is kept."""
    return cache / f"{PREFIX}{hashlib.sha256(os.fsencode(live)).hexdigest()[:16]}"


def _seal(data: bytes) -> bytes:
    """Tells whole data of this version of the program from any other."""
    return hashlib.sha256(program_key() + data).digest()
