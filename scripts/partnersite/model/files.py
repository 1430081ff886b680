"""Files that records name: they must be there, exactly so called, and be files."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path as Folder
from typing import Any

from partnersite.model.refusal import shown
from partnersite.model.validation import Entry, Path
from partnersite.problems import Problem, did_you_mean


class Files:
    """Looks files up below the content folder, each folder listed once.

    Names are compared as the file system spells them, so that a site built on a Mac or on Windows,
    where `Logo.SVG` opens `logo.svg`, does not break on a web server.
    """

    def __init__(self, content_dir: Folder) -> None:
        self._root = content_dir
        self._listed = lru_cache(maxsize=None)(self._list)

    def problems(self, entry: Entry[Any], path: Path, name: str, below: str) -> Iterator[Problem]:
        """What keeps a named file from being used; `below` is the folder it is named from."""
        folder = "/".join(part for part in ("content", below) if part)
        segments = [*filter(None, below.split("/")), *name.split("/")]
        place = ""
        for position, segment in enumerate(segments):
            kinds = self._listed(place)
            kind = kinds.get(segment)
            last = position == len(segments) - 1
            if kind == "link":
                message = f"{shown(name)} leads through a symbolic link, and links are not followed."
                yield entry.problem(path, "file-link", message, "put the file itself there")
                return
            if kind != ("file" if last else "folder"):
                yield entry.problem(
                    path,
                    "file-missing",
                    f"There is no file {shown(name)} below `{folder}/`.",
                    _hint(segment, [known for known, found in kinds.items() if found == "file" or not last]),
                )
                return
            place = f"{place}/{segment}" if place else segment

    def _list(self, folder: str) -> dict[str, str]:
        try:
            with os.scandir(self._root / folder) as found:
                return {unicodedata.normalize("NFC", item.name): _kind(item) for item in found}
        except OSError:
            return {}


def _kind(item: os.DirEntry[str]) -> str:
    if item.is_symlink():
        return "link"
    if item.is_dir():
        return "folder"
    return "file" if item.is_file() else "special"


def _hint(segment: str, known: list[str]) -> str:
    hint = did_you_mean(segment, known)
    return hint if hint.startswith("did") else "put it there, or remove the key"
