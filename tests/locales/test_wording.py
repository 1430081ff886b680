"""What `mkdocs.yml` makes the engine say is said in the page's language."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

import view_data
from locale_data import LANGUAGES, REPOSITORY
from partnersite.settings import read_settings
from partnersite.stage.config import engine_config
from staged_settings import read_staged

CONFIG = """\
site_name: Acme
theme:
  name: material
  palette:
    - scheme: default
      toggle: {icon: material/weather-night, name: Dark colours}
    - scheme: slate
      toggle: {icon: material/weather-sunny, name: Light colours}
plugins: [search, partnersite: {languages: [en, ru]}]
markdown_extensions:
  - footnotes
  - tables
  - toc: {permalink: true}
"""


def staged(language: str, text: str = CONFIG, *, theme_dirs: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The engine's settings for a language, read back."""
    settings = view_data.settings("en", language)
    dirs = (*settings.theme_dirs, *theme_dirs)
    return read_staged(engine_config(dataclasses.replace(settings, config_text=text, theme_dirs=dirs), language, []))


def names(config: dict[str, Any]) -> list[str]:
    return [palette["toggle"]["name"] for palette in config["theme"]["palette"]]


def extensions(config: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in config["markdown_extensions"]:
        found |= entry if isinstance(entry, dict) else {entry: {}}
    return found


@pytest.mark.parametrize(
    ("language", "dark", "light"),
    [
        ("ru", "Тёмная тема", "Светлая тема"),
        ("es", "Tema oscuro", "Tema claro"),
        ("kk", "Күңгірт түстер", "Ашық түстер"),
        ("az", "Tünd rənglər", "Açıq rənglər"),
        ("ar", "المظهر الداكن", "المظهر الفاتح"),
    ],
)
def test_palettes_are_named_in_the_page_s_language(language: str, dark: str, light: str) -> None:
    assert names(staged(language)) == [dark, light]


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_site_says_nothing_in_english(language: str) -> None:
    settings = read_settings(REPOSITORY)
    config = read_staged(engine_config(settings, language, []))
    assert not {"Dark colours", "Light colours"} & set(names(config))
    assert extensions(config)["toc"]["permalink_title"] not in ("Permanent link", "Link to this section")


def test_english_pages_say_what_is_written() -> None:
    assert names(staged("en")) == ["Dark colours", "Light colours"]


def test_a_name_that_no_catalogue_knows_stays_as_it_is_written() -> None:
    assert names(staged("ru", CONFIG.replace("Dark colours", "Ночь"))) == ["Ночь", "Светлая тема"]


def test_a_site_translates_its_own_name_in_its_own_theme(tmp_path: Path) -> None:
    file = tmp_path / "locales" / "ru" / "partnersite.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "Night"\nmsgstr "Ночь"\n', "utf-8")
    config = staged("ru", CONFIG.replace("Dark colours", "Night"), theme_dirs=(tmp_path,))
    assert names(config) == ["Ночь", "Светлая тема"]


@pytest.mark.parametrize(
    "palette",
    [
        "{scheme: slate}", "slate", "[{scheme: slate}]", "[slate]", "{toggle: {icon: x}}", "{toggle: {name: ''}}",
        "{toggle: {name: [x]}}", "[]", "",
    ],
)  # fmt: skip
def test_a_palette_without_names_stays_as_it_is(palette: str) -> None:
    text = f"site_name: Acme\ntheme: {{name: material, palette: {palette}}}\n"
    assert staged("ru", text)["theme"]["palette"] == yaml.safe_load(text)["theme"]["palette"]


@pytest.mark.parametrize("name", ["toc", "markdown.extensions.toc"])
def test_links_beside_headings_say_where_they_lead(name: str) -> None:
    config = staged("ru", CONFIG.replace("- toc:", f"- {name}:"))
    assert extensions(config)[name]["permalink"] is True
    assert extensions(config)[name]["permalink_title"] == "Ссылка на этот раздел"


def test_a_footnote_says_the_way_back_with_its_number() -> None:
    title = extensions(staged("ru"))["footnotes"]["BACKLINK_TITLE"]
    assert title.format(3) == "Назад к сноске 3 в тексте"


def test_what_a_site_says_itself_stays() -> None:
    config = staged("ru", CONFIG.replace("permalink: true", 'permalink: true, permalink_title: "#"'))
    assert extensions(config)["toc"]["permalink_title"] == "#"


def test_other_extensions_stay_as_they_are() -> None:
    text = CONFIG + "  - pymdownx.superfences: {custom_fences: [{name: x, format: !!python/name:a.b ''}]}\n  - [odd]\n"
    config = engine_config(dataclasses.replace(view_data.settings("en", "ru"), config_text=text), "ru", [])
    assert "!!python/name:a.b" in config
    assert "tables" in config
    assert "odd" in config


def test_extensions_as_a_mapping_are_put_into_words_too() -> None:
    text = "site_name: Acme\nmarkdown_extensions: {footnotes: {}, toc: {permalink: true, slugify: x}}\n"
    *_, footnotes, toc = staged("ru", text)["markdown_extensions"]
    assert footnotes == {"footnotes": {"BACKLINK_TITLE": "Назад к сноске {} в тексте"}}
    assert toc == {"toc": {"permalink": True, "slugify": "x", "permalink_title": "Ссылка на этот раздел"}}


@pytest.mark.parametrize("extensions", ["", "markdown_extensions: [tables]\n", "markdown_extensions: [toc]\n"])
def test_headings_have_ids_in_the_letters_of_their_language(extensions: str) -> None:
    *_, toc = staged("ru", f"site_name: Acme\n{extensions}")["markdown_extensions"]
    assert toc["toc"]["slugify"] == "!!python/name:markdown.extensions.toc.slugify_unicode"
