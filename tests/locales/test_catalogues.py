"""The catalogues are complete, and their entries can take the place of the English strings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml
from babel import Locale

from locale_data import LANGUAGES, LOCALES, PLACEHOLDER, REPOSITORY, Entry, catalogue, entries, plural_form, strings

SITES = ("mkdocs.yml", "tests/sites/small/mkdocs.yml", "scripts/partnersite/starter/mkdocs.yml")
NUMBERS = range(1_000)

ENTRIES = list(entries())

SAME = {"%(city)s, %(country)s", "Marketplace"}
"""Strings that a language may say as English does."""

LATIN = {"ZIP", "vCard", "QR"}
"""Words that keep their letters in every script."""


def languages_of(config: Path) -> list[str]:
    """The languages of a site but the first, which the strings are written in."""
    plugins = yaml.load(config.read_text("utf-8"), yaml.BaseLoader)["plugins"]
    (options,) = (item["partnersite"] for item in plugins if isinstance(item, dict) and "partnersite" in item)
    first, *others = options["languages"]
    assert first == "en"
    return list(others)


@pytest.mark.parametrize("config", SITES)
def test_each_language_of_a_site_has_a_catalogue(config: str) -> None:
    assert set(languages_of(REPOSITORY / config)) <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_the_strings_of_templates_and_code_and_no_others(language: str) -> None:
    held = {(message.context, message.id) for message in catalogue(language) if message.id}
    assert held == {(message.context, message.id) for message in strings() if message.id}


def test_every_string_is_translated() -> None:
    assert [str(entry) for entry in ENTRIES if entry.fuzzy or not all(entry.texts)] == []


def test_no_translation_is_english() -> None:
    same = [str(entry) for entry in ENTRIES if set(entry.texts) & set(entry.strings) - SAME]
    assert same == []


def numbers_of_forms(language: str) -> Counter[int]:
    """How many numbers take each form."""
    return Counter(map(plural_form(language), NUMBERS))


def test_placeholders_are_those_of_the_english_string() -> None:
    """A form for one number alone may say that number in a word: Arabic has a dual."""
    for entry in ENTRIES:
        wanted = sorted(PLACEHOLDER.findall(entry.strings[-1]))
        without_number = [name for name in wanted if name != "%(num)s"]
        served = numbers_of_forms(entry.language)
        for form, text in enumerate(entry.texts):
            found = sorted(PLACEHOLDER.findall(text))
            in_words = len(entry.texts) > 1 and served[form] == 1 and found == without_number
            assert found == wanted or in_words, str(entry)
            assert "%" not in PLACEHOLDER.sub("", text), str(entry)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_as_many_forms_as_the_language_has(language: str) -> None:
    plural = [entry for entry in entries(language) if len(entry.strings) == 2]
    assert len(plural) >= 7
    forms = len(numbers_of_forms(language))
    assert catalogue(language).num_plurals == forms
    assert {len(entry.texts) for entry in plural} == {forms}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_unicode_locale_data(language: str) -> None:
    form, category = plural_form(language), Locale.parse(language).plural_form
    pairs = {(form(number), category(number)) for number in NUMBERS}
    assert len(pairs) == len({form for form, _ in pairs}) == len({category for _, category in pairs})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_names_the_folder_s_language(language: str) -> None:
    lines = (LOCALES / language / "partnersite.po").read_text("utf-8").splitlines()
    assert f'"Language: {language}\\n"' in lines


@pytest.mark.parametrize("sign", [":", ".", ")"])
def test_a_translation_ends_as_its_string_does(sign: str) -> None:
    for entry in ENTRIES:
        for text in entry.texts:
            assert text.endswith(sign) == entry.strings[0].endswith(sign), str(entry)


def test_a_translation_begins_with_a_capital_where_its_string_does() -> None:
    for entry in ENTRIES:
        first, begins = entry.strings[0][0], [text[0] for text in entry.texts]
        if first.isalpha() and not any(unicodedata.category(letter) == "Lo" for letter in begins):
            assert {letter.isupper() for letter in begins if letter.isalpha()} <= {first.isupper()}, str(entry)


def test_spaces_and_quotation_marks_are_those_of_print() -> None:
    for entry in ENTRIES:
        for text in entry.texts:
            assert text == text.strip(), str(entry)
            assert not re.search(r"\s\s|[\"'`]|\.\.\.| - |--", text), str(entry)
            assert text == unicodedata.normalize("NFC", text), str(entry)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_dash_and_a_unit_stay_on_the_line_of_what_stands_before_them(language: str) -> None:
    for entry in entries(language):
        for text in entry.texts:
            assert not re.search(r" —|— ?$", text), str(entry)
            assert "%(num)s " not in text, str(entry)


def test_a_spanish_question_begins_with_its_mark() -> None:
    for entry in entries("es"):
        for text in entry.texts:
            assert text.count("?") == text.count("¿"), str(entry)


@pytest.mark.parametrize(
    ("language", "letters"),
    [("ru", "CYRILLIC"), ("kk", "CYRILLIC"), ("az", "LATIN"), ("es", "LATIN"), ("ar", "ARABIC")],
)
def test_a_word_is_written_in_the_letters_of_its_language(language: str, letters: str) -> None:
    """A Latin `c` in a Cyrillic word looks right and is not found by search."""
    for entry in entries(language):
        for text in entry.texts:
            for word in re.findall(r"[^\W\d_]+", PLACEHOLDER.sub("", text)):
                scripts = {unicodedata.name(letter).split()[0] for letter in word}
                assert scripts == {letters} or word in LATIN, f"{entry}: {word}"


def test_two_headings_of_a_page_never_have_one_name() -> None:
    """English keeps these apart; so does each language."""
    terms = ["What you get", "Indirect benefits", "What is required", "What you undertake", "What is not allowed"]
    for language in LANGUAGES:
        texts = {entry.strings[0]: entry.texts for entry in entries(language)}
        assert len({texts[heading] for heading in terms}) == len(terms)


def test_an_entry_of_these_tests_is_what_it_seems() -> None:
    (entry,) = (entry for entry in ENTRIES if entry.language == "ru" and entry.strings[0] == "Partners")
    assert entry == Entry("ru", ("Partners",), ("Партнёры",), fuzzy=False)
