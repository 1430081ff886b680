"""Search finds what a reader means, in the reader's language, and shows it as text."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from browser import needs_browser
from live_sites import LANGUAGES, SITE_URL, Site
from reader import search

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
