"""UI strings: gettext catalogues read from `locales/<language>/partnersite.po` of each theme folder."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

DOMAIN = "partnersite"


def catalogue_file(theme_dir: Path, language: str) -> Path:
    """Where a theme folder keeps its catalogue of a language."""
    return theme_dir / "locales" / language / f"{DOMAIN}.po"


@cache
def read_catalogue(theme_dirs: tuple[Path, ...], language: str) -> gettext.NullTranslations:
    """The UI strings of a language; a later theme folder's entries win, the English msgid is the last resort.

    Fuzzy entries are not used: a guess is worse than the source text.
    """
    translations: gettext.NullTranslations = gettext.NullTranslations()
    for theme_dir in theme_dirs:
        file = catalogue_file(theme_dir, language)
        if file.is_file():
            compiled = _compile(file, language)
            compiled.add_fallback(translations)
            translations = compiled
    return translations


def _compile(file: Path, language: str) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, catalogue, use_fuzzy=False)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def missing_strings(theme_dirs: Sequence[Path], language: str) -> tuple[str, ...]:
    """The msgids that a language's catalogue holds without a translation, in file order."""
    from babel.messages.pofile import read_po

    missing: list[str] = []
    for theme_dir in theme_dirs:
        file = catalogue_file(theme_dir, language)
        if file.is_file():
            with file.open("rb") as stream:
                for message in read_po(stream):
                    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
                    if message.id and (message.fuzzy or not all(texts)):
                        missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return tuple(missing)
