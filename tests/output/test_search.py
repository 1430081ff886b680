"""Search data is markup for the theme, which writes it into the page: plain texts must come out as they went in."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import NAUGHTY_STRINGS, XSS_PAYLOADS, needs_corpora
from oracle import elements, parse
from partnersite.output.search import (
    SearchEntry,
    SearchIndexUnreadable,
    add_entries,
    locations,
    search_entry,
    start_of_search,
    without_entries,
)

ENGINE: dict[str, Any] = {
    "config": {"lang": ["en"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"], "fields": {}},
    "docs": [
        {"location": "", "title": "Home", "text": "<p>Welcome &amp; <code>x</code></p>"},
        {"location": "#top", "title": "Top", "text": "", "tags": ["R&D"], "boost": 2},
    ],
}
INDEX = json.dumps(ENGINE).encode()


def documents(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)["docs"]
    return found


def added(*entries: SearchEntry, index: bytes = INDEX) -> bytes:
    """The engine's search data with these pages."""
    return add_entries(index, map(search_entry, entries))


def document(title: str, text: str = "", tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return documents(added(SearchEntry("p/", title, text, tags)))[-1]


def as_shown(markup: str) -> str:
    """The text of markup as a browser shows it after `innerHTML`."""
    return "".join(parse(f"<div>{markup}</div>").itertext())


def tags_in(markup: str) -> set[str]:
    return {name for name, _ in elements(parse(f"<div>{markup}</div>"))} - {"div"}


def test_pages_are_added_after_the_engines_own() -> None:
    data = added(SearchEntry("b/", "B"), SearchEntry("a/", "A", "one\ntwo", ("x",)))
    assert json.loads(data)["config"] == ENGINE["config"]
    assert documents(data) == [
        *ENGINE["docs"][:1],
        {**ENGINE["docs"][1], "tags": ["R&amp;D"]},
        {"location": "b/", "title": "B", "text": ""},
        {"location": "a/", "title": "A", "text": "<p>one</p><p>two</p>", "tags": ["x"]},
    ]


@pytest.mark.parametrize(
    "text", ["A & B <i>\"'", "&amp;", "&lt;b&gt;", "<script>alert(1)</script>", "{{ 7*7 }}", "\\u003c"]
)
def test_a_text_is_shown_as_it_was_written(text: str) -> None:
    found = document(text, text, tags=(text,))
    assert [as_shown(found[field]) for field in ("title", "text")] == [text, text]
    assert as_shown(found["tags"][0]) == text


def test_every_paragraph_is_a_block_of_its_own() -> None:
    assert document("t", "one\n\n  two \r\nthree")["text"] == "<p>one</p><p>two</p><p>three</p>"


def test_addresses_are_encoded_as_the_engine_does() -> None:
    (*_, last) = documents(added(SearchEntry("партнёр/a b/", "t")))
    assert last["location"] == "%D0%BF%D0%B0%D1%80%D1%82%D0%BD%D1%91%D1%80/a%20b/"


@needs_corpora
def test_no_known_payload_becomes_markup() -> None:
    for payload in (*XSS_PAYLOADS, *NAUGHTY_STRINGS):
        found = document(payload, payload, tags=(payload,))
        assert tags_in(found["title"]) == tags_in(found["tags"][0]) == set()
        assert tags_in(found["text"]) <= {"p"}


@given(st.text(max_size=40))
def test_any_text_comes_out_once_escaped_and_without_markup(text: str) -> None:
    found = document(text, text, tags=(text,))
    visible = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    assert html.unescape(found["title"]) == html.unescape(found["tags"][0])
    assert "<" not in found["title"]
    assert ">" not in found["title"]
    assert " ".join(html.unescape(re.sub(r"</?p>", " ", found["text"])).split()) == visible
    assert " ".join(html.unescape(found["title"]).split()) == visible


@given(st.text(alphabet="&<>;ltgampq/ ps\"'", max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_a_hit_marked_anywhere_cannot_make_markup(text: str, start: int, end: int) -> None:
    """The theme cuts these strings at the places of hits, also inside `&lt;`, and joins them with `<mark>`."""
    title = document(text)["title"]
    marked = f"{title[:start]}<mark>{title[start:end]}</mark>{title[end:]}"
    assert tags_in(marked) <= {"mark"}


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x onerror=alert(1)>",
        "<b>",
        "<p class=x>",
        "<p onclick=alert(1)>",
        "</script>",
        "<!-- x -->",
        "<pre/x>",
        "< p>",
    ],
)
def test_markup_that_the_engine_left_in_its_own_entries_becomes_text(markup: str) -> None:
    index = {
        **ENGINE,
        "docs": [{"location": "", "title": f"T {markup}", "text": f"<p>x {markup}</p>", "tags": [markup]}],
    }
    (found,) = documents(added(index=json.dumps(index).encode()))
    assert tags_in(found["title"]) == tags_in(found["tags"][0]) == set()
    assert tags_in(found["text"]) == {"p"}
    assert as_shown(found["title"]) == f"T {markup}"
    assert as_shown(found["tags"][0]) == markup


def test_the_engines_locations_lose_the_languages_folder() -> None:
    index = {**ENGINE, "docs": [{"location": "ru/a/#b", "title": "", "text": ""}]}
    assert documents(add_entries(json.dumps(index).encode(), [], root="ru/"))[0]["location"] == "a/#b"
    # A page of the language's own is the same page, wherever the engine put its address.
    index["docs"][0] = {"title": "", "text": "", "location": "ru/a/"}
    with pytest.raises(SearchIndexUnreadable, match="twice"):
        add_entries(json.dumps(index).encode(), [search_entry(SearchEntry("a/", "A"))], root="ru/")


def test_an_address_that_stands_there_already_is_an_error() -> None:
    with pytest.raises(SearchIndexUnreadable, match="twice"):
        added(SearchEntry("a/", "A"), SearchEntry("a/", "A"))
    with pytest.raises(SearchIndexUnreadable, match="twice"):
        added(SearchEntry("", "Home"))


PIECES = (*'aé"\\/<>&\n\t\x01\u2028#{}:,', "<p>", "</li>", '{"location":"', ',"docs":[')
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
DOCUMENT = {"location": TEXTS, "title": TEXTS, "text": TEXTS}


@given(st.lists(st.fixed_dictionaries(DOCUMENT, optional={"tags": st.lists(TEXTS)})))
def test_the_form_in_which_the_engine_writes_its_data_makes_no_difference(docs: list[dict[str, Any]]) -> None:
    for number, entry in enumerate(docs):
        entry["location"] = f"ru/{number}/{entry['location']}"
    index = {**ENGINE, "docs": docs}
    spaced = json.dumps(index).encode()
    compact = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    assert add_entries(compact, [], root="ru/") == add_entries(spaced, [], root="ru/")
    pages = {place for place in locations(spaced) if "#" not in place}
    if not any('"' in place or "\\" in place or not place.isprintable() for place in pages):  # addresses are quoted
        assert {place for place in locations(compact) if "#" not in place} == pages
    options = {"language": "ru", "root": "ru/", "worker": "search.1.min.js"}
    assert start_of_search(compact, **options) == start_of_search(spaced, **options)


@pytest.mark.parametrize(
    "data", ["", "[]", "{}", "\xff", '{"docs":[1]}', '{"docs":[{}]}', '{"docs":[{"location":1,"title":"","text":""}]}']
)
def test_data_of_another_format_is_an_error(data: str) -> None:
    with pytest.raises(SearchIndexUnreadable):
        add_entries(data.encode("latin-1"), [])
    with pytest.raises(SearchIndexUnreadable):
        without_entries(data.encode("latin-1"), [""])


def test_pages_that_are_none_are_taken_out_with_their_sections() -> None:
    data = added(SearchEntry("a/", "A"))
    assert [found["location"] for found in documents(without_entries(data, ["", "b/"]))] == ["a/"]


@pytest.mark.parametrize(
    ("language", "root", "stemmer", "data"),
    [
        ("en", "", "en", "../../../search/data.json"),
        # The theme searches a language that it does not know by the rules of English.
        ("kk", "kk/", "", "../../../kk/search/data.json"),
    ],
)
def test_what_every_page_loads_says_where_the_search_data_are(
    language: str, root: str, stemmer: str, data: str
) -> None:
    start = json.loads(start_of_search(INDEX, language=language, root=root, worker="search.1.min.js"))
    assert start["docs"] == []
    assert start["config"] == ENGINE["config"] | {
        "start": {"data": data, "worker": "search.1.min.js", "stemmer": stemmer}
    }
