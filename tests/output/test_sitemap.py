"""The sitemap lists each address once with its languages, and becomes an index only past the protocol's limits."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from partnersite.output.robots import robots_txt
from partnersite.output.sitemap import ADDRESS_LIMIT, BYTE_LIMIT, SitemapPage, sitemap_files

SITE = "https://partners.example.com/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def parsed(data: bytes) -> Element:
    root: Element = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return root


def addresses(data: bytes) -> list[str]:
    return [node.text or "" for node in parsed(data).iter(f"{SITEMAP}loc")]


def languages(data: bytes) -> list[list[tuple[str, str]]]:
    """The (hreflang, href) pairs of each address."""
    return [
        [(link.get("hreflang") or "", link.get("href") or "") for link in url.iter(f"{XHTML}link")]
        for url in parsed(data).iter(f"{SITEMAP}url")
    ]


def pages(count: int) -> Iterable[SitemapPage]:
    return (SitemapPage(f"partners/p{number:05}/") for number in range(count))


def test_each_page_has_its_address_date_and_languages() -> None:
    alternates = (("en", "a/"), ("ru", "ru/a/"))
    files = sitemap_files(
        [SitemapPage("ru/a/", alternates), SitemapPage("a/", alternates, "2026-02-03")], SITE, default_language="en"
    )
    assert list(files) == ["sitemap.xml"]
    data = files["sitemap.xml"]
    assert addresses(data) == [f"{SITE}a/", f"{SITE}ru/a/"]
    assert [node.text for node in parsed(data).iter(f"{SITEMAP}lastmod")] == ["2026-02-03"]
    expected = [("en", f"{SITE}a/"), ("ru", f"{SITE}ru/a/"), ("x-default", f"{SITE}a/")]
    assert languages(data) == [expected, expected]


def test_a_page_that_is_not_in_the_default_language_has_no_default() -> None:
    files = sitemap_files([SitemapPage("ru/a/", (("ru", "ru/a/"),))], SITE, default_language="en")
    assert languages(files["sitemap.xml"]) == [[("ru", f"{SITE}ru/a/")]]


def test_a_page_of_one_language_names_no_languages() -> None:
    assert languages(sitemap_files([SitemapPage("")], SITE)["sitemap.xml"]) == [[]]


def test_a_site_without_pages_has_an_empty_sitemap() -> None:
    assert addresses(sitemap_files([], SITE)["sitemap.xml"]) == []


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (ADDRESS_LIMIT, ["sitemap.xml"]),
        (ADDRESS_LIMIT + 1, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]),
    ],
)
def test_there_is_an_index_only_above_fifty_thousand_addresses(count: int, names: list[str]) -> None:
    files = sitemap_files(list(pages(count)), SITE)
    assert list(files) == names
    assert sum(data.count(b"<url>") for data in files.values()) == count
    assert all(data.count(b"<url>") <= ADDRESS_LIMIT for data in files.values())


def test_languages_do_not_make_an_index() -> None:
    alternates = tuple((language, f"{language}/") for language in ("en", "ru", "es", "kk", "az"))
    assert list(sitemap_files([SitemapPage(f"{tag}/", alternates) for tag, _ in alternates], SITE)) == ["sitemap.xml"]


def test_the_index_names_every_part_with_its_newest_date() -> None:
    dated = [SitemapPage(f"p{number}/", lastmod=f"2026-01-0{number}") for number in range(1, 6)]
    files = sitemap_files(dated, SITE, limit=2)
    assert addresses(files["sitemap.xml"]) == [f"{SITE}sitemap-{number}.xml" for number in (1, 2, 3)]
    dates = [node.text for node in parsed(files["sitemap.xml"]).iter(f"{SITEMAP}lastmod")]
    assert dates == ["2026-01-02", "2026-01-04", "2026-01-05"]
    parts = [addresses(files[f"sitemap-{number}.xml"]) for number in (1, 2, 3)]
    assert parts == [[f"{SITE}p{n}/" for n in part] for part in ((1, 2), (3, 4), (5,))]


def test_no_sitemap_is_larger_than_the_protocol_allows() -> None:
    files = sitemap_files(list(pages(100)), SITE, byte_limit=2_000)
    assert len(files) > 3
    assert all(len(data) <= 2_000 for name, data in files.items() if name != "sitemap.xml")
    assert BYTE_LIMIT == 50 * 1024 * 1024


def test_the_order_of_the_pages_does_not_matter() -> None:
    some = list(pages(20))
    assert sitemap_files(some[::-1], SITE) == sitemap_files(some, SITE)


@given(
    st.text(max_size=20),
    st.text(max_size=10),
    st.text(max_size=10, alphabet=st.characters(codec="utf-8", exclude_categories=["C"])),
)
def test_any_text_gives_well_formed_xml(path: str, date: str, language: str) -> None:
    encodable = path.encode("utf-8", "ignore").decode()
    plain_date = "".join(filter(str.isprintable, date.encode("utf-8", "ignore").decode()))
    files = sitemap_files(
        [SitemapPage(encodable, ((language, encodable),), plain_date)], SITE, default_language=language
    )
    (address,) = addresses(files["sitemap.xml"])
    assert address.isascii()
    assert address.startswith(SITE)
    assert languages(files["sitemap.xml"])[0][0] == (language, address)


def test_letters_of_other_scripts_are_percent_encoded() -> None:
    (address,) = addresses(sitemap_files([SitemapPage("партнёры/a&b/")], SITE)["sitemap.xml"])
    assert address == f"{SITE}%D0%BF%D0%B0%D1%80%D1%82%D0%BD%D1%91%D1%80%D1%8B/a%26b/"


def test_robots_are_told_where_the_sitemap_is() -> None:
    assert robots_txt(SITE) == b"User-agent: *\nAllow: /\n\nSitemap: https://partners.example.com/sitemap.xml\n"
