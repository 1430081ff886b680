"""What a reader does on a page, whatever the width of the screen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MENU_BUTTON = ".ps-tool--menu"
MENU = "#ps-menu"
PALETTE_BUTTON = ".ps-tool--palette"
SEARCH_BUTTON = ".ps-tool--search"
SEARCH_FIELD = ".md-search__input"
RESULTS = ".md-search-result__item a.md-search-result__link"
LANGUAGE_BUTTON = "header [popovertarget=ps-languages]"
LANGUAGE_LINK = "#ps-languages a[hreflang=ru]"


def open_menu(page: Page) -> None:
    page.locator(MENU_BUTTON).click()
    page.locator(f"{MENU} a").first.wait_for()


def open_search(page: Page) -> Locator:
    """Opens the search; gives its field."""
    field = page.locator(SEARCH_FIELD)
    if not field.is_visible():
        page.locator(SEARCH_BUTTON).click()
    field.click()
    return field


def search(page: Page, words: str) -> Locator:
    """Searches for words; gives the links of all results, of which there may be none yet."""
    open_search(page).press_sequentially(words)
    return page.locator(RESULTS)


def settle(page: Page) -> None:
    """Waits until the page has been painted with everything that it loads at first."""
    page.evaluate(
        """async () => {
            await document.fonts.ready;
            await new Promise(done => requestIdleCallback(done, {timeout: 1000}));
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
    )
