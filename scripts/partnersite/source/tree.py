"""The tree of source files: which ones there are, and what one holds; links are never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from partnersite.names import same_name
from partnersite.problems import Problem, Problems, ProblemsFound, escape_controls, nearest
from partnersite.source.limits import LIMITS, Limits
from partnersite.source.names import is_hidden, is_leftover, is_quiet, name_fault

__all__ = ["read_file", "walk"]

_READ = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # not on every system
    # What became a link or a pipe since it was looked at is not followed and does not block.
    _READ |= getattr(os, _flag, 0)


def walk(root: Path, *, below: str = "", problems: Problems | None = None) -> Iterator[str]:
    """Yield the files below the folder `below` of `root`, sorted, as paths relative to `root`.

    Links, special files, names that some system cannot keep, and two names that some system takes for one are
    errors and left out; leftovers and hidden files are left out with a warning. All of it goes to `problems`;
    without `problems`, errors are raised as `ProblemsFound` after the last file. A missing folder is empty.
    """
    found = Problems() if problems is None else problems
    files: list[str] = []
    link = _link_in(root, below)
    if link:
        found.add(_link_problem(link))
    folders = [] if link else [below]
    while folders:
        _list(root, folders.pop(), files, folders, found)
    yield from sorted(files)
    if problems is None:
        found.raise_if_errors()


def _list(root: Path, folder: str, files: list[str], folders: list[str], found: Problems) -> None:
    """Add the files and folders in one folder, and what is wrong with them."""
    try:
        with os.scandir(root / folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        found.add(Problem("file-unreadable", f"The folder cannot be listed: {_reason(error)}.", folder))
        return
    names: dict[str, str] = {}
    for entry in entries:
        name = entry.name
        path = f"{folder}/{name}" if folder else name
        if is_leftover(name):
            message = "An editor or a system left this file behind; it is not published."
            found.add(Problem("file-leftover", message, _shown(path), hint="delete it", severity="warning"))
            continue
        if is_hidden(name):
            if not is_quiet(name):
                message = "Its name begins with a dot, so it is not read and not published."
                found.add(Problem("file-hidden", message, _shown(path), severity="warning"))
            continue
        twin = names.setdefault(same_name(name), name)
        if twin is not name:
            message = f"The name differs from `{_shown(twin)}` beside it only in letter case or Unicode form."
            hint = "rename one: some systems keep only one of them"
            found.add(Problem("file-same-name", message, _shown(path), hint=hint))
        if fault := name_fault(name):
            found.add(Problem("file-name", f"The name {fault}.", _shown(path), hint="rename it"))
        elif entry.is_symlink():
            found.add(_link_problem(path))
        elif entry.is_dir(follow_symlinks=False):
            folders.append(path)
        elif entry.is_file(follow_symlinks=False):
            files.append(path)
        else:
            found.add(Problem("file-special", "This is no file but a pipe, socket or device.", _shown(path)))


def read_file(root: Path, relative: str, *, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a file below `root`; raises `ProblemsFound` if it is missing, a link or too large.

    `relative` may come from a source file: a path that leads out of `root` is refused.
    """
    parts = relative.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part or ":" in part for part in parts):
        raise _refused("file-path", f"`{_shown(relative)}` is not a path below the source folder.", "")
    if link := _link_in(root, relative):
        raise ProblemsFound([_link_problem(link)])
    path = root.joinpath(*parts)
    limit = limits.of(relative)
    try:
        state = os.lstat(path)
        if not stat.S_ISREG(state.st_mode):
            raise _refused("file-special", "This is no file but a folder, pipe, socket or device.", relative)
        with open(os.open(path, _READ), "rb") as file:
            data = file.read(min(limit, state.st_size) + 1)
            if len(data) > state.st_size:  # it has grown since
                data += file.read(limit + 1 - len(data))
    except UnicodeEncodeError:
        raise _refused("file-path", f"`{_shown(relative)}` is no name of a file.", "") from None
    except (FileNotFoundError, NotADirectoryError):
        raise _refused("file-missing", "The file does not exist.", relative, _nearest_file(path)) from None
    except OSError as error:
        raise _refused("file-unreadable", f"The file cannot be read: {_reason(error)}.", relative) from None
    if len(data) > limit:
        message = f"The file is larger than {limit:,} bytes."
        raise _refused("file-too-large", message, relative, "make it smaller, or split it")
    return data


def _link_in(root: Path, relative: str) -> str:
    """Return the first part of the path that is a link, as a path; `""` if none is."""
    base = f"{root}/"
    path = ""
    for part in filter(None, relative.split("/")):
        path = f"{path}/{part}" if path else part
        if os.path.islink(base + path):
            return path
    return ""


def _link_problem(path: str) -> Problem:
    message = "This is a link; links are not followed, because they may lead out of the source folder."
    return Problem("file-link", message, _shown(path), hint="put the file itself here")


def _refused(code: str, message: str, path: str, hint: str = "") -> ProblemsFound:
    return ProblemsFound([Problem(code, message, _shown(path), hint=hint)])


def _nearest_file(path: Path) -> str:
    try:
        name = nearest(path.name, sorted(os.listdir(path.parent)))
    except OSError:
        return ""
    return f"did you mean `{name}`?" if name else ""


def _shown(path: str) -> str:
    """Return a path that is valid text, whatever bytes its names are made of."""
    return escape_controls(path)


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
