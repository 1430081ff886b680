"""How the number of languages counts, and what a huge network needs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from builds import build, pages_of
from networks import LANGUAGES, write_site
from table import Row


def languages(folder: Path, partners: int, runs: int) -> Iterator[Row]:
    """One row for each number of languages; the last has all."""
    for number in range(1, len(LANGUAGES) + 1):
        first = write_site(folder / f"{number}-0", partners, languages=LANGUAGES[:number])
        copies = [shutil.copytree(first, folder / f"{number}-{copy}") for copy in range(1, runs)]
        built = [build(source) for source in (first, *copies)]
        yield Row(f"in {number} language{'s'[: number > 1]}, cold", pages_of(first / "site"), built)


def huge(folder: Path, partners: int) -> Iterator[Row]:
    """One build in two languages."""
    source = write_site(folder, partners, languages=LANGUAGES[:2])
    run = build(source)
    yield Row("in 2 languages, cold", pages_of(source / "site"), [run])
