"""Search finds what a reader means, in the reader's language, and shows it as text."""

from __future__ import annotations

import json
import unicodedata

import pytest
from playwright.sync_api import expect

from browser import needs_browser
from live_sites import LANGUAGES, SITE_URL, Site
from reader import RESULTS, open_search, search

pytestmark = needs_browser


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "Steppe", "partners/steppe-tills/"),
        ("en", "printers", "training/"),  # the lesson says `printer`
        ("ru", "Степные", "ru/partners/steppe-tills/"),
        ("ru", "степными", "ru/partners/steppe-tills/"),
        ("ru", "кассами", "ru/partners/nord-pos/"),  # the page says `кассы`
        ("ar", "السهوب", "ar/partners/steppe-tills/"),
    ],
)
def test_a_word_is_found_in_whatever_form_it_stands(
    language: str, words: str, found: str, small: Site, reader
) -> None:
    page = reader().new_page()
    page.goto(small.address + LANGUAGES[language] + "program/")
    search(page, words)
    result = page.locator(f".md-search-result a[href*='{found}']").first
    result.wait_for()
    result.click()
    page.wait_for_url(f"{small.address}{found}**")


TYPED = {
    "ru": ("партнер", "ПАРТНЕРАМ", "партнёров", "еще", "трех"),
    "es": ("album", "álbum", "capacitacion", "capacitaciones", "comision", "comisiones", "comisión", "peru", "PERÚ"),
    "az": ("ilk", "İlk", "ILK", "inteqrator", "İnteqrator", "birlesdirin", "terefdas"),
    "kk": ("серіктес", "сериктес", "казакстан"),
    "en": ("commission", "Commissions", "peru"),
}
"""Words as people type them, with the signs of their letters or without, each in the language that it stands in."""


@pytest.mark.parametrize("language", TYPED)
def test_a_word_is_found_however_its_letters_are_typed(language: str, own: Site, reader) -> None:
    page = reader().new_page()
    page.goto(own.address + ("" if language == "en" else f"{language}/"))
    field = open_search(page)
    for word in TYPED[language]:
        field.fill(word)
        mark = page.locator(".md-search-result mark").first
        mark.wait_for()
        assert _bare(mark.inner_text())[:3] == _bare(word)[:3], word
        field.fill("")
        expect(mark).to_have_count(0)


def _bare(word: str) -> str:
    """A word in small Latin letters where it can be, to compare what was found with what was typed."""
    signs = str.maketrans("ёәіқıəİҚ", "еаикieIк")
    letters = unicodedata.normalize("NFD", word.translate(signs).lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@pytest.mark.parametrize(
    ("language", "word", "marked"),
    [("ru", "партнер", "партнёр"), ("es", "comision", "comisi"), ("az", "birlesdirin", "birləşdirin")],
)
def test_what_was_found_is_marked_on_its_page_as_it_is_spelt_there(
    language: str, word: str, marked: str, own: Site, reader
) -> None:
    page = reader().new_page()
    page.goto(f"{own.address}{language}/")
    search(page, word)
    page.locator(".md-search-result__link:has(mark)").first.click()
    mark = page.locator("main mark").first
    mark.wait_for()
    assert mark.inner_text().lower().startswith(marked)


@pytest.mark.parametrize("language", ["ru", "es"])
def test_a_letter_is_not_taken_for_another_that_only_looks_alike(language: str, own: Site, reader) -> None:
    words = {"ru": ("йй", "саит"), "es": ("zzz",)}
    page = reader().new_page()
    page.goto(f"{own.address}{language}/")
    field = open_search(page)
    status = page.locator(".md-search-result__meta")
    for word in words[language]:
        field.fill("SmartTouch")
        page.locator(RESULTS).first.wait_for()
        field.fill(word)
        expect(page.locator(RESULTS)).to_have_count(0)
        expect(status).not_to_be_empty()


def test_what_comes_without_a_key_is_searched(small: Site, reader) -> None:
    """Pasted, dictated, or chosen from what the browser remembers."""
    page = reader().new_page()
    page.goto(small.address)
    field = open_search(page)
    field.fill("Steppe")
    page.locator(RESULTS).first.wait_for()
    field.fill("")
    expect(page.locator(RESULTS)).to_have_count(0)
    page.evaluate("document.execCommand('insertText', false, 'Acme')")
    page.locator(RESULTS).first.wait_for()


@pytest.mark.parametrize("language", ["kk", "az"])
def test_languages_without_a_stemmer_are_searched_by_the_beginnings_of_words(
    language: str, own: Site, reader
) -> None:
    index = json.loads((own.folder / language / "search/data.json").read_text(encoding="utf-8"))
    titles = [entry["title"] for entry in index["docs"] if "#" not in entry["location"]]
    words = [(word, title) for title in titles for word in title.split() if len(word) > 7 and word.isalpha()]
    word, title = words[0]
    page = reader().new_page()
    page.goto(f"{own.address}{language}/")
    search(page, word[:-2])
    expect(page.locator(".md-search-result__item h1", has_text=title).first).to_be_attached()


def test_search_of_a_language_shows_no_page_of_another(small: Site, reader) -> None:
    page = reader().new_page()
    page.goto(small.address + "ru/")
    results = search(page, "Nord")
    results.first.wait_for()
    assert {link.split("/")[3] for link in results.evaluate_all("links => links.map(link => link.href)")} == {"ru"}


def test_a_hostile_name_is_text_in_search_results(small: Site, reader) -> None:
    page = reader().new_page()
    page.goto(small.address)
    search(page, "Nord")
    result = page.locator(".md-search-result a[href*='nord-pos']").first
    result.wait_for()
    assert 'Nord POS <i> & "Söhne"' in " ".join(result.inner_text().split())
    assert result.locator("i").count() == 0


@pytest.mark.parametrize("name", ["small", "own"])
def test_every_page_is_in_the_search_data_of_its_language_once(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(name)
    for file in site.folder.rglob("search/data.json"):
        root = file.parent.parent.relative_to(site.folder).as_posix().removeprefix(".")
        start = SITE_URL + (f"{root}/" if root else "")
        found = [entry["location"] for entry in json.loads(file.read_text(encoding="utf-8"))["docs"]]
        assert len(found) == len(set(found))
        for address, document in site.pages().items():
            if document.get("lang") != (root or "en") or document.xpath("//meta[@name='robots']"):
                continue
            assert address.removeprefix(start) in found, address
