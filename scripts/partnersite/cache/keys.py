"""Keys: what something is made from, in a few bytes. Equal keys mean equal results, on this machine and on any other.

A key covers the program itself and what it is built on, so that nothing that another version kept is taken for its own.
"""

from __future__ import annotations

import os
import platform
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from partnersite.settings import SiteSettings

PACKAGES = ("babel", "comrak", "jinja2", "markdown", "markupsafe", "nh3", "pillow", "pydantic", "pyyaml", "zxing-cpp")
"""What decides the bytes of pages and files beside the program itself; the engine adds its own."""
PROGRAM = Path(__file__).parents[1]
"""The folder of the program's own modules."""

NO_KEY = bytes(16)
"""Stands where there is nothing to have a key."""


def key(*parts: bytes | str) -> bytes:
    """The key of something made from these parts, in this order."""
    return _key(parts)


def _key(parts: Iterable[bytes | str]) -> bytes:
    digest = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()[:16]


@lru_cache(maxsize=1)
def program_key() -> bytes:
    """The key of the program as it is installed."""
    return key(platform.python_version(), *map(_version, PACKAGES), files_key([PROGRAM], (".py",)))


def site_key(settings: SiteSettings) -> bytes:
    """The key of the program, of a site's settings, and of the templates and words that its pages are made with."""
    folders = [folder / name for folder in settings.theme_dirs for name in ("pages", "locales")]
    return key(program_key(), settings.config_text, files_key(folders, (".html", ".po")))


def files_key(places: Iterable[Path], endings: tuple[str, ...] = ("",)) -> bytes:
    """The key of all files at and below some places, with their names; links and the like count by name alone."""
    return _key(part for place in places for part in _files(str(place), endings))


def _files(place: str, endings: tuple[str, ...]) -> Iterator[bytes | str]:
    yield from _file(place, os.path.basename(place))
    for folder, folders, names in os.walk(place):
        folders.sort()
        for name in sorted((*names, *folders)):
            if name.endswith(endings):
                path = os.path.join(folder, name)
                yield from _file(path, os.path.relpath(path, place))


def _file(path: str, name: str) -> Iterator[bytes | str]:
    try:
        state = os.lstat(path)
        if stat.S_ISREG(state.st_mode):
            with open(path, "rb") as file:
                yield from (os.fsencode(name), file_digest(file, "sha256").digest())
        else:
            yield from (os.fsencode(name), str(stat.S_IFMT(state.st_mode)))
    except OSError:
        yield os.fsencode(name)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
