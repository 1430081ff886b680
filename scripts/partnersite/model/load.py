"""Read the programme and every partner record of a source folder, check all of it, collect every problem."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from partnersite.model.checks import check_network
from partnersite.model.network import Network, Origin
from partnersite.model.partner import Partner
from partnersite.model.program import Program
from partnersite.model.refusal import kind_flaw, shown
from partnersite.model.validation import Entry, validate
from partnersite.model.vocabulary import Vocabulary
from partnersite.problems import Problem, Problems, ProblemsFound, did_you_mean
from partnersite.source.tree import read_file, walk
from partnersite.source.yaml import YamlDocument, read_yaml

PROGRAM_FILE = "program.yaml"
PARTNERS_FILE = "partners.yaml"
PARTNERS_FOLDER = "partners"

# Raw values for required keys that are wrong or missing, so that the rest of a record is checked too.
_STAND_IN = "stand-in"
_PROGRAM_STAND_INS = {
    "vendor": {"name": _STAND_IN},
    "types": {_STAND_IN: {"name": _STAND_IN, "plural": _STAND_IN, "summary": _STAND_IN}},
}
_PARTNER_STAND_INS = {"id": _STAND_IN, "name": _STAND_IN, "type": _STAND_IN, "status": "active"}


def load_network(
    source_dir: Path, *, languages: tuple[str, ...], content_dir: Path | None = None, today: date | None = None
) -> tuple[Network | None, Problems]:
    """Load the network of a source folder, or None where there are errors; all problems in either case.

    `languages` are the site's, the source language first; `content_dir` is `content` unless given. `today` is the
    build's date; without it nothing is said about dates that lie in the future.
    """
    with _collector_paused():
        return _load(source_dir, languages, content_dir or source_dir / "content", today)


def load_program(source_dir: Path) -> Program | None:
    """The programme alone, for checks that go on where partners are wrong; None where it is wrong itself."""
    problems = Problems()
    document = _read(source_dir, PROGRAM_FILE, problems)
    if document is None:
        return None
    entry, found = validate(Program, document.value, document, stand_ins=_PROGRAM_STAND_INS)
    return entry.value if entry is not None and not Problems(found).errors else None


def _load(
    source_dir: Path, languages: tuple[str, ...], content_dir: Path, today: date | None
) -> tuple[Network | None, Problems]:
    problems = Problems()
    program_document = _read(source_dir, PROGRAM_FILE, problems)
    program = None
    if program_document is not None:
        program, found = validate(Program, program_document.value, program_document, stand_ins=_PROGRAM_STAND_INS)
        problems.extend(found)
    entries = _partners(source_dir, problems)
    problems.extend(
        check_network(
            entries,
            program,
            Vocabulary.of(program_document.value if program_document else None),
            content_dir=content_dir,
            languages=languages,
            today=today,
        )
    )
    if problems.errors or program is None:
        return None, problems
    origins = {entry.value.id: Origin(entry.document.file, _position(entry)) for entry in entries}
    return Network(tuple(entry.value for entry in entries), program.value, languages, origins), problems


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the cyclic collector: records form no cycles, and visiting them takes a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _partners(source_dir: Path, problems: Problems) -> list[Entry[Partner]]:
    """Every record that can be checked, `partners.yaml` first."""
    entries: list[Entry[Partner]] = []
    records = [PARTNERS_FILE] if os.path.lexists(source_dir / PARTNERS_FILE) else []
    before = len(problems)
    single = _single_files(source_dir, problems)
    if not records and not single and len(problems) == before:
        message = f"There is neither {PARTNERS_FILE} nor a record in {PARTNERS_FOLDER}/."
        problems.add(Problem("file-missing", message, PARTNERS_FILE, hint="write `partners: []` for an empty network"))
    for file in (*records, *single):
        document = _read(source_dir, file, problems)
        if document is None:
            continue
        for at, raw in _raw_records(document, file, problems):
            entry, found = validate(Partner, raw, document, at, stand_ins=_PARTNER_STAND_INS)
            problems.extend(found)
            if entry is not None:
                entries.append(entry)
    return entries


def _raw_records(
    document: YamlDocument, file: str, problems: Problems
) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if file != PARTNERS_FILE:
        yield (), document.value
        return
    value = document.value
    if not isinstance(value, dict):
        flaw = kind_flaw("a map", value)
        problems.add(document.problem((), flaw.code, flaw.message, "begin the file with `partners:`"))
        return
    for key in value:
        if key != "partners":
            message = f"{shown(key)} is not a key that can stand here."
            problems.add(document.problem((key,), "unknown-key", message, did_you_mean(key, ["partners"]), key=True))
    records = value.get("partners")
    if records is None:
        problems.add(document.problem((), "missing-key", "`partners` is missing.", "begin the file with `partners:`"))
    elif not isinstance(records, list):
        flaw = kind_flaw("a list", records)
        hint = "write `partners: []` for an empty network" if flaw.code == "empty" else flaw.hint
        problems.add(document.problem(("partners",), flaw.code, flaw.message, hint))
    else:
        for position, raw in enumerate(records):
            yield ("partners", position), raw


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


def _position(entry: Entry[Partner]) -> int:
    position = entry.at[-1] if entry.at else -1
    return position if isinstance(position, int) else -1
