"""The one place that writes published files: fixed modes, no symbolic links, one source for one address."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from partnersite.names import same_name
from partnersite.output.paths import address_key as address_key
from partnersite.output.paths import check_path as check_path
from partnersite.output.paths import media_type as media_type
from partnersite.output.paths import path_fault as path_fault
from partnersite.output.paths import safe_join as safe_join
from partnersite.output.paths import unsafe_path
from partnersite.problems import PartnersiteError, Problem, Problems, ProblemsFound

FILE_MODE = 0o644
DIRECTORY_MODE = 0o755


class WriteFailed(PartnersiteError):
    """The file system refused a write: full disk, missing rights, broken device."""


class Written(NamedTuple):
    """A file as it was written; a plain tuple, since tens of thousands pass between processes."""

    path: str
    """Below the site's root, `/` separated."""
    size: int
    """In bytes."""
    sha256: str
    """In lower-case hexadecimal."""
    key: str = ""
    """What the file was made from, where its maker knows; an equal key means equal bytes."""


def write_file(root: Path, path: str, data: bytes, *, key: str = "", over: bool = False) -> Written:
    """Write one new file below `root` and say what was written.

    Every published byte goes through here, also in worker processes. Each folder on the way is opened without
    following symbolic links, and the file must not exist yet; with `over`, one that does makes room for it and is
    itself not changed, since it may be the same file as one of the live site. Modes are 0644 and 0755 whatever the
    umask. Raises ProblemsFound for a path that may not be published or is taken, WriteFailed when the system
    refuses.
    """
    check_path(path)
    *folders, name = path.split("/")
    try:
        folder = _open_folder(root, folders)
        try:
            if over:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=folder)
            _write_new(folder, name, data)
        finally:
            os.close(folder)
    except FileExistsError:
        raise ProblemsFound((_taken(path, "", ""),)) from None
    except OSError as error:
        raise _write_failed(path, error) from error
    return Written(path, len(data), hashlib.sha256(data).hexdigest(), key)


def _open_folder(root: Path, folders: list[str]) -> int:
    """A descriptor of the folder below `root`, made where it is missing; the caller closes it."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    current = os.open(root, flags)
    try:
        for name in folders:
            try:
                following = os.open(name, flags, dir_fd=current)
            except FileNotFoundError:
                try:
                    os.mkdir(name, DIRECTORY_MODE, dir_fd=current)
                    if takes_from(DIRECTORY_MODE):
                        os.chmod(name, DIRECTORY_MODE, dir_fd=current)
                except FileExistsError:
                    pass  # another worker was quicker
                following = os.open(name, flags, dir_fd=current)
            previous, current = current, following
            os.close(previous)
    except BaseException:
        os.close(current)
        raise
    return current


def _write_new(folder: int, name: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    file = os.open(name, flags, FILE_MODE, dir_fd=folder)
    try:
        if takes_from(FILE_MODE):
            os.fchmod(file, FILE_MODE)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def remove_file(root: Path, path: str) -> None:
    """Removes a file below `root` and the folders that are empty without it, where they are."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(root / path)
        for folder in _folders_above(path):
            with contextlib.suppress(OSError):
                os.rmdir(root / folder)
                continue
            break


