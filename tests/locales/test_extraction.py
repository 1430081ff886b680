"""`make catalogue`: the catalogues follow the templates and the code, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from locale_data import LANGUAGES, REPOSITORY, strings
from partnersite.render.catalogue import DOMAIN, read_catalogue
from partnersite.render.extraction import update_catalogues

NEW = "A string that no page has said yet."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What strings are found in, and the catalogues, to change."""
    folder = tmp_path / "repository"
    for name in ("theme/pages", "theme/locales", "scripts/partnersite"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copyfile(REPOSITORY / "pyproject.toml", folder / "pyproject.toml")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {file.parent.name: file.read_bytes() for file in (folder / "theme" / "locales").glob(f"*/{DOMAIN}.po")}


def test_what_is_committed_is_up_to_date(copy: Path) -> None:
    committed = files(copy)
    for _ in range(2):
        assert update_catalogues(copy) == dict.fromkeys(LANGUAGES, (False, 0))
        assert files(copy) == committed


def test_the_command_says_so_wherever_and_whenever_it_is_run(copy: Path) -> None:
    committed = files(copy)
    done = subprocess.run(
        [sys.executable, "-m", "partnersite.render.extraction"],
        cwd=copy,
        env={"PYTHONPATH": str(copy / "scripts"), "TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [f"{language}: up to date, complete" for language in LANGUAGES]
    assert files(copy) == committed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_that_changes_by_itself(language: str) -> None:
    text = files(REPOSITORY)[language].decode()
    assert not re.search(r"\b20\d\d\b|@|\\r|[\"\s]/|^#: .*:\d|^#~|^#, .*fuzzy", text, re.MULTILINE)


def test_make_runs_it() -> None:
    planned = subprocess.run(["make", "--dry-run", "catalogue"], cwd=REPOSITORY, capture_output=True, text=True)
    assert "python -m partnersite.render.extraction" in planned.stdout


def test_pybabel_finds_the_same_strings_by_the_same_table(copy: Path) -> None:
    arguments = ["--quiet", "extract", "--mapping-file", "pyproject.toml", "--output-file", "found.pot", "."]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *arguments], cwd=copy, check=True)
    with (copy / "found.pot").open("rb") as stream:
        found = {message.id for message in read_po(stream)}
    assert found == {message.id for message in strings()}


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("theme/pages/parts/card.html", f'{{{{ _("{NEW}") }}}}\n'),
        ("theme/pages/parts/card.html", "{% trans %}A string that\n   no page has said yet.{% endtrans %}\n"),
        ("scripts/partnersite/view/labels.py", f'\nNEW = N_("{NEW}")\n'),
        ("scripts/partnersite/view/labels.py", f'\ntext = renderer.gettext("{NEW}")\n'),
    ],
)
def test_a_new_string_waits_for_its_translation(file: str, written: str, copy: Path) -> None:
    append(copy / file, written)
    assert update_catalogues(copy) == dict.fromkeys(LANGUAGES, (True, 1))
    assert update_catalogues(copy) == dict.fromkeys(LANGUAGES, (False, 1))
    assert f'msgid "{NEW}"\nmsgstr ""\n'.encode() in files(copy)["ru"]


def test_a_string_that_is_gone_leaves_the_catalogues(copy: Path) -> None:
    template = copy / "theme" / "pages" / "not-found.html"
    template.write_text(template.read_text("utf-8").replace('_("Home page")', "home"), "utf-8")
    update_catalogues(copy)
    assert b"Home page" not in files(copy)["es"]
    assert "Página de inicio".encode() not in files(copy)["es"]


def test_a_reworded_string_keeps_its_translation_as_a_proposal_that_no_page_uses(copy: Path) -> None:
    template = copy / "theme" / "pages" / "parts" / "official.html"
    template.write_text(template.read_text("utf-8").replace("Data checked", "Data was checked"), "utf-8")
    assert update_catalogues(copy)["ru"] == (True, 1)
    text = files(copy)["ru"].decode()
    assert '#, fuzzy\nmsgid "Data was checked"\nmsgstr "Данные проверены"\n' in text
    assert "#|" not in text
    assert read_catalogue((copy / "theme",), "ru").gettext("Data was checked") == "Data was checked"


def test_a_new_language_begins_with_its_plural_forms(copy: Path) -> None:
    results = update_catalogues(copy, ["pt-BR", "uk"])
    number = len([message for message in strings() if message.id])
    assert results["pt-BR"] == results["uk"] == (True, number)
    assert results["ru"] == (False, 0)
    assert b'"Plural-Forms: nplurals=3; ' in files(copy)["uk"]
    assert files(copy)["pt-BR"].startswith(b"# Portuguese (Brazil): the words of partnersite's own pages.\n")


def test_a_template_that_cannot_be_read_is_said(copy: Path) -> None:
    append(copy / "theme" / "pages" / "parts" / "card.html", "{% trans %}")
    with pytest.raises(Exception, match="trans"):
        update_catalogues(copy)


def test_what_translators_wrote_beside_a_string_stays(copy: Path) -> None:
    file = copy / "theme" / "locales" / "ru" / f"{DOMAIN}.po"
    file.write_text(file.read_text("utf-8").replace('#: theme/pages/album.html\nmsgid "Files"',
                    '# В альбоме.\n#: theme/pages/album.html\nmsgid "Files"'), "utf-8")  # fmt: skip
    assert update_catalogues(copy)["ru"] == (False, 0)
    assert "# В альбоме." in file.read_text("utf-8")
