"""Typed scalars: what a text of a YAML file may be, and the value it becomes.

Every scalar arrives as text. Each type here is an `Annotated` one for pydantic: it takes text, refuses
with a code, plain words and a hint, and carries its JSON Schema, so that editors know the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Annotated, Any

from partnersite.model import addresses, places
from partnersite.model.characters import label_flaw
from partnersite.model.dates import DATE_PATTERN, PartialDate, parse_date
from partnersite.model.refusal import Flaw, hint_for, refuse, refuse_all, shown
from partnersite.model.scalar import Scalar, checked, choice
from partnersite.names import is_device

_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
SLUG_LENGTH = 63
LABEL_LENGTH = 64
RESERVED_IDS = frozenset(["page", "country", "type", "index", "assets", "search", "404"])
"""Names of folders and files that stand beside partner pages."""


def _slug_flaw(text: str) -> Flaw | None:
    if len(text) > SLUG_LENGTH:
        return Flaw("slug", f"{shown(text)} is longer than {SLUG_LENGTH} characters.", "choose a shorter one")
    if not _SLUG.fullmatch(text):
        return Flaw(
            "slug",
            f"{shown(text)} must be small Latin letters, digits and dashes between them.",
            _slug_hint(text),
        )
    if is_device(text):
        return Flaw("reserved", f"{shown(text)} is a name that Windows keeps for itself.", "choose another one")
    return None


def _slug_hint(text: str) -> str:
    near = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:SLUG_LENGTH]
    return f"write `{near}`" if near and text.isascii() else "for example `pos-technology`"


def _partner_id_flaw(text: str) -> Flaw | None:
    flaw = _slug_flaw(text)
    if flaw is None and text in RESERVED_IDS:
        return Flaw("reserved", f"{shown(text)} is an address of the site itself.", "choose another id")
    if flaw is None and len(text) == 2 and text in places.languages():
        return Flaw(
            "reserved",
            f"{shown(text)} is a language, and languages are folders of the site.",
            "choose another id",
        )
    return flaw


def _flag(text: str) -> bool:
    lowered = text.lower()
    if lowered in ("yes", "true"):
        return True
    if lowered in ("no", "false"):
        return False
    raise refuse("flag", f"{shown(text)} is neither yes nor no.", "write `yes` or `no`")


def _number(pattern: str, code: str, message: str, hint: str, kind: Callable[[str], Any]) -> Callable[[str], Any]:
    fits = re.compile(pattern).fullmatch

    def parse(text: str) -> Any:
        if not fits(text):
            raise refuse(code, f"{shown(text)} {message}", hint)
        return kind(text)

    return parse


def _country_flaw(text: str) -> Flaw | None:
    if text in places.countries():
        return None
    if text.upper() in places.countries():
        return Flaw("unknown-country", f"{shown(text)} must be in capital letters.", f"write `{text.upper()}`")
    hint = "write `GB`" if text.upper() == "UK" else "use the two capital letters of ISO 3166, like PE"
    return Flaw("unknown-country", f"{shown(text)} is not a country code.", hint)


def language_flaw(text: str) -> Flaw | None:
    """What is wrong with a language tag, or None."""
    if places.language_tag(text):
        return None
    return Flaw("unknown-language", f"{shown(text)} is not a language code.", _language_hint(text))


def _language_hint(text: str) -> str:
    spoken = places.official_languages(text.upper()) if text.upper() in places.countries() else ()
    if spoken:
        return f"it is a country; its languages: {', '.join(f'`{code}`' for code in spoken)}"
    return "use a BCP 47 code, like `en`, `kk` or `pt-BR`"


def _language(text: str) -> str:
    flaw = language_flaw(text)
    if flaw is not None:
        raise refuse_all((flaw,))
    return places.language_tag(text)


def _currency_flaw(text: str) -> Flaw | None:
    if text in places.currencies():
        return None
    return Flaw("unknown-currency", f"{shown(text)} is not a currency in use.", "use a code of ISO 4217, like USD")


def _time_zone_flaw(text: str) -> Flaw | None:
    if places.is_time_zone(text):
        return None
    hint = hint_for(text, places.time_zones()) if len(text) <= 60 else ""
    if not hint.startswith("did"):
        hint = "use a name of the tz database, like America/Lima"
    return Flaw("unknown-time-zone", f"{shown(text)} is not a time zone.", hint)


def _territory_flaw(text: str) -> Flaw | None:
    return _country_flaw(text) if re.fullmatch("[A-Z]{2}", text) else _slug_flaw(text)


_COLOUR = re.compile("#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise refuse("colour", f"{shown(text)} is not a colour.", 'write it in quotes, like "#0b6e4f"')
    return text.lower()


_PATH_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
IMAGE_KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


def _image_flaw(text: str) -> Flaw | None:
    segments = text.split("/")
    if len(text.encode()) > 200 or not all(map(_PATH_SEGMENT.fullmatch, segments)):
        return Flaw(
            "file-name",
            f"{shown(text)} is not a plain file name.",
            "Latin letters, digits, `.`, `_` and `-`, folders divided by `/`",
        )
    if any(s.endswith(".") or is_device(s) for s in segments):
        return Flaw("file-name", f"{shown(text)} cannot be a file on Windows.", "choose another name")
    if not text.lower().endswith(IMAGE_KINDS):
        return Flaw("file-kind", f"{shown(text)} is not an image that can be shown.", "use SVG, PNG, JPEG or WebP")
    return None


_CLOCK = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


def _clock(text: str) -> time:
    if not _CLOCK.fullmatch(text):
        raise refuse("clock", f"{shown(text)} is not a time of day.", "write hours and minutes, like 09:00 or 18:30")
    return time() if text == "24:00" else time.fromisoformat(text)


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(WEEK)
_DAYS = re.compile(f"(?:{_DAY})(?: *- *(?:{_DAY}))?")


def _days(text: str) -> tuple[int, ...]:
    days: set[int] = set()
    for part in text.lower().split(","):
        part = part.strip()
        if not _DAYS.fullmatch(part):
            raise refuse("days", f"{shown(text)} does not name days.", "write mon-fri, or mon, wed, sat")
        first, _, last = (name.strip() for name in part.partition("-"))
        start, end = WEEK.index(first), WEEK.index(last or first)
        days.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return tuple(sorted(days))


def _label_flaw(text: str) -> Flaw | None:
    if len(text) > LABEL_LENGTH:
        return Flaw("text-long", f"{shown(text)} is longer than {LABEL_LENGTH} characters.", "shorten it")
    return label_flaw(text)


_PLAIN = {"type": "string", "minLength": 1}
_SLUG_SCHEMA = {"type": "string", "pattern": "^[a-z0-9]+(-+[a-z0-9]+)*$", "maxLength": SLUG_LENGTH}
_LANGUAGE_PATTERN = "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*$"


Slug = Annotated[str, Scalar(checked(_slug_flaw), _SLUG_SCHEMA)]
Label = Annotated[
    str,
    Scalar(checked(_label_flaw), {"type": ["string", "integer"], "minLength": 1, "maxLength": LABEL_LENGTH}),
]
PartnerId = Annotated[str, Scalar(checked(_partner_id_flaw), _SLUG_SCHEMA)]
Day = Annotated[PartialDate, Scalar(parse_date, {"type": ["string", "integer"], "pattern": DATE_PATTERN}, PartialDate)]
Flag = Annotated[bool, Scalar(_flag, {"enum": ["yes", "no", True, False, "true", "false"]}, bool)]
Count = Annotated[
    int,
    Scalar(
        _number("[0-9]{1,9}", "count", "is not a whole number.", "write digits only, like 12", int),
        {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]{1,9}$"},
        int,
    ),
]
Percent = Annotated[
    Decimal,
    Scalar(
        _number(
            r"[0-9]{1,3}(?:\.[0-9]{1,2})?",
            "percent",
            "is not a percentage.",
            "write 15 or 12.5, without `%`",
            Decimal,
        ),
        {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 100,
            "pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$",
        },
        Decimal,
    ),
]
Money = Annotated[
    Decimal,
    Scalar(
        _number(
            r"[0-9]{1,12}(?:\.[0-9]{1,2})?",
            "money",
            "is not an amount.",
            "write digits only, like 10000 or 99.50; the currency stands beside it",
            Decimal,
        ),
        {"type": ["number", "string"], "minimum": 0, "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$"},
        Decimal,
    ),
]
Url = Annotated[
    str,
    Scalar(
        checked(addresses.url_flaw),
        {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/]", "maxLength": addresses.URL_LENGTH},
    ),
]
Email = Annotated[
    str,
    Scalar(
        checked(addresses.email_flaw),
        {"type": "string", "pattern": "^[^@ ]+@[^@ ]+$", "maxLength": addresses.EMAIL_LENGTH},
    ),
]
Phone = Annotated[str, Scalar(checked(addresses.phone_flaw), {"type": "string", "pattern": r"^\+[0-9 .()-]+$"})]
LanguageTag = Annotated[str, Scalar(_language, {"type": "string", "pattern": _LANGUAGE_PATTERN})]
CountryCode = Annotated[str, Scalar(checked(_country_flaw), lambda: {"enum": sorted(places.countries())})]
Currency = Annotated[str, Scalar(checked(_currency_flaw), {"type": "string", "pattern": "^[A-Z]{3}$"})]
TimeZone = Annotated[str, Scalar(checked(_time_zone_flaw), _PLAIN)]
Territory = Annotated[
    str,
    Scalar(checked(_territory_flaw), {"type": "string", "pattern": "^([A-Z]{2}|[a-z0-9]+(-+[a-z0-9]+)*)$"}),
]
Colour = Annotated[str, Scalar(_colour, {"type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"})]
ImageFile = Annotated[
    str,
    Scalar(
        checked(_image_flaw),
        {"type": "string", "pattern": r"\.([sS][vV][gG]|[pP][nN][gG]|[jJ][pP][eE]?[gG]|[wW][eE][bB][pP])$"},
    ),
]
Clock = Annotated[time, Scalar(_clock, {"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}, time)]
Days = Annotated[tuple[int, ...], Scalar(_days, {"type": "string", "pattern": "^[a-zA-Z, -]+$"}, tuple)]

__all__ = [
    "Clock",
    "Colour",
    "Count",
    "CountryCode",
    "Currency",
    "Day",
    "Days",
    "Email",
    "Flag",
    "ImageFile",
    "Label",
    "LanguageTag",
    "Money",
    "PartialDate",
    "PartnerId",
    "Percent",
    "Phone",
    "Scalar",
    "Slug",
    "Territory",
    "TimeZone",
    "Url",
    "checked",
    "choice",
]
