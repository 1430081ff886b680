"""Values and names as the readers of each language expect them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from partnersite.render.locale import Locale

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "date", "percent", "money", "list_", "country"),
    [
        ("en", "April 2015", "17.5%", "$10,000", "a, b, and c", "Kazakhstan"),
        ("ru", "апрель 2015 г.", "17,5 %", "10 000 $", "a, b и c", "Казахстан"),
        ("es", "abril de 2015", "17,5 %", "10.000 US$", "a, b y c", "Kazajistán"),
        ("kk", "2015 ж. сәуір", "17,5%", "10 000 $", "a, b, c", "Қазақстан"),
        ("az", "aprel 2015", "17,5%", "10.000 US$", "a, b və c", "Qazaxıstan"),
    ],
)
def test_values(language: str, date: str, percent: str, money: str, list_: str, country: str) -> None:
    locale = Locale(language)
    shown = (
        locale.date("2015-04"),
        locale.percent(Decimal("17.5")),
        locale.money(10000, "USD"),
        locale.and_list(["a", "b", "c"]),
        locale.country("KZ"),
    )
    plain = tuple(text.replace(NBSP, " ").replace(NARROW, " ") for text in shown)
    assert plain == (date, percent, money, list_, country)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("kk", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_direction(language: str, direction: str) -> None:
    assert Locale(language).direction == direction


def test_whole_rates_and_amounts_have_no_decimals_and_others_do() -> None:
    locale = Locale("en")
    assert [locale.percent(Decimal(rate)) for rate in ("25", "12.5", "12.55")] == ["25%", "12.5%", "12.55%"]
    assert [locale.money(Decimal(amount), "USD") for amount in ("5", "5.5")] == ["$5", "$5.50"]


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ru", ["7 углов", "Аист", "Ежевика", "Ёлка", "Ель", "Яхта", "Incust", "Zebra"]),
        ("kk", ["Алма", "Әлем", "Бал", "Қала", "Лак", "Өзен", "Ұя", "Acme"]),
        ("az", ["Alma", "Çay", "Ev", "Əl", "Hava", "Xan", "Ilıca", "İlan", "Zaman"]),
        ("es", ["Árbol", "Azul", "Nube", "Ñandú", "Oso"]),
        ("en", ["10 Tills", "acme", "Émile", "Zoo", "Арбат"]),
        ("ar", ["أحمد", "باب", "تاج", "Acme"]),
    ],
)
def test_names_are_in_the_order_of_the_language(language: str, ordered: list[str]) -> None:
    assert sorted(ordered, key=Locale(language).sort_key) == ordered
