"""This repository's own site: what its editors wait for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from builds import build, changed, command, extended, files_changed, pages_of
from table import Row

REPOSITORY = Path(__file__).parent.parent
EDITED = "content/en/program/rules.md"


def copy_own_site(folder: Path) -> Path:
    """Copies the sources of this repository's site to a folder that does not exist yet; gives the folder."""
    folder.mkdir(parents=True)
    for name in ("mkdocs.yml", "partners.yaml", "program.yaml"):
        shutil.copyfile(REPOSITORY / name, folder / name)
    for name in ("content", "theme"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def rows(folder: Path, runs: int) -> Iterator[Row]:
    """Builds from nothing and again, the check, and the start of the program."""
    sources = [copy_own_site(folder / f"source-{run}") for run in range(runs)]
    cold = [build(source) for source in sources]
    pages = pages_of(sources[0] / "site")
    yield Row("cold", pages, cold)
    yield Row("nothing changed", pages, [build(source) for source in sources])
    edits = [changed(source, source / EDITED, extended("A word more.")) for source in sources]
    yield Row("one page edited", pages, edits, files_changed(edits[-1]))
    yield Row("partnersite check", None, [command("check", "--source", str(source)) for source in sources])
    yield Row("partnersite --help", None, [command("--help") for _ in sources])
