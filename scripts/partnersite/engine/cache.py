"""Rendered folders by the content they were made from. It may be thrown away at any time."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

LISTING = "listing.sha256"
KEPT = 32
"""Folders kept: a few builds of a site in a handful of languages."""


class FolderCache:
    """Folders on disk, each with a listing of its files' digests, checked when it is taken out."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def key(self, identity: str, *folders: Path) -> str:
        """SHA-256 over an identity and every file's path and bytes below the folders."""
        digest = hashlib.sha256(identity.encode())
        for folder in folders:
            digest.update(b"\0folder\0" + _listing(folder).encode())
        return digest.hexdigest()

    def get(self, key: str) -> Path | None:
        """The folder of a key; None where there is none or where a byte of it has changed."""
        folder, listing = self.root / key / "files", self.root / key / LISTING
        try:
            if listing.read_bytes() == _listing(folder).encode():
                os.utime(self.root / key)
                return folder
        except OSError:
            pass
        return None

    def put(self, key: str, folder: Path) -> Path:
        """Takes a folder in, whose files must not be written to again; gives where they are then.

        The oldest folders make room. A cache that cannot be written is no failure.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(dir=self.root, prefix=".new-"))
        except OSError:
            return folder
        try:
            (made / LISTING).write_bytes(_listing(folder).encode())
            _move(folder, made / "files")
        except OSError:
            shutil.rmtree(made, ignore_errors=True)
            return folder
        with suppress(OSError):
            if self.get(key) is None:  # another build may be reading from what is whole
                shutil.rmtree(self.root / key, ignore_errors=True)
                made = made.rename(self.root / key)
            self._prune()
        return made / "files"

    def _prune(self) -> None:
        entries = sorted(self.root.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in entries[KEPT:]:
            shutil.rmtree(entry, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    """Gives a folder another place; where that is on another disk, it is copied."""
    try:
        source.rename(target)
    except OSError:
        shutil.copytree(source, target, copy_function=shutil.copyfile)


def _listing(root: Path) -> str:
    """One `digest  path` line per file below a folder, in the order of the paths."""
    lines = []
    for folder, _, names in os.walk(root):
        inner = os.path.relpath(folder, root).replace(os.sep, "/")
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            lines.append((f"{inner}/{name}".removeprefix("./"), digest))
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(lines))
