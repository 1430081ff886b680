"""What stands in a built folder, and how that differs from what its manifest says."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from partnersite.output.beside import Beside
from partnersite.output.manifest import MANIFEST_FILE, Manifest
from partnersite.output.store import DIRECTORY_MODE, FILE_MODE

DifferenceKind = Literal["missing", "unexpected", "size", "mode", "not-a-file"]

_FILE = stat.S_IFREG | FILE_MODE
_FOLDER = stat.S_IFDIR | DIRECTORY_MODE
_MANY = 5000
"""Files from which two processes look faster than one, of which the other must be told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file on disk that is not as the manifest says."""

    path: str
    kind: DifferenceKind

    def __str__(self) -> str:
        return f"{self.path} ({self.kind})"


class Inventory(NamedTuple):
    """What stands in a folder; a plain tuple, since it passes between processes."""

    sizes: dict[str, int]
    """Of the files that are as files should be, in bytes."""
    folders: dict[str, int]
    """The folders that are as folders should be, with their time of change in ns."""
    odd: dict[str, DifferenceKind]
    """What is neither; folders with a `/` at the end."""

    def add(self, other: Inventory) -> None:
        """Take in what stands in another part of the folder."""
        self.sizes.update(other.sizes)
        self.folders.update(other.folders)
        self.odd.update(other.odd)


def everything_below(
    root: Path, passed_over: Container[str] = ()
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All below `root` as (path, entry), folders with a `/` at the end; symbolic links are not followed.

    Entries of `root` itself may be passed over, with all that is below them.
    """
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                if not prefix and entry.name in passed_over:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    path = f"{prefix}{entry.name}/"
                    waiting.append(path)
                    yield path, entry
                else:
                    yield prefix + entry.name, entry


def take_inventory(root: Path, passed_over: Container[str] = ()) -> Inventory:
    """What stands below `root`, as `everything_below`; raises OSError when the system refuses."""
    found = Inventory({}, {}, {})
    for path, entry in everything_below(root, passed_over):
        status = entry.stat(follow_symlinks=False)
        if status.st_mode == _FILE:
            found.sizes[path] = status.st_size
        elif status.st_mode == _FOLDER:
            found.folders[path[:-1]] = status.st_mtime_ns
        else:
            plain = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
            found.odd[path] = "mode" if plain else "not-a-file"
    return found


def take_large_inventory(root: Path, manifest: Manifest, beside: Beside | None) -> Inventory:
    """As `take_inventory` of what should be the manifest's site, with the help of another process where it is large."""
    if beside is None or len(manifest.files) < _MANY:
        return take_inventory(root)
    own, others = _halves(manifest)
    looking = beside.submit(take_inventory, root, own)
    found = take_inventory(root, others)
    found.add(looking())
    return found


def _halves(manifest: Manifest) -> tuple[frozenset[str], frozenset[str]]:
    """Entries of the site's root, such that below each half of them there are about as many files."""
    below: dict[str, int] = {}
    for path in manifest.files:
        top = path.partition("/")[0]
        below[top] = below.get(top, 0) + 1
    halves: tuple[set[str], set[str]] = set(), set()
    counts = [0, 0]
    for top in sorted(below, key=below.__getitem__, reverse=True):
        smaller = counts.index(min(counts))
        halves[smaller].add(top)
        counts[smaller] += below[top]
    return frozenset(halves[0]), frozenset(halves[1])


def differences(found: Inventory, manifest: Manifest) -> list[Difference]:
    """How what was found differs from a manifest, sorted; none means that every file, and nothing else, is there.

    Names, kinds, sizes and modes are compared; the manifest file itself does not count.
    """
    sizes = manifest.files.sizes
    there = {path: size for path, size in found.sizes.items() if path != MANIFEST_FILE}
    folders = folders_of(sizes)
    if not found.odd and there == sizes and found.folders.keys() | {""} == folders:
        return []
    kinds: dict[str, DifferenceKind] = dict.fromkeys(sizes.keys() - there.keys() - found.odd.keys(), "missing")
    kinds |= {path: "size" for path in there.keys() & sizes.keys() if there[path] != sizes[path]}
    kinds |= dict.fromkeys(there.keys() - sizes.keys(), "unexpected")
    kinds |= {f"{folder}/": "unexpected" for folder in found.folders.keys() - folders}
    for path, kind in found.odd.items():
        expected = path in sizes or (path.endswith("/") and path[:-1] in folders)
        kinds[path] = kind if expected else "unexpected"
    return [Difference(path, kind) for path, kind in sorted(kinds.items())]


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders above some paths, `""` among them."""
    found = {""}
    for path in paths:
        end = path.rfind("/")
        while end > 0 and path[:end] not in found:
            found.add(path[:end])
            end = path.rfind("/", 0, end)
    return found
