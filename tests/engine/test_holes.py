"""What the engine does wrong stops the build: pages it did not write, and its own failures."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from partnersite.build import build
from partnersite.engine import EngineError, MkDocsEngine
from partnersite.engine.engine import environment_of
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


def test_another_version_of_the_program_renders_every_language_anew(
    small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = PlainEngine()
    build(small_site, engine=engine, durable=False)
    monkeypatch.setattr("partnersite.engine.engine.program_key", lambda: b"another")
    page = small_site / "content" / "ru" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nЕщё строка.\n", encoding="utf-8")
    build(small_site, engine=engine, durable=False)
    assert sorted(engine.runs[3:]) == ["ar", "en", "ru"]


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


def test_columns_of_a_table_keep_their_side_without_a_style(small_site: Path) -> None:
    page = small_site / "content" / "en" / "program" / "index.md"
    page.write_text(page.read_text() + "\n| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n")
    build(small_site, engine=PlainEngine(), durable=False)
    html = (small_site / "site" / "program" / "index.html").read_text()
    assert '<td class="ps-align-left">1</td>' in html
    assert '<td class="ps-align-center">2</td>' in html
    assert '<th class="ps-align-right">c</th>' in html


@pytest.mark.parametrize(
    ("written", "code", "line"),
    [
        ("<script>alert(1)</script>", "unknown-script", 0),
        ("[x](https://example.org/) [y](#nowhere)", "broken-link", 10),
        ("![x](https://example.org/x.png)", "foreign-request", 10),
        ("[x](javascript:alert)", "unsafe-address", 10),
        ('<p onclick="alert(1)">x</p>', "inline-handler", 10),
        ("<!-- a note -->", "html-comment", 10),
    ],
)
def test_what_is_found_in_a_built_page_is_told_of_the_page_that_was_written(
    small_site: Path, written: str, code: str, line: int
) -> None:
    page = small_site / "content" / "en" / "program" / "index.md"
    page.write_text(page.read_text() + f"\n{written}\n")
    with pytest.raises(ProblemsFound) as failure:
        build(small_site, engine=PlainEngine(), durable=False)
    found = {problem.code: problem for problem in failure.value.problems}
    assert found[code].file == "content/en/program/index.md"
    assert found[code].line == line


def test_what_the_engine_says_of_its_settings_is_passed_on(small_site: Path) -> None:
    config = small_site / "mkdocs.yml"
    config.write_text(config.read_text() + "exclude_docs: [a]\n")
    with pytest.raises(EngineError, match="exclude_docs"):
        build(small_site, engine=MkDocsEngine(), jobs=1, durable=False)


def test_a_file_of_the_site_stands_in_for_no_module(small_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (small_site / "json.py").write_text("raise SystemExit('this ran')\n")
    monkeypatch.chdir(small_site)
    assert build(small_site, engine=MkDocsEngine(), durable=False).pages


def test_a_setting_from_the_environment_is_part_of_the_key(small_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = small_site / "mkdocs.yml"
    config.write_text(config.read_text() + "copyright: !ENV [SITE_COPYRIGHT, none]\n")
    engine = PlainEngine()
    for value, runs in (("one", 3), ("one", 3), ("two", 6)):
        monkeypatch.setenv("SITE_COPYRIGHT", value)
        build(small_site, engine=engine, durable=False)
        assert len(engine.runs) == runs


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ("a: !ENV SITE_A", "\0SITE_A=1"),
        ("a: !ENV [SITE_B, SITE_A, none]\nb: SITE_C", "\0SITE_A=1\0SITE_B=2"),
        ("a: {b: [!ENV [SITE_A, [SITE_B]], SITE_C]}", "\0SITE_A=1\0SITE_B=2"),
        ("a: SITE_A", ""),
        ("a: !ENV SITE_UNSET", ""),
    ],
)
def test_variables_that_a_configuration_names(config: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SITE_A": "1", "SITE_B": "2", "SITE_C": "3"}.items():
        monkeypatch.setenv(name, value)
    assert environment_of(config) == key


PARENT = """
import subprocess, sys, time
child = "import time; from partnersite.parallel.lifeline import end_with_parent; end_with_parent()"
subprocess.Popen([sys.executable, "-c", child + "; print('up', flush=True); time.sleep(60)"])
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_worker_ends_with_the_build_that_is_killed() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        parent.kill()
        # The worker holds the other end of the pipe: the end of the file is the end of the worker.
        assert select.select([parent.stdout], [], [], 20)[0]
        assert parent.stdout.read() == b""
