"""Brings the catalogues of UI strings up to date with the templates and the code: `make catalogue`.

Where strings stand is said in `pyproject.toml` under `[tool.babel]`. The files hold neither dates nor line numbers nor
who changed them, so that they differ only where strings do.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import babel
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from partnersite.render.catalogue import DOMAIN, catalogue_file, is_translated

THEME = "theme"
COMMENT_TAG = "NOTE:"
"""Begins a comment above a string, in a template or in code, that is meant for translators."""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""Functions that take strings, and which of their arguments are strings (`c` is a context)."""


def ui_strings(root: Path) -> Catalog:
    """Every string of the repository at `root`, in the order of its files, with the files but not the lines."""
    catalogue = Catalog(charset="utf-8")
    for mapping in tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]:
        options = {name: value for name, value in mapping.items() if name not in ("method", "pattern")}
        for file in sorted(root.glob(mapping["pattern"])):
            found = extract_from_file(mapping["method"], file, KEYWORDS, [COMMENT_TAG], options, True)
            for line, message, comments, context in found:
                place = (file.relative_to(root).as_posix(), line)
                catalogue.add(message, locations=[place], auto_comments=comments, context=context)
    return catalogue


def updated(catalogue: bytes | None, strings: Catalog, language: str) -> bytes:
    """A language's catalogue with exactly `strings`: known ones keep their translation, new ones are empty or fuzzy.

    A fuzzy one is a proposal from a similar string that is gone; pages do not use it. None begins a catalogue.
    """
    locale = babel.Locale.parse(language, sep="-")
    if catalogue is None:
        known = Catalog(locale, header_comment=f"# {locale.english_name}: the words of partnersite's own pages.")
    else:
        known = read_po(BytesIO(catalogue), locale=str(locale), abort_invalid=True)
    known.update(strings, update_header_comment=False)
    for message in known:
        message.previous_id = []
    written = BytesIO()
    write_po(written, known, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return _header(known, language).encode() + written.getvalue()


def update_catalogues(root: Path, new: Sequence[str] = ()) -> dict[str, tuple[bool, int]]:
    """Updates every catalogue of the theme at `root` and begins those of `new` languages.

    By language: whether its file changed, and how many strings in it have no translation.
    """
    theme = root / THEME
    strings = ui_strings(root)
    present = {file.parent.name for file in (theme / "locales").glob(f"*/{DOMAIN}.po")}
    results: dict[str, tuple[bool, int]] = {}
    for language in sorted(present.union(new)):
        file = catalogue_file(theme, language)
        before = file.read_bytes() if file.is_file() else None
        after = updated(before, strings, language)
        if after != before:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(after)
        results[language] = after != before, untranslated(after)
    return results


def untranslated(catalogue: bytes) -> int:
    """How many strings of a catalogue pages will show in English."""
    return sum(bool(message.id) and not is_translated(message) for message in read_po(BytesIO(catalogue)))


def _header(catalogue: Catalog, language: str) -> str:
    """What gettext needs to know, and nothing that changes by itself."""
    fields = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    return f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n{lines}\n'


def main(languages: Sequence[str]) -> None:
    """Updates the catalogues of the repository that is the current folder."""
    for language, (changed, missing) in update_catalogues(Path.cwd(), languages).items():
        state = f"{missing} to translate" if missing else "complete"
        sys.stdout.write(f"{language}: {'updated' if changed else 'up to date'}, {state}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
