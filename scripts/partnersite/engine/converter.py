"""How MkDocs turns a page's Markdown into HTML, made quick for what Python-Markdown does the same on every page.

MkDocs builds a converter for each page, with all its extensions, which takes as long as a fifth of the conversion. One
converter serves all pages of a tree where its extensions are such as begin anew by themselves; the list of a page's
headings is written out only where the page asks for it; and what a page has no sign of is not looked for. Written
against Python-Markdown 3.11 and MkDocs 1.6.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import HtmlBlockPreprocessor

from partnersite.engine.writing import write_quickly

Run = Callable[[Any, list[str]], list[str]]
Options = Mapping[str, Mapping[str, Any]]
"""Of extensions, by their name."""

_BUILT_IN = "markdown.extensions."
_OURS = "partnersite.stage."
ANEW = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs"}
    | {"legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"}
)
"""Extensions of Python-Markdown's own, all of which keep nothing from one page for the next."""
_COUNTING = "UNIQUE_IDS"
"""An option of footnotes with which they do: it numbers the pages."""

SIGNS: Mapping[Any, tuple[str, ...]] = {FencedBlockPreprocessor: ("```", "~~~"), HtmlBlockPreprocessor: ("<", "&")}
"""By a kind of preprocessors: signs without which it leaves a text as it is."""
RAW_HTML = ("<",)
"""The same for what MkDocs looks for in each page: ids in HTML."""


class Converters(ModuleType):
    """Stands for the module `markdown` where MkDocs makes a converter for each page."""

    def __init__(self) -> None:
        super().__init__(markdown.__name__)
        self._latest: tuple[Any, markdown.Markdown | None] = (), None

    def __getattr__(self, name: str) -> Any:
        return getattr(markdown, name)

    def Markdown(self, *, extensions: Sequence[Any], extension_configs: Options) -> markdown.Markdown:
        wanted = [*extensions], {name: dict(options) for name, options in extension_configs.items()}
        known, converter = self._latest
        if converter is not None and wanted == known:
            return converter.reset()
        converter = markdown.Markdown(extensions=extensions, extension_configs=extension_configs)
        if all(_begins_anew(extension, extension_configs) for extension in extensions):
            self._latest = wanted, converter
            # Asked a hundred times for a page, and looked up in a list each time, which none of these changes later.
            converter.is_block_level = cache(converter.is_block_level)  # type: ignore[method-assign]
        return converter


def _begins_anew(extension: object, options: Options) -> bool:
    if not isinstance(extension, str) or _COUNTING in repr(options.get(extension)):
        return False
    return extension.startswith(_OURS) or extension.removeprefix(_BUILT_IN) in ANEW


class Headings(TocTreeprocessor):
    """Collects a page's headings; a list of them is written only where the page may show it."""

    def run(self, doc: Element) -> None:
        self._shown = bool(self.marker) and self.marker in "".join(doc.itertext())
        super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self._shown else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self._shown:
            super().replace_marker(root, elem)


def only_with(signs: Sequence[str], run: Run) -> Run:
    """A preprocessor's `run` that looks for nothing in a text without any of these signs."""

    def run_with_signs(self: Any, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return run(self, lines) if any(sign in text for sign in signs) else lines

    return run_with_signs


def convert_quickly(package: str) -> None:
    """Has `mkdocs`, or `properdocs`, convert pages so, in this process."""
    pages = vars(importlib.import_module(f"{package}.structure.pages"))
    for kind, signs in (*SIGNS.items(), (pages["_RawHTMLPreprocessor"], RAW_HTML)):
        kind.run = only_with(signs, kind.run)
    pages["markdown"] = Converters()
    write_quickly(package)
    TocExtension.TreeProcessorClass = Headings
