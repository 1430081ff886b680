"""Alphabetical order as the readers of a language expect it.

Source: the CLDR collation tailorings of these languages, reduced to their alphabets. A full collation library
needs ICU, which a fresh machine does not have; names of partners do not need more than this.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALPHABETS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
}
"""Letters in the order of the language; letters of other alphabets follow in Unicode order."""

DOTTED_I = {"az", "tr"}
"""Languages whose capital of `i` is `İ` and whose capital of `ı` is `I`."""

SortKey = tuple[str, str]
"""Compared letter by letter; the second part decides between names that are equal but for case and accents."""


def sort_key(text: str, language: str) -> SortKey:
    """The key that orders `text` among names: digits, then the language's letters, then other letters.

    Case and accents that are no letters of their own decide only between otherwise equal names.
    """
    base = language.partition("-")[0]
    folded = unicodedata.normalize("NFC", text)
    if base in DOTTED_I:
        folded = folded.replace("I", "ı").replace("İ", "i")
    return "".join(_weight(character, base) for character in folded.casefold()), text


@lru_cache(maxsize=1 << 14)
def _weight(character: str, language: str) -> str:
    """What a character counts among others: its group and its place there, as two characters; or nothing."""
    alphabet = _ORDER.get(language, {})
    plain = character if character in alphabet else unicodedata.normalize("NFKD", character)[0]
    if plain in alphabet:
        return f"\2{chr(alphabet[plain])}"
    if plain.isdigit():
        return f"\1{chr(unicodedata.digit(plain, 0))}"
    if plain.isalpha():
        return f"\3{plain}"
    return "\0\0" if plain.isspace() or plain == "-" else ""


_ORDER = {
    language: {letter: position for position, letter in enumerate(alphabet)}
    for language, alphabet in ALPHABETS.items()
}
