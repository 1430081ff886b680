"""What the command line answers: exit codes, the three formats, and every problem of the run at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from partnersite.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def broken_site(small_site: Path) -> Path:
    """The small site with mistakes in four files."""
    edit(small_site / "partners.yaml", "tier: gold", "tier: golf")
    edit(small_site / "partners.yaml", "website: https://nord.example.com/", "webiste: https://nord.example.com/")
    edit(small_site / "program.yaml", "from: 10000, to: 30000", "from: 12000, to: 30000")
    edit(
        small_site / "content/en/index.md", "program.types.dealer.commission.max", "program.types.dealr.commission.max"
    )
    edit(small_site / "mkdocs.yml", "program/dealer.md", "program/dealr.md")
    return small_site


EXPECTED = {
    ("partners.yaml", "did you mean `gold`?"),
    ("partners.yaml", "did you mean `website`?"),
    ("program.yaml", ""),
    ("content/en/index.md", ""),
    ("mkdocs.yml", "did you mean `program/dealer.md`?"),
}


def test_all_problems_of_all_files_are_answered_at_once(broken_site: Path) -> None:
    result = run("check", "--source", broken_site, "--format", "json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    for file, hint in EXPECTED:
        found = [problem for problem in problems if problem["file"] == file and hint in problem["hint"]]
        assert found, (file, hint)
        assert all(
            problem["line"] and problem["column"] and problem["code"] and problem["message"] for problem in found
        )


def test_text_shows_the_offending_line_with_a_mark_under_the_word(broken_site: Path) -> None:
    result = run("check", "--source", broken_site)
    assert result.exit_code == 1
    assert re.search(r"partners\.yaml:6:\d+.*partners\[0\]\.tier", result.stderr)
    lines = result.stderr.splitlines()
    (shown,) = [number for number, line in enumerate(lines) if line.endswith("tier: golf")]
    assert lines[shown + 1].index("^") == lines[shown].index("golf")


def test_github_format_annotates_the_line(broken_site: Path) -> None:
    result = run("check", "--source", broken_site, "--format", "github")
    assert result.exit_code == 1
    assert re.search(r"^::error file=partners\.yaml,line=6,col=\d+,title=[a-z-]+::", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("command", ["check", "build"])
def test_errors_exit_with_1_and_are_printed_even_when_quiet(command: str, broken_site: Path) -> None:
    result = run(command, "--source", broken_site, "--quiet")
    assert result.exit_code == 1
    assert "did you mean `gold`?" in result.stderr


def test_a_good_site_passes_quietly(small_site: Path) -> None:
    result = run("check", "--source", small_site, "--quiet")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_failed_build_leaves_the_live_folder(broken_site: Path, digest_of: Callable[[Path], str]) -> None:
    (broken_site / "site").mkdir()
    before = digest_of(broken_site / "site")
    assert run("build", "--source", broken_site).exit_code == 1
    assert digest_of(broken_site / "site") == before


@pytest.mark.parametrize(
    ("epoch", "code"), [("soon", 1), ("-1", 1), ("", 1), ("99999999999999", 1), ("0", 0), ("1764547200", 0)]
)
def test_an_unusable_source_date_is_a_problem(
    epoch: str, code: int, small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = run("check", "--source", small_site)
    assert result.exit_code == code
    if code:
        assert "SOURCE_DATE_EPOCH" in result.stderr


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("mkdocs.yml", "no mkdocs.yml"),
        ("program.yaml", "program.yaml"),
        ("partners.yaml", "partners"),
        ("content/en/index.md", "home page"),
        ("content/brand/kit/logo.svg", "logo.svg"),
        ("content/partners/logos/nord-pos.svg", "nord-pos.svg"),
        ("content/en/training/start/second.md", "second"),
    ],
)
def test_a_missing_file_is_named(missing: str, said: str, small_site: Path) -> None:
    (small_site / missing).unlink()
    result = run("check", "--source", small_site)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_folder_in_use_is_not_staged_over(small_site: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    result = run("stage", tmp_path / "mine", "--source", small_site)
    assert result.exit_code == 1
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_staged_trees_are_plain_files(small_site: Path, tmp_path: Path) -> None:
    result = run("stage", tmp_path / "staged", "--source", small_site)
    assert result.exit_code == 0
    assert (tmp_path / "staged" / "ru" / "docs" / "ru" / "program" / "dealer.md").is_file()
    assert (tmp_path / "staged" / "ru" / "mkdocs.yml").is_file()


@pytest.mark.parametrize("command", ["build", "check", "stage", "serve", "schema", "new"])
def test_help_says_what_a_command_is_for(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize("folder", ["content", "content/new", "partners", "partners/new", "."])
def test_no_folder_of_sources_becomes_the_live_folder(small_site: Path, folder: str) -> None:
    result = run("build", "--source", small_site, "--site-dir", small_site / folder, "--format", "json")
    assert result.exit_code == 1
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["site-folder-refused"]
    assert not (small_site / "partners").exists()
