"""Which folder a build may replace: only an empty one, or one whose every file an earlier build wrote."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from partnersite.output.inventory import everything_below
from partnersite.output.manifest import (
    MANIFEST_FILE,
    Manifest,
    ManifestUnreadable,
    read_manifest,
)
from partnersite.output.workfolder import is_work_folder
from partnersite.problems import Problem, ProblemsFound

IGNORED_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file browsers leave in every folder that somebody looks at."""
_NAMED = 10
"""Strangers listed in a message."""


def check_target(
    site_dir: Path, *, forbidden: Iterable[Path] = (), not_within: Iterable[Path] = (), look_inside: bool = True
) -> Path:
    """The absolute path of a folder that may be replaced; raises ProblemsFound, before anything is written.

    Refused: a symbolic link, the root, a mount point, the home folder, the working folder, every folder in
    `forbidden` and whatever holds one of these; what lies in or is a folder of `not_within`; a folder with
    files that no build wrote, unless it is known not to hold any (`look_inside`); a folder that cannot be written.
    """
    try:
        target = _absolute(site_dir)
        fault = (
            _place_fault(target, forbidden, not_within)
            or (stranger_fault(target) if look_inside and target.exists() else "")
            or _rights_fault(target)
        )
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a name too long, a NUL
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise refused(site_dir, f"it cannot be looked at: {reason}") from error
    if fault:
        raise refused(site_dir, fault)
    return target


def refused(site_dir: Path, fault: str) -> ProblemsFound:
    """The one Problem of this module: why the site is not written to `site_dir`."""
    return ProblemsFound(
        (
            Problem(
                "site-folder-refused",
                f"The site cannot be written to `{_shown(str(site_dir))}`: {fault}.",
                hint="give another folder with --site-dir, or empty this one yourself",
            ),
        )
    )


def refuse_unless_ours(site_dir: Path, folder: Path) -> None:
    """Raises ProblemsFound where a folder beside the site is none that a build has made for its work."""
    if not is_work_folder(folder):
        raise refused(site_dir, f"`{folder.name}` beside it is in the way, and no build made it")


def stranger_fault(target: Path) -> str:
    """What lies in an existing folder that no build wrote, in plain words; empty when there is nothing."""
    try:
        manifest = read_manifest(target)
    except ManifestUnreadable as error:
        return str(error).rstrip(".")
    strangers = sorted(_strangers(target, manifest))
    if not strangers:
        return ""
    if manifest is None:
        return "it is not empty, and it was not built by partnersite"
    more = f" and {len(strangers) - _NAMED} more" if len(strangers) > _NAMED else ""
    names = ", ".join(f"`{_shown(path)}`" for path in strangers[:_NAMED])
    return f"it holds files that no build wrote: {names}{more}"


def _strangers(target: Path, manifest: Manifest | None) -> Iterator[str]:
    ours = {MANIFEST_FILE, *(manifest.files if manifest else ())}
    for path, entry in everything_below(target):
        if not path.endswith("/") and path not in ours and entry.name not in IGNORED_NAMES:
            yield path


def _absolute(site_dir: Path) -> Path:
    path = site_dir.absolute()
    # The last name stays as it is, so that a link there is seen; `..` at the end has no name of its own.
    return path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name


def _place_fault(target: Path, forbidden: Iterable[Path], not_within: Iterable[Path]) -> str:
    if target == target.parent:
        return "it is the root of the file system"
    if target.is_symlink():
        return "it is a symbolic link"
    if target.exists() and not target.is_dir():
        return "it is a file"
    for protected, name in _protected(forbidden):
        if _same(protected, target):
            return f"it is {name}"
        if any(_same(parent, target) for parent in protected.parents):
            return f"it holds {name}"
    for folder in not_within:
        resolved = folder.resolve()
        if any(_same(resolved, place) for place in (target, *target.parents)):
            return f"it lies in `{folder.name}`, which the site is made from"
    if os.path.ismount(target):
        return "it is a mount point, which cannot be swapped; give a folder inside it"
    return ""


def _protected(forbidden: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    yield Path.cwd(), "the folder you are in"
    for folder in forbidden:
        yield folder.resolve(), f"`{folder.name or folder}`, which the site is made from"
    with contextlib.suppress(RuntimeError):  # no home folder, as in some containers
        yield Path.home().resolve(), "the home folder"


def _same(first: Path, second: Path) -> bool:
    if first == second:
        return True
    try:
        return first.samefile(second)
    except OSError:
        return False


def _rights_fault(target: Path) -> str:
    if target.exists() and not _writable(target):
        return "it is read-only"
    parent = target.parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        return f"`{_shown(parent.name)}` is a file, not a folder"
    if not _writable(parent):
        return f"the folder `{_shown(parent.name)}` that it stands in is read-only"
    return ""


def _writable(folder: Path) -> bool:
    # The mode is asked as well: root may write everywhere, and a locked folder is meant to stay as it is.
    return os.access(folder, os.W_OK | os.X_OK) and bool(folder.stat().st_mode & stat.S_IWUSR)


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
