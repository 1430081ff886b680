"""The trees that the engine is given: settings and menu of one language, and nothing that an engine could not build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partnersite.problems import ProblemsFound
from partnersite.stage.config import STYLES
from partnersite.steps import stage
from staged_settings import read_staged


def config(folder: Path, language: str) -> dict[str, Any]:
    return read_staged((folder / language / "mkdocs.yml").read_text(encoding="utf-8"))


@pytest.fixture
def staged(small_site: Path, tmp_path: Path) -> Path:
    """The small site's staged trees."""
    stage(small_site, tmp_path / "staged")
    return tmp_path / "staged"


def test_a_section_is_called_what_its_index_page_is_called_in_each_language(staged: Path) -> None:
    assert [next(iter(item)) for item in config(staged, "en")["nav"]][:2] == ["Home", "Programme &amp; terms"]
    assert next(iter(config(staged, "ru")["nav"][0])) == "Главная"


def test_lessons_follow_their_course_in_the_menu(staged: Path) -> None:
    (training,) = [item["Training"] for item in config(staged, "en")["nav"] if "Training" in item]
    assert training[1] == {
        "Getting started": [
            {"Getting started": "training/start/index.md"},
            {"The till": "training/start/first.md"},
            {"The printer": "training/start/second.md"},
        ]
    }


def test_a_language_s_pages_stand_in_its_folder(staged: Path) -> None:
    assert (staged / "en" / "docs" / "index.md").is_file()
    assert (staged / "ru" / "docs" / "ru" / "index.md").is_file()
    assert config(staged, "ru")["theme"]["language"] == "ru"


def test_the_partners_are_in_no_staged_tree(staged: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in staged.rglob("*.md")]
    assert not [text for text in texts if "Nord POS" in text or "Steppe" in text]


def test_tags_and_settings_of_the_site_are_kept(small_site: Path, tmp_path: Path) -> None:
    file = small_site / "mkdocs.yml"
    file.write_text(file.read_text() + "copyright: !ENV [COPYRIGHT, none]\nextra_css: [own.css]\n")
    stage(small_site, tmp_path / "staged")
    text = (tmp_path / "staged" / "en" / "mkdocs.yml").read_text()
    assert "!ENV" in text
    assert config(tmp_path / "staged", "en")["extra_css"] == [*STYLES, "own.css"]


@pytest.mark.parametrize(
    ("written", "staged_plugins"),
    [
        ("plugins:\n  - partnersite: {languages: [en]}\n", ["search"]),
        ("plugins:\n  - search: {lang: en}\n  - partnersite: {languages: [en]}\n", [{"search": {"lang": "en"}}]),
        ("plugins:\n  - tags\n  - partnersite: {languages: [en]}\n", ["search", "tags"]),
        ("plugins:\n  partnersite: {languages: [en]}\n", {"search": {}}),
        ("plugins:\n  - material/search\n  - partnersite: {languages: [en]}\n", ["material/search"]),
    ],
)
def test_search_is_always_among_the_plugins(
    small_site: Path, tmp_path: Path, written: str, staged_plugins: object
) -> None:
    file = small_site / "mkdocs.yml"
    text = file.read_text()
    start, end = text.index("plugins:"), text.index("markdown_extensions:")
    file.write_text(f"{text[:start]}{written}{text[end:]}strict: true\nwatch: [nothing]\n")
    stage(small_site, tmp_path / "staged")
    made = config(tmp_path / "staged", "en")
    assert made["plugins"] == staged_plugins
    assert not {"strict", "watch"} & made.keys()


def test_a_menu_entry_that_is_no_page_is_a_problem_with_its_line(small_site: Path, tmp_path: Path) -> None:
    file = small_site / "mkdocs.yml"
    file.write_text(file.read_text().replace("program/referral.md", "program/referal.md"))
    with pytest.raises(ProblemsFound) as failure:
        stage(small_site, tmp_path / "staged")
    (problem,) = [problem for problem in failure.value.problems if problem.severity == "error"]
    (line,) = [number for number, text in enumerate(file.read_text().splitlines(), 1) if "referal" in text]
    assert (problem.file, problem.line, problem.column) == ("mkdocs.yml", line, 9)
    assert problem.hint == "did you mean `program/referral.md`?"
    assert not (tmp_path / "staged").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("site_url: https://partners.example.com/", "site_url: partners.example.com", "must be absolute"),
        ("site_name: Acme Partners", "site_name: ''", "site_name"),
        ("languages: [en, ru, ar]", "languages: [en, xx-yy-zz]", "xx-yy-zz"),
        ("languages: [en, ru, ar]", "languages: [en, ru, en]", "twice"),
        ("languages: [en, ru, ar]", "language: [en]", "did you mean `languages`?"),
        ("docs_dir: content", "docs_dir: contents", "does not exist"),
        ("nav:", "nave:", "nav"),
    ],
)
def test_wrong_settings_are_problems(small_site: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    file = small_site / "mkdocs.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(ProblemsFound) as failure:
        stage(small_site, tmp_path / "staged")
    assert any(said in f"{problem.message} {problem.hint}" for problem in failure.value.problems)
    assert all(problem.file == "mkdocs.yml" for problem in failure.value.problems if problem.severity == "error")
