"""Everything can be reached, seen and used with a keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser import needs_browser
from live_sites import LANGUAGES, Site
from reader import (
    LANGUAGE_BUTTON,
    LANGUAGE_LINK,
    MENU,
    MENU_BUTTON,
    PALETTE_BUTTON,
    RESULTS,
    SEARCH_BUTTON,
    SEARCH_FIELD,
    open_menu,
    open_search,
    settle,
)

pytestmark = needs_browser

MOST = 150
"""More stops than any page of the small site has."""

STOP = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const marks = node => [null, "::before", "::after"].map(part => {
        const style = getComputedStyle(node, part);
        const {outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor} = style;
        return [outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor].join();
    }).join();
    const visible = node => node.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const within = ({width, height, right, left, bottom, top}) =>
        width > 0 && height > 0 && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
    // The mark may stand on the element, around it or on its label.
    const around = [element.parentElement, element.nextElementSibling, ...(element.labels ?? [])];
    const nodes = [element, ...around.filter(Boolean)];
    const shown = element.matches("[type=radio], [type=checkbox]") ? nodes : [element];
    const before = nodes.map(marks);
    element.blur();
    const after = nodes.map(marks);
    element.focus({preventScroll: true});
    return {
        name: `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 30)}`,
        marked: before.some((value, index) => value !== after[index]),
        seen: shown.some(node => visible(node) && within(node.getBoundingClientRect())),
        covered: !nodes.some(node => {
            const area = node.getBoundingClientRect();
            const hit = document.elementFromPoint(area.left + area.width / 2, area.top + area.height / 2);
            return hit && (node.contains(hit) || hit.contains(node));
        }),
    };
}"""
"""Where the focus is; whether one sees that it is there."""


def _stops(page: Page) -> list[dict[str, object]]:
    """Every place where the tab key stops, until it leaves the page."""
    found: list[dict[str, object]] = []
    while len(found) < MOST:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        found.append(stop)
    raise AssertionError(f"The focus never leaves the page: {found[-1]['name']}")


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["", "partners/nord-pos/", "ar/program/dealer/", "training/start/first/"])
def test_every_stop_of_the_tab_key_is_in_view_and_marked(
    path: str, width: int, colours: str, small: Site, reader
) -> None:
    page = reader(width, forced_colors=colours, reduced_motion="reduce").new_page()
    page.goto(small.address + path)
    stops = _stops(page)
    assert len(stops) > 10
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert [stop["name"] for stop in stops if not stop["marked"]] == []
    assert [stop["name"] for stop in stops if stop["covered"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "partners/", "partners/steppe-tills/", "training/start/first/", "404.html"])
