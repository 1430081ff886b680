"""The live site's predecessor, kept beside it: a change is made there, and the two change places.

A new tree of fifty thousand folders costs seconds even with hard links. The predecessor differs from the live site in
what the last build changed alone; once that is made good, only what this build changes is left to write. A build that
makes nearly all anew needs no making good, and finds its folders and files made.

    .site.spare/tree      the predecessor; files that are the same may share their bytes with the live site (hard links)
    .site.spare/record    which live site it belongs to, and where the two differ; set aside while the tree is changed

Where the record is missing or speaks of another site, the tree is made anew. No file that anybody else can see is ever
changed in place (see `store`).
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from partnersite.output.inventory import folders_of
from partnersite.output.manifest import MANIFEST_FILE
from partnersite.output.store import DIRECTORY_MODE, PLAIN, Writer, remove_file, takes_from

RECORD = "record"
BEFORE = "record.before"
"""A record that was true when the build began."""
TREE = "tree"
_FORMAT = 2
_AT_ONCE = 2
"""Threads that make links; the system does most of the work, and lets other threads run."""

Folders = Mapping[str, int]
"""Every folder of a site, `""` for itself, with its time of change in ns: it tells of names that came or went."""


@dataclass(frozen=True)
class Record:
    """What is known of a live site and of its predecessor."""

    live: str
    """SHA-256 of the live site's manifest file."""
    differing: tuple[str, ...]
    """Paths that are not in the predecessor what they are in the live site, or are in one of the two only."""
    knows_spare: bool
    """Whether the predecessor's folders are known."""
    packed: bytes
    """Both sites' folders as they are kept; most of the record, and seldom needed."""

    @classmethod
    def of(cls, live: str, folders: Folders, spare_folders: Folders, differing: Iterable[str]) -> Record:
        """The record of a live site with some folders, those that are gone left out, and of its predecessor's."""
        there = [{name: time for name, time in of.items() if time} for of in (folders, spare_folders)]
        return cls(live, tuple(differing), bool(spare_folders), marshal.dumps(there, PLAIN))

    @property
    def folders(self) -> Folders:
        """Those of the live site."""
        return self._folders[0]

    @property
    def spare_folders(self) -> Folders:
        """Those of its predecessor; empty where they are not known."""
        return self._folders[1]

    @cached_property
    def _folders(self) -> tuple[Folders, Folders]:
        live, spare = marshal.loads(self.packed)
        return live, spare

    def tells_of(self, site: Path) -> bool:
        """Whether it is about the site in a folder as it is now: nothing has come, gone or been replaced since."""
        return self.live == manifest_digest(site) and folder_times(site, self.folders) == self.folders

    def write(self, folder: Path) -> None:
        """Keeps the record in a folder, whole or not at all."""
        data = marshal.dumps((_FORMAT, self.live, list(self.differing), self.knows_spare, self.packed))
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".record-")
        with open(descriptor, "wb") as file:
            file.writelines((hashlib.sha256(data).digest(), data))
        os.replace(name, folder / RECORD)

    @classmethod
    def read(cls, folder: Path, name: str = RECORD) -> Record | None:
        """The record of a folder; None where there is none, or not a byte of it can be trusted."""
        try:
            written = memoryview((folder / name).read_bytes())
            if hashlib.sha256(written[32:]).digest() != written[:32]:
                return None
            form, live, differing, knows_spare, packed = marshal.loads(written[32:])
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return cls(live, tuple(differing), knows_spare, packed) if form == _FORMAT else None


def recorded(site: Path, spare: Path) -> str:
    """What the site in a folder is known by, where the record in another folder is about it as it is now; else empty.
    """
    record = Record.read(spare)
    return told(site, record) if record else ""


def told(site: Path, record: Record) -> str:
    """What the site in a folder is known by, where a record is about it as it is now; else empty."""
    return record.live if record.tells_of(site) else ""


def set_aside(spare: Path) -> None:
    """Makes the record of a predecessor one of what was, before the predecessor is changed."""
    os.rename(spare / RECORD, spare / BEFORE)


def record_swap(spare: Path, live: str, times: Folders, differing: Sequence[str]) -> None:
    """Writes the record after the two sites that the one set aside tells of have changed places.

    `times` are those of the folders of the new live site that may not be as they were recorded.
    """
    before = Record.read(spare, BEFORE)
    if before is not None:
        Record.of(live, {**before.spare_folders, **times}, before.folders, differing).write(spare)


def manifest_digest(site: Path) -> str:
    """What a built folder is known by; empty where it has no manifest."""
    try:
        return hashlib.sha256((site / MANIFEST_FILE).read_bytes()).hexdigest()
    except OSError:
        return ""


def folder_times(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """The times of change of some folders below `root`; one that is gone has 0."""
    times: dict[str, int] = {}
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            try:
                times[folder] = os.stat(folder or ".", dir_fd=descriptor, follow_symlinks=False).st_mtime_ns
            except OSError:
                times[folder] = 0
    finally:
        os.close(descriptor)
    return times


def link_all(source: Path, target: Path, paths: Iterable[str]) -> Folders:
    """Makes `target`, an empty folder, hold the same files as `source`, as hard links; gives its folders."""
    wanted = list(paths)
    folders = folders_of(wanted)
    for folder in sorted(folders - {""}):
        _make_folder(target / folder)
    parts = [wanted[start::_AT_ONCE] for start in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done in [pool.submit(_link, source, target, part) for part in parts]:
            done.result()
    return folder_times(target, folders)


def make_good(source: Path, target: Path, paths: Iterable[str]) -> Folders:
    """Makes some paths of `target` what they are in `source`: a file with the same bytes, or nothing.

    Gives the folders of `target` that it may have changed.
    """
    wanted = sorted(paths)
    there = [path for path in wanted if os.path.lexists(f"{source}/{path}")]
    for path in set(wanted).difference(there):
        remove_file(target, path)
    with Writer(target, over=True) as writer:
        for path in there:
            with open(os.open(f"{source}/{path}", os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0) as file:
                writer.put(path, file.read())
    return folder_times(target, folders_of(wanted))


def _make_folder(folder: Path) -> None:
    try:
        os.mkdir(folder, DIRECTORY_MODE)
    except FileExistsError:
        return
    except FileNotFoundError:
        _make_folder(folder.parent)
        os.mkdir(folder, DIRECTORY_MODE)
    if takes_from(DIRECTORY_MODE):
        os.chmod(folder, DIRECTORY_MODE)


def _link(source: Path, target: Path, paths: Iterable[str]) -> None:
    first = os.open(source, os.O_RDONLY | os.O_DIRECTORY)
    second = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for path in paths:
            os.link(path, path, src_dir_fd=first, dst_dir_fd=second, follow_symlinks=False)
    finally:
        os.close(first)
        os.close(second)
