"""A long list cut between its records, so that its pieces can be read side by side and remembered one by one.

`partners.yaml` of 10,000 partners has 40 MB. Each piece is read like a file of its own; together they say what the
whole file says, or the file is not cut.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

__all__ = ["Outline", "Piece", "cut", "outlines", "single", "whole", "written"]

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
    """Some records of a file, or the one record that a file is; pickles without the rest of the file."""

    file: str
    """Path relative to the source folder."""
    text: bytes = field(compare=False)
    """A YAML file that holds these records and nothing else, or the file that they are a part of."""
    lines: int = 0
    """Lines of the file before those of the piece; -1 where the piece has a line that the file has not."""
    records: int = 0
    """Records of the file before those of the piece."""
    starts: tuple[int, ...] = field(default=(), hash=False)
    """Where in `data` each record begins, and where the last one ends; empty where the file was not cut."""
    height: int = field(default=0, hash=False)
    """Lines of the file from its first record to the end of the last, where the file was cut."""
    digest: bytes = b""
    """Of `data`; empty where the piece is a part of another."""
    head: bytes = field(default=b"", compare=False)
    """The line that stands before the records, where `text` is the file that they are a part of."""
    begin: int = field(default=-1, compare=False)
    """Where in that file they begin."""

    @property
    def data(self) -> bytes:
        """A YAML file that holds these records and nothing else: most pieces are never asked for it."""
        if self.begin < 0:
            return self.text
        end = self.begin + self.starts[-1] - self.starts[0]
        return b"".join((self.head, memoryview(self.text)[self.begin : end], _TAIL))

    def __reduce__(self) -> tuple[type[Piece], tuple[object, ...]]:
        return Piece, (self.file, self.data, self.lines, self.records, self.starts, self.height, self.digest)


class Outline(NamedTuple):
    """A piece of a file that was cut, without its text."""

    digest: bytes
    starts: tuple[int, ...]
    height: int
    """All three as in `Piece`."""

    @property
    def length(self) -> int:
        """The bytes of its records."""
        return self.starts[-1] - self.starts[0]


def outlines(pieces: Iterable[Piece]) -> list[Outline]:
    """Of those pieces that were cut from a file with others."""
    return [Outline(piece.digest, piece.starts, piece.height) for piece in pieces if piece.starts]


def whole(file: str, data: bytes) -> Piece:
    """A file in one piece."""
    return Piece(file, data, digest=_digest(data))


def cut(file: str, data: bytes, key: str, before: Sequence[Outline] = ()) -> tuple[Piece, ...]:
    """The pieces of a file that holds the list `key` and nothing else; empty where it is not plainly that.

    `before` are the pieces of the file as it was some time ago: those at its beginning and at its end that are still
    there are taken as they are, and only what lies between is looked at. The result is the same without them.

    Where a record begins can be seen without reading YAML: at the first item's own column, since all that belongs
    to an item stands further to the right. (Quoted texts that go on over several lines are not allowed, see
    `compose`.) Where pieces end depends on the records alone, so that a new one moves no other into another piece.
    """
    head = f"{key}:\n".encode()
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    while data.startswith((b"#", b"\n"), start):  # comments before the list
        start = data.find(b"\n", start) + 1 or len(data)
    end = _END.search(data, max(start, len(data) - 200))
    if end is None or not data.startswith(head, start):
        return ()
    first = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ").match(data, start + len(head))
    if first is None or not _may_be_cut(data, 0, start + len(head)) or b"\r" in data[end.start() :]:
        return ()
    list_ = _List(file, data, head, first[1] + b"- ", start + len(head), first.end(), end.start() + 1)
    return list_.pieces(before)


@dataclass(frozen=True, slots=True)
class _List:
    """A file that is to be cut."""

    file: str
    data: bytes
    head: bytes
    item: bytes
    """What each record begins with."""
    begin: int
    """Where the first record begins, with the remarks above it."""
    first: int
    """Where the text of the first record begins."""
    end: int
    """Where the last record ends."""

    def pieces(self, before: Sequence[Outline]) -> tuple[Piece, ...]:
        """The pieces of the whole list; empty where it cannot be cut."""
        kept, at = 0, self.begin
        while kept + 1 < len(before) and self._holds(before[kept], at):
            at += before[kept].length
            kept += 1
        after, stop = len(before), self.end
        while after - 1 > kept and self._holds(before[after - 1], stop - before[after - 1].length, at):
            after -= 1
            stop -= before[after].length
        while True:
            if not _may_be_cut(self.data, at - 1, stop):
                return ()
            between, is_whole = self._between(at, stop)
            if is_whole or after == len(before):
                break
            stop += before[after].length
            after += 1
        first, last = self._again(before[:kept], self.begin), self._again(before[after:], stop)
        return tuple(self._placed((*first, *between, *last)))

    def _holds(self, known: Outline, at: int, least: int = 0) -> bool:
        """Whether a piece is still there, between two places at which records begin, or the list ends."""
        to = at + known.length
        return (
            at >= least
            and (at == self.begin or self.data.startswith(b"\n" + self.item, at - 1))
            and (to == self.end or self.data.startswith(self.item, to))
            and self._digest(at, to) == known.digest
        )

    def _again(self, known: Iterable[Outline], at: int) -> Iterator[Piece]:
        """Pieces that are still there, one behind the other from a place on."""
        for piece in known:
            yield self._piece(at, piece.starts, piece.height, piece.digest)
            at += piece.length

    def _piece(self, at: int, starts: tuple[int, ...], height: int, digest: bytes) -> Piece:
        return Piece(self.file, self.data, 0, 0, starts, height, digest, self.head, at)

    def _digest(self, at: int, to: int) -> bytes:
        """Of a piece that holds what lies between two places."""
        return _digest(self.head, memoryview(self.data)[at:to], _TAIL)

    def _between(self, at: int, stop: int) -> tuple[list[Piece], bool]:
        """Pieces of the records between two places; whether the last one ends as if the list went on."""
        # A search for a pattern goes through 40 MB twice as fast as one for bytes.
        dash = re.compile(b"\n" + self.item)
        found = dash.finditer(self.data, max(at, self.first if at == self.begin else at), stop)
        starts = [at, *(one.start() + 1 for one in found)] if at < stop else []
        view = memoryview(self.data)
        pieces: list[Piece] = []
        first = 0
        last = True
        for position, start in enumerate(starts):
            following = starts[position + 1] if position + 1 < len(starts) else stop
            last = crc32(view[start:following]) % TYPICAL == 0 or position + 1 - first == LONGEST
            if last or following == stop:
                shift = len(self.head) - starts[first]
                places = tuple([start + shift for start in (*starts[first : position + 1], following)])
                height = self.data.count(b"\n", starts[first], following)
                digest = self._digest(starts[first], following)
                pieces.append(self._piece(starts[first], places, height, digest))
                first = position + 1
        return pieces, last

    def _placed(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """The pieces, each with its place in the file."""
        lines, records = self.data.count(b"\n", 0, self.begin) - self.head.count(b"\n"), 0
        for piece in pieces:
            is_there = piece.lines == lines and piece.records == records
            yield piece if is_there else replace(piece, lines=lines, records=records)
            lines += piece.height
            records += len(piece.starts) - 1


def _may_be_cut(data: bytes, start: int, end: int) -> bool:
    """Whether nothing in a part of a file stands against cutting it between records."""
    return _DOCUMENT_MARK.search(data, start, end) is None and data.find(b"\r", start, end) < 0


def _digest(*parts: bytes | memoryview) -> bytes:
    digest = sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()[:16]


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
