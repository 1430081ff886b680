"""Records out of pieces of the data files: each checked by itself, all problems of a piece at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from partnersite.model.checks import Rules, record_problems
from partnersite.model.facts import PartnerFacts, facts_of
from partnersite.model.partner import Partner
from partnersite.model.refusal import kind_flaw, shown
from partnersite.model.validation import Entry, Path, validate
from partnersite.problems import Problem, Severity, did_you_mean
from partnersite.source.pieces import Piece
from partnersite.source.yaml import YamlDocument, read_yaml

PARTNERS_FILE = "partners.yaml"
LIST = "partners"
"""The one key of `partners.yaml`; every other file holds one record."""

# Raw values for required keys that are wrong or missing, so that the rest of a record is checked too.
_STAND_IN = "stand-in"
_STAND_INS = {"id": _STAND_IN, "name": _STAND_IN, "type": _STAND_IN, "status": "active"}


class RecordRead(NamedTuple):
    """One record that was read, with what is wrong with it alone; a plain tuple, since ten thousand are kept."""

    at: int
    """Its place in the piece, from 0."""
    facts: PartnerFacts
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()
    """The top-level keys that were wrong: the facts hold a stand-in or nothing there."""
    written_id: str = ""
    """The id as it was written, where the record is broken."""

    @property
    def is_right(self) -> bool:
        """Whether there is nothing to say about it but warnings."""
        return not any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class PieceRead:
    """The records of a piece."""

    records: tuple[RecordRead, ...]
    partners: tuple[Partner, ...] = ()
    """The same records whole, for who makes pages of them; nobody else needs what is internal."""
    problems: tuple[Problem, ...] = ()
    """What is wrong, where nothing is left of a record or with the piece as a whole."""


def read_piece(piece: Piece, rules: Rules) -> PieceRead:
    """Read and check the records of a piece; raises ProblemsFound where it is no YAML of the strict subset."""
    document = document_of(piece)
    problems = list(document.warnings)
    records: list[RecordRead] = []
    partners: list[Partner] = []
    for at, raw in _raw_records(document, piece, problems):
        entry, found = validate(Partner, raw, document, at, stand_ins=_STAND_INS)
        if entry is None:
            problems.extend(found)
            continue
        found += record_problems(entry, rules)
        written = str(entry.raw.get("id", "")) if entry.broken else ""
        records.append(RecordRead(_position(at), facts_of(entry.value), tuple(found), entry.broken, written))
        partners.append(entry.value)
    return PieceRead(tuple(records), tuple(partners), tuple(problems))


def document_of(piece: Piece) -> YamlDocument:
    """A piece as YAML that knows its place in the file; raises ProblemsFound."""
    document = read_yaml(piece.data, piece.file)
    if not (piece.lines or piece.records):
        return document
    return dataclasses.replace(document, lines_before=piece.lines, items_before=piece.records)


class Source:
    """A piece that is read when somebody asks for a place in it."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece

    @property
    def file(self) -> str:
        """Path relative to the source folder."""
        return self.piece.file

    @cached_property
    def _document(self) -> YamlDocument:
        return document_of(self.piece)

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """As `YamlDocument.locate`."""
        return self._document.locate(path, key=key)

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = "error",
        key: bool = False,
    ) -> Problem:
        """As `YamlDocument.problem`."""
        return self._document.problem(path, code, message, hint, severity, key)


def entry_of(record: RecordRead, source: Source) -> Entry[PartnerFacts]:
    """A record for the checks between records."""
    at: Path = (LIST, record.at) if source.file == PARTNERS_FILE else ()
    raw = {"id": record.written_id} if record.written_id else {}
    return Entry(source, at, record.facts, raw, record.broken)


def _position(at: Path) -> int:
    return at[1] if len(at) > 1 and isinstance(at[1], int) else 0


def _raw_records(document: YamlDocument, piece: Piece, problems: list[Problem]) -> Iterator[tuple[Path, object]]:
    if piece.file != PARTNERS_FILE:
        yield (), document.value
        return
    value = document.value
    if not isinstance(value, dict):
        flaw = kind_flaw("a map", value)
        problems.append(document.problem((), flaw.code, flaw.message, "begin the file with `partners:`"))
        return
    for key in value:
        if key != LIST:
            message = f"{shown(key)} is not a key that can stand here."
            problems.append(document.problem((key,), "unknown-key", message, did_you_mean(key, [LIST]), key=True))
    records = value.get(LIST)
    if records is None:
        problems.append(
            document.problem((), "missing-key", "`partners` is missing.", "begin the file with `partners:`")
        )
    elif not isinstance(records, list):
        flaw = kind_flaw("a list", records)
        hint = "write `partners: []` for an empty network" if flaw.code == "empty" else flaw.hint
        problems.append(document.problem((LIST,), flaw.code, flaw.message, hint))
    else:
        for position, raw in enumerate(records):
            yield (LIST, position), raw
