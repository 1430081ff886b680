"""Directory and search data of one language: made of what is said of each partner, or of the files as they are.

A change of one partner leaves the entries of ten thousand others as they are. They are taken over from the files in
long pieces, which needs neither the records nor the program that reads them: another process does it beside the build.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partnersite.output.directory_json import DIRECTORY_FILE, directory_json
from partnersite.output.search import DATA_FILE, add_entries
from partnersite.output.store import Written, write_file

_END = b"\n]}\n"
"""What both files end with, after the last entry."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the files of one language are made from, but the entries of its partners."""

    language: str
    root: str
    """Of the language, below the site's root: `''` or `ru/`."""
    engine_index: bytes
    """The search data that the engine wrote."""
    own: tuple[bytes, ...]
    """Entries of the search data that neither the engine nor a partner has given."""
    folder: str
    """Below which each partner has its page, below the language's root."""
    ids: tuple[str, ...]
    """The partners, in their order."""

    @property
    def paths(self) -> tuple[str, str]:
        """Of directory and search data, below the site's root."""
        return self.root + DIRECTORY_FILE, self.root + DATA_FILE

    def files(self, data: Mapping[str, bytes], search: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of each file; the entries of directory and search data are by a partner's id."""
        directory, found = self.paths
        yield directory, directory_json(self.language, [data[partner] for partner in self.ids])
        entries = [*self.own, *[search[partner] for partner in self.ids]]
        yield found, add_entries(self.engine_index, entries, root=self.root)


@dataclass(frozen=True, slots=True)
class Relisting:
    """Lists that are to be made of what they were."""

    lists: Lists
    known: Sequence[Written]
    """The files as they were, in the order of `lists.paths`."""
    data: Mapping[str, bytes]
    """The entries of the directory data that may not be what they were, by the partner's id."""
    search: Mapping[str, bytes]
    """Those of the search data."""


def relist(live: Path, folder: Path, wanted: Sequence[Relisting]) -> list[tuple[Written, ...]]:
    """Writes the files of some languages into a folder, made of those of the live site; gives those of each.

    Nothing is written, and there is no result, for a language whose files are not as they should be.
    """
    return [_relist(live, folder, relisting) for relisting in wanted]


def _relist(live: Path, folder: Path, relisting: Relisting) -> tuple[Written, ...]:
    try:
        old = [_read(live, file) for file in relisting.known]
        new = zip(relisting.lists.paths, _relisted(relisting, *old), strict=True)
    except (OSError, ValueError):
        return ()
    return tuple(write_file(folder, path, data) for path, data in new)


def _relisted(relisting: Relisting, directory: bytes, found: bytes) -> tuple[bytes, bytes]:
    """Both files; raises ValueError where the old ones do not hold what they should."""
    lists, ids = relisting.lists, relisting.lists.ids
    begin = directory_json(lists.language, ())
    before = b"\n".join(re.findall(rb'\n\{"id":"([^"]+)"', directory)).decode().split()
    said = _spliced(directory, '{"id":"%s"', before, ids, relisting.data)

    start = add_entries(lists.engine_index, lists.own, root=lists.root)
    mark = f'{{"location":"{lists.folder}%s/"'
    taken = re.findall(rb"\n" + re.escape(mark).replace("%s", '([^"/]+)').encode(), start)
    if not {one.decode() for one in taken}.isdisjoint(ids):
        raise ValueError("an address that stands twice")
    return _with(begin, said), _with(start, _spliced(found, mark, before, ids, relisting.search))


def _with(file: bytes, lines: Sequence[bytes | memoryview]) -> bytes:
    """A file with some entries more."""
    begin = file.removesuffix(_END)
    if not lines:
        return file
    first = begin[:-1] if begin.endswith(b"[\n") else begin + b","
    separated = [part for line in lines for part in (b",", line)]
    return b"".join([first, *separated[1:], _END])


def _spliced(
    file: bytes, mark: str, before: Sequence[str], after: Sequence[str], entries: Mapping[str, bytes]
) -> list[bytes | memoryview]:
    """The lines of the partners `after`, in long pieces: those in `entries`, and all others as `file` has them.

    `file` ends with those of the partners `before`, in this order; `mark` is how an entry begins, `%s` being the
    partner.
    """
    kept = frozenset(after) - entries.keys()
    if [one for one in before if one in kept] != [one for one in after if one in kept]:
        raise ValueError("another order")
    inserted: dict[str, list[bytes]] = {}
    """What comes before a partner that is kept."""
    waiting: list[bytes] = []
    for one in after:
        if one not in kept:
            waiting.append(b"\n" + entries[one])
        elif waiting:
            inserted[one], waiting = waiting, []
    view, end = memoryview(file), len(file) - len(_END)
    parts: list[bytes | memoryview] = []
    at = file.index(_line(mark, before[0])) if before else end
    for one in before:
        if one in kept and one not in inserted:
            continue
        start = file.index(_line(mark, one), at)
        if start > at:
            parts.append(view[at : start - 1])
        parts += inserted.get(one, ())
        at = start if one in kept else file.index(b"\n", start + 1)
    if at < end:
        parts.append(view[at:end])
    return parts + waiting


def _line(mark: str, partner: str) -> bytes:
    return b"\n" + (mark % partner).encode()


def _read(live: Path, file: Written) -> bytes:
    data = (live / file.path).read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(file.path)
    return data
