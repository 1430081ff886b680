"""Pieces that were read before, kept between builds: what is public of records without problems, and nothing else.

A record that has no page, or about which there is something to say, is not kept; it is read again each time. The
folder may be thrown away at any time, and what is damaged or of another version is read again.

    KEY       one piece: a seal, the length of the head, the head, then the texts, each for itself
    head      everything that each build needs, and where each text stands, with its digest
    texts     most of the bytes, and few of them are of use to a build: they are read when somebody asks
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

from partnersite.intake.work import PieceResult, TextKind
from partnersite.model.facts import Claim, PartnerFacts
from partnersite.model.reading import PieceRead, RecordRead
from partnersite.rows import named
from partnersite.view.listed import Listed

_CLAIMS = PartnerFacts._fields.index("territories")
_SEAL = 32
_LENGTH = 8
"""Bytes of a seal, and of the number that says how long a head is."""


class TextDamaged(Exception):
    """A text on the shelf that is not what was put there, or is there no more."""


Kept = tuple[PieceResult, tuple[int, ...]]
"""A piece's result, and which of its records must be read again."""


class Shelf:
    """Results by the keys of their pieces, a file each; what has been read once is in `at_hand` from then on."""

    def __init__(self, folder: Path, at_hand: dict[str, Kept]) -> None:
        self.folder = folder
        self.at_hand = at_hand

    def get(self, key: str) -> Kept | None:
        """What is kept of a piece; None where there is nothing to trust.

        A text of the result raises TextDamaged where it is not to be trusted itself.
        """
        known = self.at_hand.get(key) or self._read(key)
        if known is not None:
            self.at_hand[key] = known
        return known

    def _read(self, key: str) -> Kept | None:
        place = f"{self.folder}/{key}"
        try:
            with open(place, "rb", buffering=0) as file:
                start = file.read(_SEAL + _LENGTH)
                length = int.from_bytes(start[_SEAL:], "big")
                head = file.read(min(length, os.fstat(file.fileno()).st_size))
            if _seal(key, start[_SEAL:] + head) != start[:_SEAL]:
                return None
            records, again, listed, digests, places = marshal.loads(head)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        read = PieceRead(tuple([RecordRead(at, _facts(facts)) for at, facts in records]))
        by_language = {language: tuple(named(Listed, ones)) for language, ones in listed.items()}
        texts = _Texts(place, _SEAL + _LENGTH + length, places)
        return PieceResult(read, by_language, digests, texts), tuple(again)

    def put(self, key: str, result: PieceResult) -> PieceResult:
        """Keeps what may be kept of a result; gives the result."""
        kept = [record for record in result.read.records if record.facts.is_public and not record.problems]
        if result.read.problems:
            return result
        public = {record.facts.id for record in kept}
        again = [record.at for record in result.read.records if record.facts.id not in public]
        if again and len(kept) + len(again) != len(result.read.records):  # two records with one id
            return result
        texts = dict(result.texts)
        for (language, kind), packed in result.texts.items():
            ones = result.listed[language]
            if any(one.id not in public for one in ones):
                pairs = zip(ones, marshal.loads(packed), strict=True)
                texts[language, kind] = marshal.dumps([said for one, said in pairs if one.id in public])
        listed = {
            language: [tuple(one) for one in ones if one.id in public] for language, ones in result.listed.items()
        }
        digests = {name: digest for name, digest in result.digests.items() if name in public}
        records = [(record.at, _plain(record.facts)) for record in kept]
        places, at = {}, 0
        for name, packed in texts.items():
            places[name] = (at, len(packed), _digest(packed))
            at += len(packed)
        self._write(key, marshal.dumps((records, again, listed, digests, places)), texts.values())
        return result

    def keep_only(self, keys: AbstractSet[str]) -> None:
        """Makes room: only these pieces are of use any more."""
        for key in self.at_hand.keys() - keys:
            del self.at_hand[key]
        with suppress(OSError):
            for file in self.folder.iterdir():
                if file.name not in keys:
                    file.unlink()

    def _write(self, key: str, head: bytes, texts: Collection[bytes]) -> None:
        start = len(head).to_bytes(_LENGTH, "big")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with open(descriptor, "wb") as file:
                file.writelines((_seal(key, start + head), start, head, *texts))
            os.replace(name, self.folder / key)


class _Texts(Mapping[TextKind, bytes]):
    """The texts of a piece, read from its file one by one."""

    def __init__(self, file: str, start: int, places: Mapping[TextKind, tuple[int, int, bytes]]) -> None:
        self._file = file
        self._start = start
        self._places = places

    def __getitem__(self, kind: TextKind) -> bytes:
        at, length, digest = self._places[kind]
        try:
            file = os.open(self._file, os.O_RDONLY)
            try:
                packed = os.pread(file, length, self._start + at)
            finally:
                os.close(file)
        except OSError as error:
            raise TextDamaged from error
        if _digest(packed) != digest:
            raise TextDamaged
        return packed

    def __iter__(self) -> Iterator[TextKind]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _seal(key: str, data: bytes) -> bytes:
    """Tells a whole head that stands under its own key from any other."""
    return hashlib.sha256(key.encode() + data).digest()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _plain(facts: PartnerFacts) -> tuple[object, ...]:
    return tuple(facts._replace(territories=tuple(map(tuple, facts.territories))))  # type: ignore[arg-type]


def _facts(values: tuple[Any, ...]) -> PartnerFacts:
    if values[_CLAIMS]:
        values = (*values[:_CLAIMS], tuple(named(Claim, values[_CLAIMS])), *values[_CLAIMS + 1 :])
    (facts,) = named(PartnerFacts, (values,))
    return facts
