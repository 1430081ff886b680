"""Every kind of page as a reader sees it: built with MkDocs, opened in Chromium, on a phone and on a desk."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser import chromium, needs_browser
from partnersite.build import build
from small_site import copy_small_site

pytestmark = needs_browser

KINDS = {
    "home": "",
    "terms": "program/dealer/",
    "directory": "partners/",
    "country": "partners/country/kz/",
    "type": "partners/type/dealer/",
    "partner with everything": "partners/nord-pos/",
    "partner with little": "partners/steppe-tills/",
    "suspended": "partners/paused-partner/",
    "ended": "partners/former-partner/",
    "courses": "training/",
    "course": "training/start/",
    "lesson": "training/start/first/",
    "brand": "brand/",
    "album": "brand/kit/",
    "not found": "404.html",
}
LANGUAGES = {"en": "", "ru": "ru/", "ar": "ar/"}
SCREENS = {"phone, dark": (360, 740, "dark"), "desk, light": (1280, 800, "light")}


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small site is served."""
    folder = tmp_path_factory.mktemp("live")
    source, site_dir = copy_small_site(folder / "source"), folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        build(source, site_dir=site_dir, durable=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(site_dir)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all pages."""
    with chromium() as started:
        yield started


@pytest.fixture(params=SCREENS)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A reader's fresh browser."""
    width, height, scheme = SCREENS[request.param]
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as fresh:
        yield fresh


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_is_quiet_keeps_to_the_site_and_fits_the_screen(
    language: str, address: str, context: BrowserContext
) -> None:
    page = context.new_page()
    said: list[str] = []
    requested: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("request", lambda request: requested.append(request.url))
    for kind, path in KINDS.items():
        page.goto(address + LANGUAGES[language] + path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.lang") == language, kind
        assert page.evaluate("document.body.dir") == ("rtl" if language == "ar" else "ltr"), kind
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
        assert page.locator("h1").count() == 1, kind
    assert said == []
    assert [url for url in requested if not url.startswith((address, "data:"))] == []
    assert context.cookies() == []


def test_the_switcher_leads_to_the_same_page(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(address + "partners/nord-pos/")
    page.locator(".md-select button").focus()
    page.locator(".md-select a[hreflang=ru]").click()
    page.wait_for_url(address + "ru/partners/nord-pos/")
    page.locator(".md-select button").focus()
    page.locator(".md-select a[hreflang=en]").click()
    page.wait_for_url(address + "partners/nord-pos/")


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "Steppe", "partners/steppe-tills/"),
        ("ru", "Степные", "ru/partners/steppe-tills/"),
        ("en", "printer", "training/"),
    ],
)
def test_search_finds_partners_and_pages_of_the_language(
    language: str, words: str, found: str, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(address + LANGUAGES[language] + "program/")
        page.locator(".md-search__input").click()
        _type(page, words)
        result = page.locator(f".md-search-result a[href*='{found}']").first
        result.wait_for()
        result.click()
        page.wait_for_url(f"{address}{found}**")


def _type(page: Page, words: str) -> None:
    page.locator(".md-search__input").press_sequentially(words)
    # The theme listens to keys; letters that are on no US keyboard come without one here.
    page.keyboard.press("End")


def test_a_hostile_name_is_text_in_search_results(address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(address)
        page.locator(".md-search__input").click()
        _type(page, "Nord")
        result = page.locator(".md-search-result a[href*='nord-pos']").first
        result.wait_for()
        assert 'Nord POS <i> & "Söhne"' in " ".join(result.inner_text().split())
        assert result.locator("i").count() == 0


def test_every_page_of_the_sitemap_is_reached_by_links_without_script(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        reached: set[str] = set()
        waiting = [address]
        while waiting:
            current = waiting.pop()
            if current in reached:
                continue
            reached.add(current)
            waiting.extend(_links(page, current, address))
        sitemap = context.request.get(address + "sitemap.xml").text()
        listed = {line.split("<")[0] for line in sitemap.split("<loc>")[1:]}
        assert {url.replace("https://partners.example.com/", address) for url in listed} <= reached


def _links(page: Page, url: str, address: str) -> list[str]:
    page.goto(url)
    found = page.locator("a[href]").evaluate_all("links => links.map(link => link.href.split('#')[0])")
    return [link for link in found if link.startswith(address) and link.endswith("/")]
