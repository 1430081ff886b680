"""Contact cards: well-formed whatever the texts hold, folded by octets, read back equal."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import view_data
from corpora import NAUGHTY_STRINGS, XSS_PAYLOADS, needs_corpora
from partnersite.landing import vcard
from partnersite.view import PartnerView, Words
from view_data import full, small

SETTINGS = view_data.settings()
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def partner(record: dict[str, object]) -> PartnerView:
    (view,) = view_data.partner_views(record)
    return view


def lines(card: bytes) -> list[str]:
    """The unfolded content lines; every rule about bytes is checked on the way."""
    assert card.endswith(b"\r\n")
    folded = card[:-2].split(b"\r\n")
    for line in folded:
        assert len(line) <= vcard.LINE_OCTETS
        assert b"\r" not in line
        assert b"\n" not in line
        line.removeprefix(b" ").decode()  # a fold never splits a character
    return card[:-2].replace(b"\r\n ", b"").decode().split("\r\n")


def values(card: bytes) -> dict[str, list[str]]:
    """Property name to its values, unescaped."""
    found: dict[str, list[str]] = {}
    for line in lines(card):
        match = re.match(r'([A-Z]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
        assert match, line
        found.setdefault(match[1], []).append(unescape(match[3]))
    return found


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def test_the_card_says_how_to_reach_the_partner() -> None:
    found = values(vcard.vcard(partner(full(logo="logos/peru.svg")), SETTINGS))
    assert found == {
        "BEGIN": ["VCARD"],
        "VERSION": ["4.0"],
        "KIND": ["org"],
        "UID": ["https://partners.example.com/partners/smarttouch-pos-peru/"],
        "FN": ["SmartTouch POS Peru"],
        "ORG": ["SmartTouch POS Peru"],
        "NOTE": ["Tills for cafés"],
        "EMAIL": ["sales@pe.example.com"],
        "TEL": ["tel:+5115550100"],
        "URL": ["https://pe.example.com/", "https://partners.example.com/partners/smarttouch-pos-peru/"],
        "SOCIALPROFILE": ["https://wa.me/5115550100", "https://facebook.example.com/x"],
        "ADR": [";;Av. Arequipa 100;Lima;Lima;15001;Peru"],
        "LANG": ["es", "en"],
        "TZ": ["America/Lima"],
        "CATEGORIES": ["Catering,Retail"],
        "LOGO": ["https://partners.example.com/partners/smarttouch-pos-peru/logo.svg"],
        "END": ["VCARD"],
    }


def test_the_card_of_a_partner_with_little_known_is_short() -> None:
    found = values(vcard.vcard(partner(small()), SETTINGS))
    assert set(found) == {"BEGIN", "VERSION", "KIND", "UID", "FN", "ORG", "URL", "END"}


HOSTILE = (
    "a\r\nEMAIL:evil@example.com",
    "a\nEND:VCARD\nBEGIN:VCARD",
    "semi;colon,comma\\back\\nslash",
    "long " * 100,
    "長い名前" * 60,
    "👩‍🍳" * 40,
    "\u2028\u2029\x85\x00",
    ":;,=\"'^",
)


def check(text: str) -> None:
    view = dataclasses.replace(
        partner(full()), name=Words(text), tagline=Words(text), verticals=(Words(text), Words(text))
    )
    found = values(vcard.vcard(view, SETTINGS))
    plain = values(vcard.vcard(partner(full()), SETTINGS))
    assert {name: len(several) for name, several in found.items()} == {
        name: len(several) for name, several in (plain | {"NOTE": [""]}).items()
    }
    kept = CONTROLS.sub("", text.replace("\r", "").replace("\n", "NEWLINE")).replace("NEWLINE", "\n")
    assert found["FN"] == found["NOTE"] == [kept]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_inside_their_value(text: str) -> None:
    check(text)


@needs_corpora
def test_the_corpora_stay_inside_their_values() -> None:
    for text in (*NAUGHTY_STRINGS, *XSS_PAYLOADS[::10]):
        check(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_any_line_folds_and_unfolds(text: str) -> None:
    line = "NOTE:" + vcard.text(text)
    assert lines(vcard.fold(line)) == [line]
