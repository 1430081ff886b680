"""The one place that writes published files: fixed modes, no symbolic links, nothing that somebody reads is changed."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from partnersite.output.paths import check_path, unsafe_path
from partnersite.problems import PartnersiteError, Problem, ProblemsFound

FILE_MODE = 0o644
DIRECTORY_MODE = 0o755
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
PLAIN = 2
"""The version of marshal's format that does not look for objects that stand in two places, which takes as long again.
"""
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_FOLDERS_OPEN = 64
"""How many folders stay open for the files that follow."""
_BLOCK = 4096
"""Bytes that a file system changes at once; of a block that is changed in part, it reads the rest from disk first."""


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
    """Write one file below `root` and say what was written, as a `Writer` does."""
    with Writer(root, over=over) as writer:
        return writer.write(path, data, key=key)


def move_file(folder: Path, root: Path, path: str) -> None:
    """Move one file from below another folder, as a `Writer` does."""
    with Writer(root) as writer:
        writer.move(folder, path)


class Writer(AbstractContextManager["Writer"]):
    """Writes files below a root; every published byte goes through here, also in worker processes.

    Each folder on the way is opened without following symbolic links, and stays open for the files that follow. A file
    must not exist yet; with `over`, one that does is made to hold the new bytes, or makes room for a new file where
    anybody else may see it: it may be the same file as one of the live site. Modes are 0644 and 0755 whatever the
    umask.
    """

    def __init__(self, root: Path, *, over: bool = False) -> None:
        self._root = root
        self._over = over
        self._masked = bool(takes_from(DIRECTORY_MODE))
        """Whether the modes of what is new must be set once more."""
        self._folders: dict[str, int] = {}
        """Descriptors of folders, by their path; that of the root is there whenever another is."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()

    def write(self, path: str, data: bytes, *, key: str = "") -> Written:
        """Write one file and say what was written.

        Raises ProblemsFound for a path that may not be published or is taken, WriteFailed when the system refuses.
        """
        check_path(path)
        self.put(path, data)
        return Written(path, len(data), hashlib.sha256(data).hexdigest(), key)

    def put(self, path: str, data: bytes) -> None:
        """Write one file whose path is known to be one that may be published; raises as `write` does."""
        folder, _, name = path.rpartition("/")
        try:
            if len(self._folders) >= _FOLDERS_OPEN:
                self._close()
            (_write_over if self._over else _write_new)(self._folder(folder), name, data, self._masked)
        except FileExistsError:
            raise ProblemsFound((taken(path, "", ""),)) from None
        except OSError as error:
            raise _write_failed(path, error) from error

    def move(self, folder: Path, path: str) -> None:
        """Give a file that is below another folder of the same disk its place here, whatever stands there."""
        above, _, name = path.rpartition("/")
        try:
            os.replace(folder / path, name, dst_dir_fd=self._folder(above))
        except OSError as error:
            raise _write_failed(path, error) from error

    def _folder(self, path: str) -> int:
        """A descriptor of a folder, made where it is missing."""
        known = self._folders.get(path)
        if known is None:
            if path:
                above, _, name = path.rpartition("/")
                known = self._open_folder(self._folder(above), name)
            else:
                known = os.open(self._root, _FOLDER)
            self._folders[path] = known
        return known

    def _open_folder(self, above: int, name: str) -> int:
        if self._over:  # most are there already
            with contextlib.suppress(FileNotFoundError):
                return os.open(name, _FOLDER, dir_fd=above)
        try:
            os.mkdir(name, DIRECTORY_MODE, dir_fd=above)
            if self._masked:
                os.chmod(name, DIRECTORY_MODE, dir_fd=above)
        except FileExistsError:
            pass  # a file before this one needed it, or another worker was quicker
        return os.open(name, _FOLDER, dir_fd=above)

    def _close(self) -> None:
        while self._folders:
            with contextlib.suppress(OSError):  # nothing was written to a folder's descriptor
                os.close(self._folders.popitem()[1])


def _write_new(folder: int, name: str, data: bytes, masked: bool) -> None:
    file = os.open(name, _NEW_FILE, FILE_MODE, dir_fd=folder)
    try:
        if masked:
            os.fchmod(file, FILE_MODE)
        _write_all(file, data)
    finally:
        os.close(file)


def _write_over(folder: int, name: str, data: bytes, masked: bool) -> None:
    """Makes a file hold some bytes, whatever stands under its name.

    To write into a file that is there takes no new one and frees none, which is what file systems are slow at.
    """
    try:
        file = os.open(name, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return _write_new(folder, name, data, masked)
    except OSError:
        done = False  # a link, or a file that may not be written
    else:
        try:
            done = _holds(file, data) or _write_in_place(file, data)
        finally:
            os.close(file)
    if not done:
        os.unlink(name, dir_fd=folder)
        _write_new(folder, name, data, masked)
    return None


def _holds(file: int, data: bytes) -> bool:
    """Whether an open file is one that has been published with these bytes."""
    state = os.fstat(file)
    return _published(state) and state.st_size == len(data) and os.pread(file, len(data), 0) == data


def _write_in_place(file: int, data: bytes) -> bool:
    """Writes into an open file, where it has no other name and nobody else has it open; whether that was so."""
    state = os.fstat(file)
    if not _published(state) or state.st_nlink > 1 or not _nobody_reads(file):
        return False
    _write_all(file, data + bytes(-len(data) % _BLOCK))
    os.ftruncate(file, len(data))
    return True


def _published(state: os.stat_result) -> bool:
    return state.st_mode == stat.S_IFREG | FILE_MODE


def _nobody_reads(file: int) -> bool:
    """Whether nobody else has a file open, nor can open it before it is closed; False where the system cannot tell."""
    try:
        # The system says by a signal that somebody waits: by one that does nothing.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except (OSError, AttributeError):  # leases are Linux's own, and not on every file system
        return False
    return True


def _write_all(file: int, data: bytes) -> None:
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, memoryview(data)[written:])


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


def taken(path: str, first: str, second: str) -> Problem:
    """What is wrong where two sources, if they are known, want to be the file at one path."""
    both = f": {first} and {second}" if first and second else ""
    return Problem(
        "two-sources-one-address",
        f"Two sources give the same address `{path}`{both}.",
        file=second,
        hint="rename one of them",
    )
