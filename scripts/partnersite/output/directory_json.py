"""`partners.json`: the public partner list as data, for the site's own filter and for others to use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

DIRECTORY_FILE = "partners.json"
DIRECTORY_FORMAT = 1

_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""The same text to a JSON parser, and inert where somebody pastes the data into a page."""


def directory_json(language: str, partners: Iterable[Mapping[str, object]]) -> bytes:
    """The file of one language: one partner on a line, in the order given.

    Each mapping holds public values only (text, numbers, flags, lists and mappings of these). Raises
    TypeError for anything else: an object that found its way here could carry what is private.
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
    head = encode({"format": DIRECTORY_FORMAT, "language": language})[:-1]
    lines = ",\n".join(encode(dict(partner)) for partner in partners)
    return f'{head},"partners":[\n{lines}\n]}}\n'.translate(_IN_HTML).encode()
