"""A record that stands as it stood is not read again with the others of its piece; the result is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import view_data
from model_data import PROGRAM
from partnersite import intake
from partnersite.intake import Intake, Shelf
from partnersite.intake.work import PieceResult, PieceTask
from partnersite.model.checks import Rules
from partnersite.model.facts import PartnerFacts
from partnersite.model.reading import LIST, PARTNERS_FILE
from partnersite.model.vocabulary import Vocabulary
from partnersite.parallel.workers import Workers
from partnersite.problems import ProblemsFound
from partnersite.source.pieces import Outline, cut
from partnersite.view.listed import ListedTexts

Names = Sequence[tuple[str, str, str]]
"""Id, name and status of each partner."""

BEFORE: Names = [(f"partner-{number}", f"Partner {number}", "active") for number in range(40)]
FIRST, *REST = BEFORE
EDITS: dict[str, tuple[Names, int, int]] = {
    # how many records the next build reads, and how many each one, since they are not kept
    "a name": ([("partner-0", "Kupava", "active"), *REST], 1, 0),
    "a partner goes": (REST, 0, 0),
    "a partner comes": ([*BEFORE[:20], ("kupava", "Kupava", "active"), *BEFORE[20:]], 1, 0),
    "one is called as another was": ([("kupava", "Partner 0", "active"), *REST], 1, 0),
    "two change places": ([REST[0], FIRST, *REST[1:]], 0, 0),
    "one is not public any more": ([("partner-0", "Partner 0", "onboarding"), *REST], 1, 1),
    "a partner ends on an unknown day": ([("partner-0", "Partner 0", "ended"), *REST], 1, 1),
}


class Reading:
    """Records as a build takes them in."""

    def __init__(self, names: Names, shelf: Path | None, before: Sequence[Outline] = ()) -> None:
        lines = [f"  - {{id: {own}, name: {name}, type: referral, status: {status}}}\n" for own, name, status in names]
        pieces = cut(PARTNERS_FILE, f"{LIST}:\n{''.join(lines)}...\n".encode(), LIST)
        settings = view_data.settings()
        self.intake = Intake(settings, Workers(None, 1), Shelf(shelf, {}) if shelf else None, before)
        rules = Rules(Vocabulary.of(PROGRAM), view_data.program(), settings.languages, "the programme")
        facts: dict[int, PartnerFacts] = {}
        for piece, read in self.intake.read(pieces, rules):
            assert not isinstance(read, ProblemsFound)
            facts |= {piece.records + record.at: record.facts for record in read.records}
        self.facts = [facts[place] for place in sorted(facts)]

    @property
    def result(self) -> object:
        """All that a build knows of the records."""
        listed, texts = self.intake.listed, self.intake.texts
        kinds = [(language, kind) for language in listed for kind in ListedTexts._fields]
        said = {(*kind, one): texts(*kind)[one] for kind in kinds for one in listed[kind[0]]}
        return self.facts, listed, self.intake.digests, said


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each task reads."""
    counted: list[int] = []
    work: Callable[[PieceTask], PieceResult | ProblemsFound] = intake.work

    def counting(task: PieceTask) -> PieceResult | ProblemsFound:
        counted.append(len(task.piece.starts) - 1)
        return work(task)

    monkeypatch.setattr(intake, "work", counting)
    return counted


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_carried_over_is_what_would_be_read(edit: str, tmp_path: Path, read: list[int]) -> None:
    after, anew, always = EDITS[edit]
    before = Reading(BEFORE, tmp_path).intake.cut
    read.clear()
    found = Reading(after, tmp_path, before)
    assert sum(read) == anew
    assert found.result == Reading(after, None).result
    again = found.intake.cut
    read.clear()
    assert Reading(after, tmp_path, again).result == found.result
    assert sum(read) == always


def test_nothing_is_carried_over_from_what_is_damaged(tmp_path: Path, read: list[int]) -> None:
    before = Reading(BEFORE, tmp_path).intake.cut
    for file in tmp_path.iterdir():
        file.write_bytes(b"damaged")
    read.clear()
    Reading(EDITS["a name"][0], tmp_path, before)
    assert sum(read) == len(BEFORE)
