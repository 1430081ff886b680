"""A partner without a logo has a sign of its own, the same at every build."""

from __future__ import annotations

import pytest

from partnersite.view.monogram import letters_of, monogram


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("SmartTouch POS Peru", "SP"),
        ("Kupava", "K"),
        ("ООО «ПОС-Технолоджи»", "ОП"),
        ("straße 7 gmbh", "S7"),
        ("ßeta", "ß"),
        ("«…»", "•"),
        ("صناديق السهوب", "صا"),
    ],
)
def test_letters_are_the_first_of_the_first_two_words(name: str, letters: str) -> None:
    assert letters_of(name) == letters


def test_colour_and_figure_follow_the_id_and_not_the_name() -> None:
    assert monogram("kupava", "Kupava").tone == monogram("kupava", "Купава").tone
    assert {monogram(f"partner-{n}", "P").tone for n in range(200)} == set(range(8))
