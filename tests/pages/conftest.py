"""The two sites, and a browser to look at them with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from browser import chromium
from live_sites import Site, live_site


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all processes that run tests build the two sites, once."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def small(sites: Path) -> Iterator[Site]:
    """The small site in `tests/sites`: every kind of page, a Cyrillic and a right-to-left language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        with live_site("small", sites) as site:
            yield site


@pytest.fixture(scope="session")
def own(sites: Path) -> Iterator[Site]:
    """The site of this repository, in all its languages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        with live_site("own", sites) as site:
            yield site


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests of pages."""
    with chromium() as started:
        yield started


Reader = Callable[..., BrowserContext]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Gives readers with a fresh browser each; `reader(360)` has a phone, `scheme` is what their system prefers."""
    contexts: list[BrowserContext] = []

    def new(width: int = 1280, scheme: str = "light", **more: object) -> BrowserContext:
        viewport = {"width": width, "height": 740 if width < 700 else 800}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **more)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
