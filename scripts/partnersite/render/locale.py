"""Dates, money, numbers, lists, countries and names of languages in the reader's language, by Babel's CLDR data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

import babel
import babel.core
import babel.numbers
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from partnersite.render.collation import SortKey, sort_key

SCRIPT_DIRECTION = {"right-to-left": "rtl", "left-to-right": "ltr"}
AUTONYMS = {"az": "Azərbaycan dili"}
"""Where CLDR's name of a language in itself is, on its own, the name of the country."""
SPANISH_I = re.compile("[ií]|h[ií](?![aeáé])", re.IGNORECASE)
"""Words before which Spanish says `e` for `y`; CLDR leaves this to programs."""
DOTTED_I = frozenset({"az", "tr"})
"""Languages in which the capital of `i` keeps its dot (Unicode SpecialCasing)."""


@dataclass(frozen=True)
class Locale:
    """Formats values for the readers of one language, a BCP 47 tag such as `kk` or `pt-BR`."""

    language: str

    @cached_property
    def _babel(self) -> babel.Locale:
        return babel.Locale.parse(self.language, sep="-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return SCRIPT_DIRECTION[self._babel.character_order]

    @property
    def autonym(self) -> str:
        """The language's name in itself, with a capital first letter: `Қазақ тілі`."""
        name = AUTONYMS.get(self.language) or self._babel.get_language_name(self.language.replace("-", "_"))
        return self.capital(name or self.language)

    @property
    def open_graph_tag(self) -> str:
        """The language with its main territory as Open Graph writes it: `kk_KZ`."""
        likely = babel.core.get_global("likely_subtags").get(self._babel.language, "")
        territory = self._babel.territory or likely.rpartition("_")[2]
        return f"{self._babel.language}_{territory}" if territory else self._babel.language

    def date(self, value: date | str) -> str:
        """A day, a month (`2015-04`) or a year (`2015`) in words: `1 April 2015`, `April 2015`, `2015`."""
        text = value.isoformat() if isinstance(value, date) else value
        year, *rest = (int(part) for part in text.split("-"))
        if not rest:
            return str(year)
        if len(rest) == 1:
            return str(format_skeleton("yMMMM", date(year, rest[0], 1), locale=self._babel))
        return format_date(date(year, *rest), format="long", locale=self._babel)

    def number(self, value: int | Decimal) -> str:
        """A number with the language's separators."""
        return _number(self.language, value)

    def percent(self, value: int | Decimal) -> str:
        """A rate given in percent: `25` becomes `25 %`, with at most two decimals."""
        # CLDR pads the sign by language; `#,##0.##` would drop that, so only the number of decimals is widened.
        pattern = babel.numbers.parse_pattern(self._babel.percent_formats[None])
        pattern.frac_prec = (0, 2)
        return format_percent(Decimal(value) / 100, format=pattern, locale=self._babel)

    def money(self, value: int | Decimal, currency: str) -> str:
        """An amount in a currency (ISO 4217); decimals only where the amount has them."""
        whole = Decimal(value) == int(value)
        pattern = babel.numbers.parse_pattern(self._babel.currency_formats["standard"])
        if whole:
            pattern.frac_prec = (0, 0)
        return format_currency(value, currency, format=pattern, locale=self._babel, currency_digits=not whole)

    def and_list(self, items: Sequence[str]) -> str:
        """Items joined as a sentence: `a, b and c`."""
        return _and_list(self.language, tuple(items))

    def country(self, code: str) -> str:
        """A country's name (ISO 3166-1 alpha-2), the code itself where CLDR has none."""
        return str(self._babel.territories.get(code, code))

    def language_name(self, tag: str) -> str:
        """The name of a language in this one, as it stands within a sentence."""
        return _language_name(self.language, tag)

    def capital(self, text: str) -> str:
        """A text with a capital first letter, as the first word of a label has it."""
        first = "İ" if text[:1] == "i" and self._babel.language in DOTTED_I else text[:1].upper()
        return first + text[1:]

    def sort_key(self, name: str) -> SortKey:
        """Orders names as the readers of this language expect."""
        return sort_key(name, self.language)


@lru_cache(maxsize=4096)
def _and_list(language: str, items: tuple[str, ...]) -> str:
    locale = babel.Locale.parse(language, sep="-")
    text = format_list(items, locale=locale) if items else ""
    if len(items) > 1 and locale.language == "es" and SPANISH_I.match(items[-1]):
        return f"{text.removesuffix(f' y {items[-1]}')} e {items[-1]}"
    return text


@lru_cache(maxsize=4096)
def _number(language: str, value: int | Decimal) -> str:
    return format_decimal(value, locale=babel.Locale.parse(language, sep="-"))


@lru_cache(maxsize=4096)
def _language_name(language: str, tag: str) -> str:
    try:
        return babel.Locale.parse(tag, sep="-").get_display_name(language.replace("-", "_")) or tag
    except (babel.UnknownLocaleError, ValueError):
        return tag
