"""The whole preview, as a person has it: a terminal, an editor and a browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

import partnersite
from browser import chromium, needs_browser

PREVIEW = Path(__file__).with_name("preview_of.py")


class Terminal:
    """A running preview and what it says."""

    def __init__(self, source: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(PREVIEW), str(source)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(Path(partnersite.__file__).parents[1])},
            text=True,
        )
        self.said = ""

    def until(self, words: str) -> str:
        """Reads on until a line with these words has been said; the lines read."""
        assert self.process.stdout
        lines = ""
        while words not in lines:
            line = self.process.stdout.readline()
            assert line, f"ended without {words!r}: {self.said}"
            lines += line
            self.said += line
        return lines


@pytest.fixture
def source(tmp_path: Path) -> Path:
    _save(tmp_path, "first")
    return tmp_path


@pytest.fixture
def terminal(source: Path) -> Iterator[Terminal]:
    terminal = Terminal(source)
    yield terminal
    terminal.process.kill()
    terminal.process.communicate()


def _save(source: Path, text: str) -> None:
    """Saves as careful editors do, so that nobody ever reads half of a page."""
    (source / "page.md~").write_text(text, encoding="utf-8")
    (source / "page.md~").replace(source / "page.md")


def _address(said: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+/", said)
    assert found, said
    return found[0]


def _read(address: str) -> str:
    with urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def test_a_save_is_built_and_a_fault_leaves_the_site_before_it(source: Path, terminal: Terminal) -> None:
    address = _address(terminal.until("Waiting for changes"))
    assert "<main>first</main>" in _read(address)

    _save(source, "second")
    terminal.until("Waiting for changes")
    assert "<main>second</main>" in _read(address)

    _save(source, "wrong")
    said = terminal.until("1 error")
    assert "page.md:1:1" in said
    assert "<main>second</main>" in _read(address)

    _save(source, "fault")
    terminal.until("KeyError")
    assert "<main>second</main>" in _read(address)

    _save(source, "third")
    terminal.until("Waiting for changes")
    assert "<main>third</main>" in _read(address)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_asked_to(terminal: Terminal, number: signal.Signals) -> None:
    terminal.until("Waiting for changes")
    terminal.process.send_signal(number)
    rest, _ = terminal.process.communicate(timeout=10)
    assert (terminal.process.returncode, rest) == (0, "Stopped.\n")


@needs_browser
def test_an_open_page_follows_what_is_saved(source: Path, terminal: Terminal) -> None:
    address = _address(terminal.until("Waiting for changes"))
    with chromium() as browser:
        page = browser.new_page()
        violations: list[str] = []
        page.on("console", lambda message: violations.append(message.text))
        page.goto(address)
        overlay = page.locator("#partnersite-live")
        expect(page.locator("main")).to_have_text("first")

        _save(source, "second")
        expect(page.locator("main")).to_have_text("second")
        expect(overlay).to_have_count(0)

        _save(source, "wrong")
        expect(overlay).to_be_visible()
        expect(overlay).to_contain_text("error: The text is <b>wrong</b>.")
        expect(overlay).to_contain_text("page.md:1:1")
        expect(overlay).to_contain_text("<script>document.title = 'hacked'</script>")
        assert overlay.locator("b, script").count() == 0
        assert page.title() == "Page"
        assert page.locator("main").text_content() == "second"
        page.keyboard.press("Escape")
        expect(overlay).to_have_count(0)

        page.reload()
        expect(overlay).to_be_visible()
        overlay.get_by_role("button", name="Close").click()
        expect(overlay).to_have_count(0)

        _save(source, "third")
        expect(page.locator("main")).to_have_text("third")
        expect(overlay).to_have_count(0)
        assert violations == []
