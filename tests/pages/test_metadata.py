"""What search engines and other machines read: titles, languages, canonical addresses, structured data, links."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from live_sites import SITE_URL, Site

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

Pages = dict[str, html.HtmlElement]


@pytest.fixture(scope="module", params=["small", "own"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def pages(site: Site) -> Pages:
    return site.pages()


def _indexable(pages: Pages) -> Pages:
    """The pages that are their own canonical address and may be listed."""
    return {
        address: document
        for address, document in pages.items()
        if not document.xpath("//meta[@name='robots']") and _canonical(document) == address
    }


def _canonical(document: html.HtmlElement) -> str:
    (address,) = document.xpath("//link[@rel='canonical']/@href")
    return str(address)


def _alternates(document: html.HtmlElement) -> list[tuple[str, str]]:
    links = document.xpath("//link[normalize-space(@rel)='alternate'][@hreflang]")
    return [(link.get("hreflang"), link.get("href")) for link in links]


def _sitemap(site: Site) -> dict[str, list[tuple[str, str]]]:
    root = etree.fromstring((site.folder / "sitemap.xml").read_bytes())
    return {
        entry.findtext("s:loc", namespaces=SITEMAP): [
            (link.get("hreflang"), link.get("href")) for link in entry.iterfind("x:link", SITEMAP)
        ]
        for entry in root.iterfind("s:url", SITEMAP)
    }


@pytest.mark.parametrize("read", ["//title/text()", "//meta[@name='description']/@content"])
def test_titles_and_descriptions_are_there_and_unique_in_their_language(pages: Pages, read: str) -> None:
    found = {address: document.xpath(read) for address, document in _indexable(pages).items()}
    assert {address: texts for address, texts in found.items() if len(texts) != 1 or not texts[0].strip()} == {}
    seen = Counter((pages[address].get("lang"), texts[0]) for address, texts in found.items())
    assert [text for text, times in seen.items() if times > 1] == []


def test_titles_and_descriptions_are_short_enough_to_be_shown_whole(pages: Pages) -> None:
    for address, document in _indexable(pages).items():
        (title,) = document.xpath("//title/text()")
        (description,) = document.xpath("//meta[@name='description']/@content")
        assert len(title) <= 160, address
        assert len(description) <= 320, address


def test_translations_name_each_other_and_themselves_absolutely_and_the_default_once(pages: Pages) -> None:
    for address, document in _indexable(pages).items():
        alternates = _alternates(document)
        languages = [language for language, _ in alternates]
        assert len(languages) == len(set(languages)), address
        assert dict(alternates)[document.get("lang")] == address
        assert languages.count("x-default") == 1, address
        for language, other in alternates:
            assert other in pages, f"{address} names {other}"
            assert language in ("x-default", pages[other].get("lang")), f"{address} calls {other} {language}"
            assert sorted(_alternates(pages[other])) == sorted(alternates), f"{address} and {other}"


def test_the_sitemap_says_of_each_page_what_the_page_says(site: Site, pages: Pages) -> None:
    listed = _sitemap(site)
    assert listed.keys() == _indexable(pages).keys()
    for address, alternates in listed.items():
        assert sorted(alternates) == sorted(_alternates(pages[address])), address


def test_a_page_without_translation_points_to_the_page_it_shows(pages: Pages) -> None:
    fallbacks = 0
    for address, document in pages.items():
        canonical = _canonical(document)
        if canonical == address:
            continue
        fallbacks += 1
        original = pages[canonical]
        assert original.get("lang") != document.get("lang")
        assert not _alternates(document), address
        assert document.xpath("//main//*[@lang=$language]", language=original.get("lang")), address
    assert fallbacks


def test_every_language_of_the_site_is_said_to_be_what_its_address_says(pages: Pages) -> None:
    for address, document in pages.items():
        first = address.removeprefix(SITE_URL).partition("/")[0]
        assert document.get("lang") == (first if len(first) == 2 else "en"), address


def test_no_link_and_no_fragment_leads_nowhere(site: Site, pages: Pages) -> None:
    ids = {address: set(document.xpath("//@id")) for address, document in pages.items()}
    broken = []
    not_found = SITE_URL + "404.html"
    documents = {**pages, not_found: html.fromstring((site.folder / "404.html").read_bytes())}
    for address, document in documents.items():
        for attribute in ("href", "src"):
            for link in document.xpath(f"//body//@{attribute}"):
                target, _, fragment = urljoin(address, link).partition("#")
                if not target.startswith(SITE_URL):
                    continue
                plain = target.partition("?")[0]
                absent = fragment and fragment not in ids.get(plain, [fragment])
                if absent or not site.file_of(plain).is_file():
                    broken.append(f"{address}: {link}")
    assert broken == []


def test_a_walk_without_scripts_reaches_everything_in_the_sitemap(site: Site, pages: Pages) -> None:
    reached: set[str] = set()
    waiting = [SITE_URL]
    while waiting:
        address = waiting.pop()
        if address not in reached and address in pages:
            reached.add(address)
            links = pages[address].xpath("//body//a/@href")
            waiting += [urljoin(address, link).partition("#")[0] for link in links]
    assert set(_sitemap(site)) - reached == set()


MACHINE_KEYS = frozenset(
    [
        *("@context", "@type", "@id", "position", "image", "inLanguage", "knowsLanguage", "addressCountry"),
        *("dayOfWeek", "opens", "closes", "datePublished", "dateModified", "timeRequired", "numberOfItems"),
    ]
)
"""What structured data says in words for machines; a reader sees the same in words for people."""


def test_structured_data_is_json_and_says_what_the_page_shows(pages: Pages) -> None:
    kinds = set()
    for address, document in pages.items():
        shown = _normal(_shown(document))
        links = document.xpath("//body//@href | //body//@src")
        targets = {address, *(urljoin(address, link) for link in links)}
        mailed = {target.removeprefix("mailto:") for target in targets}
        for script in document.xpath("//script[@type='application/ld+json']/text()"):
            data = json.loads(script)
            assert data["@context"] == "https://schema.org"
            kinds.add(data["@type"])
            for key, value in _leaves(data):
                if key in MACHINE_KEYS:
                    continue
                if urlsplit(value).scheme in ("http", "https"):
                    assert value in targets, f"{address}: {key} {value}"
                else:
                    assert _normal(value) in shown or value in mailed, f"{address}: {key} {value}"
    assert {"BreadcrumbList"} < kinds
    assert kinds & {"Organization", "LocalBusiness"}


def _leaves(data: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _leaves(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value, key)
    elif data is not None:
        yield key, str(data)


def _shown(document: html.HtmlElement) -> str:
    parts = document.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    # A logo's text and a field's label are read out.
    return " ".join([*parts, *document.xpath("//body//@alt | //body//@aria-label")])


def _normal(text: str) -> str:
    """Without differences that nobody sees: white space, isolates, the case of letters."""
    return re.sub(r"[\s\u2066-\u2069\u200e\u200f]+", "", text).casefold()
