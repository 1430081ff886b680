"""What `mkdocs.yml` may say: everything that is wrong in it is a Problem at its place, never a page that is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnersite.inputs import read_inputs
from partnersite.problems import ProblemsFound
from partnersite.settings import CONFIG_FILE, read_settings

URL = "site_url: https://partners.example.com/"
FIRST = "  - index.md\n"
LANGUAGES = "languages: [en, ru, ar]"
EXTRA = "extra:\n"
TABLES = "  - tables\n"


def edit(site: Path, old: str, new: str) -> None:
    file = site / CONFIG_FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "https://partners.example.com",
        "https://example.com/partners/",
        "https://example.com/a/b-c/d.e/",
        "http://localhost:8000/",
        "https://xn--j1ahl.xn--p1ai/",
    ],
)
def test_addresses_of_a_site(small_site: Path, url: str) -> None:
    edit(small_site, URL, f"site_url: {url}")
    assert read_settings(small_site).url == url.rstrip("/") + "/"


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (URL, "site_url: //partners.example.com/", "wrong-site-url", "https"),
        (URL, "site_url: 'https://[::1/'", "wrong-site-url", ""),
        (URL, "site_url: https://user:word@example.com/", "wrong-site-url", ""),
        (URL, "site_url: https://example.com/a b/", "wrong-site-url", ""),
        (URL, "site_url: https://example.com/../a/", "wrong-site-url", ""),
        (URL, "site_url: https://example.com/a//b/", "wrong-site-url", ""),
        (URL, "site_url: https://example.com/%2e%2e/", "wrong-site-url", ""),
        (URL, "site_url: https://example.com/?a=b", "wrong-site-url", ""),
        (URL, "site_url: 'https://example.com/\"><script>/'", "wrong-site-url", ""),
        (URL, "site_url: https://\u043a\u043e\u0442.example/", "wrong-site-url", "Latin"),
        (FIRST, "  - Home: index.md\n", "wrong-nav", "write `- index.md`"),
        (FIRST, FIRST + "  - Shop: https://shop.example.com/\n", "wrong-nav", "own pages"),
        (FIRST, FIRST + "  - Empty: []\n", "wrong-nav", "list of pages"),
        (FIRST, FIRST + "  - [index.md]\n", "wrong-nav", "list of pages"),
        (LANGUAGES, "languages: [en, RU, ar]", "language-spelling", "write `ru`"),
        (LANGUAGES, "languages: [en, zh-hant]", "language-spelling", "write `zh-Hant`"),
        (LANGUAGES, "languages: [en, pt-br]", "language-spelling", "write `pt-BR`"),
        (LANGUAGES, "languages: [en, en]", "duplicate-language", "twice"),
        (LANGUAGES, "languages: [en, program]", "unknown-language", "BCP 47"),
        (LANGUAGES, f"{LANGUAGES}\n      share_image: [a.png]", "missing-setting", "picture"),
        (LANGUAGES, f"{LANGUAGES}\n      share_imag: a.png", "unknown-key", "share_imag"),
        ("docs_dir: content", "docs_dir: ..", "folder-outside", "must lie in"),
        ("docs_dir: content", "docs_dir: .", "folder-outside", "must lie in"),
        ("docs_dir: content", "docs_dir: kontent", "missing-folder", "kontent"),
        ("  name: material\n", "  name: material\n  custom_dir: [a]\n", "missing-setting", "folder"),
        (TABLES, TABLES + "  - pymdownx.snippets\n", "extension-reads-files", "internal data"),
        (TABLES, TABLES + "  - pymdownx.snippets: {base_path: .}\n", "extension-reads-files", "internal data"),
        (URL, URL + "\nhooks: [hook.py]", "setting-not-supported", "theme/"),
        (URL, URL + "\nINHERIT: ../base.yml", "setting-not-supported", "this file"),
        (EXTRA, EXTRA + "  join: [program/index.md]\n", "missing-setting", "join: program/joining.md"),
        (TABLES, TABLES + "  - pymdownx.b64\n", "extension-reads-files", "any file"),
    ],
)
def test_what_is_wrong_is_named_at_its_line(small_site: Path, old: str, new: str, code: str, said: str) -> None:
    edit(small_site, old, new)
    with pytest.raises(ProblemsFound) as raised:
        read_settings(small_site)
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == (code, CONFIG_FILE)
    assert problem.line > 1
    assert problem.excerpt
    assert said in f"{problem.message} {problem.hint}"


def test_the_program_s_own_marks_stand_in_no_setting(small_site: Path) -> None:
    edit(small_site, "site_name: Acme Partners", 'site_name: "<!--partnersite:main-->"')
    with pytest.raises(ProblemsFound) as raised:
        read_settings(small_site)
    assert [(problem.code, problem.line) for problem in raised.value.problems] == [("own-mark", 2)]


@pytest.mark.parametrize("nav", ["nav: index.md", "nav: {index: index.md}", "nav: []"])
def test_a_menu_is_a_list(small_site: Path, nav: str) -> None:
    text = (small_site / CONFIG_FILE).read_text(encoding="utf-8")
    start, end = text.index("nav:"), text.index("plugins:")
    (small_site / CONFIG_FILE).write_text(f"{text[:start]}{nav}\n{text[end:]}", encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        read_settings(small_site)
    assert [problem.code for problem in raised.value.problems] == ["no-nav"]


@pytest.mark.parametrize(
    ("language", "hint"), [("no", "write `nb`"), ("zu", "partials/languages/zu.html"), ("sr-Latn", "write `sh`")]
)
def test_a_language_that_the_theme_does_not_speak(small_site: Path, language: str, hint: str) -> None:
    edit(small_site, LANGUAGES, f"languages: [en, {language}]")
    (small_site / "content" / "ru").rename(small_site / "content" / language)
    with pytest.raises(ProblemsFound) as raised:
        read_inputs(read_settings(small_site))
    (problem,) = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert (problem.code, problem.file) == ("language-without-words", CONFIG_FILE)
    assert hint in problem.hint


def test_a_theme_folder_may_speak_it(small_site: Path) -> None:
    edit(small_site, LANGUAGES, "languages: [en, zu]")
    edit(small_site, "  name: material\n", "  name: material\n  custom_dir: own\n")
    (small_site / "own" / "partials" / "languages").mkdir(parents=True)
    (small_site / "own" / "partials" / "languages" / "zu.html").write_text("{% macro t(key) %}{% endmacro %}")
    (small_site / "content" / "ru").rename(small_site / "content" / "zu")
    assert read_inputs(read_settings(small_site)).settings.languages == ("en", "zu")


def test_the_way_into_the_programme_is_a_page_of_the_menu(small_site: Path) -> None:
    edit(small_site, EXTRA, EXTRA + "  join: program/dealer.mb\n")
    with pytest.raises(ProblemsFound) as raised:
        read_inputs(read_settings(small_site))
    (problem,) = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert (problem.code, problem.field) == ("unknown-page-to-join", "extra.join")
    assert problem.excerpt == "  join: program/dealer.mb"
    assert "program/dealer.md" in problem.hint
