"""The theme's files as the engine wrote them: published once, at the top, for all languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = "assets"

NOT_PUBLISHED = (".map",)
"""Source maps: several times the size of what they map, and of use only to the theme's authors."""


def theme_files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Path below the site root and bytes of every theme file in an engine's output, sorted by path."""
    for file in sorted((site / FOLDER).rglob("*")):
        if file.is_file() and file.suffix not in NOT_PUBLISHED:
            yield file.relative_to(site).as_posix(), file.read_bytes()
