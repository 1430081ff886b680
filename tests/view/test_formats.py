"""Hours, services and sizes as the page's language writes them."""

from __future__ import annotations

from datetime import time

import pytest

from partnersite.view import formats


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("en", (0, 1, 2, 3, 4), "Monday – Friday"),
        ("en", (5,), "Saturday"),
        ("en", (0, 1), "Monday and Tuesday"),
        ("en", (0, 2, 3, 4, 6), "Monday, Wednesday – Friday, and Sunday"),
        ("ru", (0, 1, 2, 3, 4, 5, 6), "Понедельник – воскресенье"),
    ],
)
def test_days_are_words_and_runs_are_ranges(language: str, days: tuple[int, ...], words: str) -> None:
    assert formats.weekdays_in_words(language, days) == words


@pytest.mark.parametrize(
    ("language", "opens", "closes", "words"),
    [
        ("ru", time(9), time(18), "09:00 – 18:00"),
        ("en", time(9), time(18), "9:00\u202fAM – 6:00\u202fPM"),
        ("ru", time(0), time(0), ""),
    ],
)
def test_hours_are_written_as_in_the_language(language: str, opens: time, closes: time, words: str) -> None:
    assert formats.hours_in_words(language, opens, closes) == words


@pytest.mark.parametrize(
    ("kind", "address", "url"),
    [
        ("whatsapp", "+51 1 555 0100", "https://wa.me/5115550100"),
        ("telegram", "@nord_pos", "https://t.me/nord_pos"),
        ("telegram", "+51 1 555 0100", "https://t.me/+5115550100"),
        ("signal", "+51 1 555 0100", "https://signal.me/#p/+5115550100"),
        ("signal", "name.01", ""),
        ("viber", "+51 1 555 0100", ""),
        ("wechat", "name_2015", ""),
        ("messenger", "page.name", "https://m.me/page.name"),
        ("line", "@name", "https://line.me/R/ti/p/%40name"),
    ],
)
def test_messengers_with_web_addresses_are_linked(kind: str, address: str, url: str) -> None:
    link = formats.messenger_link(kind, address)
    assert (link.text, link.url) == (address, url)
    assert link.service


def test_sizes_are_words() -> None:
    assert formats.size_in_words("en", 12_345) == "12 kB"
    assert formats.size_in_words("ru", 1_250_000) == "1,2 МБ"
    assert formats.size_in_words("en", 1) == "1 kB"


def test_a_zone_is_named_after_its_city() -> None:
    assert formats.zone_city("ru", "Asia/Almaty") == "Алматы"
