"""Texts in several languages, and the characters that names, lines and prose may hold."""

from __future__ import annotations

import pickle
import unicodedata
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from partnersite.model.lookalikes import mixes_scripts, same, skeleton
from partnersite.model.text import LINE_LENGTH, NAME_LENGTH, PROSE_LENGTH, Line, Name, Prose, Text


def read(kind: Any, value: object) -> Text:
    return TypeAdapter(kind).validate_python(value)  # type: ignore[no-any-return]


def codes(kind: Any, value: object) -> list[tuple[str, tuple[object, ...]]]:
    with pytest.raises(ValidationError) as refused:
        read(kind, value)
    return [(flaw.code, flaw.path) for error in refused.value.errors() for flaw in error["ctx"]["flaws"]]


def test_a_plain_string_serves_all_languages() -> None:
    text = read(Name, "System Group")
    assert [text.get(language, "en") for language in ("en", "ru", "kk")] == ["System Group"] * 3
    assert (text.languages, text.language_of("ru", "en"), text.missing(("en", "ru"))) == ((), "", ())


def test_a_map_serves_each_language_and_falls_back_to_the_source_then_to_the_first() -> None:
    text = read(Name, {"ru": "Купава", "en": "Kupava"})
    asked = [("ru", "en"), ("kk", "en"), ("kk", "de"), ("ru-KZ", "en")]
    assert [text.get(*question) for question in asked] == ["Купава", "Kupava", "Купава", "Купава"]
    assert [text.language_of(*question) for question in asked] == ["ru", "en", "ru", "ru"]
    assert (text.languages, text.missing(("en", "ru", "kk", "az"))) == (("ru", "en"), ("kk", "az"))


def test_a_text_can_be_sent_to_another_process() -> None:
    text = read(Name, {"ru": "Купава", "pt-br": "Kupava"})
    assert pickle.loads(pickle.dumps(text)) == text
    assert text.languages == ("ru", "pt-BR")


def test_a_language_is_found_in_whatever_letter_case_the_site_writes_it() -> None:
    text = read(Name, {"en": "a", "PT-BR": "b"})
    assert (text.get("pt-br", "en"), text.get("pt-BR"), text.missing(("en", "pt-br"))) == ("b", "b", ())


def test_space_around_a_text_does_not_count() -> None:
    assert read(Line, "  one line\n").get("en") == "one line"


def test_every_flaw_of_every_language_is_told_at_once() -> None:
    value = {"en": "", "ru": "а\u202eб", "kz": "x", "es": ["x"], "PT-br": "a", "pt-BR": "b", "az": "x" * 121}
    assert codes(Name, value) == [
        ("empty", ("en",)),
        ("text-direction", ("ru",)),
        ("unknown-language", ("kz",)),
        ("wrong-kind", ("es",)),
        ("listed-twice", ("pt-BR",)),
        ("text-long", ("az",)),
    ]


@pytest.mark.parametrize("value", ["", "  ", {}, [], ["a"], None, 5, {"en": {"a": "b"}}, {"en": None}, {5: "x"}])
def test_what_is_no_text_is_refused(value: object) -> None:
    assert codes(Name, value)[0][0] in ("empty", "wrong-kind", "unknown-language")


@pytest.mark.parametrize(("kind", "most"), [(Name, NAME_LENGTH), (Line, LINE_LENGTH), (Prose, PROSE_LENGTH)])
def test_a_text_of_the_longest_length_passes_and_one_more_does_not(kind: Any, most: int) -> None:
    assert read(kind, "ж" * most).get("en") == "ж" * most
    assert codes(kind, "ж" * (most + 1)) == [("text-long", ())]
    assert codes(kind, "ж" * 64_000) == [("text-long", ())]


