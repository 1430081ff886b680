"""What a visitor finds in a built site: every kind of page, in every language, whatever the partner's status."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from partnersite.build import build
from plain_engine import PlainEngine
from small_site import copy_small_site

LANGUAGES = ("en", "ru", "ar")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, built once for this module."""
    folder = tmp_path_factory.mktemp("live")
    source, site_dir = copy_small_site(folder / "source"), folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        build(source, site_dir=site_dir, engine=PlainEngine(), durable=False)
    return site_dir


def page(site: Path, address: str) -> html.HtmlElement:
    """A page of the site by its address."""
    return html.fromstring((site / address / "index.html").read_text(encoding="utf-8"))


def text(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "program/",
        "program/dealer/",
        "training/",
        "training/start/",
        "training/start/first/",
        "brand/",
        "brand/kit/",
        "partners/",
        "partners/country/kz/",
        "partners/country/ru/",
        "partners/type/dealer/",
        "partners/type/referral/",
        "partners/nord-pos/",
        "partners/steppe-tills/",
        "partners/van-builders/",
        "partners/paused-partner/",
        "partners/former-partner/",
        "partners/nordpos/",
        "partners/very-old-name/",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_exists_in_every_language(site: Path, language: str, address: str) -> None:
    root = "" if language == "en" else f"{language}/"
    document = page(site, root + address)
    assert document.get("lang") == language
    assert document.findtext(".//title")


def test_no_page_is_made_for_a_partner_who_is_not_public_yet(site: Path) -> None:
    assert not (site / "partners" / "not-yet").exists()


def test_no_page_is_made_where_a_listing_would_be_empty(site: Path) -> None:
    assert not (site / "partners" / "country" / "uz").exists()


def test_a_shell_is_no_page(site: Path) -> None:
    assert not (site / "partners" / "shell").exists()
    assert "partnersite:" not in "".join(file.read_text(encoding="utf-8") for file in site.rglob("*.html"))


def test_a_suspended_partner_says_so_and_is_not_listed(site: Path) -> None:
    document = page(site, "partners/paused-partner/")
    assert document.xpath("//meta[@name='robots' and @content='noindex']")
    assert "Paused Partner" not in text(page(site, "partners/"))


def test_an_ended_partner_leaves_a_tombstone_without_contacts(site: Path) -> None:
    document = page(site, "partners/former-partner/")
    assert "no longer an official partner" in text(document)
    assert not document.xpath("//a[starts-with(@href, 'mailto:') or starts-with(@href, 'tel:')]")


def test_a_former_id_leads_to_the_partner(site: Path) -> None:
    document = page(site, "partners/nordpos/")
    assert document.xpath("//meta[@http-equiv='refresh']/@content") == [
        "0; url=https://partners.example.com/partners/nord-pos/"
    ]
    assert "/partners/nordpos/ /partners/nord-pos/ 301" in (site / "_redirects").read_text()


def test_a_page_without_translation_is_shown_in_the_source_language_with_a_notice(site: Path) -> None:
    document = page(site, "ru/training/start/first/")
    assert document.get("lang") == "ru"
    (content,) = document.xpath("//main//div[@lang='en'][@dir='ltr']")
    assert "A till." in text(content)
    assert document.xpath("//aside[contains(@class, 'ps-notice')]")
    assert document.xpath("//link[@rel='canonical']/@href") == ["https://partners.example.com/training/start/first/"]
    assert "https://partners.example.com/ru/training/start/first/" not in document.xpath("//link[@hreflang]/@href")


def test_values_in_prose_are_written_as_the_page_s_language_does(site: Path) -> None:
    assert "25%" in text(page(site, ""))
    assert "25\N{NO-BREAK SPACE}%" in page(site, "ru/").text_content()


def test_alternates_are_absolute_reciprocal_and_name_the_default_once(site: Path) -> None:
    pages = {
        file.parent.relative_to(site).as_posix(): page(site, file.parent.relative_to(site).as_posix())
        for file in site.rglob("index.html")
    }
    links = {}
    for address, document in pages.items():
        found = document.xpath("//link[normalize-space(@rel)='alternate'][@hreflang]")
        links[address] = {link.get("hreflang"): link.get("href") for link in found}
        assert len(links[address]) == len(found)
    for address, alternates in links.items():
        if not alternates:
            continue
        own = "https://partners.example.com/" + (address + "/" if address != "." else "")
        assert "x-default" in alternates
        if own in alternates.values():
            assert alternates[pages[address].get("lang")] == own
            for href in alternates.values():
                other = href.removeprefix("https://partners.example.com/").rstrip("/") or "."
                assert links[other] == alternates


def test_the_sitemap_lists_each_indexable_page_once_with_its_alternates(site: Path) -> None:
    sitemap = etree.fromstring((site / "sitemap.xml").read_bytes())
    listed = sitemap.xpath("//s:loc/text()", namespaces={"s": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    assert len(listed) == len(set(listed))
    assert "https://partners.example.com/ru/partners/nord-pos/" in listed
    for absent in ("paused-partner", "former-partner", "nordpos", "not-yet", "shell", "404"):
        assert not [address for address in listed if absent in address]
    for address in listed:
        document = page(site, address.removeprefix("https://partners.example.com/"))
        assert not document.xpath("//meta[@name='robots']")


def test_names_come_out_escaped_exactly_once_everywhere(site: Path) -> None:
    name = 'Nord POS <i> & "Söhne"'
    source = (site / "partners" / "nord-pos" / "index.html").read_text(encoding="utf-8")
    document = html.fromstring(source)
    assert "&amp;amp;" not in source
    assert "&amp;lt;" not in source
    assert document.findtext(".//title") == f"{name} – Acme Partners"
    (heading,) = document.xpath("//h1")
    assert text(heading).strip() == name
    assert document.xpath("//meta[@property='og:title']/@content") == [name]
    data = [json.loads(script) for script in document.xpath("//script[@type='application/ld+json']/text()")]
    assert name in json.dumps(data, ensure_ascii=False).replace('\\"', '"')
    search = json.loads((site / "search" / "data.json").read_text(encoding="utf-8"))
    (entry,) = [doc for doc in search["docs"] if doc["location"] == "partners/nord-pos/"]
    assert html.fromstring(f"<p>{entry['title']}</p>").text_content() == name
    assert f"FN:{name}" in (site / "partners" / "nord-pos" / "nord-pos.vcf").read_text(encoding="utf-8")


def test_template_syntax_in_partner_texts_stays_text(site: Path) -> None:
    assert "{{ 7*7 }}" in text(page(site, "partners/nord-pos/"))


def test_search_data_of_a_language_is_relative_to_its_root_and_holds_its_partners(site: Path) -> None:
    index = json.loads((site / "ru" / "search" / "data.json").read_text(encoding="utf-8"))
    locations = [entry["location"] for entry in index["docs"]]
    assert "partners/steppe-tills/" in locations
    assert "program/dealer/" in locations
    assert not [location for location in locations if location.startswith("ru/") or "shell" in location]
    (entry,) = [entry for entry in index["docs"] if entry["location"] == "partners/steppe-tills/"]
    assert entry["title"] == "Степные кассы"


def test_the_album_can_be_downloaded_whole_and_checked(site: Path) -> None:
    (address,) = page(site, "brand/kit/").xpath("//a[contains(@href, '.zip')]/@href")
    archive = zipfile.ZipFile((site / "brand" / "kit" / address).resolve())
    assert archive.testzip() is None
    names = [name.rpartition("/")[2] for name in archive.namelist()]
    assert {"logo.svg", "colours.txt", "SHA256SUMS"} <= set(names)


def test_every_internal_link_and_fragment_leads_somewhere(site: Path) -> None:
    for file in site.rglob("*.html"):
        base = file.parent
        for href in html.fromstring(file.read_text(encoding="utf-8")).xpath("//@href | //@src"):
            if re.match(r"[a-z]+:", href) or href.startswith(("#", "//")):
                continue
            path = href.partition("#")[0]
            target = site / path.lstrip("/") if path.startswith("/") else base / path
            assert target.exists(), f"{file.relative_to(site)}: {href}"


def test_each_language_has_its_own_404_page(site: Path) -> None:
    for language in LANGUAGES:
        file = site / ("404.html" if language == "en" else f"{language}/404.html")
        document = html.fromstring(file.read_text(encoding="utf-8"))
        assert document.get("lang") == language
        assert not [href for href in document.xpath("//main//a/@href") if not href.startswith("/")]


def test_the_manifest_lists_every_file(site: Path) -> None:
    manifest = json.loads((site / "site-manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"] for entry in manifest["files"]}
    on_disk = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert on_disk - listed == {"site-manifest.json"}
    assert not listed - on_disk


def test_the_policy_of_each_page_allows_its_inline_scripts_and_nothing_unsafe(site: Path) -> None:
    for file in site.rglob("*.html"):
        document = html.fromstring(file.read_text(encoding="utf-8"))
        (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
