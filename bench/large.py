"""The large network: built from nothing beside Hugo and `cp` on the same pages, and after changes of every kind."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from builds import build, changed, extended, files_changed, pages_of, renamed
from hugo_twin import build_twin, compare, packaged_hugo, write_twin
from measuring import Run, measured
from networks import LANGUAGES, write_json, write_site
from table import Row

THEME = Path(__file__).parent.parent / "theme"
TEMPLATE = "theme/pages/partner.html"


def rows(folder: Path, partners: int, runs: int, smaller: Row, growth: int) -> Iterator[Row]:
    """The rows; `smaller` is that of a network of `growth` partners."""
    sources = list(_sources(folder, partners, 2 * runs))
    yield from _compared(folder, sources[:runs], partners, smaller, growth)
    yield from _changes(sources[:runs], sources[runs:])


def _compared(folder: Path, sources: Sequence[Path], partners: int, smaller: Row, growth: int) -> Iterator[Row]:
    """A build in each source, Hugo's and `cp`, in turn: whatever else the machine does meets all alike."""
    ours: list[Run] = []
    theirs: list[Run] = []
    copies: list[Run] = []
    hugo, twin = packaged_hugo(), folder / "hugo"
    for run, source in enumerate(sources):
        ours.append(build(source))
        if not run:
            write_json(folder / "partners.json", partners)
            write_twin(twin, source / "site", folder / "partners.json")
        theirs.append(build_twin(twin, folder / f"public-{run}", hugo))
        copies.append(measured(["cp", "-r", str(source / "site"), str(folder / f"copy-{run}")]))
    site = sources[0] / "site"
    own, other = compare(site, folder / "public-0")
    pages = pages_of(site)
    cold = Row("cold", pages, ours)
    yield cold.noted(
        f"landing page {_landing_page(site):,.0f} bytes (median);"
        f" {cold.by(smaller)} of {growth:,} partners, for {partners / growth:g} times as many"
    )
    hugos = Row("Hugo, the same pages", other.count, theirs)
    differs = f"{other.size / own.size:.1%} of our bytes, {other.count - own.count:+} pages"
    yield hugos.noted(f"we take {cold.by(hugos)}; {differs}")
    copied = Row("cp -r of the site", pages, copies)
    yield copied.noted(f"we take {cold.by(copied)}")


def _changes(built: Sequence[Path], fresh: Sequence[Path]) -> Iterator[Row]:
    """One change after the other in each built source; what changes all pages is done in each source only once.

    The first such change makes new files for all pages; a second one writes into those of the site before.
    """
    pages = pages_of(built[0] / "site")
    yield Row("nothing changed", pages, [build(source) for source in built])
    for what, file, change in (
        ("one partner edited, first after a whole build", "partners.yaml", renamed("Partner 000007")),
        ("one partner edited", "partners.yaml", renamed("Partner 000008")),
        ("one editorial page edited", "content/ru/program/dealer.md", extended("Ещё одно слово.")),
        ("one template changed", TEMPLATE, _restyled),
    ):
        yield _after(what, pages, built, file, change)
    for source in fresh:
        build(source)
    yield _after("one rate of the programme changed", pages, fresh, "program.yaml", _raised)


def _sources(folder: Path, partners: int, number: int) -> Iterator[Path]:
    """The same network so many times, each with a theme of its own that says what ours says."""
    first = write_site(folder / "source-0", partners)
    template = first / TEMPLATE
    template.parent.mkdir(parents=True)
    shutil.copyfile(THEME / "pages" / "partner.html", template)
    config = first / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  name: material\n", "  name: material\n  custom_dir: theme\n"), encoding="utf-8")
    yield first
    for copy in range(1, number):
        yield shutil.copytree(first, folder / f"source-{copy}")


def _after(what: str, pages: int, sources: Sequence[Path], file: str, change: Callable[[str], str]) -> Row:
    """The row of one change, made once in each source."""
    runs = [changed(source, source / file, change) for source in sources]
    return Row(what, pages, runs, files_changed(runs[-1]))


def _restyled(template: str) -> str:
    return template.replace("ps-section", "ps-section ps-edited", 1)


def _raised(programme: str) -> str:
    return programme.replace("rate: 25}", "rate: 26}")


def _landing_page(site: Path) -> float:
    """The median size of the partners' pages of all languages, in bytes."""
    roots = [site if language == LANGUAGES[0] else site / language for language in LANGUAGES]
    return statistics.median(
        page.stat().st_size for root in roots for page in root.glob("partners/partner-*/index.html")
    )
