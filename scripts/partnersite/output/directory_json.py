"""`partners.json`: the public partner list as data, for the site's own filter and for others to use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

DIRECTORY_FILE = "partners.json"
DIRECTORY_FORMAT = 1

_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""The same text to a JSON parser, and inert where somebody pastes the data into a page."""


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def directory_entry(partner: Mapping[str, object]) -> bytes:
    """A partner's entry, on one line.

    The mapping holds public values only (text, numbers, flags, lists and mappings of these). Raises TypeError for
    anything else: an object that found its way here could carry what is private.
    """
    return _ENCODE(dict(partner)).translate(_IN_HTML).encode()


def directory_json(language: str, entries: Iterable[bytes]) -> bytes:
    """The file of one language: one partner on a line, in the order given; each from `directory_entry`."""
    head = _ENCODE({"format": DIRECTORY_FORMAT, "language": language})[:-1].translate(_IN_HTML)
    return b'%b,"partners":[\n%b\n]}\n' % (head.encode(), b",\n".join(entries))
