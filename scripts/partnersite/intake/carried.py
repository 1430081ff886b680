"""Records that stand in a changed piece as they stood in another one: taken over from there, not read again.

One edit changes one record of a piece of thirty. What is made of a record depends on its bytes, and on what all records
are read with: so results of other pieces serve, where they were read with the same.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import itemgetter
from typing import Any

from partnersite.intake.shelf import Kept, TextDamaged
from partnersite.intake.work import PieceResult, TextKind, record_digest, unpacked_texts
from partnersite.model.reading import PieceRead, RecordRead
from partnersite.source.pieces import Piece
from partnersite.view.listed import Listed, ListedTexts

Part = tuple[int, RecordRead, PieceResult]
"""A record's place in a piece, what was read of it, and the result that it is a part of."""


class Carried:
    """The records of results that the shelf has kept, by their bytes."""

    def __init__(self, results: Iterable[PieceResult]) -> None:
        self._known: dict[bytes, tuple[RecordRead, PieceResult]] = {}
        for result in results:
            records = result.read.records
            if len(result.digests) == len(records):  # no id stands there twice
                self._known.update((result.digests[one.facts.id], (one, result)) for one in records)

    def of(self, piece: Piece) -> Kept | None:
        """What is known of a piece, as the shelf gives it; None where most of its records are not."""
        parts: list[Part] = []
        again: list[int] = []
        for at in range(len(piece.starts) - 1):
            known = self._known.get(record_digest(piece, at))
            if known is None:
                again.append(at)
            else:
                parts.append((at, *known))
        if len(again) >= len(parts):
            return None
        try:
            return _joined(parts), tuple(again)
        except TextDamaged:
            return None


def completed(result: PieceResult, others: Mapping[int, PieceResult]) -> PieceResult:
    """The result of a piece of which some records were read by themselves; `others` are theirs, by their places."""
    parts: list[Part] = [(record.at, record, result) for record in result.read.records]
    parts += [(at, record, one) for at, one in others.items() for record in one.read.records]
    whole = _joined(sorted(parts, key=itemgetter(0)))
    problems = tuple([problem for one in others.values() for problem in one.read.problems])
    return replace(whole, read=replace(whole.read, problems=problems)) if problems else whole


def _joined(parts: Iterable[Part]) -> PieceResult:
    """The result of a piece made of records that were read elsewhere, without their pages; raises TextDamaged."""
    records: list[RecordRead] = []
    digests: dict[str, bytes] = {}
    listed: dict[str, list[Listed]] = {}
    texts: dict[TextKind, list[Any]] = {}
    unpacked: dict[int, Mapping[tuple[str, str], tuple[Listed, tuple[Any, ...]]]] = {}
    for at, record, result in parts:
        records.append(record._replace(at=at))
        own = record.facts.id
        if own in result.digests:
            digests[own] = result.digests[own]
        said = unpacked.get(id(result)) or unpacked.setdefault(id(result), _unpacked(result))
        for language in result.listed:
            of_language = listed.setdefault(language, [])
            columns = [texts.setdefault((language, kind), []) for kind in ListedTexts._fields]
            if (own, language) in said:
                one, values = said[own, language]
                of_language.append(one)
                for column, value in zip(columns, values, strict=True):
                    column.append(value)
    packed = {kind: marshal.dumps(column) for kind, column in texts.items()}
    return PieceResult(
        PieceRead(tuple(records)), {language: tuple(ones) for language, ones in listed.items()}, digests, packed
    )


def _unpacked(result: PieceResult) -> Mapping[tuple[str, str], tuple[Listed, tuple[Any, ...]]]:
    """What lists say of the partners of a piece, by the partner's id and the language."""
    found = {}
    for language, ones in result.listed.items():
        columns = [unpacked_texts(result.texts[language, kind]) for kind in ListedTexts._fields]
        for one, *values in zip(ones, *columns, strict=True):
            found[one.id, language] = one, tuple(values)
    return found
