"""The repository's catalogues of UI strings, read for tests."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from partnersite.render.catalogue import texts_of
from partnersite.render.extraction import ui_strings

REPOSITORY = Path(__file__).resolve().parents[1]
LOCALES = REPOSITORY / "theme" / "locales"
LANGUAGES = tuple(sorted(file.parent.name for file in LOCALES.glob("*/partnersite.po")))

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")


@dataclass(frozen=True)
class Entry:
    """A string and its translation into one language, all forms of each."""

    language: str
    strings: tuple[str, ...]
    texts: tuple[str, ...]
    fuzzy: bool

    def __str__(self) -> str:
        return f"{self.language}: {self.strings[0]}"


@cache
def strings() -> Catalog:
    """Every string of the templates and the code."""
    return ui_strings(REPOSITORY)


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language."""
    with (LOCALES / language / "partnersite.po").open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def plural_form(language: str) -> Callable[[int], int]:
    """Which form of a translation a number takes, as the catalogue's header says."""
    return gettext.c2py(catalogue(language).plural_expr)


def entries(*languages: str) -> Iterator[Entry]:
    """Every entry of the catalogues of some languages, or of all."""
    for language in languages or LANGUAGES:
        for message in catalogue(language):
            if message.id:
                yield Entry(language, texts_of(message.id), texts_of(message.string), message.fuzzy)
