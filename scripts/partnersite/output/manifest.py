"""`site-manifest.json`: every file of the site with its size and SHA-256; anything else there is an error."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Literal

from partnersite.output.site_files import SiteFiles
from partnersite.output.store import DIRECTORY_MODE, FILE_MODE, Written, write_file
from partnersite.problems import PartnersiteError

MANIFEST_FILE = "site-manifest.json"
MANIFEST_FORMAT = 1

DifferenceKind = Literal["missing", "unexpected", "size", "content", "mode", "not-a-file"]

_NO_KEY = '""'
_FILES = ',"files":[\n'
_SIZE = ',"size":'
_READERS = 2
"""Threads that read files back; hashing and reading both let other threads run."""
_PART = 500
"""Files that a thread reads at a time."""
_AT_ONCE = 1 << 20
"""Bytes up to which a file is read in one piece."""


class ManifestUnreadable(PartnersiteError):
    """A `site-manifest.json` that is not one of ours, or not whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file on disk that is not as the manifest says."""

    path: str
    kind: DifferenceKind

    def __str__(self) -> str:
        return f"{self.path} ({self.kind})"


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


def everything_below(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All below `root` as (path, entry), folders with a `/` at the end; symbolic links are not followed."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    path = f"{prefix}{entry.name}/"
                    waiting.append(path)
                    yield path, entry
                else:
                    yield prefix + entry.name, entry


def verify(root: Path, manifest: Manifest, *, contents: bool = True) -> list[Difference]:
    """How a folder differs from its manifest; an empty list means every file, and nothing else, is there.

    The manifest file itself does not count. `contents=False` compares names, kinds, sizes and modes only.
    """
    expected = {file.path: file for file in manifest.files.written()}
    folders = _folders(expected)
    differences: list[Difference] = []
    whole: list[Written] = []
    for path, found in everything_below(root):
        if path == MANIFEST_FILE:
            continue
        wanted = expected.pop(path, None)
        if wanted is None and path not in folders:
            differences.append(Difference(path, "unexpected"))
            continue
        kind = _shape(found, wanted)
        if kind:
            differences.append(Difference(path, kind))
        elif wanted is not None:
            whole.append(wanted)
    differences.extend(Difference(path, "missing") for path in expected)
    if contents:
        parts = [whole[start : start + _PART] for start in range(0, len(whole), _PART)]
        with ThreadPoolExecutor(_READERS) as pool:
            for changed in pool.map(lambda part: _changed(root, part), parts):
                differences.extend(changed)
    return sorted(differences, key=lambda difference: difference.path)


def _folders(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    for path in paths:
        end = path.rfind("/")
        while end > 0 and path[: end + 1] not in folders:
            folders.add(path[: end + 1])
            end = path.rfind("/", 0, end)
    return folders


def _shape(found: os.DirEntry[str], wanted: Written | None) -> DifferenceKind | None:
    """What is wrong with an entry apart from its bytes; `wanted` is None for a folder."""
    status = found.stat(follow_symlinks=False)
    if wanted is None:
        return None if stat.S_IMODE(status.st_mode) == DIRECTORY_MODE else "mode"
    if not stat.S_ISREG(status.st_mode):
        return "not-a-file"
    if status.st_size != wanted.size:
        return "size"
    return None if stat.S_IMODE(status.st_mode) == FILE_MODE else "mode"


def _changed(root: Path, entries: Iterable[Written]) -> list[Difference]:
    return [Difference(entry.path, "content") for entry in entries if _sha256(root, entry) != entry.sha256]


def _sha256(root: Path, entry: Written) -> str:
    with open(f"{root}/{entry.path}", "rb", buffering=0) as file:
        if entry.size <= _AT_ONCE:
            return hashlib.sha256(file.read()).hexdigest()
        return hashlib.file_digest(file, "sha256").hexdigest()
