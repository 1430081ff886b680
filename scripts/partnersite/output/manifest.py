"""`site-manifest.json`: every file of the site with its size and SHA-256; anything else there is an error."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from partnersite.output.site_files import SiteFiles
from partnersite.output.store import Written, write_file
from partnersite.problems import PartnersiteError

MANIFEST_FILE = "site-manifest.json"
MANIFEST_FORMAT = 1

_NO_KEY = '""'
_FILES = ',"files":[\n'
_SIZE = ',"size":'


class ManifestUnreadable(PartnersiteError):
    """A `site-manifest.json` that is not one of ours, or not whole."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one build wrote."""

    generator: str
    """Name and version of the program, such as `partnersite 0.1.0`."""
    revision: str
    """The commit that the site was built from; empty where there is none."""
    files: SiteFiles
    """All but the manifest itself."""

    @classmethod
    def of(cls, entries: Iterable[Written], *, generator: str, revision: str = "") -> Manifest:
        """The manifest of files as they were written."""
        return cls(generator, revision, SiteFiles.of(entries))

    @property
    def start(self) -> str:
        """What the file begins with, before the first entry."""
        head = {"generator": self.generator, "format": MANIFEST_FORMAT, "revision": self.revision}
        return json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1] + _FILES

    def to_bytes(self) -> bytes:
        """The file: JSON with one entry on a line, so that two builds compare line by line."""
        lines = ",\n".join(_lines(self.files.written()))
        return f"{self.start}{lines}\n]}}\n".encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Read a manifest back; raises ManifestUnreadable for anything that `to_bytes` did not write."""
        try:
            value = json.loads(data)
            if value["format"] != MANIFEST_FORMAT:
                raise ManifestUnreadable(f"{MANIFEST_FILE} has a format of another version of partnersite.")
            files = SiteFiles.of(_entry(item) for item in value["files"])
            return cls(_text(value["generator"]), _text(value["revision"]), files)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ManifestUnreadable(f"{MANIFEST_FILE} cannot be read.") from error


def respelled(data: bytes, start: str, entries: Iterable[Written]) -> bytes:
    """A manifest as `to_bytes` writes it that differs from another one in its start and in the lines of some files.

    Raises ValueError where one of them is not in the other manifest.
    """
    view = memoryview(data)
    parts: list[bytes | memoryview] = [start.encode()]
    at = data.index(_FILES.encode()) + len(_FILES)
    for line in _lines(sorted(entries, key=itemgetter(0))):
        mark = line[: line.index(_SIZE) + len(_SIZE)].encode()
        begin = data.index(b"\n" + mark, at - 1) + 1
        parts += (view[at:begin], line.encode())
        at = data.index(b"}", data.index(b"\n", begin) - 2) + 1
    return b"".join((*parts, view[at:]))


def write_respelled(live: Path, root: Path, known: str, start: str, entries: Iterable[Written]) -> str:
    """Writes below `root` the manifest of a site that is the live one but for some files; gives its SHA-256.

    Nothing is written, and the result is empty, where the live manifest is not the `known` one, or has not these files.
    """
    try:
        data = (live / MANIFEST_FILE).read_bytes()
        new = respelled(data, start, entries) if hashlib.sha256(data).hexdigest() == known else b""
    except (OSError, ValueError):
        return ""
    return write_file(root, MANIFEST_FILE, new, over=True).sha256 if new else ""


def _lines(entries: Iterable[Written]) -> list[str]:
    encode = json.encoder.encode_basestring
    return [
        f'{{"path":{encode(path)}{_SIZE}{size},"sha256":"{sha256}","key":{encode(key) if key else _NO_KEY}}}'
        for path, size, sha256, key in entries
    ]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _entry(item: dict[str, object]) -> Written:
    size = item["size"]
    if not isinstance(size, int):
        raise TypeError
    return Written(_text(item["path"]), size, _text(item["sha256"]), _text(item["key"]))


def read_manifest(root: Path) -> Manifest | None:
    """The manifest of a built folder; None where there is none, ManifestUnreadable where it is not ours."""
    flags = os.O_RDONLY | os.O_NOFOLLOW
    try:
        with open(os.open(root / MANIFEST_FILE, flags), "rb") as file:
            return Manifest.from_bytes(file.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ManifestUnreadable(f"{MANIFEST_FILE} cannot be read: {os.strerror(error.errno or 0)}.") from error
