"""Alphabetical order as the readers of a language expect it.

Source: the CLDR collation tailorings of these languages, reduced to their alphabets. A full collation library
needs ICU, which a fresh machine does not have; names of partners do not need more than this.
"""

from __future__ import annotations

import unicodedata

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

SortKey = tuple[tuple[tuple[int, int], ...], str]


def sort_key(text: str, language: str) -> SortKey:
    """The key that orders `text` among names: digits, then the language's letters, then other letters.

    Case and accents that are no letters of their own decide only between otherwise equal names.
    """
    base = language.partition("-")[0]
    alphabet = _ORDER.get(base, {})
    folded = unicodedata.normalize("NFC", text)
    if base in DOTTED_I:
        folded = folded.replace("I", "ı").replace("İ", "i")
    primary: list[tuple[int, int]] = []
    for character in folded.casefold():
        if character in alphabet:
            primary.append((2, alphabet[character]))
            continue
        plain = unicodedata.normalize("NFKD", character)[0]
        if plain in alphabet:
            primary.append((2, alphabet[plain]))
        elif plain.isdigit():
            primary.append((1, unicodedata.digit(plain, 0)))
        elif plain.isalpha():
            primary.append((3, ord(plain)))
        elif plain.isspace() or plain == "-":
            primary.append((0, 0))
    return tuple(primary), text


_ORDER = {
    language: {letter: position for position, letter in enumerate(alphabet)}
    for language, alphabet in ALPHABETS.items()
}
