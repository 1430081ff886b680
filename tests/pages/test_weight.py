"""How much a first visit costs: sizes that depend on bytes alone, never on time."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from statistics import median

import pytest

from browser import needs_browser
from live_sites import LANGUAGES, Site
from reader import search, settle

FIRST_VISIT = 120 * 1024
"""Bytes of everything that a browser asks for on a first visit, each file compressed with gzip level 6."""
HTML = 14 * 1024
"""Bytes of a landing page's HTML before compression."""


@pytest.mark.parametrize(("name", "of"), [("small", median), ("own", max)])
def test_landing_pages_are_light(
    name: str, of: Callable[[Iterable[int]], float], request: pytest.FixtureRequest
) -> None:
    """All of ours, and half of those of a network that says everything of some partners."""
    site: Site = request.getfixturevalue(name)
    sizes = {
        address: len(site.file_of(address).read_bytes())
        for address, document in site.pages().items()
        if document.xpath("//script[@type='application/ld+json'][contains(., '\"Organization\"') or"
                          " contains(., '\"LocalBusiness\"')]")
    }
    assert len(sizes) > 5
    assert of(sizes.values()) <= HTML, dict(sorted(sizes.items(), key=lambda item: item[1]))


@needs_browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("small", "partners/nord-pos/"),
        ("small", "ru/partners/nord-pos/"),
        ("small", "ar/partners/nord-pos/"),
        ("own", "partners/kupava/"),
        ("own", "ru/partners/kupava/"),
        ("own", "kk/"),
        ("own", ""),
    ],
)
def test_a_first_visit_is_light(name: str, path: str, width: int, request: pytest.FixtureRequest, reader) -> None:
    site: Site = request.getfixturevalue(name)
    page = reader(width).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address + path)
    settle(page)
    page.wait_for_load_state("networkidle")
    sizes = {url: _compressed(site, url) for url in asked if not url.startswith("data:")}
    assert sum(sizes.values()) <= FIRST_VISIT, sizes
    # A logo that is the site's icon too is named twice; the second time it comes out of the browser's cache.
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    assert {url for url in asked if asked.count(url) > 1} <= {icon}


@needs_browser
def test_a_page_is_fetched_while_the_pointer_rests_on_its_link(small: Site, reader) -> None:
    context = reader()
    page = context.new_page()
    page.goto(small.address)
    with context.expect_event("request", lambda request: request.url == f"{small.address}partners/") as asked:
        page.locator("a[href='partners/']").first.hover()
    assert asked.value.headers.get("sec-purpose", "").startswith("prefetch")


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_loaded_before_it_is_needed(language: str, small: Site, reader) -> None:
    page = reader().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(small.address)))
    page.goto(small.address + LANGUAGES[language] + "partners/nord-pos/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/search.a" in url or "lunr" in url or "data.json" in url] == []
    search(page, "Nord").first.wait_for()
    assert any("data.json" in url for url in asked)


def _compressed(site: Site, url: str) -> int:
    path = url.removeprefix(site.address).partition("?")[0].partition("#")[0]
    file = site.folder / path
    return len(gzip.compress((file / "index.html" if file.is_dir() else file).read_bytes(), 6))
