"""Keys: what something is made from, in a few bytes. Equal keys mean equal results, on this machine and on any other.

A key covers the program itself and what it is built on, so that nothing that another version kept is taken for its own.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from partnersite.settings import SiteSettings

PACKAGES = ("babel", "comrak", "jinja2", "markdown", "markupsafe", "nh3", "pillow", "pydantic", "pyyaml", "segno")
"""What decides the bytes of pages and files beside the program itself; the engine adds its own."""


def key(*parts: bytes | str) -> bytes:
    """The key of something made from these parts, in this order."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@lru_cache(maxsize=1)
def program_key() -> bytes:
    """The key of the program as it is installed."""
    return key(platform.python_version(), *map(_version, PACKAGES), files_key([Path(__file__).parent], (".py",)))


def site_key(settings: SiteSettings) -> bytes:
    """The key of the program, of a site's settings, and of the templates and words that its pages are made with."""
    folders = [folder / name for folder in settings.theme_dirs for name in ("pages", "locales")]
    return key(program_key(), settings.config_text, files_key(folders, (".html", ".po")))


def files_key(places: Iterable[Path], endings: tuple[str, ...] = ("",)) -> bytes:
    """The key of all files at and below some places, with their names; links are not followed."""
    return key(*(part for place in places for part in _files(place, endings)))


def _files(place: Path, endings: tuple[str, ...]) -> Iterable[bytes | str]:
    if place.is_file() and not place.is_symlink():
        yield from (place.name, place.read_bytes())
    elif place.is_dir():
        for file in sorted(place.rglob("*")):
            if file.name.endswith(endings) and file.is_file() and not file.is_symlink():
                yield from (file.relative_to(place).as_posix(), file.read_bytes())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
