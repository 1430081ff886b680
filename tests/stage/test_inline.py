"""Inline patterns that are left out where a text holds none of their signs change nothing of what is written."""

from __future__ import annotations

import random

import pytest
from markdown import Markdown, markdown
from markdown.inlinepatterns import InlineProcessor

from partnersite.stage.config import INLINE
from partnersite.stage.inline import ALL_SIGNS, SIGNS

EXTENSIONS = ("tables", "attr_list", "footnotes", "def_list", "md_in_html", "abbr", "smarty", "wikilinks")
PIECES = (
    *("*", "**", "_", "__", "`", "``", "\\", "\\*", "[", "]", "](x.md)", "][a]", "![", "<", ">", "<b>", "</b>"),
    *("&amp;", "&", "<https://e.org/>", "<a@e.org>", "  \n", "\n", "\n\n", "# ", "- ", "word", " ", "“”", '"'),
    *("'", "--", "[^1]", "[[Page]]", "{: .x}", "{#y}", "| a | b |", "HTML", "é", "слово"),
    *("\n\n[a]: b.md\n\n", "\n\n[^1]: Note.\n\n"),
)


@pytest.mark.parametrize("seed", range(12))
def test_any_text_is_written_as_python_markdown_writes_it(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 40)))
        ours = markdown(text, extensions=[INLINE, *EXTENSIONS])
        assert ours == markdown(text, extensions=EXTENSIONS), text


STARRED = ("**", "**", "*", "***", "word", "a", "é", "слово", "1", " ", " ", "\n", "_", ".", "\u00a0", "\\", "# ", "- ")


@pytest.mark.parametrize("seed", range(12))
def test_stars_mean_what_they_mean_to_python_markdown(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        text = "".join(chance.choices(STARRED, k=chance.randrange(1, 14)))
        ours = markdown(text, extensions=[INLINE, "tables", "toc"])
        assert ours == markdown(text, extensions=["tables", "toc"]), text


@pytest.mark.parametrize("pattern", SIGNS)
def test_a_pattern_finds_nothing_in_a_text_without_its_signs(pattern: str) -> None:
    finder = InlineProcessor(pattern).getCompiledRegExp()
    chance = random.Random(1)
    letters = [piece for piece in (*PIECES, *ALL_SIGNS, "  ", "!", "a@b", "x://y", ";", "#65;") if piece]
    for _ in range(2000):
        text = "".join(chance.choices(letters, k=12))
        for sign in SIGNS[pattern]:
            text = text.replace(sign, "")
        # What is left may have grown into a sign.
        if not any(sign in text for sign in SIGNS[pattern]):
            assert finder.search(text) is None, text


def test_every_pattern_of_python_markdown_has_its_signs() -> None:
    patterns = [pattern.getCompiledRegExp().pattern for pattern in Markdown(extensions=["footnotes"]).inlinePatterns]
    assert set(patterns) <= SIGNS.keys()
