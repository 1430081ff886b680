"""Small sites for the tests of this room: what a version of a site holds, and what a folder holds."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from partnersite.output.manifest import Manifest
from partnersite.output.publish import Publication
from partnersite.output.tree import Tree
from partnersite.problems import PartnersiteError

Snapshot = dict[str, tuple[int, str]]
"""(mode, SHA-256) of each file and (mode, "") of each folder, by path."""

PAGES = (
    "index.html",
    "404.html",
    "assets/partnersite.css",
    "partners/index.html",
    "partners/kupava/index.html",
    "ru/partners/kupava/index.html",
    "search/search_index.json",
)


def site(version: str, paths: tuple[str, ...] = PAGES) -> dict[str, bytes]:
    """The files of one version of a site; no two versions share a byte sequence."""
    return {path: f"{version}: {path}\n".encode() * 40 for path in paths}


def build(
    site_dir: Path,
    files: dict[str, bytes],
    *,
    durable: bool = False,
    wait_seconds: float = 60,
    staged: bool = False,
) -> None:
    """Publish these files, as a build does."""
    with Publication(site_dir, durable=durable, wait_seconds=wait_seconds) as publication:
        if staged:
            publication.stage.mkdir()
            for name in ("en.md", "ru.md", "kk.md"):
                (publication.stage / name).touch()
        tree = Tree(publication.root)
        for path, data in files.items():
            tree.write(path, data)
        publication.commit(Manifest("test", "", tree.files))


def error_of(work: Callable[[], object]) -> PartnersiteError | None:
    """The error that work ends with, when it is one that a person is told in a line."""
    try:
        work()
    except PartnersiteError as error:
        return error
    return None


def snapshot(root: Path) -> Snapshot:
    """Everything below a folder; empty when there is no such folder."""
    found: Snapshot = {}
    for parent, folders, files in os.walk(root):
        for name in folders + files:
            path = Path(parent, name)
            status = path.lstat()
            data = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
            digest = hashlib.sha256(data).hexdigest() if stat.S_ISREG(status.st_mode) else ""
            found[str(path.relative_to(root))] = (stat.S_IMODE(status.st_mode), digest)
    return found


def built(tmp_path: Path, version: str, paths: tuple[str, ...] = PAGES) -> Snapshot:
    """What the live folder holds after a clean build of a version."""
    build(tmp_path / "clean" / version, site(version, paths))
    return snapshot(tmp_path / "clean" / version)


def beside(site_dir: Path) -> set[str]:
    """The names in the folder that the site stands in."""
    return {path.name for path in site_dir.parent.iterdir()}
