"""What `album.yaml` may say."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field

from partnersite.model.fields import Day, Label, Scalar, checked
from partnersite.model.record import PUBLIC, Record
from partnersite.model.refusal import Flaw, shown
from partnersite.model.text import Name, Prose
from partnersite.names import is_device

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".pdf", ".txt")
"""Kinds of files that an album publishes."""
MAX_MEMBERS = 500
"""Files in an album: more is no album that anybody looks through."""
MAX_NAME = 100

_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def _file_flaw(text: str) -> Flaw | None:
    if "/" in text or "\\" in text:
        return Flaw("file-name", f"{shown(text)} is in another folder.", "put the file beside album.yaml")
    if not _FILE.fullmatch(text) or text.endswith(".") or len(text) > MAX_NAME:
        hint = "name it with Latin letters, digits, `.`, `_` and `-`"
        return Flaw("file-name", f"{shown(text)} is a name that not every computer can have.", hint)
    if is_device(text):
        return Flaw("file-name", f"{shown(text)} cannot be a file on Windows.", "choose another name")
    if not text.lower().endswith(KINDS):
        return Flaw(
            "file-kind", f"{shown(text)} is of a kind that is not published.", "use " + ", ".join(KINDS)
        )
    return None


AssetFile = Annotated[
    str,
    Scalar(checked(_file_flaw), {"type": "string", "maxLength": MAX_NAME, "pattern": f"^{_FILE.pattern}$"}),
]


class AssetRecord(Record):
    """One file of an album."""

    file: Annotated[AssetFile, PUBLIC]
    """Its name, beside `album.yaml`."""
    title: Annotated[Name, PUBLIC]
    """What it is."""
    usage: Annotated[Prose | None, PUBLIC] = None
    """When and how to use it."""


class AlbumRecord(Record):
    """An album: what it is, what it may be used for, and its files in order."""

    title: Annotated[Name, PUBLIC]
    """The album's name."""
    summary: Annotated[Prose | None, PUBLIC] = None
    """What is in it."""
    version: Annotated[Label, PUBLIC]
    """Which edition it is, like 2026.1."""
    updated: Annotated[Day, PUBLIC]
    """When it was last changed; the files in the archive bear this date."""
    licence: Annotated[Prose, PUBLIC]
    """Who may use it and for what; goes into the archive, too."""
    assets: Annotated[tuple[AssetRecord, ...], Field(min_length=1, max_length=MAX_MEMBERS), PUBLIC]
    """The files, in the order of the page."""


STAND_INS: dict[str, Any] = {
    "title": "-",
    "version": "-",
    "updated": "2000",
    "licence": "-",
    "assets": [{"file": "-.txt", "title": "-"}],
}
"""Values for required keys that are missing or wrong, so that one run finds everything."""
