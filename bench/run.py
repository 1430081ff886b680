"""Times whole builds of synthetic networks and what they are compared with, in one run, one table: `make bench`.

Nothing is deleted until the last figure is known; `space` says why.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import articles
import growth
import large
import preview
import small
import space
from networks import LANGUAGES
from table import Table

PARTS = ("own", "articles", "networks", "preview", "huge")


def main() -> None:
    """Reads the arguments, looks for room, builds, prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", type=int, default=10_000, help="size of the network that is compared")
    parser.add_argument("--growth", type=int, default=1_000, help="size of a smaller one, in 1 to 5 languages")
    parser.add_argument("--huge", type=int, default=100_000, help="a network in 2 languages, built once; 0 for none")
    parser.add_argument("--runs", type=int, default=3, help="runs of each kind; the median is shown")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some parts of the table")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table in Markdown, too")
    arguments = parser.parse_args()
    if not preview.CHROMIUM:
        raise SystemExit("There is no chromium to open the preview in; `make bench` installs it.")
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        runs = arguments.runs if "networks" in arguments.only else 0
        huge = arguments.huge if "huge" in arguments.only else 0
        room = space.require(folder, arguments.partners, arguments.growth, huge, runs)
        sys.stderr.write(f"{room}\n")
        table = Table(head())
        measure(table, folder, arguments)
        if arguments.write:
            table.write(arguments.write)
        sys.stderr.write("deleting what was built\n")


def measure(table: Table, folder: Path, arguments: argparse.Namespace) -> None:
    """Every row of the table."""
    partners, smaller, huge, runs = arguments.partners, arguments.growth, arguments.huge, arguments.runs
    if "own" in arguments.only:
        table.section("This repository's own site", small.rows(folder / "own", runs))
    if "articles" in arguments.only:
        table.section(f"{articles.PAGES} pages x {len(LANGUAGES)} languages", articles.rows(folder / "pages", runs))
    if "networks" in arguments.only:
        grown = table.section(f"{smaller:,} partners", growth.languages(folder / "growth", smaller, runs))[-1]
        mkdocs = articles.partners_as_pages(folder / "partners", smaller, grown)
        table.section(f"{smaller:,} partners in MkDocs", mkdocs)
        table.section(
            f"{partners:,} partners x {len(LANGUAGES)} languages",
            large.rows(folder / "large", partners, runs, grown, smaller),
        )
    if "preview" in arguments.only:
        table.section("Preview, from the save to the page", preview.rows(folder / "preview", partners, runs))
    if huge and "huge" in arguments.only:
        table.section(f"{huge:,} partners", growth.huge(folder / "huge", huge))


def head() -> list[str]:
    """What the table is of: versions, the machine, the day, and how to repeat it."""
    chromium = subprocess.run([preview.CHROMIUM, "--version"], capture_output=True, text=True, check=True).stdout
    arguments = f" ARGS='{shlex.join(sys.argv[1:])}'" if sys.argv[1:] else ""
    system = f"{platform.system()} {platform.release()}"
    return [
        f"partnersite {version('partnersite')}, Hugo {version('hugo')}, MkDocs {version('mkdocs')}, Material"
        f" {version('mkdocs-material')}, Python {platform.python_version()}, {' '.join(chromium.split()[:2])};",
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f} before, {system}, {datetime.now(UTC):%Y-%m-%d};"
        f" repeat: make bench{arguments}",
    ]


if __name__ == "__main__":
    main()
