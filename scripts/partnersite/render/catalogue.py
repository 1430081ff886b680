"""UI strings: gettext catalogues read from `locales/<language>/partnersite.po` of each theme folder."""

from __future__ import annotations

import gettext
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from partnersite.problems import Problem, Problems, ProblemsFound

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

DOMAIN = "partnersite"
SOURCE = "en"
"""The language that strings are written in; it needs no catalogue."""

Version = tuple[Path, int, int]
"""A file with its time and size, so that a change is seen as soon as it is saved."""

PLACEHOLDER = re.compile(r"%\((\w+)\)")


def catalogue_file(theme_dir: Path, language: str) -> Path:
    """Where a theme folder keeps its catalogue of a language."""
    return theme_dir / "locales" / language / f"{DOMAIN}.po"


def read_catalogue(theme_dirs: Sequence[Path], language: str) -> gettext.NullTranslations:
    """The UI strings of a language; a later theme folder's entries win, the English msgid is the last resort.

    Fuzzy entries are not used: a guess is worse than the source text. Raises ProblemsFound for a file that is wrong.
    """
    return _compiled(_present(theme_dirs, language), language)


@lru_cache(maxsize=64)
def _compiled(files: tuple[Version, ...], language: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo

    translations = gettext.NullTranslations()
    for file in files:
        catalogue, problems = _read(file, language)
        if catalogue is None or problems:
            raise ProblemsFound(problems)
        binary = BytesIO()
        write_mo(binary, catalogue, use_fuzzy=False)
        binary.seek(0)
        compiled = gettext.GNUTranslations(binary)
        compiled.add_fallback(translations)
        translations = compiled
    return translations


def check_catalogues(theme_dirs: Sequence[Path], languages: Sequence[str], problems: Problems) -> None:
    """Adds what is wrong in the languages' catalogues, and a warning for each one that is not wholly translated."""
    for language in languages:
        if language.partition("-")[0] == SOURCE:
            continue
        files = _present(theme_dirs, language)
        for version in files:
            catalogue, found = _read(version, language)
            file = version[0]
            problems.extend(found)
            missing = [message for message in catalogue or () if message.id and not is_translated(message)]
            if missing:
                message = f"{len(missing)} of the site's own words have no translation; pages say them in English."
                problems.add(_problem("untranslated-words", message, file, missing[0], "translate the empty or fuzzy "
                                      "entries", severity="warning"))  # fmt: skip
        if not files:
            problems.add(
                Problem(
                    "no-catalogue",
                    f"The site's own words are not translated to `{language}`; pages say them in English.",
                    file=_shown(catalogue_file(theme_dirs[-1], language)),
                    hint="copy another language's catalogue there, translate it, and set its Language and Plural-Forms",
                    severity="warning",
                )
            )


def is_translated(message: Message) -> bool:
    """Whether pages use a catalogue's entry: all its forms are there, and nobody has to look at it again."""
    return not message.fuzzy and all(texts_of(message.string))


def texts_of(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a string or of its translation: one where it has no plural."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _present(theme_dirs: Sequence[Path], language: str) -> tuple[Version, ...]:
    files = (catalogue_file(theme_dir, language) for theme_dir in theme_dirs)
    found = ((file, file.stat()) for file in files if file.is_file())
    return tuple((file, status.st_mtime_ns, status.st_size) for file, status in found)


@lru_cache(maxsize=64)
def _read(version: Version, language: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """A catalogue with what is wrong in it; None where it cannot be read at all."""
    from babel.messages.pofile import PoFileError, read_po

    file = version[0]
    data = file.read_bytes().removeprefix(BOM_UTF8)
    try:
        data.decode()
        with redirect_stdout(StringIO()):  # Babel prints what it then raises
            catalogue = read_po(BytesIO(data), locale=language.replace("-", "_"), abort_invalid=True)
        gettext.c2py(catalogue.plural_expr)
        if (catalogue.charset or "utf-8").lower() != "utf-8":
            raise LookupError
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save the file as UTF-8"
        return None, (Problem("wrong-catalogue", "This line is not UTF-8 text.", _shown(file), line, hint=hint),)
    except PoFileError as error:
        message = "This line is not as a gettext catalogue has it."
        problem = Problem("wrong-catalogue", message, _shown(file), error.lineno + 1, excerpt=str(error.line).strip())
        return None, (problem,)
    except (ValueError, LookupError):
        message = "The catalogue's header, its first entry, cannot be understood."
        hint = "its Content-Type says charset=utf-8; copy its Plural-Forms from a catalogue of the same language"
        return None, (Problem("wrong-catalogue", message, _shown(file), 1, hint=hint),)
    return catalogue, tuple(_problems_of(catalogue, file))


def _problems_of(catalogue: Catalog, file: Path) -> Iterator[Problem]:
    """Translations that a page could not be made with."""
    for message in catalogue:
        texts = [text for text in texts_of(message.string) if text]
        if not message.id or message.fuzzy or not texts:
            continue
        names = sorted({name for text in texts_of(message.id) for name in PLACEHOLDER.findall(text)})
        known = ", ".join(f"%({name})s" for name in names) or "none here"
        for text in texts:
            try:
                text % dict.fromkeys(names, 0)
            except (KeyError, TypeError, ValueError):
                yield _problem("wrong-placeholder", f"The placeholders in `{text}` are not those of the English text.",
                               file, message, f"known: {known}; a percent sign is written %%")  # fmt: skip
                break
        if message.pluralizable and len(texts) != catalogue.num_plurals:
            forms = f"{len(texts)} of {catalogue.num_plurals}"
            yield _problem("wrong-plural-forms", f"The translation has {forms} plural forms.", file, message,
                           "write as many msgstr[…] lines as the Plural-Forms line of the file says")  # fmt: skip


def _problem(code: str, text: str, file: Path, message: Message, hint: str, severity: str = "error") -> Problem:
    return Problem(code, text, file=_shown(file), line=message.lineno or 0, hint=hint,
                   severity="warning" if severity == "warning" else "error")  # fmt: skip


def _shown(file: Path) -> str:
    """A catalogue's path from its theme folder on."""
    return "/".join(file.parts[-4:])
