"""Texts in several languages: a plain string that serves all of them, or a map by language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from partnersite.model import places
from partnersite.model.characters import label_flaw, prose_flaw
from partnersite.model.fields import language_flaw
from partnersite.model.lookalikes import disguised_word
from partnersite.model.refusal import Flaw, kind_flaw, refuse, refuse_all

NAME_LENGTH, LINE_LENGTH, PROSE_LENGTH = 120, 200, 4_000
BRACKETS = 200
"""The most `[` in one Markdown text: more are no links, they are work for the parser."""
MARKERS_IN_A_LINE = 10
"""The deepest nesting of lists and quotes that one line of Markdown may open."""

_MARKERS = re.compile(rf"\n[ \t]*(?:(?:[-*+>]|[0-9]{{1,9}}[.)])[ \t]*){{{MARKERS_IN_A_LINE + 1},}}[^\s*+>-]")
"""Looked for behind line ends, since that is four times as fast as with `^`."""


@dataclass(frozen=True, slots=True)
class Text:
    """What one field says, in the languages it was written in."""

    values: tuple[tuple[str, str], ...]
    """(language, text) in written order; one pair with the language "" where a plain string serves all."""

    def __reduce__(self) -> tuple[type[Text], tuple[tuple[tuple[str, str], ...]]]:
        """Ten thousands of them pass between processes, and a dataclass would look its fields up for each."""
        return Text, (self.values,)

    def get(self, language: str, source_language: str = "") -> str:
        """The text for a reader: in their language, else the source language, else the first written."""
        return self._pick(language, source_language)[1]

    def language_of(self, language: str, source_language: str = "") -> str:
        """The language `get` answers in, "" where one string serves all."""
        return self._pick(language, source_language)[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages written, in written order; empty where a plain string serves all."""
        return tuple(language for language, _ in self.values if language)

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the site's languages that a map leaves out."""
        written = self.languages
        return tuple(tag for tag in languages if _usual(tag) not in written) if written else ()

    def __str__(self) -> str:
        return self.values[0][1]

    def _pick(self, language: str, source_language: str) -> tuple[str, str]:
        for wanted in (language, _usual(language), language.partition("-")[0], source_language):
            for pair in self.values:
                if pair[0] == wanted or not pair[0]:
                    return pair
        return self.values[0]


def _usual(language: str) -> str:
    """A tag in the letter case that texts are stored under: settings and folders may say `pt-br`."""
    return places.language_tag(language) or language


@dataclass(frozen=True, eq=False)
class TextRule:
    """What a text may be, for `Annotated[Text, TextRule(...)]`."""

    length: int
    """The most characters in one language."""
    prose: bool = False
    """Whether it is Markdown of several lines."""
    name: bool = False
    """Whether it names somebody: then no letters may hide among others, and some must be there."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read, serialization=core_schema.to_string_ser_schema())

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        text = {"type": "string", "minLength": 1, "maxLength": self.length}
        if self.prose:
            del text["maxLength"]
        by_language = {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
            "additionalProperties": text,
        }
        return {"anyOf": [text, by_language]}

    def read(self, value: object) -> Text:
        """Make a Text of what was written, refusing every flaw of every language at once."""
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            text = _cleaned(value)
            flaw = self.flaw(text)
            if flaw is not None:
                raise refuse_all((flaw,))
            return Text((("", text),))
        if not isinstance(value, Mapping):
            raise refuse_all((kind_flaw("text", value),))
        if not value:
            raise refuse("empty", "There is no value here.", "write a text, or one per language")
        flaws: list[Flaw] = []
        pairs: dict[str, str] = {}
        for key, text in value.items():
            tag = places.language_tag(key) if isinstance(key, str) and len(key) <= 40 else ""
            if not tag:
                wrong = language_flaw(str(key)[:40]) or Flaw("unknown-language", "This is not a language code.")
                flaws.append(wrong._replace(path=(key,), key=True))
            elif tag in pairs:
                flaws.append(
                    Flaw(
                        "listed-twice",
                        f"The language `{tag}` stands here twice.",
                        "remove one of the two",
                        (key,),
                        key=True,
                    )
                )
            elif not isinstance(text, str):
                flaws.append(Flaw("wrong-kind", "Here must stand text.", "one text per language", (key,)))
            else:
                pairs[tag] = _cleaned(text)
                flaw = self.flaw(pairs[tag])
                if flaw is not None:
                    flaws.append(flaw._replace(path=(key,)))
        if flaws:
            raise refuse_all(flaws)
        return Text(tuple(pairs.items()))

    def flaw(self, text: str) -> Flaw | None:
        """What is wrong with the text of one language, or None."""
        if not text:
            return Flaw("empty", "There is no text here.", "write one, or remove the key")
        if len(text) > self.length:
            return Flaw(
                "text-long",
                f"This text has {len(text)} characters; {self.length} are the most.",
                "shorten it",
            )
        if self.prose:
            return prose_flaw(text) or _markdown_flaw(text)
        return label_flaw(text) or (_name_flaw(text) if self.name else None)


def _cleaned(text: str) -> str:
    """Without space around it, and composed: the same word typed on a Mac and on Windows is one word."""
    return unicodedata.normalize("NFC", text.strip())


def _markdown_flaw(text: str) -> Flaw | None:
    if text.count("[") > BRACKETS:
        return Flaw("text-brackets", f"More than {BRACKETS} `[` stand in this text.", "write fewer links")
    if _MARKERS.search(f"\n{text}"):
        return Flaw("text-nesting", f"A line opens more than {MARKERS_IN_A_LINE} lists or quotes.", "nest less")
    return None


def _name_flaw(text: str) -> Flaw | None:
    if not any(map(str.isalnum, text)):
        return Flaw("name-letters", "A name needs at least one letter or digit.", "write the name in letters")
    disguised = disguised_word(text)
    if disguised is not None:
        word, letters = disguised
        return Flaw(
            "name-lookalike",
            f"`{word}` mixes scripts: `{letters}` looks like a letter of the others but is not one.",
            "type the word again in one keyboard layout",
        )
    return None


Name = Annotated[Text, TextRule(NAME_LENGTH, name=True)]
"""The name of a partner, product or tier, one line."""
Line = Annotated[Text, TextRule(LINE_LENGTH)]
"""A sentence on one line."""
Prose = Annotated[Text, TextRule(PROSE_LENGTH, prose=True)]
"""Markdown of several lines."""
