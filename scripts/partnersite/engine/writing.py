"""How Python-Markdown writes its trees of elements as HTML, made quick for trees of plain elements and texts.

It writes a page that way, and each of its headings twice more: for the list of headings and for the page's title. What
comes out is the same; anything but plain elements and texts is left to Python-Markdown and MkDocs. Written against
Python-Markdown 3.11 and MkDocs 1.6.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown
from markdown.extensions import toc
from markdown.extensions.toc import escape_cdata
from markdown.serializers import to_xhtml_string
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import STX

OfHeading = Callable[[Element, Any], str]
RAW = frozenset({"script", "style"})
"""Elements whose text is written as it is."""
_UNESCAPE = UnescapeTreeprocessor.unescape
_SIGNS_OF_HEADING = re.compile(f"[&<>{STX}]")


class _NotPlain(Exception):
    """A comment, or a name that is no text."""


def to_xhtml(element: Element) -> str:
    """As `to_xhtml_string`, in a third of the time."""
    parts: list[str] = []
    try:
        _write(element, parts.append)
    except (_NotPlain, RecursionError):
        return to_xhtml_string(element)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    begin, end, is_raw = _tags(element.tag)
    write(begin)
    if element.attrib:
        for name, value in sorted(element.attrib.items()):
            if type(name) is not str or not isinstance(value, str):
                raise _NotPlain
            value = escape_cdata(value).replace('"', "&quot;")
            write(f' {name}="{value}"')
    if end:
        write(">")
        text = element.text
        if text:
            write(text if is_raw else escape_cdata(text))
        for child in element:
            _write(child, write)
    write(end or " />")
    tail = element.tail
    if tail:
        write(tail if tail == "\n" else escape_cdata(tail))


@cache
def _tags(name: object) -> tuple[str, str, bool]:
    """How an element begins and ends, which one without an end does not; whether its text is written as it is."""
    if type(name) is not str:
        raise _NotPlain
    return f"<{name}", "" if name.lower() in HTML_EMPTY else f"</{name}>", name.lower() in RAW


def of_plain_heading(otherwise: OfHeading, finish: Callable[[str], str] = str) -> OfHeading:
    """What a heading says, as HTML: where that is nothing but words, it is neither written nor read again.

    `finish` is what `otherwise` does in the end.
    """

    @wraps(otherwise)
    def inner_html(heading: Element, md: Any) -> str:
        text = heading.text
        if not text or len(heading) or _SIGNS_OF_HEADING.search(text):
            return otherwise(heading, md)
        return finish(toc.run_postprocessors(text.strip(), md))

    return inner_html


def unescape(self: UnescapeTreeprocessor, text: str) -> str:
    """As `UnescapeTreeprocessor.unescape`, which looks for what most texts have no sign of."""
    return _UNESCAPE(self, text) if STX in text else text


def write_quickly(package: str) -> None:
    """Has Python-Markdown, and `mkdocs` or `properdocs`, write so, in this process."""
    Markdown.output_formats["xhtml"] = to_xhtml
    UnescapeTreeprocessor.unescape = unescape  # type: ignore[method-assign]
    vars(toc)["render_inner_html"] = of_plain_heading(toc.render_inner_html)
    rendering, pages = (
        vars(importlib.import_module(f"{package}.{name}")) for name in ("utils.rendering", "structure.pages")
    )
    pages["get_heading_text"] = of_plain_heading(rendering["get_heading_text"], rendering["_strip_tags"])
