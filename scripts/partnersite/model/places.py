"""Countries, languages, currencies and time zones of the world, as CLDR and the tz database know them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

# CLDR lists these beside ISO 3166-1: islands and enclaves of a country, unions, pseudo codes for tests.
_NOT_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))

_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?((?:-[A-Za-z0-9]{5,8})*)")


@cache
def _english() -> Locale:
    return Locale("en")


@cache
def countries() -> frozenset[str]:
    """The ISO 3166-1 codes in use, upper case, Kosovo's XK among them."""
    codes = map(str, _english().territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@cache
def languages() -> frozenset[str]:
    """The ISO 639 codes that CLDR names, lower case."""
    return frozenset(code for code in map(str, _english().languages) if code.isalpha() and len(code) <= 3)


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes that some country uses today."""
    uses = get_global("territory_currencies").values()
    return frozenset(str(code) for use in uses for code, _, end, tender in use if end is None and tender)


def official_languages(country: str) -> tuple[str, ...]:
    """The languages of a country, for hints; empty where there is no such country."""
    return tuple(code for code in get_official_languages(country) if "_" not in code)


@lru_cache(maxsize=4096)
def language_tag(written: str) -> str:
    """A BCP 47 tag in its usual letter case ("pt-BR", "zh-Hant"), "" where it names no known language."""
    parts = _TAG.fullmatch(written)
    if parts is None:
        return ""
    language, script, region, variants = (part or "" for part in parts.groups())
    language, script, region = language.lower(), script.title(), region.upper()
    known = (
        language in languages()
        and (not script or script in _english().scripts)
        and (not region or region in _english().territories)
    )
    if not known:
        return ""
    return "-".join(filter(None, (language, script, region))) + variants.lower()


@cache
def time_zones() -> tuple[str, ...]:
    """Every zone of the tz database, sorted."""
    return tuple(sorted(available_timezones() - {"localtime", "posixrules", "Factory"}))


@cache
def _time_zone_names() -> frozenset[str]:
    return frozenset(time_zones())


def is_time_zone(name: str) -> bool:
    """Whether the tz database holds a zone of exactly this name, letter case included."""
    return name in _time_zone_names()