@pytest.mark.parametrize(
    "name",
    [
        "A & B <i>\"'",
        "Café Crème",
        "ООО «ПОС-Технолоджи»",
        "ООО\u00a0«Ромашка»",
        "«ПОС-Технолоджи» ЖШҚ",
        "Яndex",
        "株式会社スマートPOS",
        "辻\U000e0100商店",
        "سمارت\u200cپوز",
        "क्\u200dष",
        "Ελλάδα POS",
        "한국 POS",
        "Cà phê Việt Nam",
        "Kupava 🚚",
        "1С:Рарус",
        "МТС",
        "Ταβέρνα",
        "e\u0301\u0323\u0308x",
        "{{ 7*7 }}",
        "%s {0} ${x}",
    ],
)
def test_a_real_name_passes(name: str) -> None:
    assert read(Name, name).get("en") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("text-direction", ["a\u202eb", "a\u202a", "\u2066a\u2069", "\u2068a"]),
        (
            "text-invisible",
            [
                "a\u200bb",
                "a\u00adb",
                "a\u2060b",
                "a\ufeffb",
                "a\u200cb",
                "a\u200db",
                "a\u115fb",
                "a\u3164b",
                "a\u2800b",
                "a\ufe0fb",
                "a\U000e0041b",
                "a\u034fb",
                "a\u2003b",
                "a\u180eb",
                "a\u200eb",
                "a\U000e0100",
            ],
        ),
        ("text-control", ["a\x00b", "a\x1b[31mb", "a\x7fb", "a\x85b", "a\tb"]),
        ("text-line-break", ["a\nb"]),
        ("text-damaged", ["Caf\ufffd"]),
        ("text-marks", ["Z\u0300\u0301\u0302\u0303\u0304algo", "x" + "\u0489" * 9]),
        ("name-letters", ["!!!", "💥", "— —", "..."]),
        ("name-lookalike", ["Pаypal", "Kupаva LLC", "Gооgle", "МСDоnald's", "Купaвa"]),
    ],
)
def test_a_name_nobody_can_trust_is_refused(code: str, names: list[str]) -> None:
    for name in names:
        assert codes(Name, name) == [(code, ())], ascii(name)


@pytest.mark.parametrize(
    "text",
    [
        "Two\n\nparagraphs\tand **bold**.",
        "עברית \u2067English\u2069 \u200fx",
        "می\u200cخواهم",
        "👩\u200d💻 ❤\ufe0f",
        "soft\u00adhyphen",
        "full\u3000width",
        "[a](https://example.com/)" * 100,
        "- a\n  - b\n    - c",
        "* * *",
        "- - -",
    ],
)
def test_prose_may_hold_what_its_language_needs(text: str) -> None:
    assert read(Prose, text).get("en") == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("text-direction", "a\u202eb"),
        ("text-direction", "a\u2066b"),
        ("text-control", "a\x00b"),
        ("text-control", "a\x1b]0;x\x07"),
        ("text-invisible", "a\U000e0041b"),
        ("text-invisible", "a\U000e0041b\nc"),
        ("text-invisible", "a\uffffb"),
        ("text-marks", "ж" + "\u0301" * 5),
        ("text-brackets", "[" * 201),
        ("text-nesting", "- " * 20 + "x"),
        ("text-nesting", "> " * 11 + "x"),
        ("text-nesting", "1. " * 11 + "x"),
    ],
)
def test_prose_that_hides_or_floods_is_refused(code: str, text: str) -> None:
    assert codes(Prose, text) == [(code, ())]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "pаypаl"),
        ("KUPAVA", "КUРАVА"),
        ("Kupava", "Ｋupava"),
        ("Market 1", "Market l"),
        ("CAPA", "САРА"),
        ("Modern", "Modem"),
        ("scope", "ѕсоре"),
        ("AΒΓ", "ABΓ"),
    ],
)
def test_texts_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Kupava", "Купава"), ("System", "Sistem"), ("UDS", "UDC"), ("a", "á")])
def test_texts_that_differ_to_the_eye_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_case_unicode_form_and_spaces_make_no_other_text() -> None:
    assert len({same(text) for text in ("Café  Uno", "CAFÉ UNO", "cafe\u0301 uno", " café\u00a0uno ")}) == 1


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("пример", False),
        ("例えzone", False),
        ("한국zone", False),
        ("münchen", False),
        ("pаypal", True),
        ("αbc", True),
        ("абвγ", True),
        ("12-3", False),
    ],
)
def test_scripts_that_no_language_mixes_are_seen(text: str, mixed: bool) -> None:
    assert mixes_scripts(text) is mixed
