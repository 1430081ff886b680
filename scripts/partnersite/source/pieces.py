"""A long list cut between its records, so that its pieces can be read side by side and remembered one by one.

`partners.yaml` of 10,000 partners has 40 MB. Each piece is read like a file of its own; together they say what the
whole file says, or the file is not cut.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

__all__ = ["Piece", "cut", "single", "whole", "written"]

TYPICAL = 32
"""Records in a piece, on average: enough to be worth a task, few enough to be read again after one edit."""
LONGEST = 4 * TYPICAL
"""Records in a piece at the most."""

_END = re.compile(rb"\n\.\.\.[ \t]*\n*\Z")
"""The line that says that the file is whole."""
_TAIL = b"...\n"
_DOCUMENT_MARK = re.compile(rb"\n(?:---|\.\.\.|%)")
"""The beginning of a line that would begin another document."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records of a file, or the one record that a file is."""

    file: str
    """Path relative to the source folder."""
    data: bytes
    """A YAML file that holds these records and nothing else."""
    lines: int = 0
    """Lines of the file before those of the piece; -1 where the piece has a line that the file has not."""
    records: int = 0
    """Records of the file before those of the piece."""
    starts: tuple[int, ...] = ()
    """Where in `data` each record begins, and where the last one ends; empty where the file was not cut."""


def whole(file: str, data: bytes) -> Piece:
    """A file in one piece."""
    return Piece(file, data)


def cut(file: str, data: bytes, key: str) -> tuple[Piece, ...]:
    """The pieces of a file that holds the list `key` and nothing else; empty where it is not plainly that.

    Where a record begins can be seen without reading YAML: at the first item's own column, since all that belongs
    to an item stands further to the right. (Quoted texts that go on over several lines are not allowed, see
    `compose`.) Where pieces end depends on the records alone, so that a new one moves no other into another piece.
    """
    head = f"{key}:\n".encode()
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    while data.startswith((b"#", b"\n"), start):  # comments before the list
        start = data.find(b"\n", start) + 1 or len(data)
    end = _END.search(data, max(start, len(data) - 200))
    if end is None or not data.startswith(head, start) or b"\r" in data:
        return ()
    first = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ").match(data, start + len(head))
    if first is None or _DOCUMENT_MARK.search(data, start, end.start() + 1):
        return ()
    begin = start + len(head)
    # A search for a pattern goes through 40 MB twice as fast as one for bytes.
    dash = re.compile(b"\n" + first[1] + b"- ")
    starts = [begin, *(found.start() + 1 for found in dash.finditer(data, first.end(), end.start()))]
    return tuple(_pieces(file, data, head, starts, end.start() + 1))


def _pieces(file: str, data: bytes, head: bytes, starts: list[int], end: int) -> Iterator[Piece]:
    """Pieces of records that begin at `starts`; a record whose checksum happens to end in zeros ends its piece."""
    view = memoryview(data)
    first = 0
    line = data.count(b"\n", 0, starts[0])
    for position, start in enumerate(starts):
        following = starts[position + 1] if position + 1 < len(starts) else end
        count = position + 1 - first
        last = crc32(view[start:following]) % TYPICAL == 0
        if last or count == LONGEST or following == end:
            part = view[starts[first] : following]
            shift = len(head) - starts[first]
            places = tuple(start + shift for start in (*starts[first : position + 1], following))
            yield Piece(file, b"".join((head, part, _TAIL)), line - head.count(b"\n"), first, places)
            line += data.count(b"\n", starts[first], following)
            first = position + 1


def written(piece: Piece, at: int) -> bytes:
    """One record of a piece as it is written; the whole piece where its file was not cut."""
    return piece.data[piece.starts[at] : piece.starts[at + 1]] if piece.starts else piece.data


def single(piece: Piece, at: int) -> Piece:
    """One record of a piece as a piece of its own; the piece itself where its file was not cut."""
    if not piece.starts:
        return piece
    head, data = piece.data[: piece.starts[0]], written(piece, at)
    lines = piece.lines + piece.data.count(b"\n", piece.starts[0], piece.starts[at])
    return Piece(piece.file, head + data + _TAIL, lines, piece.records + at, (len(head), len(head) + len(data)))
