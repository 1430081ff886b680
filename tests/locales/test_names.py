"""Names of languages, as readers of each language write them."""

from __future__ import annotations

import pytest

import view_data
from partnersite.render.locale import Locale


@pytest.mark.parametrize(
    ("language", "own"),
    [
        ("en", "English"), ("ru", "Русский"), ("es", "Español"), ("kk", "Қазақ тілі"), ("az", "Azərbaycan dili"),
        ("ar", "العربية"), ("pt-BR", "Português"),
    ],
)  # fmt: skip
def test_a_language_is_called_as_it_calls_itself(language: str, own: str) -> None:
    assert Locale(language).autonym == own


@pytest.mark.parametrize(
    ("language", "word", "capital"),
    [("az", "ingilis", "İngilis"), ("tr", "ispanyolca", "İspanyolca"), ("es", "inglés", "Inglés"),
     ("ru", "русский", "Русский"), ("ar", "العربية", "العربية"), ("en", "", "")],
)  # fmt: skip
def test_a_capital_letter_is_that_of_the_language(language: str, word: str, capital: str) -> None:
    assert Locale(language).capital(word) == capital


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Spanish, Kazakh, and English"), ("ru", "Испанский, казахский и английский"),
        ("es", "Español, kazajo e inglés"), ("kk", "Испан тілі, қазақ тілі, ағылшын тілі"),
        ("az", "İspan, qazax və ingilis"), ("ar", "الإسبانية والكازاخستانية والإنجليزية"),
    ],
)  # fmt: skip
def test_a_partner_s_languages_are_a_list_of_which_only_the_first_word_has_a_capital(language: str, said: str) -> None:
    record = view_data.small(languages=["es", "kk", "en"])
    (partner,) = view_data.partner_views(record, language=language, languages=("en", language))
    assert Locale(language).and_list(partner.languages) == said


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["Perú", "Italia"], "Perú e Italia"), (["España", "Perú", "Irán"], "España, Perú e Irán"),
        (["Perú", "Hispania"], "Perú e Hispania"), (["cal", "hierro"], "cal y hierro"), (["Italia"], "Italia"),
        (["Italia", "Perú"], "Italia y Perú"), (["Perú", "Íscar"], "Perú e Íscar"), ([], ""),
    ],
)  # fmt: skip
def test_spanish_says_e_for_and_before_the_sound_of_i(items: list[str], said: str) -> None:
    assert Locale("es").and_list(items) == said
    assert Locale("es-PE").and_list(items) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "на языке оригинала: английский."), ("es", "en el idioma original: inglés."),
        ("kk", "көрсетілген: ағылшын тілі."), ("az", "göstərilir: ingilis."), ("ar", "الأصلية: الإنجليزية."),
    ],
)  # fmt: skip
def test_a_page_without_translation_names_its_language_within_the_sentence(language: str, said: str) -> None:
    assert said in view_data.renderer(language, "en", language).render("fallback.html", "", written_in="en")
