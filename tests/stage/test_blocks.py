"""Block processors that are not asked about a block without their signs change nothing of what is written."""

from __future__ import annotations

import random
from xml.etree.ElementTree import Element, SubElement

import pytest
from markdown import Markdown, markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import EmptyBlockProcessor, ParagraphProcessor

from partnersite.stage.blocks import SIGNS
from partnersite.stage.config import BLOCKS

EXTENSIONS = ("tables", "attr_list", "footnotes", "def_list", "md_in_html", "abbr", "admonition", "sane_lists")
PIECES = (
    *("# ", "## A", " #", "\n===\n", "\n---\n", "---", "***", "* * *", "1. ", "1)", "10.  ", "* ", "+ ", "- ", ">"),
    *("\n", "\n\n", "\n\n\n", " ", "  ", "    ", "        ", "\n    ", "\n\n    ", "\t", "word", "Two words.", "слово"),
    *("[a]: b.md", "[a]", "[^1]: Note.", "[^1]", "*[HTML]: Hypertext", "HTML", ": ", ":   def", "term\n:   def\n"),
    *("| a | b |", "\n|---|---|\n", "a | b\n- | -\n1 | 2", "!!! note\n    text", "<div markdown>", "<p>", "`|`"),
)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("extensions", [(), EXTENSIONS], ids=["plain", "extended"])
def test_any_text_is_written_as_python_markdown_writes_it(seed: int, extensions: tuple[str, ...]) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 30)))
        ours = markdown(text, extensions=[BLOCKS, *extensions])
        assert ours == markdown(text, extensions=extensions), text


def test_every_processor_of_python_markdown_has_its_signs() -> None:
    """But the one that takes every block that is left."""
    kinds = {type(processor) for processor in Markdown().parser.blockprocessors}
    assert kinds - {ParagraphProcessor} <= SIGNS.keys()


WORDS = (
    *("#", "##", "=", "-", "--- ", "*", "_", "1.", "2) ", "+ ", ">", "[a]: b", "[^1]: c", "*[d]: e", ": ", "|", "    "),
    *(" w", "é"),
)


@pytest.mark.parametrize("kind", SIGNS)
def test_no_processor_with_signs_takes_a_line_that_begins_with_a_letter(kind: type) -> None:
    parser = Markdown(extensions=list(EXTENSIONS)).parser
    processor = next(one for one in [*parser.blockprocessors, *Markdown().parser.blockprocessors] if type(one) is kind)
    chance = random.Random(1)
    for _ in range(400):
        block = "слово"[: chance.randrange(1, 5)] + "".join(chance.choices(WORDS, k=chance.randrange(8)))
        for parent in ("div", "li", "ul", "dl", "dd"):
            root = Element(parent)
            SubElement(root, chance.choice(("p", "ul", "dl", "dd", "dt"))).text = "a"
            blocks = [block]
            taken = bool(processor.test(root, block)) and processor.run(root, blocks) is not False
            assert (taken, blocks) == (False, [block]), parent


def test_an_extension_that_comes_later_is_asked_about_every_block() -> None:
    class Everything(ParagraphProcessor):
        pass

    converter = Markdown(extensions=[BLOCKS])
    assert converter.convert("word") == "<p>word</p>"
    parser = converter.parser
    assert isinstance(parser, BlockParser)
    parser.blockprocessors.register(Everything(parser), "everything", 200)
    parser.blockprocessors.deregister("paragraph")
    assert EmptyBlockProcessor in {type(one) for one in parser.blockprocessors}
    assert converter.convert("word") == "<p>word</p>"
