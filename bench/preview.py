"""The preview as a person has it: from the save in an editor to the moment that the browser shows it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from builds import extended, renamed, save
from measuring import Run, Watch, cpu_of
from networks import write_site
from playwright.sync_api import Page, sync_playwright
from small import copy_own_site
from table import Row

CHROMIUM = shutil.which("chromium") or ""
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
"""Without these the browser tries to reach its maker at every start."""
TELLS = """
addEventListener("DOMContentLoaded", () =>
  requestAnimationFrame(() => setTimeout(() => console.log(document.querySelector("main")?.innerText))))
"""
"""Each page tells what it shows, once it has been painted: nobody has to ask it again and again."""
PATIENCE = 600_000
"""Milliseconds."""


class Preview:
    """A running `partnersite serve`."""

    def __init__(self, source: Path) -> None:
        command = [sys.executable, "-m", "partnersite", "serve", "--source", str(source), "--port", "0"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        found = re.search(r"http://\S+/", self.waiting())
        if not found:
            raise SystemExit("the preview does not say its address")
        self.address = found[0]

    def __enter__(self) -> Preview:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def waiting(self) -> str:
        """What the preview says until it waits for the next save."""
        said = ""
        while "Waiting for changes" not in said:
            line = self._process.stderr.readline() if self._process.stderr else ""
            if not line:
                raise SystemExit(f"the preview has ended:\n{said[-2000:]}")
            said += line
        return said

    def seen(self, page: Page, file: Path, change: Callable[[str], str], words: str) -> Run:
        """Saves a changed file, and waits until the open page shows the words; without the work of the browser."""
        before = cpu_of(self._process.pid)
        with Watch(self._process.pid) as watch:
            with page.expect_console_message(lambda told: words in told.text, timeout=PATIENCE):
                started = save(file, change)
            seconds = time.perf_counter() - started
        self.waiting()
        return Run(seconds, cpu_of(self._process.pid) - before, watch.largest, watch.together)


@contextmanager
def browser_page() -> Iterator[Page]:
    """An empty page of the system's Chromium."""
    with sync_playwright() as playwright:
        # Chromium's sandbox cannot be set up by root.
        sandbox = os.geteuid() != 0
        with playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=sandbox, args=QUIET) as browser:
            page = browser.new_page()
            page.add_init_script(TELLS)
            yield page


def rows(folder: Path, partners: int, runs: int) -> Iterator[Row]:
    """Saves in the large network and in this repository's site."""
    with browser_page() as page:
        large = write_site(folder / "large", partners)
        with Preview(large) as preview:
            page.goto(f"{preview.address}partners/partner-000009/")
            yield from _renamings(preview, page, large, "Partner 000009", f"{partners:,} partners", runs)
        own = copy_own_site(folder / "own")
        with Preview(own) as preview:
            page.goto(f"{preview.address}partners/smarttouch-pos-peru/")
            yield from _renamings(preview, page, own, "SmartTouch POS Peru", "own site", runs)
            page.goto(f"{preview.address}program/rules/")
            file = own / "content/en/program/rules.md"
            paragraphs = [f"One more, number {run}." for run in range(runs)]
            saves = [preview.seen(page, file, extended(words), words) for words in paragraphs]
            yield Row("own site: an editorial page", None, saves)


def _renamings(preview: Preview, page: Page, source: Path, name: str, where: str, runs: int) -> Iterator[Row]:
    """The rows of a partner's name, saved once after the whole build of the preview's start and then again."""
    file, change = source / "partners.yaml", renamed(name)
    saves = [preview.seen(page, file, change, name + " & Sons" * run) for run in range(1, runs + 2)]
    yield Row(f"{where}: a partner's name, first save", None, saves[:1])
    yield Row(f"{where}: a partner's name", None, saves[1:])
