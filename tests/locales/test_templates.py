"""Templates say nothing by themselves: every word on a page comes from a catalogue, the data or the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from locale_data import REPOSITORY

TEMPLATES = sorted((REPOSITORY / "theme" / "pages").rglob("*.html"))
CATALOGUES = {"corrections.html", "language.html"}
"""Partials that hold the words of the theme by language."""
PARTIALS = sorted((REPOSITORY / "theme" / "partials").glob("*.html"))
OVERRIDES = [
    *(REPOSITORY / "theme" / name for name in ("main.html", "404.html")),
    *(file for file in PARTIALS if file.name not in CATALOGUES),
]

SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|label|aria-label|content|value)\s*=\s*["']([^"']*)""")
TAG = re.compile(r"<!--.*?-->|<script\b.*?</script>|<[^>]*>", re.DOTALL)
MACHINE_READABLE = {"width=device-width,initial-scale=1", "light dark"}


def words(source: str) -> Iterator[str]:
    """What a template shows to people beside its expressions: text outside tags, and attributes that are read out."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    html = "".join(
        value if kind == "data" else "\0" if kind == "variable_begin" else ""
        for _, kind, value in environment.lex(source)
    )
    in_trans = re.compile(r"\{%\s*trans\b.*?%\}.*?\{%\s*endtrans\s*%\}", re.DOTALL)
    if in_trans.search(source):
        yield from words(in_trans.sub("", source))
        return
    for text in (*TAG.sub(" ", html).split("\0"), *SPOKEN.findall(html)):
        if re.search(r"[^\W\d_]", text) and text not in MACHINE_READABLE:
            yield text.strip()


@pytest.mark.parametrize("template", [*TEMPLATES, *OVERRIDES], ids=lambda file: file.name)
def test_a_template_has_no_words_of_its_own(template: Path) -> None:
    assert list(words(template.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<a title="Next page">→</a>', ["Next page"]),
        ("<nav aria-label='Pages'></nav>", ["Pages"]),
        ("<p>{{ count }} lessons</p>", ["lessons"]),
        ('<p class="lesson" id="x">{{ _("Hello") }} · {{ name }}</p>', []),
        ("{# a remark #}<!-- another -->{% trans %}Hello{% endtrans %}", []),
        ("{% trans %}Hello{% endtrans %}<b>World</b>", ["World"]),
        ('<img alt="{{ _("Code") }}" width="160">', []),
    ],
)
def test_these_tests_see_words(source: str, found: list[str]) -> None:
    assert list(words(source)) == found


def test_every_template_is_looked_at() -> None:
    assert len(TEMPLATES) > 20
