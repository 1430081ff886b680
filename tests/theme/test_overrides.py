"""What our templates replace of Material's is listed in one place, and is noticed when it changes."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.metadata import version
from pathlib import Path

import material
import pytest

THEME = Path(__file__).parents[2] / "theme"
UPSTREAM = Path(str(material.__file__)).parent / "templates"
LISTED = tomllib.loads((THEME / "overrides.toml").read_text(encoding="utf-8"))
OWN = {"partials/corrections.html", "partials/page-parts.html", "partials/page-text.html"}
"""Templates with no model: read by those that are listed."""

PAIRS = [
    pytest.param(upstream["file"], upstream["sha256"], id=f"{override['file']}<-{upstream['file']}")
    for override in LISTED["override"]
    for upstream in override["upstream"]
]


@pytest.mark.parametrize(("file", "digest"), PAIRS)
def test_the_upstream_file_is_the_one_that_the_override_was_written_against(file: str, digest: str) -> None:
    if version("mkdocs-material") != LISTED["version"]:
        pytest.skip(f"written against {LISTED['version']}, installed is {version('mkdocs-material')}")
    assert hashlib.sha256((UPSTREAM / file).read_bytes()).hexdigest() == digest


def test_every_template_of_the_engine_is_listed() -> None:
    ours = {path.relative_to(THEME).as_posix() for path in [*THEME.glob("*.html"), *THEME.glob("partials/**/*.html")]}
    listed = {override["file"] for override in LISTED["override"] if override["file"].endswith(".html")}
    assert {path for path in ours if not path.startswith("partials/languages/")} == listed | OWN


def test_every_override_says_why() -> None:
    assert all(override["why"] for override in LISTED["override"])


def test_icons_of_the_sprite_are_all_used() -> None:
    sprite = (THEME / "assets" / "icons.svg").read_text(encoding="utf-8")
    templates = "".join(path.read_text(encoding="utf-8") for path in THEME.rglob("*.html"))
    names = [part.split('"')[0] for part in sprite.split('<symbol id="')[1:]]
    assert names
    assert [
        name
        for name in names
        if f'"{name}"' not in templates and f"#{name}" not in templates and name not in ("dark", "light")
    ] == []