def _folders_above(path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def takes_from(mode: int) -> int:
    """What this process's umask takes from the mode of a new file or folder."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask & mode


def _write_failed(path: str, error: OSError) -> PartnersiteError:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        fault = "a part of it is a symbolic link or a file, not a folder"
        return ProblemsFound((unsafe_path(path, fault, ""),))
    return WriteFailed(f"`{path}` could not be written: {os.strerror(error.errno or 0)}.")


def _taken(path: str, first: str, second: str) -> Problem:
    both = f": {first} and {second}" if first and second else ""
    return Problem(
        "two-sources-one-address",
        f"Two sources give the same address `{path}`{both}.",
        file=second,
        hint="rename one of them",
    )


class Tree:
    """The site being written: every file once, with the source it comes from.

    With `base`, the folder holds that site already: only what differs from it is written, and `finish` removes what
    the new site has not.

    Invariant: no two files share an address (see `address_key`), no folder is spelled two ways, and nothing
    is both a file and a folder.
    """

    def __init__(
        self, root: Path, base: Mapping[str, Written] | None = None, changed: set[str] | None = None
    ) -> None:
        self.root = root
        self.base = base or {}
        """The files that the folder held at first, by their path."""
        self.changed: set[str] = set() if changed is None else changed
        """Paths of files that are not what they were in `base`, or may not be."""
        self._entries: dict[str, Written] = {}
        self._origins: dict[str, str] = {}
        self._single: set[str] = set()
        self._addresses: dict[str, str] = {}
        """The path that holds an address, by `address_key`."""
        self._folders: dict[str, tuple[str, str]] = {}
        """A folder as it is spelled and the first file below it, by the folded spelling."""

    @property
    def paths(self) -> Set[str]:
        """The paths of all files so far."""
        return self._entries.keys()

    @property
    def single(self) -> Set[str]:
        """The paths of the files that were written one by one, or kept as such, not adopted from workers."""
        return self._single

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> tuple[Written, ...]:
        """All files so far, in the order of their paths."""
        # Those of `base` are in order, or nearly so: sorting takes what is sorted as it is.
        known = [path for path in self.base if path in self._entries]
        paths = sorted((*known, *(self._entries.keys() - self.base.keys())))
        return tuple(map(self._entries.__getitem__, paths))

    def origin(self, path: str) -> str:
        """The source that a file was made from; empty where its maker named none."""
        return self._origins[path]

    def write(self, path: str, data: bytes, origin: str = "", key: str = "") -> Written:
        """Write one file; raises ProblemsFound when its address is taken, naming both origins."""
        check_path(path, origin)
        problem = self._conflict(path, origin)
        if problem:
            raise ProblemsFound((problem,))
        known = self.base.get(path)
        self._single.add(path)
        if known is not None and known.size == len(data) and known.sha256 == hashlib.sha256(data).hexdigest():
            self._add(known, origin)
            return known
        written = write_file(self.root, path, data, key=key, over=known is not None)
        self.changed.add(path)
        self._add(written, origin)
        return written

    def keep(self, paths: Iterable[str], origin: str = "", *, single: bool = False) -> None:
        """Take over files of `base` that need not be made again; `single` ones as if they had been written one by one.
        """
        kept = tuple(paths)
        self._entries |= zip(kept, map(self.base.__getitem__, kept), strict=True)
        self._origins |= dict.fromkeys(kept, origin)
        if single:
            self._single.update(kept)

    def finish(self) -> None:
        """Remove the files of `base` that the new site has not."""
        for path in self.base.keys() - self._entries.keys():
            remove_file(self.root, path)
            self.changed.add(path)

    def adopt(self, records: Iterable[Written], origin: str = "") -> None:
        """Take over files that workers wrote with `write_file`; raises ProblemsFound with every conflict."""
        problems = Problems()
        for record in records:
            problem = self._conflict(record.path, origin)
            if problem:
                problems.add(problem)
            else:
                self._add(record, origin)
                if self.base.get(record.path) != record:
                    self.changed.add(record.path)
        problems.raise_if_errors()

    def _conflict(self, path: str, origin: str) -> Problem | None:
        address = address_key(path)
        if path in self._entries:
            return _taken(path, self._origins[path] or path, origin or path)
        other = self._addresses.get(address) or self._folders.get(address, ("", ""))[1]
        folder = path.rpartition("/")[0]
        while folder and not other:
            folded = same_name(folder)
            spelled, first = self._folders.get(folded, ("", ""))
            if spelled == folder:
                break
            other = first or self._addresses.get(folded, "")
            folder = folder.rpartition("/")[0]
        return _taken(path, self._origins[other] or other, origin or path) if other else None

    def _add(self, record: Written, origin: str) -> None:
        self._entries[record.path] = record
        self._origins[record.path] = origin
        self._addresses[address_key(record.path)] = record.path
        folder = record.path.rpartition("/")[0]
        while folder:
            folded = same_name(folder)
            if folded in self._folders:
                break
            self._folders[folded] = (folder, record.path)
            folder = folder.rpartition("/")[0]
