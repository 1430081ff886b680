"""Search data: pages that the engine did not index, added to the theme's `search_index.json`.

They are the most of what a page would load, so they are loaded only when somebody searches.

Material 9.8 puts titles, texts and tags of results into the page with `innerHTML` and marks hits by cutting
these strings, so they must be HTML without any markup but a few bare tags, escaped exactly once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, unquote

from partnersite.problems import PartnersiteError

SEARCH_FILE = "search/search_index.json"
"""What the theme loads with every page. The engine writes all search data there; we write where they are instead."""
DATA_FILE = "search/data.json"
"""Search data, in the form in which the engine wrote them."""
WORKERS = "assets/javascripts/workers/"

_BARE_TAG = r"</?(?:p|code|pre|li|ol|ul|sub|sup)>"
"""What Material's search plugin leaves of a page's markup, always without attributes."""
_STRAY = re.compile(rf"(?!{_BARE_TAG})<")
_LETTERS = r'[^"\\<\x00-\x1f]*'
_SAFE = rf'{_LETTERS}(?:(?:\\["\\bfnrt]|{_BARE_TAG}){_LETTERS})*'
_SAFE_DOCUMENT = re.compile(rf'{{"location":"{_LETTERS}","title":"{_SAFE}","text":"{_SAFE}"}}'.encode())
"""What the engine wrote of a page or a section, where it is what we would write."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_LOCATION = b'{"location":"'
"""What every entry begins with."""
_PAGE = re.compile(_LOCATION.replace(b"{", rb"\{") + rb'([^"\\#]*)"')
"""Where a page is found, and no section of one; a text cannot hold it, in which `"` has a sign before it."""
_TITLE = b'"title":"'
"""What every entry holds once."""
_DOCUMENTS, _END = b',"docs":[', b"]}"
"""What stands around all entries, as the engine writes them."""
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


class SearchIndexUnreadable(PartnersiteError):
    """Search data that the engine wrote is not as the theme's version that we know writes it."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A page in the search data; plain texts, escaped here."""

    location: str
    """The page's address below the root of its language: `''` or ending in `/`."""
    title: str
    text: str = ""
    """Paragraphs, one on a line."""
    tags: tuple[str, ...] = ()


def add_entries(index: bytes, entries: Iterable[bytes], *, root: str = "") -> bytes:
    """The engine's search data of one language with more pages, after its own and in the order given, one on a line.

    `entries` come from `search_entry`. The engine's locations are below the site root; `root` (`''` or `ru/`) is taken
    off them. What the engine wrote is made as safe as what is added: markup other than the bare tags becomes text.
    Raises SearchIndexUnreadable for anything but Material's format, and for a location that stands there
    twice.
    """
    config, lines = _engine_lines(index, root)
    lines += entries
    places = [line[: line.index(b'",')] for line in lines]
    if len(set(places)) < len(places):
        twice = next(place for place, number in Counter(places).items() if number > 1)
        message = f"`{twice.removeprefix(_LOCATION).decode()}` stands twice in the search data."
        raise SearchIndexUnreadable(message)
    return b'%b,"docs":[\n%b\n]}\n' % (config, b",\n".join(lines))


def _engine_lines(index: bytes, root: str) -> tuple[bytes, list[bytes]]:
    """The beginning of the engine's search data, and its entries, each on a line, made safe."""
    head, _, rest = index.partition(_DOCUMENTS)
    lines = _SAFE_DOCUMENT.findall(rest)
    begin = _LOCATION + root.encode()
    as_written = b",".join(lines) + _END == rest and all(line.startswith(begin) for line in lines)
    try:
        if as_written:
            lines = [_LOCATION + line[len(begin) :] for line in lines]
            return _ENCODE(json.loads(head + b"}"))[:-1].encode(), lines
        data = json.loads(index)
        documents = [_guarded(document) for document in data.pop("docs")]
        for document in documents:
            document["location"] = str(document["location"]).removeprefix(root)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchIndexUnreadable(f"The engine's {SEARCH_FILE} is not as expected.") from error
    return _ENCODE(data)[:-1].encode(), [_ENCODE(document).encode() for document in documents]


def search_entry(entry: SearchEntry) -> bytes:
    """A page's entry in the search data, on one line."""
    return _ENCODE(_document(entry)).encode()


def locations(index: bytes) -> frozenset[str]:
    """The addresses below the site root of the pages that the engine's search data hold."""
    if _DOCUMENTS in index and index.count(_LOCATION) == index.count(_TITLE):
        found = [place.decode() for place in _PAGE.findall(index)]
    else:
        try:
            found = [document["location"] for document in json.loads(index)["docs"]]
        except (ValueError, KeyError, TypeError) as error:
            raise SearchIndexUnreadable(f"The engine's {SEARCH_FILE} is not as expected.") from error
    return frozenset(map(unquote, found))


def start_of_search(index: bytes, *, language: str, root: str, worker: str) -> bytes:
    """What `SEARCH_FILE` says instead of all search data: where to load them from, and what searches them.

    `index` is the search data of the language at `root` (`''` or `ru/`), `worker` the file name of the theme's worker.
    The addresses are seen from our own worker beside it, `theme/assets/javascripts/workers/partnersite.js`.
    """
    head, found, _ = index.partition(_DOCUMENTS)
    config = json.loads(head + b"}" if found else index)["config"]
    start = {
        "data": "../" * WORKERS.count("/") + root + DATA_FILE,
        "worker": worker,
        # A language without a stemmer is searched by the words as they are typed, not by the rules of English.
        "stemmer": language if config.get("lang") == [language] else "",
    }
    data = {"config": {**config, "start": start}, "docs": []}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def without_entries(index: bytes, locations: Iterable[str]) -> bytes:
    """The search data without some pages and their sections, such as shells."""
    gone = {quote(location, safe="/") for location in locations}
    try:
        data = json.loads(index)
        kept = [document for document in data["docs"] if document["location"].partition("#")[0] not in gone]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchIndexUnreadable(f"The engine's {SEARCH_FILE} is not as expected.") from error
    return json.dumps({**data, "docs": kept}, ensure_ascii=False, separators=(",", ":")).encode()


def _document(entry: SearchEntry) -> dict[str, object]:
    paragraphs = (_plain(line) for line in entry.text.splitlines())
    document: dict[str, object] = {
        "location": quote(entry.location, safe="/"),
        "title": _plain(entry.title),
        # One block a paragraph: the theme shows the blocks with hits, and a whole text when it is one block.
        "text": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph),
    }
    if entry.tags:
        document["tags"] = [_plain(tag) for tag in entry.tags]
    return document


def _guarded(document: dict[str, object]) -> dict[str, object]:
    location, title, text = document["location"], document["title"], document["text"]
    if not isinstance(location, str) or not isinstance(title, str) or not isinstance(text, str):
        raise TypeError
    guarded = {"location": location, **document, "title": _STRAY.sub("&lt;", title), "text": _STRAY.sub("&lt;", text)}
    tags = document.get("tags")
    if isinstance(tags, list):  # the one field that Material's plugin does not escape
        guarded["tags"] = [_plain(str(tag)) for tag in tags]
    return guarded


def _plain(text: str) -> str:
    if "  " in text or not text.isprintable():  # no other text has what is looked for
        text = _SPACE.sub(" ", text)
    return escape(text.strip(), quote=False)
