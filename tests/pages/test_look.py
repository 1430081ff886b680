"""The sheets know what stands on the pages, and forms look like forms."""

from __future__ import annotations

import re

import pytest

from browser import needs_browser
from live_sites import Site

HOOKS: frozenset[str] = frozenset()
"""Classes that scripts alone look for; everything else is there to be seen."""


def test_every_class_of_ours_on_a_page_is_known_to_a_sheet(own: Site) -> None:
    sheets = "".join(file.read_text(encoding="utf-8") for file in (own.folder / "assets").glob("*.css"))
    known = HOOKS.union(re.findall(r"\.(ps-[a-z0-9_-]+)", sheets))
    used: dict[str, str] = {}
    for address, document in own.pages().items():
        for names in document.xpath("//@class"):
            used |= {name: address for name in names.split() if name.startswith("ps-")}
    assert len(used) > 50
    assert {name: address for name, address in used.items() if name not in known} == {}


FIELDS = """() => [...document.querySelectorAll("#ps-content :is(input, textarea, select)")].map(field => {
    const box = field.getBoundingClientRect();
    const label = field.labels[0]?.getBoundingClientRect();
    const around = field.parentElement.getBoundingClientRect();
    const style = getComputedStyle(field);
    return {
        name: field.id,
        labelled: !!label && label.bottom <= box.top + 1 && Math.abs(label.left - box.left) < 2,
        high: box.height >= 44,
        wide: Math.abs(box.width - around.width) < 2 && box.width > 200,
        edged: parseFloat(style.borderBottomWidth) >= 1 && style.borderBottomStyle !== "none"
            && style.borderBottomColor !== style.backgroundColor,
        readable: parseFloat(style.fontSize) >= 16,
    };
})"""
"""Whether each field is seen as one: edged, as wide as its place, high enough for a finger, below its label."""


@needs_browser
def test_the_questionnaire_is_a_form_to_fill_in(own: Site, reader) -> None:
    for width, scheme in ((320, "light"), (1280, "light"), (1280, "dark")):
        page = reader(width, scheme).new_page()
        page.goto(own.address + "resources/market-questionnaire/")
        fields = page.evaluate(FIELDS)
        assert len(fields) > 10
        assert [field for field in fields if not all(field.values())] == [], f"{width} {scheme}"


@needs_browser
def test_a_field_grows_with_what_is_typed(own: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(own.address + "resources/market-questionnaire/")
    field = page.locator("#ps-content textarea").first
    field.fill("One line after the other.\n" * 12)
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight + 1")


@needs_browser
def test_the_printed_questionnaire_has_lines_to_write_on(own: Site, reader) -> None:
    page = reader(794).new_page()
    page.emulate_media(media="print")
    page.goto(own.address + "resources/market-questionnaire/")
    field = page.locator("#ps-content textarea").first
    ruled, high = field.evaluate(
        "field => [getComputedStyle(field).backgroundImage, field.getBoundingClientRect().height]"
    )
    assert ruled.startswith("repeating-linear-gradient")
    assert high >= 120


def test_every_page_leads_to_its_other_languages_and_into_the_programme(own: Site) -> None:
    for address, document in own.pages().items():
        assert len(document.xpath("//footer//a[@hreflang]")) == 5, address
        ways = {str(link) for link in document.xpath("//a[@class='ps-join']/@href")}
        assert len(ways) == 1, address
        assert ways.pop().endswith(("program/joining/", "joining/", "./")), address


def test_a_site_that_names_no_way_into_the_programme_has_no_button(small: Site) -> None:
    assert not [address for address, document in small.pages().items() if document.xpath("//a[@class='ps-join']")]


@needs_browser
@pytest.mark.parametrize("width", [320, 360, 1280, 1920])
def test_our_own_pages_fit_every_width(width: int, own: Site, reader) -> None:
    page = reader(width).new_page()
    wide = []
    for path in OWN_PAGES:
        page.goto(own.address + path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    assert wide == []


OWN_PAGES = [
    f"{language}{path}"
    for language in ("", "ru/", "az/")
    for path in ("", "program/", "program/dealer/", "partners/", "partners/kupava/", "resources/market-questionnaire/")
]
