"""The system's Chromium, for tests that look at pages as a reader does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

EXECUTABLE = shutil.which("chromium") or ""

needs_browser = pytest.mark.skipif(
    not EXECUTABLE, reason="Debian's chromium is not installed; `make test` installs it"
)

# Without these the browser tries to reach its maker at every start.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)

_open: list[Browser] = []
"""The browser of this process while it is open: its driver cannot be started twice."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser that talks to nobody but the pages under test; the one that is open, where one is."""
    if _open:
        yield _open[-1]
        return
    with sync_playwright() as playwright:
        # Chromium's sandbox cannot be set up by root, as which CI often runs.
        sandbox = os.geteuid() != 0
        browser = playwright.chromium.launch(
            executable_path=EXECUTABLE, chromium_sandbox=sandbox, args=list(_QUIET)
        )
        _open.append(browser)
        try:
            yield browser
        finally:
            _open.remove(browser)
            browser.close()
