"""Languages are staged, rendered and made into pages side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from partnersite.engine import render_languages
from partnersite.engine.cache import FolderCache
from partnersite.problems import Problem
from partnersite.stage.tree import StagedLanguage

LONG = 60
"""Seconds after which a test fails that waits for something."""


class Telling:
    """An engine that says when it is asked for a language."""

    identity = "telling"

    def __init__(self) -> None:
        self.asked = {"en": Event(), "ru": Event()}

    def start(self, theme: Path | None = None) -> None:
        """Is ready."""

    def stop(self) -> None:
        """Has nothing to end."""

    def render(self, folder: Path) -> list[Problem]:
        self.asked[folder.name].set()
        (folder / "site").mkdir()
        (folder / "site" / "index.html").write_text(folder.name, encoding="utf-8")
        return []


def tree(folder: Path, language: str) -> StagedLanguage:
    (folder / language).mkdir()
    (folder / language / "mkdocs.yml").write_text("{}", encoding="utf-8")
    return StagedLanguage(language, folder / language, (), ("",))


def test_a_language_is_rendered_while_the_next_is_staged(tmp_path: Path) -> None:
    engine = Telling()

    def staged() -> Iterator[StagedLanguage]:
        yield tree(tmp_path, "en")
        assert engine.asked["en"].wait(LONG)
        yield tree(tmp_path, "ru")

    found = list(render_languages(staged(), engine, 1, FolderCache(tmp_path / "cache")))
    assert [(language.language, language.html(""), problems) for language, problems in found] == [
        ("en", "en", []),
        ("ru", "ru", []),
    ]


def test_the_next_language_is_rendered_whatever_is_done_with_the_last(tmp_path: Path) -> None:
    engine = Telling()
    staged = [tree(tmp_path, "en"), tree(tmp_path, "ru")]
    languages = render_languages(staged, engine, 1, FolderCache(tmp_path / "cache"))
    assert next(languages)[0].language == "en"
    assert engine.asked["ru"].wait(LONG)
    assert [language.language for language, _ in languages] == ["ru"]
