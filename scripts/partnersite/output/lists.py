"""Directory and search data of one language: made of what is said of each partner, or of the files as they are.

A change of one partner leaves the entries of ten thousand others as they are. They are taken over line by line, which
needs neither the records nor the program that reads them, so that another process can do it beside the build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partnersite.output.directory_json import DIRECTORY_FILE, directory_entries, directory_json
from partnersite.output.search import DATA_FILE, add_entries, entries_below
from partnersite.output.store import Written, write_file


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
        """Of the files, below the site's root."""
        return self.root + DIRECTORY_FILE, self.root + DATA_FILE

    def files(self, data: Mapping[str, bytes], search: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of each file; the entries of directory and search data are by a partner's id."""
        directory, found = self.paths
        yield directory, directory_json(self.language, [data[partner] for partner in self.ids])
        entries = [*self.own, *[search[partner] for partner in self.ids]]
        yield found, add_entries(self.engine_index, entries, root=self.root)


def relist(
    lists: Lists, site: Path, known: Sequence[Written], data: Mapping[str, bytes], search: Mapping[str, bytes]
) -> tuple[Written, ...]:
    """Writes the files of a language below `site`, where they stand as `known` says, in the order of `lists.paths`.

    `data` and `search` hold the entries that are not what they were; all others are taken over. Nothing is written,
    and the result is empty, where the files are not as they should be. A file that stays as it is is not written.
    """
    try:
        directory, found = [_read(site, file) for file in known]
        said, sought = directory_entries(directory), entries_below(found, lists.folder)
        made = list(lists.files({**said, **data}, {**sought, **search}))
    except (OSError, ValueError, KeyError):
        return ()
    return tuple(_write(site, path, content, file) for (path, content), file in zip(made, known, strict=True))


def _read(site: Path, file: Written) -> bytes:
    data = (site / file.path).read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(file.path)
    return data


def _write(site: Path, path: str, data: bytes, known: Written) -> Written:
    if len(data) == known.size and hashlib.sha256(data).hexdigest() == known.sha256:
        return known
    return write_file(site, path, data, over=True)
