"""What the engine does wrong stops the build: pages it did not write, and its own failures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from partnersite.build import build
from partnersite.engine import EngineError, MkDocsEngine
from partnersite.problems import Problem, ProblemsFound
from plain_engine import PlainEngine


class Forgetful(PlainEngine):
    """Leaves out one page of one language."""

    identity = "forgetful"

    def render(self, folder: Path) -> list[Problem]:
        problems = super().render(folder)
        if folder.name == "ru":
            shutil.rmtree(folder / "site" / "ru" / "program" / "dealer")
        return problems


def test_a_page_that_the_engine_did_not_write_is_an_error(small_site: Path, digest_of: Callable[[Path], str]) -> None:
    build(small_site, engine=PlainEngine(), durable=False)
    before = digest_of(small_site / "site")
    with pytest.raises(EngineError, match="ru/program/dealer/"):
        build(small_site, engine=Forgetful(), durable=False)
    assert digest_of(small_site / "site") == before


def test_an_unchanged_language_is_not_rendered_again(small_site: Path) -> None:
    engine = PlainEngine()
    build(small_site, engine=engine, durable=False)
    assert sorted(engine.runs) == ["ar", "en", "ru"]
    page = small_site / "content" / "ru" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nЕщё строка.\n", encoding="utf-8")
    build(small_site, engine=engine, durable=False)
    assert engine.runs[3:] == ["ru"]
    assert "Ещё строка." in (small_site / "site" / "ru" / "index.html").read_text(encoding="utf-8")


def test_an_engine_that_fails_is_answered_in_words(small_site: Path) -> None:
    config = small_site / "mkdocs.yml"
    config.write_text(config.read_text().replace("  - tables\n", "  - no_such_extension\n"))
    with pytest.raises(EngineError, match="mkdocs failed on the language"):
        build(small_site, engine=MkDocsEngine(), jobs=1, durable=False)
    assert not (small_site / "site").exists()


def test_a_broken_link_in_markdown_is_a_problem_with_its_line(small_site: Path) -> None:
    page = small_site / "content" / "en" / "program" / "index.md"
    page.write_text(page.read_text() + "\nSee [dealers](dealr.md).\n")
    with pytest.raises(ProblemsFound) as failure:
        build(small_site, engine=MkDocsEngine(), jobs=2, durable=False)
    found = [problem for problem in failure.value.problems if "dealr.md" in problem.message]
    assert found[0].file == "content/en/program/index.md"
    assert found[0].line == 10
