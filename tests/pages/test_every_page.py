"""Every kind of page on a phone and on a desk, in light and dark, in Latin, Cyrillic and Arabic letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

import axe
from browser import needs_browser
from live_sites import KINDS, LANGUAGES, Site
from reader import LANGUAGE_BUTTON, LANGUAGE_LINK, open_menu, search

pytestmark = needs_browser

PHONE = 360
WIDTHS = (PHONE, 1280)
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_kind_of_page_is_accessible_quiet_and_keeps_to_the_site(
    scheme: str, language: str, small: Site, reader
) -> None:
    context = reader(PHONE, scheme, reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    kind = ""
    page.on("console", lambda message: faults.append(f"{kind}: console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{kind}: error: {error}"))
    page.on("request", lambda asked: faults.extend(_foreign(kind, asked.url, small.address)))
    page.on("response", lambda answer: faults.extend([f"{kind}: {answer.url}"] if answer.status >= 400 else []))
    # The listeners above name the page that they hear of.
    for kind, path in KINDS.items():
        page.goto(small.address + LANGUAGES[language] + path)
        # What does not depend on colours is judged in light.
        rules = axe.COLOURS if scheme == "dark" else ()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            found = (*_manners(page, language), *axe.violations(page, rules=rules))
            faults += [f"{kind} at {width}: {fault}" for fault in found]
        page.set_viewport_size({"width": PHONE, "height": 740})
    assert faults == []
    assert context.cookies() == []


def _foreign(kind: str, url: str, address: str) -> list[str]:
    return [] if url.startswith((address, "data:")) else [f"{kind}: asks {url}"]


def _manners(page: Page, language: str) -> list[str]:
    """What is wrong with the open page apart from what axe knows."""
    facts = page.evaluate(
        """() => ({
            language: document.documentElement.lang,
            direction: getComputedStyle(document.body).direction,
            headings: document.querySelectorAll("h1").length,
            wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
            stored: Object.keys(localStorage).concat(Object.keys(sessionStorage)),
        })"""
    )
    faults = []
    if facts["language"] != language:
        faults.append(f"says it is in {facts['language']}")
    if facts["direction"] != ("rtl" if language == "ar" else "ltr"):
        faults.append(f"runs {facts['direction']}")
    if facts["headings"] != 1:
        faults.append(f"has {facts['headings']} h1")
    if facts["wide"]:
        faults.append("scrolls sideways")
    if unknown := [key for key in facts["stored"] if key not in STORED]:
        faults.append(f"stores {unknown}")
    return faults


STORED = ("/.__palette",)
"""What a page may keep in the reader's browser: light or dark."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_open_menu_is_accessible(scheme: str, language: str, small: Site, reader) -> None:
    page = reader(360, scheme, reduced_motion="reduce").new_page()
    for path in ("", "training/start/first/"):
        page.goto(small.address + LANGUAGES[language] + path)
        open_menu(page)
        assert axe.violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_search_is_accessible(width: int, scheme: str, language: str, small: Site, reader) -> None:
    page = reader(width, scheme, reduced_motion="reduce").new_page()
    page.goto(small.address + LANGUAGES[language])
    search(page, "Acme").first.wait_for()
    assert axe.violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_open_list_of_languages_is_accessible(scheme: str, small: Site, reader) -> None:
    page = reader(360, scheme, reduced_motion="reduce").new_page()
    page.goto(small.address)
    page.locator(LANGUAGE_BUTTON).click()
    page.locator(LANGUAGE_LINK).wait_for()
    assert axe.violations(page) == []
