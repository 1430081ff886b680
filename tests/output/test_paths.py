"""Only plain paths of known kinds are published; nothing else, however it is spelled, gets near the disk."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.output.paths import (
    MEDIA_TYPES,
    NAMED_FILES,
    address_key,
    check_path,
    media_type,
    path_fault,
    safe_join,
)
from partnersite.problems import ProblemsFound

GOOD = [
    "index.html",
    "404.html",
    "ru/partners/kupava/index.html",
    "partners/page/2/index.html",
    "assets/javascripts/lunr/min/lunr.stemmer.support.min.js",
    "assets/stylesheets/main.57a0d79d.min.css",
    "search/search_index.json",
    "brand/Logo Kit 2026.zip",
    "материалы/прайс-лист.pdf",
    "ブランド/ロゴ.svg",
    "é.pdf",
    "a" * 196 + ".pdf",
    "LOGO.SVG",
    "kit-v1.2.zip",
    "con1.html",
    "console/index.html",
    *sorted(NAMED_FILES),
]

BAD = {
    "": "empty",
    "/index.html": "empty part",
    "a//index.html": "empty part",
    "a/": "empty part",
    ".": "part `.`",
    "..": "part `..`",
    "../index.html": "part `..`",
    "a/../../index.html": "part `..`",
    "a/./index.html": "part `.`",
    "a\\..\\index.html": "`\\`",
    "C:/index.html": "`:`",
    "C:index.html": "`:`",
    "index.html:stream.html": "`:`",
    "a\0.html": "U+0000",
    "a\n.html": "U+000A",
    "a\x7f.html": "U+007F",
    "a\x85.html": "U+0085",
    "a\u202egnp.html": "U+202E",
    "a\u200b.html": "U+200B",
    "a\ufeff.html": "U+FEFF",
    "a\u2028.html": "U+2028",
    "a\u00a0b.html": "U+00A0",
    "a\u3000b.html": "U+3000",
    "\ue000.html": "U+E000",
    "\ud800.html": "not valid Unicode",
    "e\u0301.pdf": "composed form",
    "\uff0e\uff0e/index.html": "other systems read as",
    "a\uff0fb.html": "other systems read as",
    "\u2025/index.html": "other systems read as",
    "a\u2215b.html": "U+2215",
    "100%.html": "`%`",
    "%2e%2e/index.html": "`%`",
    "a?b.html": "`?`",
    "a#b.html": "`#`",
    "a*.html": "`*`",
    'a".html': '`"`',
    "a<b>.html": "`<`",
    "a|b.html": "`|`",
    "index.html~": "`~`",
    "PROGRA~1/index.html": "`~`",
    ".env": "begins with `.`",
    ".git/config.txt": "begins with `.`",
    ".htaccess": "begins with `.`",
    "-rf/index.html": "begins with `-`",
    " a.html": "begins with ` `",
    "a /index.html": "ends with ` `",
    "a./index.html": "ends with `.`",
    "CON/index.html": "reserved",
    "aux.txt": "reserved",
    "nul.tar.zip": "reserved",
    "com1.html": "reserved",
    "LPT9.pdf": "reserved",
    "com¹.pdf": "reserved",
    "conin$.pdf": "reserved",
    "a" * 197 + ".pdf": "longer than 200 bytes",
    "я" * 99 + ".pdf": "longer than 200 bytes",
    "/".join(["a" * 100] * 9) + ".html": "longer than 800 bytes",
    "README": "no extension",
    "mkdocs.yml": "`.yml`",
    "partners.yaml": "`.yaml`",
    "index.md": "`.md`",
    "index.html.orig": "`.orig`",
    ".index.html.swp": "begins with `.`",
    "logo.psd": "`.psd`",
    "index.php": "`.php`",
    "index.htm": "`.htm`",
    "shell.php.png": "`.php`",
    "a.cgi.txt": "`.cgi`",
    "Thumbs.db": "`.db`",
    "sitemap.xml.gz": "`.gz`",
    "a/_headers": "no extension",
    "site.pem": "`.pem`",
}

DOTS = [
    "..", "%2e%2e", "%2E%2E", "%252e%252e", ".%2e", "%2e.", "%c0%ae%c0%ae", "%uff0e%uff0e", "\uff0e\uff0e",
    "\u2025", "\u2024\u2024", "\uff0e.", "..\u200b", ".\0.", "..;", "...", "....", "..%00", "..%01",
    "%%32%65%%32%65",
]  # fmt: skip
SLASHES = [
    "/", "\\", "%2f", "%5c", "%252f", "%255c", "%c0%af", "%c1%9c", "\uff0f", "\u2215", "\u2044", "\uff3c",
    "//", "\\/", "/./", "%u2215", "/\0",
]  # fmt: skip
STARTS = ["", "/", "a/", "C:\\", "file:///", "\\\\host\\"]
TARGETS = ["index.html", "etc/passwd", "outside.txt"]
TRAVERSALS = tuple(
    start + (dots + slash) * depth + target
    for start, dots, slash, depth, target in itertools.product(STARTS, DOTS, SLASHES, (1, 2, 3, 8), TARGETS)
)


@pytest.mark.parametrize("path", GOOD)
def test_plain_paths_are_published(path: str) -> None:
    assert path_fault(path) == ""
    assert check_path(path) == path


@pytest.mark.parametrize(("path", "reason"), BAD.items())
def test_other_paths_are_refused_with_a_reason(path: str, reason: str) -> None:
    assert reason in path_fault(path)
    with pytest.raises(ProblemsFound) as caught:
        check_path(path, "content/en/x.md")
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("unsafe-path", "content/en/x.md")


def test_every_spelling_of_a_way_out_is_refused(tmp_path: Path) -> None:
    assert len(TRAVERSALS) > 20_000
    let_through = [path for path in TRAVERSALS if not path_fault(path)]
    assert let_through == []
    for path in TRAVERSALS[::97]:
        with pytest.raises(ProblemsFound):
            safe_join(tmp_path, path)


def test_every_device_name_of_windows_is_refused_with_any_extension() -> None:
    names = ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
    spellings = [spelling for name in names for spelling in (name, name.upper(), name.title())]
    extensions = [".html", ".tar.zip", " .html"]
    assert [s + e for s in spellings for e in extensions if not path_fault(f"a/{s}{e}")] == []


TRICKY = st.sampled_from([*DOTS, *SLASHES, "a", "B", "é", "e\u0301", " ", ".", ".html", ".png", "con", "-", "~", "中"])


@given(st.lists(TRICKY, max_size=8).map("".join) | st.text(max_size=30).map(lambda text: f"{text}.html"))
def test_what_is_let_through_is_plainly_below_the_root(path: str) -> None:
    if path_fault(path):
        return
    joined = safe_join(Path("/root/site"), path)
    assert str(joined) == f"/root/site/{path}"
    assert joined.resolve().is_relative_to("/root/site")
    for reading in (
        unquote(path),
        unquote(unquote(path)),
        unicodedata.normalize("NFKC", path),
        path.replace("\\", "/"),
    ):
        parts = reading.split("/")
        assert not {"", ".", ".."} & set(parts), reading
        assert all(part == part.strip(". ") for part in parts)
    assert unicodedata.is_normalized("NFC", path)
    assert path.isprintable()
    assert max(len(part.encode()) for part in path.split("/")) <= 200


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("q.html", "q/index.html"),
        ("Kupava/index.html", "kupava/index.html"),
        ("a/Logo.SVG", "a/logo.svg"),
        ("caf\u00e9.pdf", "cafe\u0301.pdf"),
        ("STRASSE.pdf", "straße.pdf"),
        ("ΣΊΣΥΦΟΣ.pdf", "σίσυφος.pdf"),
        ("index.html", "INDEX.html"),
    ],
)
def test_one_address_in_two_spellings(first: str, second: str) -> None:
    assert address_key(first) == address_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/index.html", "b/index.html"),
        ("m2.pdf", "m².pdf"),
        ("i.pdf", "ı.pdf"),
        ("a.pdf", "a.png"),
        ("index.html", "a.html"),
    ],
)
def test_two_addresses(first: str, second: str) -> None:
    assert address_key(first) != address_key(second)


def test_media_types_are_known_for_all_that_may_be_published() -> None:
    assert media_type("a/LOGO.SVG") == "image/svg+xml"
    assert media_type("_headers") == "text/plain"
    assert media_type("index.html") == "text/html"
    assert all(extension == extension.lower() for extension in MEDIA_TYPES)
