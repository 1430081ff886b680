"""Words that views are made of: days, hours, places and services as the page's language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time
from functools import lru_cache

import babel
from babel.dates import format_time, get_timezone_location
from babel.units import format_unit

from partnersite.render.addresses import bare_address
from partnersite.render.locale import Locale
from partnersite.view.partner import ContactLink

SERVICES = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "line": "LINE",
    "linkedin": "LinkedIn",
    "messenger": "Messenger",
    "signal": "Signal",
    "telegram": "Telegram",
    "tiktok": "TikTok",
    "viber": "Viber",
    "vk": "VK",
    "wechat": "WeChat",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}
"""Names of services as they write themselves, the same in every language."""

RANGE = "\N{EN DASH}"
KILOBYTE = 1_000
MEGABYTE = 1_000_000
_NO_DIGITS = re.compile("[^0-9]+")
LAST_MINUTE = "23:59"
"""schema.org has no 24:00."""


@lru_cache(maxsize=1024)
def messenger_link(kind: str, address: str) -> ContactLink:
    """A messenger address, with a web link where the service has one; an app's own scheme is no link."""
    name = address.removeprefix("@")
    digits = _digits(address) if address.startswith("+") else ""
    url = {
        "whatsapp": f"https://wa.me/{digits}" if digits else "",
        "telegram": f"https://t.me/+{digits}" if digits else f"https://t.me/{name}",
        "signal": f"https://signal.me/#p/+{digits}" if digits else "",
        "messenger": f"https://m.me/{name}",
        "line": f"https://line.me/R/ti/p/{address.replace('@', '%40')}",
    }.get(kind, "")
    return ContactLink(SERVICES.get(kind, kind), address, url)


@lru_cache(maxsize=1024)
def social_link(kind: str, url: str) -> ContactLink:
    """A page at a social network; its text is the address without the scheme."""
    return ContactLink(SERVICES.get(kind, kind), bare_address(url), url)


@lru_cache(maxsize=1024)
def phone_address(phone: str) -> str:
    """A phone number as a `tel:` address, empty for an empty one."""
    return f"tel:+{_digits(phone)}" if phone else ""


@lru_cache(maxsize=4096)
def weekdays_in_words(language: str, days: tuple[int, ...]) -> str:
    """Days of the week (0 is Monday) in words, three in a row as a range: `Monday – Friday, Sunday`."""
    names = _locale(language).days["stand-alone"]["wide"]
    parts: list[str] = []
    for run in _runs(days):
        if len(run) > 2:
            parts.append(f"{names[run[0]]} {RANGE} {names[run[-1]]}")
        else:
            parts.extend(names[day] for day in run)
    words = Locale(language).and_list(parts)
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=4096)
def hours_in_words(language: str, opens: time, closes: time) -> str:
    """Hours in words, `09:00 – 18:00`; empty for the whole day."""
    if opens == closes:
        return ""
    locale = _locale(language)
    return (
        f"{format_time(opens, 'short', locale=locale)} {RANGE} {format_time(closes, 'short', locale=locale)}"
    )


def closing(closes: time) -> str:
    """When it closes, `HH:MM`, midnight as the last minute of the day."""
    return LAST_MINUTE if closes == time() else closes.isoformat("minutes")


@lru_cache(maxsize=4096)
def zone_city(language: str, zone: str) -> str:
    """The city that a time zone is named after, in the page's language."""
    return get_timezone_location(zone, locale=_locale(language), return_city=True)


def size_in_words(language: str, size: int) -> str:
    """A number of bytes in words, in decimal units as file managers show them: `12 kB`, `1.4 MB`."""
    if size < MEGABYTE:
        amount, unit = max(1, round(size / KILOBYTE)), "digital-kilobyte"
        return format_unit(amount, unit, length="short", locale=_locale(language))
    return format_unit(
        round(size / MEGABYTE, 1), "digital-megabyte", length="short", locale=_locale(language)
    )


def _digits(phone: str) -> str:
    return _NO_DIGITS.sub("", phone)


def _runs(days: Sequence[int]) -> Iterator[tuple[int, ...]]:
    run: list[int] = []
    for day in days:
        if run and day != run[-1] + 1:
            yield tuple(run)
            run = []
        run.append(day)
    if run:
        yield tuple(run)


@lru_cache(maxsize=64)
def _locale(language: str) -> babel.Locale:
    return babel.Locale.parse(language, sep="-")
