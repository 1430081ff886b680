"""The theme's own search shows what was added to its data: as text, under our policy, running nothing."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

from browser import chromium, needs_browser
from corpora import XSS_PAYLOADS
from partnersite.output.headers import csp
from partnersite.output.search import SEARCH_FILE, SearchEntry, add_entries, search_entry

pytestmark = needs_browser

CONFIG = """
site_name: Test
site_url: https://partners.example.com/
theme: {name: material, font: false, features: [search.suggest, search.highlight, navigation.instant]}
plugins: [search]
"""
NAMES = ("A & B <i>\"'", "&lt;b&gt;", "<img src=x onerror=alert(1)>", *XSS_PAYLOADS[::200])
SCROLL = """async list => {
    list.scrollTo(0, 0);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    list.scrollTo(0, list.scrollHeight);
}"""
"""To the end of the list, in a way that the theme notices."""
WORD = "findme"
"""Stands in every text, so that all of them are found at once."""


class Server(SimpleHTTPRequestHandler):
    """Serves the site; with the policy where `policy` is set."""

    policy = ""

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the theme alone, with partners added to its search data."""
    folder = tmp_path_factory.mktemp("theme")
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "docs/about").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Home\n\n[Who we are](about/index.md)\n")
    (folder / "docs/about/index.md").write_text("# About\n\nUs.\n")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, check=True, capture_output=True)
    index = folder / "site" / SEARCH_FILE
    entries = [
        SearchEntry(f"p{number}/", f"{name} {WORD}", f"first {name}\n{WORD} {name}", (name,))
        for number, name in enumerate(NAMES)
    ]
    index.write_bytes(add_entries(index.read_bytes(), map(search_entry, entries)))
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(params=["with the policy", "without a policy"])
def page(request: pytest.FixtureRequest, site: Path, browser: Browser) -> Iterator[Page]:
    """The home page, served as hosts do, or without our policy as the worst of them would."""
    with_policy = request.param == "with the policy"
    handler = type("Handler", (Server,), {"policy": policy_of(site) if with_policy else ""})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with browser.new_page() as page:
        page.goto(address)
        yield page
    server.shutdown()
    server.server_close()


def policy_of(site: Path) -> str:
    """The policy with the hashes of all inline scripts of the theme."""
    pages = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    scripts = re.findall(r"<script>(.*?)</script>", pages, re.DOTALL)
    return csp(f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}" for script in scripts)


def test_names_are_found_and_shown_as_text(page: Page) -> None:
    faults: list[str] = []
    own = page.url

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(own):
            faults.append(request.url)

    def stopped(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", stopped)
    page.on("request", asked)
    page.reload()
    page.keyboard.press("f")
    page.get_by_role("textbox", name="Search").press_sequentially(WORD)
    results = page.locator(".md-search-result__item")
    expect(page.locator(".md-search-result__meta")).to_contain_text(str(len(NAMES)))
    while (shown := results.count()) < len(NAMES):  # the theme adds more as the list is scrolled to its end
        page.locator(".md-search__scrollwrap").evaluate(SCROLL)
        expect(results.nth(shown)).to_be_attached()
    titles = set(page.locator(".md-search-result__item h1").all_inner_texts())
    assert {normal(title) for title in titles} == {normal(f"{name} {WORD}") for name in NAMES}
    inside = page.evaluate(
        "[...new Set([...document.querySelectorAll('.md-search-result__item *')].map(e => e.localName))]"
    )
    assert set(inside) <= {"a", "article", "div", "h1", "mark", "nav", "p", "span", "del"}
    assert faults == []


def test_the_theme_works_under_the_policy(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.reload()
    page.get_by_role("link", name="Who we are").click()
    expect(page.locator("h1")).to_have_text(re.compile("About"))
    assert refused == []


def normal(text: str) -> str:
    return " ".join(text.split())
