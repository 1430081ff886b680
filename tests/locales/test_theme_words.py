"""The theme's own words and search settings, in each language that we have words for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import material
import pytest
from jinja2 import Environment, FileSystemLoader

from locale_data import LANGUAGES, REPOSITORY

OURS = REPOSITORY / "theme"
MATERIAL = Path(material.__file__).parent / "templates"
WORDS = "partials/languages"

ASKED = re.compile(r"""lang\.t\(["']([^"']+)["']\)""")
CONFIG = re.compile(r"search\.config\.\w+|direction|language")

SAME_AS_ENGLISH = {"es": {"search.config.pipeline"}, "ru": {"search.config.pipeline"}}
"""What a language takes over from English, beside the direction of its letters."""

PHRASES = {
    "en": 'Say "hello" to (nearly) everyone: dealers, partners!',
    "ru": "Курс «Первая продажа» — для „новых“ (и не только)",
    "es": "¿Listo? ¡Vea «La primera venta»!",
    "kk": "«Купава» — «ПОС-Технолоджи» ЖШҚ серіктесі",
    "az": "“İlk satış” kursu (dörd dərs)",
    "ar": "مرحبًا، «الشركاء» (الرسميون)؟",
}


@cache
def _environment() -> Environment:
    # As the engine makes it: the site's templates come before the theme's, nothing is escaped.
    return Environment(loader=FileSystemLoader([OURS, MATERIAL]), autoescape=False)


def said(language: str, key: str) -> str:
    """What the theme's templates get for a key on a page of a language."""
    config = SimpleNamespace(theme=SimpleNamespace(language=language), extra=SimpleNamespace(made={}))
    template = _environment().get_template("partials/language.html", globals={"config": config})
    return str(template.make_module().t(key))  # type: ignore[attr-defined]


def keys(file: Path) -> set[str]:
    """The keys that a file of words has."""
    return set(re.findall(r'^\s*"([a-z.]+)": "', file.read_text("utf-8"), re.MULTILINE))


def asked() -> set[str]:
    """The keys that the theme's templates and its search ask for."""
    files = [file for folder in (OURS, MATERIAL) for file in folder.rglob("*.html") if file.parent.name != "languages"]
    found = {key for file in files for key in ASKED.findall(file.read_text("utf-8"))}
    return found | {"search.config.lang", "search.config.pipeline", "search.config.separator"}


def test_kazakh_has_every_word_of_the_theme() -> None:
    own = keys(OURS / WORDS / "kk.html")
    assert keys(MATERIAL / WORDS / "en.html") - own <= {"search.config.separator"}
    assert own <= keys(MATERIAL / WORDS / "en.html")


def test_kazakh_is_still_missing_in_the_theme() -> None:
    """When it has come, ours can go."""
    assert not (MATERIAL / WORDS / "kk.html").exists()


def test_corrections_are_of_words_that_the_theme_has() -> None:
    assert keys(OURS / "partials" / "corrections.html") <= keys(MATERIAL / WORDS / "en.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_theme_says_is_in_the_page_s_language(language: str) -> None:
    used = {key for key in asked() if not key.startswith(("blog.", "consent.", "rss.", "readtime."))}
    assert len(used) > 30
    english = {key for key in used if said(language, key) == said("en", key)}
    assert {key for key in english if not CONFIG.fullmatch(key)} == set()


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_a_word_with_a_number_has_its_place_for_it(language: str) -> None:
    for key in ("search.result.other", "search.result.more.other", "readtime.other"):
        assert said(language, key).count("#") == 1
        assert "#" not in said(language, key.replace("other", "one"))


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ru", "ltr"), ("es", "ltr"), ("kk", "ltr"), ("az", "ltr"), ("ar", "rtl")],
)
def test_a_page_is_read_in_the_direction_of_its_letters(language: str, direction: str) -> None:
    assert said(language, "direction") == direction
    assert said(language, "language") == language


@pytest.mark.parametrize(
    ("language", "stemmer", "pipeline"),
    [
        ("en", "en", "stopWordFilter"), ("ru", "ru", "stopWordFilter"), ("es", "es", "stopWordFilter"),
        # English stop words are words of other languages: `on` is ten in Azerbaijani.
        ("kk", "en", " "), ("az", "en", " "), ("ar", "en", " "),
    ],
)  # fmt: skip
def test_search_leaves_out_no_words_of_another_language(language: str, stemmer: str, pipeline: str) -> None:
    assert said(language, "search.config.lang") == stemmer
    assert said(language, "search.config.pipeline") == pipeline
    scripts = MATERIAL / "assets" / "javascripts" / "lunr" / "min"
    assert stemmer == "en" or (scripts / f"lunr.{stemmer}.min.js").is_file()


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_a_word_is_found_without_the_marks_around_it(language: str) -> None:
    """Search compares beginnings of words, so only what stands before a word must be parted from it."""
    words = list(filter(None, re.split(said(language, "search.config.separator"), PHRASES[language])))
    assert len(words) >= 3
    assert all(word.isalpha() for word in words if not re.search("[\u064b-\u0652]", word)), words


@pytest.mark.parametrize("text", ["&lt;i&gt;", "A&amp;B", "&#8212;"])
def test_search_does_not_cut_the_escapes_in_its_data(text: str) -> None:
    """The theme marks found words in HTML; a mark within `&lt;` would make other text of it."""
    assert re.split(said("en", "search.config.separator"), text) == [text]


def test_a_language_that_we_have_no_corrections_for_is_as_the_theme_says() -> None:
    assert said("de", "search.placeholder") == "Suche"
    assert said("de", "a key that nobody knows") == "a key that nobody knows"
