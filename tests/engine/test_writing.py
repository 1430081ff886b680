"""Trees of elements are written as Python-Markdown and MkDocs write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Comment, Element, ProcessingInstruction, QName, SubElement

import pytest
from markdown import Markdown
from markdown.extensions import toc
from markdown.serializers import to_xhtml_string
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString
from mkdocs.utils import rendering

from partnersite.engine.writing import OfHeading, of_plain_heading, to_xhtml, unescape

TAGS: tuple[Any, ...] = ("p", "h2", "em", "br", "IMG", "img", "script", "STYLE", "code", "div")
ODD: tuple[Any, ...] = (Comment, ProcessingInstruction, QName("{urn:x}p"), None)
TEXTS = ("", "words", "слово ", "a & b", "&amp; &#65; &x", "<b>", "\n", ' "quoted"', f"{STX}42{ETX}", "  two  ", "a\nb")
NAMES: tuple[Any, ...] = ("id", "class", "href", QName("x"), "checked")


def element(chance: random.Random, tags: tuple[Any, ...], depth: int = 0) -> Element:
    made = Element("p")
    made.tag = chance.choice(tags)
    if made.tag not in (Comment, ProcessingInstruction):
        for name in chance.sample(NAMES if QName in map(type, tags) else NAMES[:3], chance.randrange(3)):
            made.set(name, chance.choice((*TEXTS, AtomicString("a > b"))))
    made.text, made.tail = chance.choice((None, AtomicString("<i>"), *TEXTS)) or "", chance.choice((None, *TEXTS))
    for _ in range(chance.randrange(4 - depth)):
        made.append(element(chance, tags, depth + 1))
    return made


@pytest.mark.parametrize("tags", [TAGS, (*TAGS, *ODD)], ids=["plain", "odd"])
def test_any_tree_is_written_as_python_markdown_writes_it(tags: tuple[Any, ...]) -> None:
    chance = random.Random(1)
    for _ in range(2000):
        root = element(chance, tags)
        assert to_xhtml(root) == to_xhtml_string(root)


def test_a_value_that_is_missing_and_a_tree_that_is_very_deep_are_written_too() -> None:
    root = Element("p", {"hidden": "x"})
    root.attrib["hidden"] = None  # type: ignore[assignment]
    assert to_xhtml(root) == to_xhtml_string(root) == "<p hidden></p>"
    inner = root
    for _ in range(2000):
        inner = SubElement(inner, "p")
    assert to_xhtml(root) == to_xhtml_string(root)


@pytest.mark.parametrize(
    ("otherwise", "finish"), [(toc.render_inner_html, str), (rendering.get_heading_text, rendering._strip_tags)]
)
def test_a_heading_says_what_it_says_when_it_is_written_and_read_again(
    otherwise: OfHeading, finish: Callable[[str], str]
) -> None:
    ours = of_plain_heading(otherwise, finish)
    chance = random.Random(2)
    converter = Markdown()
    for number in range(2000):
        heading = element(chance, TAGS) if number % 2 else Element("h2", {"title": "a > b"})
        heading.tag = "h2"
        heading.tail = None
        heading.text = "".join(chance.choices(TEXTS, k=chance.randrange(4)))
        assert ours(heading, converter) == otherwise(heading, converter)


@pytest.mark.parametrize("text", ["", "words", f"{STX}42{ETX}", f"a{STX}65{ETX}b{STX}x", STX])
def test_escaped_signs_are_put_back(text: str) -> None:
    processor = UnescapeTreeprocessor()
    assert unescape(processor, text) == processor.unescape(text)
