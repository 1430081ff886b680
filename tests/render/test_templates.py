"""Templates say the same in each language however often they are used, and whatever was compiled before."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

import view_data
from partnersite.render import templates
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings

CONSTANTS = '{{ 1234.5 | number }} {{ "DE" | country }} {{ "en" | language_name }} {{ _("Partners") }} {{ language }}'


def settings_with(folder: Path, source: str) -> SiteSettings:
    """Settings of a site with a template of its own, `own.html`."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "pages" / "own.html").write_text(source, encoding="utf-8")
    settings = view_data.settings("en", "ru", "de")
    return SiteSettings(
        name=settings.name,
        url=settings.url,
        languages=settings.languages,
        source_dir=settings.source_dir,
        content_dir=settings.content_dir,
        theme_dirs=(*settings.theme_dirs, folder),
        site_dir=settings.site_dir,
    )


@pytest.mark.parametrize("often", [0, 1, 1_000])
def test_what_is_compiled_for_all_languages_holds_no_word_of_one(
    often: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "OFTEN", often)
    settings = settings_with(tmp_path, CONSTANTS)
    renderers = {language: Renderer(language, settings) for language in ("en", "ru", "de", "en")}
    for _ in range(3):
        said = {language: renderer.render("own.html", "") for language, renderer in renderers.items()}
        assert said == {
            "en": "1,234.5 Germany English Partners en",
            "ru": "1\N{NO-BREAK SPACE}234,5 Германия английский Партнёры ru",
            "de": f"1.234,5 Deutschland Englisch {renderers['de'].gettext('Partners')} de",
        }


def test_a_template_that_has_changed_is_compiled_again(tmp_path: Path) -> None:
    first = Renderer("en", settings_with(tmp_path, "one")).render("own.html", "")
    second = Renderer("en", settings_with(tmp_path, "two")).render("own.html", "")
    assert (first, second) == ("one", "two")


ASKED = '{{ of.key }} {{ of.items() | list }} {{ of.nothing is defined }} {{ place.imag }} {{ ("a" ~ "b").upper() }}'


@pytest.mark.parametrize("often", [0, 1_000])
def test_a_template_may_ask_for_an_item_as_for_an_attribute_and_whether_there_is_one(
    often: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "OFTEN", often)
    renderer = Renderer("en", settings_with(tmp_path, ASKED))
    for _ in range(2):
        said = renderer.render("own.html", "", of={"key": "<"}, place=1)
        assert said == "&lt; [(&#39;key&#39;, &#39;&lt;&#39;)] False 0 AB"


@pytest.mark.parametrize("often", [0, 1_000])
@pytest.mark.parametrize("source", ["{{ of.nothing }}", "{{ nobody.name }}", "{{ of.nothing.name }}"])
def test_what_is_not_there_is_no_part_of_a_page(
    source: str, often: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "OFTEN", often)
    renderer = Renderer("en", settings_with(tmp_path, source))
    for _ in range(2):
        with pytest.raises(UndefinedError):
            renderer.render("own.html", "", of="")
