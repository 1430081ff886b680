"""Numbers with their nouns, as pages say them in each language."""

from __future__ import annotations

import pytest

import view_data
from partnersite import directory
from partnersite.settings import SiteSettings

LESSONS = ("%(num)s lesson", "%(num)s lessons")
PARTNERS = ("%(num)s partner", "%(num)s partners")
COUNTRIES = ("country", "countries")
OPEN = ("%(num)s open country", "%(num)s open countries")
DAYS = ("%(num)s working day", "%(num)s working days")
OF_VENDOR = ("%(num)s official partner of %(vendor)s", "%(num)s official partners of %(vendor)s")


@pytest.mark.parametrize(
    ("language", "noun", "said"),
    [
        ("en", PARTNERS, {0: "0 partners", 1: "1 partner", 2: "2 partners", 21: "21 partners"}),
        ("ru", PARTNERS, {0: "0 партнёров", 1: "1 партнёр", 2: "2 партнёра", 5: "5 партнёров", 11: "11 партнёров",
                          21: "21 партнёр", 22: "22 партнёра", 111: "111 партнёров", 1001: "1001 партнёр"}),
        ("ru", LESSONS, {1: "1 урок", 2: "2 урока", 5: "5 уроков", 11: "11 уроков", 21: "21 урок"}),
        ("ru", DAYS, {1: "1 рабочий день", 2: "2 рабочих дня", 5: "5 рабочих дней", 11: "11 рабочих дней",
                      21: "21 рабочий день"}),
        ("ru", OF_VENDOR, {1: "1 официальный партнёр Acme", 2: "2 официальных партнёра Acme",
                           5: "5 официальных партнёров Acme", 11: "11 официальных партнёров Acme",
                           21: "21 официальный партнёр Acme"}),
        ("es", LESSONS, {0: "0 lecciones", 1: "1 lección", 2: "2 lecciones", 5: "5 lecciones", 11: "11 lecciones",
                         21: "21 lecciones"}),
        ("es", COUNTRIES, {1: "país", 2: "países", 5: "países", 11: "países", 21: "países"}),
        ("ru", COUNTRIES, {1: "страна", 2: "страны", 5: "стран", 11: "стран", 21: "страна"}),
        ("ru", OPEN, {1: "1 открытая страна", 2: "2 открытые страны", 5: "5 открытых стран", 11: "11 открытых стран",
                      21: "21 открытая страна"}),
        # A noun after a number stays as it is.
        ("kk", PARTNERS, {1: "1 серіктес", 2: "2 серіктес", 5: "5 серіктес", 11: "11 серіктес", 21: "21 серіктес"}),
        ("kk", OF_VENDOR, {1: "Acme желісіндегі 1 ресми серіктес", 5: "Acme желісіндегі 5 ресми серіктес"}),
        ("az", LESSONS, {1: "1 dərs", 2: "2 dərs", 5: "5 dərs", 11: "11 dərs", 21: "21 dərs"}),
        ("az", OF_VENDOR, {1: "Acme şəbəkəsində 1 rəsmi tərəfdaş", 21: "Acme şəbəkəsində 21 rəsmi tərəfdaş"}),
        ("ar", LESSONS, {0: "لا دروس", 1: "درس واحد", 2: "درسان", 5: "5 دروس", 11: "11 درسًا", 21: "21 درسًا",
                         100: "100 درس", 103: "103 دروس", 202: "202 درس"}),
        ("ar", PARTNERS, {1: "شريك واحد", 2: "شريكان", 5: "5 شركاء", 11: "11 شريكًا", 21: "21 شريكًا", 101: "101 شريك"}),
    ],
)  # fmt: skip
def test_a_number_takes_its_form_of_the_noun(language: str, noun: tuple[str, str], said: dict[int, str]) -> None:
    renderer = view_data.renderer(language, "en", language)
    for number, expected in said.items():
        text = renderer.ngettext(*noun, number) % {"num": number, "vendor": "Acme"}
        assert text.replace("\N{NO-BREAK SPACE}", " ") == expected


def listing(language: str, partners: int) -> str:
    """The first page of the directory of so many partners."""
    settings: SiteSettings = view_data.settings("en", language)
    records = [view_data.small(f"partner-{number}", name=f"Partner {number}") for number in range(partners)]
    site = view_data.Site(*records, languages=settings.languages)
    first = next(directory.jobs(site.view(language))).with_cards(site.cards_of(language))
    page = directory.render(first, view_data.renderer(language, "en", language))
    return page.main.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "partners", "said"),
    [
        ("ru", 1, "1 партнёр<"), ("ru", 2, "2 партнёра<"), ("ru", 5, "5 партнёров<"), ("ru", 11, "11 партнёров<"),
        ("ru", 21, "21 партнёр<"), ("es", 21, "21 socios<"), ("ar", 2, "شريكان<"), ("en", 1_001, "1,001 partners<"),
        ("ru", 1_001, "1 001 партнёр<"), ("es", 12_345, "12.345 socios<"),
    ],
)  # fmt: skip
def test_a_page_says_how_many_partners_it_lists(language: str, partners: int, said: str) -> None:
    assert f'<p class="ps-count">{said}' in listing(language, partners)