def test_the_first_stop_skips_to_the_content(path: str, language: str, small: Site, reader) -> None:
    page = reader().new_page()
    page.goto(small.address + LANGUAGES[language] + path)
    page.keyboard.press("Tab")
    skip = page.locator("a.md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main, footer')")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_language_is_changed_with_the_keyboard(width: int, small: Site, reader) -> None:
    page = reader(width).new_page()
    page.goto(small.address + "partners/nord-pos/")
    _tab_to(page, LANGUAGE_BUTTON)
    page.keyboard.press("Enter")
    _tab_to(page, LANGUAGE_LINK)
    expect(page.locator(f"{LANGUAGE_LINK}:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url(small.address + "ru/partners/nord-pos/")


def test_the_list_of_languages_closes_again(small: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(small.address)
    _tab_to(page, LANGUAGE_BUTTON)
    page.keyboard.press("Enter")
    expect(page.locator(LANGUAGE_LINK)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(LANGUAGE_LINK)).to_be_hidden()
    expect(page.locator(LANGUAGE_BUTTON)).to_be_focused()


def test_the_menu_is_opened_used_and_closed_with_the_keyboard(small: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(small.address)
    _tab_to(page, MENU_BUTTON)
    page.keyboard.press("Enter")
    expect(page.locator(MENU)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(MENU)).to_be_hidden()
    expect(page.locator(MENU_BUTTON)).to_be_focused()
    page.keyboard.press("Space")
    _tab_to(page, f"{MENU} a[href$='partners/']", most=12)
    expect(page.locator(f"{MENU} a:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url(small.address + "partners/")


@pytest.mark.parametrize("width", [360, 1280])
def test_search_is_opened_used_and_closed_with_the_keyboard(width: int, small: Site, reader) -> None:
    page = reader(width).new_page()
    page.goto(small.address + "program/")
    field = page.locator(SEARCH_FIELD)
    if field.is_visible():
        _tab_to(page, SEARCH_FIELD)
    else:
        _tab_to(page, SEARCH_BUTTON)
        page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("Steppe")
    page.locator(RESULTS).first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(RESULTS).first).to_be_hidden()
    assert page.evaluate("document.activeElement.checkVisibility({visibilityProperty: true, opacityProperty: true})")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULTS).first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/steppe-tills/**")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_tab_key_goes_round_within_the_open_search(width: int, small: Site, reader) -> None:
    page = reader(width).new_page()
    page.goto(small.address + "program/")
    field = open_search(page)
    field.fill("Nord")
    results = page.locator(RESULTS)
    results.first.wait_for()
    page.keyboard.press("Tab")
    expect(page.locator("[data-ps=search-close]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(results.first).to_be_focused()
    expect(results.first).to_be_in_viewport()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.md-search__inner')")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("!!document.activeElement.closest('.md-search__output')")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # on the button that closes
    expect(field).to_be_hidden()
    expect(page.locator(SEARCH_BUTTON)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator(SEARCH_BUTTON)).to_be_focused()


def test_further_results_of_a_page_are_opened_with_the_keyboard(own: Site, reader) -> None:
    page = reader().new_page()
    page.goto(own.address)
    open_search(page).fill("partner")
    more = page.locator(".md-search-result__more > summary").first
    more.wait_for()
    _tab_to(page, ".md-search-result__more > summary")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator(".md-search-result__more[open] a").first).to_be_focused()


def test_a_result_is_reached_with_the_tab_key_and_chosen(small: Site, reader) -> None:
    page = reader().new_page()
    page.goto(small.address + "program/")
    open_search(page).fill("Steppe")
    page.locator(RESULTS).first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/steppe-tills/**")


@pytest.mark.parametrize("key", ["Space", "Enter"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_colours_are_changed_with_the_keyboard(width: int, key: str, small: Site, reader) -> None:
    context = reader(width)
    page = context.new_page()
    page.goto(small.address)
    _tab_to(page, PALETTE_BUTTON)
    button = page.locator(PALETTE_BUTTON)
    expect(button).to_have_accessible_name("Dark colours")
    page.keyboard.press(key)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(button).to_have_accessible_name("Light colours")
    expect(button).to_be_focused()
    page.goto(small.address + "ru/program/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(button).to_have_accessible_name("Светлая тема")
    _tab_to(page, PALETTE_BUTTON)
    page.keyboard.press(key)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_the_focus_stays_in_the_open_menu(small: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(small.address + "program/")
    page.locator(MENU_BUTTON).click()
    expect(page.locator(f"{MENU} button")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.md-header, main, .ps-foot')")
    page.keyboard.press("Escape")
    expect(page.locator(MENU)).to_be_hidden()
    expect(page.locator(MENU_BUTTON)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the button that closes
    expect(page.locator(MENU)).to_be_hidden()
    expect(page.locator(MENU_BUTTON)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_menu_left_open_is_no_wall_on_a_wide_screen(small: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(small.address + "program/")
    open_menu(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("main a").first.click(trial=True)
    expect(page.locator(".ps-tool--search")).to_be_enabled()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0


@pytest.mark.parametrize("path", ["", "ru/training/start/first/", "program/"])
def test_signs_beside_headings_are_for_the_pointer_alone(path: str, own: Site, small: Site, reader) -> None:
    page = reader().new_page()
    for site in (own, small):
        page.goto(site.address + path)
        for heading in page.get_by_role("heading").all():
            parts = "heading => [...heading.childNodes].filter(part => !part.ariaHidden).map(part => part.textContent)"
            assert "¶" not in "".join(heading.evaluate(parts))
        assert page.evaluate("[...document.querySelectorAll('.headerlink')].every(link => link.tabIndex < 0)")


def test_a_single_letter_does_nothing(small: Site, reader) -> None:
    """Speech is typed by some systems (WCAG 2.1.4)."""
    page = reader().new_page()
    page.goto(small.address + "program/")
    for letter in "/sfnp.,":
        page.keyboard.press(letter)
    settle(page)
    expect(page.locator(SEARCH_FIELD)).to_be_hidden()
    assert page.url == small.address + "program/"


def _tab_to(page: Page, selector: str, *, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The tab key does not lead to {selector}.")
