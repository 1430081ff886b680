"""Read the programme and every partner record of a source folder, check all of it, collect every problem."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from partnersite.model.checks import Rules, network_problems
from partnersite.model.facts import PartnerFacts
from partnersite.model.network import Network
from partnersite.model.program import Program
from partnersite.model.reading import (
    LIST,
    PARTNERS_FILE,
    PieceRead,
    Source,
    entry_of,
    read_piece,
)
from partnersite.model.validation import Entry, validate
from partnersite.model.vocabulary import Vocabulary
from partnersite.problems import Problem, Problems, ProblemsFound
from partnersite.source.pieces import Outline, Piece, cut, whole
from partnersite.source.tree import read_file, walk
from partnersite.source.yaml import YamlDocument, read_yaml

PROGRAM_FILE = "program.yaml"
PARTNERS_FOLDER = "partners"

# Raw values for required keys that are wrong or missing, so that the rest of the programme is checked too.
_STAND_IN = "stand-in"
_STAND_INS = {
    "vendor": {"name": _STAND_IN},
    "types": {_STAND_IN: {"name": _STAND_IN, "plural": _STAND_IN, "summary": _STAND_IN}},
}

Read = Callable[[Sequence[Piece], Rules], Iterable[tuple[Piece, PieceRead | ProblemsFound]]]
"""Reads pieces in some way, here or elsewhere, in their order or another; a piece may come back in smaller ones."""


def load_network(
    source_dir: Path,
    *,
    languages: tuple[str, ...],
    content_dir: Path | None = None,
    today: date | None = None,
    read: Read | None = None,
    cut_before: Sequence[Outline] = (),
) -> tuple[Network | None, Problems]:
    """Load the network of a source folder, or None where there are errors; all problems in either case.

    `languages` are the site's, the source language first; `content_dir` is `content` unless given. `today` is the
    build's date; without it nothing is said about dates that lie in the future. `read` reads the records, one piece
    after the other in this process unless given. `cut_before` tells of `partners.yaml` as it was some time ago; the
    result is the same without it.
    """
    return _load(source_dir, languages, content_dir or source_dir / "content", today, read or read_here, cut_before)


def load_program(source_dir: Path) -> Program | None:
    """The programme alone, for checks that go on where partners are wrong; None where it is wrong itself."""
    problems = Problems()
    document = _read(source_dir, PROGRAM_FILE, problems)
    if document is None:
        return None
    entry, found = validate(Program, document.value, document, stand_ins=_STAND_INS)
    return entry.value if entry is not None and not Problems(found).errors else None


def of_partners(file: str) -> bool:
    """Whether a file holds partners' records, which may have more in them than is public."""
    return file == PARTNERS_FILE or file.startswith(f"{PARTNERS_FOLDER}/")


def read_here(pieces: Sequence[Piece], rules: Rules) -> Iterator[tuple[Piece, PieceRead | ProblemsFound]]:
    """Read pieces one after the other."""
    for piece in pieces:
        try:
            yield piece, read_piece(piece, rules)
        except ProblemsFound as failure:
            yield piece, failure


def _load(
    source_dir: Path,
    languages: tuple[str, ...],
    content_dir: Path,
    today: date | None,
    read: Read,
    cut_before: Sequence[Outline],
) -> tuple[Network | None, Problems]:
    problems = Problems()
    program_document = _read(source_dir, PROGRAM_FILE, problems)
    program = None
    if program_document is not None:
        program, found = validate(Program, program_document.value, program_document, stand_ins=_STAND_INS)
        problems.extend(found)
    words = Vocabulary.of(program_document.value if program_document else None)
    written = program_document.text if program_document else ""
    digest = sha256(written.encode()).hexdigest()
    rules = Rules(words, program.value if program else None, languages, digest, sound=not problems.errors)
    entries = _entries(_pieces(source_dir, cut_before, problems), source_dir, rules, read, problems)
    problems.extend(network_problems(entries, program, rules, content_dir=content_dir, today=today))
    if problems.errors or program is None:
        return None, problems
    return Network(tuple([entry.value for entry in entries]), program.value, languages), problems


def _entries(
    pieces: Sequence[Piece], source_dir: Path, rules: Rules, read: Read, problems: Problems
) -> list[Entry[PartnerFacts]]:
    """Every record that can be checked with others, in the order of the files and of the records in them."""
    entries: list[tuple[tuple[int, int], Entry[PartnerFacts]]] = []
    order = {file: position for position, file in enumerate(dict.fromkeys(piece.file for piece in pieces))}
    unreadable = False
    for piece, found in read(pieces, rules):
        if isinstance(found, ProblemsFound):
            # A piece of a file that is wrong says so in other words than the file does.
            unreadable = unreadable or piece.file == PARTNERS_FILE
            problems.extend(() if piece.file == PARTNERS_FILE else found.problems)
            continue
        problems.extend(found.problems)
        source = Source(piece)
        for record in found.records:
            problems.extend(record.problems)
            entries.append(((order[piece.file], piece.records + record.at), entry_of(record, source)))
    if unreadable:
        document = _read(source_dir, PARTNERS_FILE, problems)
        assert document is None, "a whole file can be read where a piece of it cannot"
        entries = [(place, entry) for place, entry in entries if entry.document.file != PARTNERS_FILE]
    entries.sort(key=lambda placed: placed[0])
    return [entry for _, entry in entries]


def _pieces(source_dir: Path, cut_before: Sequence[Outline], problems: Problems) -> list[Piece]:
    """The records of a source folder as they are read: `partners.yaml` first, cut, then a piece for each file."""
    pieces: list[Piece] = []
    files = [PARTNERS_FILE] if os.path.lexists(source_dir / PARTNERS_FILE) else []
    before = len(problems)
    single = _single_files(source_dir, problems)
    if not files and not single and len(problems) == before:
        message = f"There is neither {PARTNERS_FILE} nor a record in {PARTNERS_FOLDER}/."
        problems.add(Problem("file-missing", message, PARTNERS_FILE, hint="write `partners: []` for an empty network"))
    for file in (*files, *single):
        try:
            data = read_file(source_dir, file)
        except ProblemsFound as failure:
            problems.extend(failure.problems)
            continue
        found: tuple[Piece, ...] = ()
        if file == PARTNERS_FILE:
            found = cut(file, data, LIST, cut_before)
        pieces += found or (whole(file, data),)
    return pieces


def _single_files(source_dir: Path, problems: Problems) -> list[str]:
    """The files below `partners/`, one record each; what looks like a record and is not read is told."""
    found: list[str] = []
    for file in walk(source_dir, below=PARTNERS_FOLDER, problems=problems):
        if file.endswith(".yaml"):
            found.append(file)
        elif file.lower().endswith((".yml", ".yaml", ".json")):
            message = "This file is not read: records are in files ending in `.yaml`."
            problems.add(Problem("file-kind", message, file, hint="rename it"))
    return found


def _read(source_dir: Path, file: str, problems: Problems) -> YamlDocument | None:
    try:
        document = read_yaml(read_file(source_dir, file), file)
    except ProblemsFound as failure:
        problems.extend(failure.problems)
        return None
    problems.extend(document.warnings)
    return document
