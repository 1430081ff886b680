"""One converter for all pages of a tree, where its extensions keep nothing from one page for the next."""

from __future__ import annotations

import random
from typing import Any

import pytest
from markdown import Markdown
from markdown.extensions.toc import TocExtension
from mkdocs.structure.pages import _RawHTMLPreprocessor

from partnersite.engine.converter import ANEW, RAW_HTML, SIGNS, Converters, Headings, only_with

OPTIONS: dict[str, dict[str, Any]] = {"toc": {"permalink": True}, "smarty": {"smart_angled_quotes": True}}
PIECES = (
    *("# Title\n\n", "## Part\n\n", "### Part\n\n", "[TOC]\n\n", "Text [TOC] text\n\n", "- [TOC]\n", "> [TOC]\n\n"),
    *("[a]: a.md\n\n", "[a]", "[^1]", "\n\n[^1]: Note.\n\n", "[^2]", "[^2]: Other.\n\n", "*[HTML]: Hypertext\n\n"),
    *("HTML ", "**bold** ", "_it_ ", "*", "`code` ", "```python\nx = 1\n```\n\n", "    code\n\n"),
    *("<div markdown>\n*a*\n</div>\n\n", "<div>", "<b>x</b>", "!!! note\n    text\n\n", "| a | b |\n|---|---|\n"),
    *("{: #own .x }\n", "1. one\n", "* two\n", "3. three\n", "[[Page]] ", '"quoted" ', "<<a>> ", "word\n\n"),
    *("Title: x\n\n", "    more\n\n", "term\n:   def\n\n"),
)


def test_pages_that_follow_each_other_are_written_as_by_converters_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extensions = sorted(ANEW - {"extra", "legacy_attrs", "legacy_em"})
    converters = Converters()
    chance = random.Random(1)
    for _ in range(400):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 25)))
        fresh = Markdown(extensions=extensions, extension_configs=OPTIONS)
        expected = fresh.convert(text), fresh.toc_tokens  # type: ignore[attr-defined]
        with monkeypatch.context() as patch:
            patch.setattr("markdown.extensions.toc.TocExtension.TreeProcessorClass", Headings)
            ours = converters.Markdown(extensions=extensions, extension_configs=OPTIONS)
        assert (ours.convert(text), ours.toc_tokens) == expected, text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("extensions", "options", "once"),
    [
        (["toc", "tables", "partnersite.stage.inline"], {}, True),
        (["markdown.extensions.footnotes"], {}, True),
        (["footnotes"], {"footnotes": {"UNIQUE_IDS": True}}, False),
        (["extra"], {"extra": {"footnotes": {"UNIQUE_IDS": True}}}, False),
        (["toc", "pymdownx.superfences"], {}, False),
        ([TocExtension()], {}, False),
    ],
)
def test_a_converter_serves_all_pages_only_where_each_extension_begins_anew(
    extensions: list[Any], options: dict[str, Any], once: bool
) -> None:
    converters = Converters()
    made = [converters.Markdown(extensions=extensions, extension_configs=options) for _ in range(2)]
    assert (made[0] is made[1]) == once


def test_another_converter_is_made_where_something_is_asked_for_that_differs() -> None:
    converters = Converters()
    options: dict[str, dict[str, Any]] = {"toc": {"permalink": True}}
    first = converters.Markdown(extensions=["toc"], extension_configs=options)
    options["toc"]["permalink"] = False
    second = converters.Markdown(extensions=["toc"], extension_configs=options)
    third = converters.Markdown(extensions=["toc", "tables"], extension_configs=options)
    assert len({id(first), id(second), id(third)}) == 3


@pytest.mark.parametrize("kind", SIGNS)
def test_a_preprocessor_leaves_a_text_without_its_signs_as_it_is(kind: Any) -> None:
    chance = random.Random(1)
    preprocessor = kind(Markdown(), {}) if kind.__init__.__code__.co_argcount > 2 else kind(Markdown())
    for _ in range(400):
        text = "".join(chance.choices((*PIECES, "\n", "\n\n", "  ", ">", ";", "``", "~~"), k=chance.randrange(30)))
        for sign in SIGNS[kind]:
            text = text.replace(sign, "")
        lines = text.split("\n")
        if not any(sign in text for sign in SIGNS[kind]):
            assert preprocessor.run([*lines]) == lines
        assert only_with(SIGNS[kind], kind.run)(preprocessor, [*lines]) == preprocessor.run([*lines])


def test_there_are_no_ids_of_html_in_a_text_without_tags() -> None:
    preprocessor = _RawHTMLPreprocessor()
    lines = ["id='a' > & [b](#c)"]
    assert preprocessor.run(lines) == lines
    assert not any(sign in lines[0] for sign in RAW_HTML)
    assert preprocessor.present_anchor_ids == set()
