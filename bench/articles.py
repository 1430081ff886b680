"""Editorial pages beside plain MkDocs on the same Markdown, and what MkDocs needs for partners as Markdown pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import mkdocs_twin
from builds import build, pages_of
from networks import LANGUAGES, records, write_site
from table import Row

PAGES = 200
"""In each language."""


def rows(folder: Path, runs: int) -> Iterator[Row]:
    """A site of pages, ours and MkDocs' in turn."""
    first = write_site(folder / "source-0", 10, pages=PAGES)
    sources = [first, *(shutil.copytree(first, folder / f"source-{copy}") for copy in range(1, runs))]
    twin = mkdocs_twin.write_pages_site(folder / "mkdocs", first)
    ours, theirs = [], []
    for run, source in enumerate(sources):
        ours.append(build(source))
        theirs.append(mkdocs_twin.build_pages_site(twin, folder / f"mkdocs-{run}"))
    cold = Row("cold, with 10 partners", pages_of(first / "site"), ours)
    yield cold
    plain = Row(f"MkDocs, the same {PAGES * len(LANGUAGES):,} pages", pages_of(folder / "mkdocs-0"), theirs)
    yield plain.noted(f"we take {cold.by(plain)}")


def partners_as_pages(folder: Path, partners: int, ours: Row) -> Iterator[Row]:
    """MkDocs with each partner as a Markdown page in each language, one run; `ours` is the same network."""
    twin = mkdocs_twin.write_twin(folder / "source", records(partners, LANGUAGES, 1))
    run = mkdocs_twin.build_twin(twin, folder / "sites")
    plain = Row("MkDocs, partners as Markdown pages", pages_of(folder / "sites"), [run])
    yield plain.noted(f"we take {ours.by(plain)}")
