"""The engine's process: runs know nothing of each other, failures are told, and none outlives the build."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from partnersite.build import build
from partnersite.cache.warm import Warm
from partnersite.engine import EngineError, MkDocsEngine
from partnersite.opening import pages_touched
from partnersite.settings import read_settings
from partnersite.steps import stage

THEME = Path(__file__).parents[2] / "theme"
EXTENSION = """
import logging, os, signal
from markdown import Extension

pages = []

class Noticed(Extension):
    def extendMarkdown(self, md):
        pages.append(md)
        {what}

def makeExtension(**options):
    return Noticed(**options)
"""


@pytest.fixture
def engine() -> Iterator[MkDocsEngine]:
    """An engine that a test may start."""
    engine = MkDocsEngine()
    yield engine
    engine.stop()


def staged(site: Path, what: str, patch: pytest.MonkeyPatch) -> Path:
    """The staged trees of a site with a Markdown extension that does something for each page."""
    modules = site.parent / "modules"
    modules.mkdir()
    (modules / "noticed.py").write_text(EXTENSION.format(what=what), encoding="utf-8")
    patch.syspath_prepend(str(modules))
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("  - tables\n", "  - tables\n  - noticed\n"))
    stage(site, site.parent / "staged")
    return site.parent / "staged"


def test_what_a_run_leaves_behind_is_not_there_in_the_next(
    small_site: Path, engine: MkDocsEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = staged(small_site, 'logging.getLogger("mkdocs").warning(f"page {len(pages)}")', monkeypatch)
    engine.start()
    found = [[problem.message for problem in engine.render(trees / language)] for language in ("ru", "ar", "ru")]
    assert found[0][0] == "page 1"
    assert len(found[0]) > 10
    assert found[0] == found[1] == found[2]


BROKEN = "{% extends 'base.html' %}{% block footer %}{{ nothing.at.all }}{% endblock %}"


@pytest.mark.parametrize("theme", [THEME, None], ids=["made-ready", "not"])
def test_a_process_that_was_made_ready_renders_as_one_that_was_not(
    small_site: Path, theme: Path | None, engine: MkDocsEngine, digest_of: Callable[[Path], str]
) -> None:
    stage(small_site, small_site.parent / "staged")
    engine.start(theme)
    tree = small_site.parent / "staged" / "ru"
    assert engine.render(tree) == []
    made = digest_of(tree / "site")
    engine.stop()
    engine.start()
    assert engine.render(tree) == []
    assert digest_of(tree / "site") == made


def test_a_theme_that_cannot_be_made_ready_is_no_failure_of_the_start(
    small_site: Path, engine: MkDocsEngine, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "main.html").write_text(BROKEN, encoding="utf-8")
    stage(small_site, tmp_path / "staged")
    engine.start(tmp_path / "broken")
    assert engine.render(tmp_path / "staged" / "ru") == []


def test_a_process_that_is_ended_while_it_makes_ready_leaves_nothing(
    engine: MkDocsEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    engine.start(THEME)
    engine.stop()
    assert engine.process is None
    assert not list(tmp_path.iterdir())


def test_a_process_that_is_kept_serves_the_next_build_and_is_begun_anew_where_it_has_ended(small_site: Path) -> None:
    page = small_site / "content" / "en" / "index.md"
    with MkDocsEngine() as kept:
        warm = Warm(engine=kept)
        served = []
        for run in range(3):
            page.write_text(page.read_text(encoding="utf-8") + f"\nLine {run}.\n", encoding="utf-8")
            build(small_site, durable=False, warm=warm)
            assert f"Line {run}." in (small_site / "site" / "index.html").read_text(encoding="utf-8")
            assert kept.process is not None
            served.append(kept.process)
            if run:
                kept.process.kill()
                kept.process.wait()
        assert served[0] is served[1] is not served[2]
    assert kept.process is None


def test_a_run_that_ends_by_itself_is_an_error_with_what_it_said(
    small_site: Path, engine: MkDocsEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = staged(small_site, 'print("no way", flush=True); os._exit(0)', monkeypatch)
    engine.start()
    with pytest.raises(EngineError, match="mkdocs failed on the language `ru`: no way"):
        engine.render(trees / "ru")


def test_a_process_that_has_ended_is_an_error_in_words(small_site: Path, engine: MkDocsEngine) -> None:
    stage(small_site, small_site.parent / "staged")
    engine.start()
    assert engine.render(small_site.parent / "staged" / "ru") == []
    assert engine.process is not None
    engine.process.kill()
    engine.process.wait()
    with pytest.raises(EngineError, match="The process of mkdocs has ended"):
        engine.render(small_site.parent / "staged" / "ru")


BUILD = """
import sys
from pathlib import Path
from partnersite.engine import MkDocsEngine
engine = MkDocsEngine()
engine.start()
engine.render(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_run_ends_with_the_build_that_is_killed(small_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = small_site.parent / "pipe"
    os.mkfifo(pipe)
    trees = staged(small_site, f'os.write(os.open("{pipe}", os.O_WRONLY), b"up"); signal.pause()', monkeypatch)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with (
        subprocess.Popen([sys.executable, "-c", BUILD, str(trees / "ru")], env=environment) as parent,
        pipe.open("rb", buffering=0) as held,
    ):
        assert held.read(2) == b"up"
        parent.kill()
        # The run holds the other end of the pipe: the end of the file is the end of the run.
        assert select.select([held], [], [], 20)[0]
        assert held.read() == b""


LATER = 4_000_000_000


@pytest.mark.parametrize(
    ("file", "touched"),
    [
        ("content/ru/program/dealer.md", True),
        ("content/ru/program", True),  # what a removed page leaves
        ("program.yaml", True),
        ("mkdocs.yml", True),
        ("partners.yaml", False),
    ],
)
def test_the_process_starts_early_where_pages_seem_to_have_changed(
    small_site: Path, file: str, touched: bool
) -> None:
    settings = read_settings(small_site)
    assert not pages_touched(settings, LATER)
    os.utime(small_site / file, (LATER + 1, LATER + 1))
    assert pages_touched(settings, LATER) is touched


def test_a_missing_file_is_no_failure_of_the_start(small_site: Path) -> None:
    settings = read_settings(small_site)
    (small_site / "program.yaml").unlink()
    assert pages_touched(settings, LATER)
