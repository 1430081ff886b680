"""A reader whose browser runs no scripts misses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser import needs_browser
from live_sites import KINDS, Site
from reader import LANGUAGE_BUTTON, open_menu

pytestmark = needs_browser


@pytest.mark.parametrize("width", [360, 1280])
def test_every_kind_of_page_is_readable_and_leads_on(width: int, small: Site, reader) -> None:
    page = reader(width, java_script_enabled=False).new_page()
    for kind, path in KINDS.items():
        page.goto(small.address + path)
        expect(page.locator("h1"), kind).to_be_visible()
        # Nothing is offered that only a script could do.
        for control in page.locator("button:not([popovertarget]) >> visible=true").all():
            assert control.evaluate("button => button.form !== null && button.form.action !== ''"), kind
        assert page.locator(".md-search__input >> visible=true").count() == 0, kind


def test_the_menu_and_the_languages_open(small: Site, reader) -> None:
    page = reader(360, java_script_enabled=False).new_page()
    page.goto(small.address)
    open_menu(page)
    page.locator("#ps-menu a[href$='partners/']").click()
    page.wait_for_url(small.address + "partners/")
    page.locator(LANGUAGE_BUTTON).click()
    page.locator("#ps-languages a[hreflang=ar]").click()
    page.wait_for_url(small.address + "ar/partners/")


def test_the_system_s_dark_colours_are_respected(small: Site, reader) -> None:
    for scheme, low, high in (("light", 200, 255), ("dark", 0, 60)):
        page = reader(360, scheme, java_script_enabled=False).new_page()
        page.goto(small.address)
        colour = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        numbers = [float(number) for number in colour.strip("rgba()").split(",")[:3]]
        assert low <= sum(numbers) / 3 <= high, f"{scheme}: {colour}"


def test_downloads_are_links(small: Site, reader) -> None:
    context = reader(java_script_enabled=False)
    page = context.new_page()
    for path, ending in (("brand/kit/", ".zip"), ("partners/nord-pos/", ".vcf")):
        page.goto(small.address + path)
        link = page.locator(f"a[href$='{ending}']").first
        assert context.request.get(link.evaluate("link => link.href")).ok
