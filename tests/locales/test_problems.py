"""A catalogue that somebody got wrong is answered with its line; one that is missing or unfinished with a warning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from partnersite.problems import Problem, Problems, ProblemsFound
from partnersite.render.catalogue import catalogue_file, check_catalogues, read_catalogue
from partnersite.settings import package_theme

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && n%100/10!=1 ? 1 : 2;\\n"

"""
ENTRY = 'msgid "Partners"\nmsgstr "Наши партнёры"\n'


def theme(folder: Path, text: str | bytes, language: str = "ru") -> Path:
    """A site's own theme folder with a catalogue."""
    file = catalogue_file(folder / "theme", language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / "theme"


def check(folder: Path, *languages: str) -> list[Problem]:
    problems = Problems()
    check_catalogues((folder,), languages or ("ru",), problems)
    return list(problems)


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        (HEADER + 'msgid "Files"\nmsgstr "Файлы %(name)s"\n', "wrong-placeholder", 6, "Файлы %(name)s"),
        (HEADER + 'msgid "Page %(number)s"\nmsgstr "Стр. %(nomer)s"\n', "wrong-placeholder", 6, "%(nomer)s"),
        (HEADER + 'msgid "Rate"\nmsgstr "Ставка, %"\n', "wrong-placeholder", 6, "Ставка, %"),
        (HEADER + 'msgid "Page %(number)s"\nmsgstr "Стр. %(number)"\n', "wrong-placeholder", 6, "%(number)"),
        (HEADER + 'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "день"\nmsgstr[1] "дня"\n',
         "wrong-plural-forms", 6, "2 of 3"),
        (HEADER + 'msgid "Files"\nmsgster "Файлы"\n', "wrong-catalogue", 7, "gettext"),
        (HEADER.encode() + b'msgid "Files"\nmsgstr "\xd4\xe0\xe9\xeb\xfb"\n', "wrong-catalogue", 7, "UTF-8"),
        (HEADER.replace("utf-8", "utf-9") + ENTRY, "wrong-catalogue", 1, "header"),
        (HEADER.replace("utf-8", "windows-1251") + ENTRY, "wrong-catalogue", 1, "header"),
        (HEADER.replace("n%10==1", "n ?? ("), "wrong-catalogue", 1, "header"),
        (HEADER.replace("nplurals=3", "nplurals=three"), "wrong-catalogue", 1, "header"),
    ],
)  # fmt: skip
def test_a_wrong_catalogue_is_a_problem_with_its_line(
    text: str | bytes, code: str, line: int, said: str, tmp_path: Path
) -> None:
    folder = theme(tmp_path, text)
    (problem,) = [found for found in check(folder) if found.severity == "error"]
    assert (problem.code, problem.file, problem.line) == (code, "theme/locales/ru/partnersite.po", line)
    assert said in problem.message
    with pytest.raises(ProblemsFound):
        read_catalogue((folder,), "ru")


def test_an_unfinished_catalogue_is_a_warning_at_its_first_gap(tmp_path: Path) -> None:
    entries = 'msgid "A"\nmsgstr "А"\n\nmsgid "B"\nmsgstr ""\n\n#, fuzzy\nmsgid "C"\nmsgstr "В"\n'
    folder = theme(tmp_path, HEADER + entries)
    (problem,) = check(folder)
    assert (problem.code, problem.severity, problem.line) == ("untranslated-words", "warning", 9)
    assert problem.message.startswith("2 of the site's own words")
    words = read_catalogue((folder,), "ru")
    assert [words.gettext(text) for text in "ABC"] == ["А", "B", "C"]


def test_a_language_without_catalogue_is_a_warning(tmp_path: Path) -> None:
    (problem,) = check(tmp_path / "theme", "en", "en-GB", "pt-BR")
    assert (problem.code, problem.severity) == ("no-catalogue", "warning")
    assert problem.file == "theme/locales/pt-BR/partnersite.po"
    assert read_catalogue((tmp_path / "theme",), "pt-BR").gettext("Files") == "Files"


@pytest.mark.parametrize("language", ["ru", "es", "kk", "az", "ar", "en"])
def test_our_own_catalogues_have_no_problem(language: str) -> None:
    assert check(package_theme(), language) == []


def test_a_site_s_own_words_come_before_the_package_s(tmp_path: Path) -> None:
    folder = theme(tmp_path, HEADER + ENTRY)
    words = read_catalogue((package_theme(), folder), "ru")
    assert words.gettext("Partners") == "Наши партнёры"
    assert words.gettext("Files") == "Файлы"
    assert words.ngettext("%(num)s lesson", "%(num)s lessons", 5) == "%(num)s\N{NO-BREAK SPACE}уроков"


@pytest.mark.parametrize("saved", [lambda data: b"\xef\xbb\xbf" + data, lambda data: data.replace(b"\n", b"\r\n")])
def test_it_does_not_matter_which_editor_saved_a_catalogue(saved: Callable[[bytes], bytes], tmp_path: Path) -> None:
    folder = theme(tmp_path, saved((HEADER + ENTRY).encode()))
    assert check(folder) == []
    assert read_catalogue((folder,), "ru").gettext("Partners") == "Наши партнёры"


def test_a_saved_change_is_seen_at_once(tmp_path: Path) -> None:
    for text in ("Партнёры", "Наши партнёры", "Сеть"):
        folder = theme(tmp_path, HEADER + f'msgid "Partners"\nmsgstr "{text}"\n')
        assert read_catalogue((folder,), "ru").gettext("Partners") == text
