"""What each kind of scalar takes, what it refuses, and what it becomes."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from partnersite.model import fields
from partnersite.model.dates import PartialDate


def codes(kind: Any, text: object) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(text)
    return [flaw.code for error in refused.value.errors() for flaw in error["ctx"]["flaws"]]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (fields.Slug, "pos-technology", "pos-technology"),
        (fields.Slug, "x", "x"),
        (fields.Slug, "2can", "2can"),
        (fields.Slug, "a" * 63, "a" * 63),
        (fields.PartnerId, "de-luxe", "de-luxe"),
        (fields.PartnerId, "ace", "ace"),
        (fields.Day, "2015", PartialDate(2015)),
        (fields.Day, "2015-04", PartialDate(2015, 4)),
        (fields.Day, "2024-02-29", PartialDate(2024, 2, 29)),
        (fields.Flag, "yes", True),
        (fields.Flag, "No", False),
        (fields.Flag, "true", True),
        (fields.Flag, "FALSE", False),
        (fields.Count, "0", 0),
        (fields.Count, "012", 12),
        (fields.Percent, "12.5", Decimal("12.5")),
        (fields.Money, "30000", Decimal(30000)),
        (fields.Money, "99.50", Decimal("99.50")),
        (fields.LanguageTag, "PT-br", "pt-BR"),
        (fields.LanguageTag, "zh-hant", "zh-Hant"),
        (fields.LanguageTag, "kk", "kk"),
        (fields.CountryCode, "NO", "NO"),
        (fields.CountryCode, "XK", "XK"),
        (fields.Currency, "KZT", "KZT"),
        (fields.TimeZone, "America/Lima", "America/Lima"),
        (fields.TimeZone, "UTC", "UTC"),
        (fields.Territory, "PE", "PE"),
        (fields.Territory, "kz-almaty", "kz-almaty"),
        (fields.Colour, "#0B6e4f", "#0b6e4f"),
        (fields.Colour, "#abc", "#abc"),
        (fields.ImageFile, "logos/peru.svg", "logos/peru.svg"),
        (fields.ImageFile, "a.JPEG", "a.JPEG"),
        (fields.Clock, "09:00", time(9)),
        (fields.Clock, "24:00", time()),
        (fields.Days, "mon-fri", (0, 1, 2, 3, 4)),
        (fields.Days, "Mon, wed,sat", (0, 2, 5)),
        (fields.Days, "sat-mon", (0, 5, 6)),
        (fields.Days, "sun", (6,)),
        (fields.Phone, "+51 1 555 0100", "+51 1 555 0100"),
        (fields.Phone, "+7 (495) 555-01-00", "+7 (495) 555-01-00"),
        (fields.Label, "  15001 ", "15001"),
    ],
)
def test_a_good_text_becomes_its_value(kind: Any, text: str, value: object) -> None:
    assert TypeAdapter(kind).validate_python(text) == value


@pytest.mark.parametrize(
    ("kind", "texts", "code"),
    [
        (fields.Slug, ["Kupava", "купава", "a_b", "-a", "a-", "a b", "a.b", "a/b", "../a", "💥"], "slug"),
        (fields.Slug, ["a" * 64], "slug"),
        (fields.Slug, ["con", "nul", "com1", "lpt9"], "reserved"),
        (fields.PartnerId, ["page", "country", "type", "index", "assets", "search", "404"], "reserved"),
        (fields.PartnerId, ["de", "kk", "ru", "aux"], "reserved"),
        (fields.Day, ["2015-13", "2015-00", "2015-02-29", "2015-01-32", "0000", "1015", "9999"], "date"),
        (fields.Day, ["2015-4", "04.2015", "yesterday", "2015-04-01T00:00", "٢٠١٥", "2015-04-"], "date"),
        (fields.Flag, ["on", "1", "y", "ja", "~", "null"], "flag"),
        (fields.Count, ["-1", "1.5", "1e3", "1_000", "٣", "0x10", "1234567890"], "count"),
        (fields.Percent, ["15 %", "-1", "1000", "15.555", "NaN", "inf"], "percent"),
        (fields.Money, ["10 000", "10,000", "-5", "1e9", "$5", "Infinity"], "money"),
        (
            fields.LanguageTag,
            ["kz", "xx", "english", "en_US", "e", "en-XQ", "zz-ZZ", "en--US"],
            "unknown-language",
        ),
        (fields.CountryCode, ["pe", "UK", "EU", "ZZ", "XA", "Peru", "840"], "unknown-country"),
        (fields.Currency, ["usd", "DEM", "XXX", "ABC", "US"], "unknown-currency"),
        (
            fields.TimeZone,
            ["america/lima", "Lima", "GMT+5:30", "../../etc/passwd", "/etc/localtime", "posixrules", "A\x00"],
            "unknown-time-zone",
        ),
        (fields.Colour, ["0b6e4f", "red", "#12345", "#0b6e4f80", "#ggg"], "colour"),
        (
            fields.ImageFile,
            [
                "../a.svg",
                "/a.svg",
                "a\\b.svg",
                "a//b.svg",
                ".a.svg",
                "https://x.example.com/a.svg",
                "é.svg",
                "a b.svg",
            ],
            "file-name",
        ),
        (fields.ImageFile, ["con.svg", "a/nul.png", "x" * 200 + ".svg"], "file-name"),
        (fields.ImageFile, ["a.gif", "a.svgz", "a.html", "a", "a.svg.exe"], "file-kind"),
        (fields.Clock, ["9:00", "24:01", "12:60", "noon", "0900", "25:00"], "clock"),
        (fields.Days, ["monday", "mon-", "weekdays", "mon;tue", "1-5", "mon,,tue"], "days"),
        (
            fields.Phone,
            ["555 0100", "0051 1 555", "+0 555 0100", "+51 1", "+51 abc 0100", "+1" + "0" * 16],
            "phone",
        ),
        (fields.Label, ["a\nb", "a\u202eb"], "text-line-break text-direction"),
    ],
)
def test_a_bad_text_is_refused_with_its_code(kind: Any, texts: list[str], code: str) -> None:
    for text in texts:
        assert codes(kind, text)[0] in code.split(), text


KINDS = [kind for name in fields.__all__ if hasattr(kind := getattr(fields, name), "__metadata__")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ([], "wrong-kind"),
        (["a"], "wrong-kind"),
        ({"a": "b"}, "wrong-kind"),
        (None, "wrong-kind"),
        (1.5, "wrong-kind"),
    ],
)
def test_every_kind_of_scalar_refuses_what_is_no_text(kind: Any, value: object, code: str) -> None:
    assert codes(kind, value) == [code]


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_is_a_sentence_and_shows_no_more_than_a_line(kind: Any) -> None:
    if kind is fields.Label:
        return  # takes any words
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python("?\x1b[31m" + "x" * 5000)
    for error in refused.value.errors():
        for flaw in error["ctx"]["flaws"]:
            assert flaw.message.endswith(".")
            assert len(flaw.message) < 200
            assert "\x1b" not in flaw.message + flaw.hint


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        (fields.Slug, "POS Technology LLC", "write `pos-technology-llc`"),
        (fields.CountryCode, "pe", "write `PE`"),
        (fields.CountryCode, "UK", "write `GB`"),
        (fields.LanguageTag, "kz", "it is a country; its languages: `ru`, `kk`"),
        (fields.LanguageTag, "ua", "it is a country; its languages: `uk`"),
        (fields.TimeZone, "America/Lime", "did you mean `America/Lima`?"),
    ],
)
def test_a_likely_mistake_gets_its_way_out(kind: Any, text: str, hint: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(text)
    assert refused.value.errors()[0]["ctx"]["flaws"][0].hint == hint


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_a_partial_date_knows_the_days_it_can_mean(written: str, first: date, last: date) -> None:
    day = TypeAdapter(fields.Day).validate_python(written)
    assert (day.first, day.last, str(day)) == (first, last, written)
