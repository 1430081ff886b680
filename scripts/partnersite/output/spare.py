"""The live site's predecessor, kept beside it: a change is made there, and the two change places.

A new tree of fifty thousand folders costs seconds even with hard links. The predecessor differs from the live site in
what the last build changed alone; once that is made good, only what this build changes is left to write. A build that
makes nearly all anew needs no making good, and finds its folders and files made.

    .site.spare/tree      the predecessor; files that are the same may share their bytes with the live site (hard links)
    .site.spare/record    which live site it belongs to, and where the two differ

Where the record is missing or speaks of another site, the tree is made anew. No file that anybody else can see is ever
changed in place (see `store`).
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from partnersite.output.manifest import MANIFEST_FILE
from partnersite.output.store import DIRECTORY_MODE, PLAIN, Writer, remove_file, takes_from

RECORD = "record"
TREE = "tree"
_FORMAT = 1
_AT_ONCE = 2
"""Threads that make links; the system does most of the work, and lets other threads run."""

Folders = Mapping[str, int]
"""Every folder of a site, `""` for itself, with its time of change in ns: it tells of names that came or went."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a live site and of its predecessor."""

    live: str
    """SHA-256 of the live site's manifest file."""
    folders: Folders
    """Those of the live site."""
    spare_folders: Folders
    """Those of its predecessor; empty where they are not known."""
    differing: tuple[str, ...]
    """Paths that are not in the predecessor what they are in the live site, or are in one of the two only."""

    def tells_of(self, site: Path) -> bool:
        """Whether it is about the site in a folder as it is now: nothing has come, gone or been replaced since."""
        return self.live == manifest_digest(site) and folder_times(site, self.folders) == self.folders

    def write(self, folder: Path) -> None:
        """Keeps the record in a folder, whole or not at all."""
        said = (_FORMAT, self.live, dict(self.folders), dict(self.spare_folders), list(self.differing))
        data = marshal.dumps(said, PLAIN)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".record-")
        with open(descriptor, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(name, folder / RECORD)

    @classmethod
    def read(cls, folder: Path) -> Record | None:
        """The record of a folder; None where there is none, or not a byte of it can be trusted."""
        try:
            written = (folder / RECORD).read_bytes()
            if hashlib.sha256(written[32:]).digest() != written[:32]:
                return None
            form, live, folders, spare_folders, differing = marshal.loads(written[32:])
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return cls(live, folders, spare_folders, tuple(differing)) if form == _FORMAT else None


def recorded(site: Path, spare: Path) -> str:
    """What the site in a folder is known by, where the record in another folder is about it as it is now; else empty.
    """
    record = Record.read(spare)
    return told(site, record) if record else ""


def told(site: Path, record: Record) -> str:
    """What the site in a folder is known by, where a record is about it as it is now; else empty."""
    return record.live if record.tells_of(site) else ""


def told_beside(site: Path, live: str, folders: bytes) -> str:
    """As `told`; a record's folders in the form in which they are soon passed on."""
    return told(site, Record(live, marshal.loads(folders), {}, ()))


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


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders above some paths, `""` among them."""
    found = {""}
    for path in paths:
        end = path.rfind("/")
        while end > 0 and path[:end] not in found:
            found.add(path[:end])
            end = path.rfind("/", 0, end)
    return found


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


def make_good(source: Path, target: Path, paths: Iterable[str], folders: Folders) -> Folders:
    """Makes some paths of `target` what they are in `source`: a file with the same bytes, or nothing.

    Gives the folders of `target`, where those that it had are known; else none.
    """
    wanted = sorted(paths)
    there = [path for path in wanted if os.path.lexists(f"{source}/{path}")]
    for path in set(wanted).difference(there):
        remove_file(target, path)
    with Writer(target, over=True) as writer:
        for path in there:
            with open(os.open(f"{source}/{path}", os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0) as file:
                writer.put(path, file.read())
    return {**folders, **folder_times(target, folders_of(wanted))} if folders else {}


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
