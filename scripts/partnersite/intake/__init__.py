"""Partner records from their files to what pages and lists are made from: piece by piece, side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from partnersite.cache.keys import key
from partnersite.intake.carried import Carried, completed
from partnersite.intake.shelf import Kept, Shelf, TextDamaged
from partnersite.intake.work import IntakeContext, PageData, PieceResult, PieceTask, page_data, unpacked_texts, work
from partnersite.looks import Looks
from partnersite.model.checks import Rules
from partnersite.model.reading import PARTNERS_FILE, PieceRead
from partnersite.parallel.shared import Shared
from partnersite.parallel.workers import Workers
from partnersite.problems import ProblemsFound
from partnersite.settings import SiteSettings
from partnersite.source.pieces import TYPICAL, Outline, Piece, outlines, single
from partnersite.view.listed import Listed

__all__ = ["Intake", "PageData", "Shelf", "Texts"]

_ID = itemgetter(Listed._fields.index("id"))

Texts = Callable[[str, str], Mapping[str, Any]]
"""Gives for a language and a field of ListedTexts what lists say of each partner, by its id."""


class Intake:
    """Reads the records of a site and keeps what pages and lists are made from.

    With a `shelf`, pieces that another build has read are taken from there, and the records of changed pieces that
    stood in those of `cut_before`.
    """

    def __init__(
        self,
        settings: SiteSettings,
        workers: Workers,
        shelf: Shelf | None = None,
        cut_before: Sequence[Outline] = (),
    ) -> None:
        self.looks = Looks(settings)
        self._settings = settings
        self.workers = workers
        self.listed: dict[str, dict[str, Listed]] = {language: {} for language in settings.languages}
        """By language and partner: the active and suspended ones."""
        self.digests: dict[str, bytes] = {}
        """Of their records as they are written, by partner."""
        self.pieces: dict[str, tuple[str, ...]] = {}
        """The ids in each piece that was read whole, by the key of it and of everything that it is read with."""
        self.cut: list[Outline] = []
        """How `partners.yaml` was cut."""
        self._shelf = shelf
        self._cut_before = cut_before
        self._keys: dict[Piece, str] = {}
        """On the shelf; of whole pieces alone."""
        self._results: dict[str, PieceResult] = {}
        """Of the piece that each partner's record stands in."""
        self._pages: deque[tuple[PageData, ...]] = deque()
        self._places: dict[str, tuple[Piece, int]] = {}
        """Where each partner's record stands."""
        self._context: Shared[IntakeContext] | None = None

    @property
    def key(self) -> bytes:
        """Of everything that records are read with, but the records."""
        return self._known.key

    @property
    def of_all(self) -> bytes:
        """The key of all records of which something is public."""
        return key(b"".join([digest for _, digest in sorted(self.digests.items())]))

    @property
    def _known(self) -> Shared[IntakeContext]:
        assert self._context is not None, "nothing has been read yet"
        return self._context

    def read(self, pieces: Sequence[Piece], rules: Rules) -> Iterator[tuple[Piece, PieceRead | ProblemsFound]]:
        """Reads pieces for `load_network`, and keeps what is public of them."""
        base = key(self.looks.key, rules.digest)
        context = self._context = Shared(IntakeContext(self._settings, self.looks, rules), base)
        self.cut = outlines(pieces)
        if self._shelf is not None:
            self._keys = {piece: _key(base, piece.file, piece.digest) for piece in pieces}
        wanted: list[Piece] = []
        incomplete: list[tuple[Piece, PieceResult, dict[int, Piece]]] = []
        """Pieces that were carried over but for some records, which are read by themselves."""
        for piece, known, is_kept in self._known_of(pieces, base):
            if known is None:
                wanted.append(piece)
                continue
            result, again = known
            self._keep(piece, result)
            yield piece, result.read
            ones = {at: single(piece, at) for at in again}
            wanted += ones.values()
            if not is_kept:
                incomplete.append((piece, result, ones))
        tasks = [PieceTask(context, piece) for piece in wanted]
        results = self.workers.map(work, tasks, sum(max(1, len(piece.starts) - 1) for piece in wanted))
        read: dict[Piece, PieceResult] = {}
        for piece, found in zip(wanted, results, strict=True):
            if isinstance(found, ProblemsFound):
                yield piece, found
                continue
            read[piece] = found
            self._put(piece, found)
            self._keep(piece, found)
            yield piece, found.read
        for piece, result, ones in incomplete:
            if all(one in read for one in ones.values()):
                self._put(piece, completed(result, {at: read[one] for at, one in ones.items()}))
        if self._shelf is not None:
            self._shelf.keep_only(set(self._keys.values()))

    def _known_of(self, pieces: Sequence[Piece], base: bytes) -> Iterator[tuple[Piece, Kept | None, bool]]:
        """What is known of each piece, and whether the shelf has it as it is."""
        missing: list[Piece] = []
        for piece in pieces:
            known = self._shelf.get(self._keys[piece]) if self._shelf is not None else None
            if known is None:
                missing.append(piece)
            else:
                yield piece, known, True
        carried = Carried(self._before(pieces, base) if missing else ())
        for piece in missing:
            yield piece, carried.of(piece), False

    def _before(self, pieces: Iterable[Piece], base: bytes) -> Iterator[PieceResult]:
        """What was read of the pieces that were there before and are no more."""
        there = {piece.digest for piece in pieces}
        for outline in self._cut_before:
            if self._shelf is not None and outline.digest not in there:
                known = self._shelf.get(_key(base, PARTNERS_FILE, outline.digest))
                if known is not None:
                    yield known[0]

    def fresh(self, known: Collection[str]) -> set[str]:
        """The partners of whom lists may say what they did not when they were made from `known`, keys of pieces."""
        return set(self._places).difference(*(ids for made_from, ids in self.pieces.items() if made_from in known))

    def texts(self, language: str, kind: str) -> Mapping[str, Any]:
        """What lists of a language say of each partner: unpacked when it is asked for, gone when the caller is done."""
        return _Said(self, language, kind)

    def text_of(self, partner: str, language: str, kind: str) -> Iterator[tuple[str, Any]]:
        """What lists say of a partner and of those who stand in the same piece, with their ids."""
        result = self._results[partner]
        try:
            packed = result.texts[language, kind]
        except TextDamaged:
            piece = self._places[partner][0]
            found = work(PieceTask(self._known, piece))
            assert not isinstance(found, ProblemsFound), "a piece that was right before is right"
            self._put(piece, found)
            self._results.update((one.id, found) for one in result.listed[language])
            result, packed = found, found.texts[language, kind]
        ids = map(_ID, result.listed[language])
        return zip(ids, unpacked_texts(packed), strict=True)

    def pages(self, partners: Iterable[str]) -> Iterator[tuple[PageData, ...]]:
        """What the pages of some public partners are made from, as many at a time as make a task; asked for once."""
        wanted = set(partners)
        while self._pages:
            pages = self._pages.popleft()  # what has become pages is needed no more
            found = tuple(page for page in pages if page.id in wanted)
            wanted.difference_update(page.id for page in found)
            if found:
                yield found
        # The others stand in pieces that were not read in this build.
        part: list[PageData] = []
        for partner in sorted(wanted):
            part += self._read_again(partner)
            if len(part) >= TYPICAL:
                yield tuple(part)
                part = []
        if part:
            yield tuple(part)

    def _read_again(self, partner: str) -> Iterable[PageData]:
        found = page_data(PieceTask(self._known, single(*self._places[partner])))
        return (page for page in found if page.id == partner)

    def _put(self, piece: Piece, result: PieceResult) -> None:
        if self._shelf is not None and piece in self._keys:
            self._shelf.put(self._keys[piece], result)

    def _keep(self, piece: Piece, result: PieceResult) -> None:
        if result.pages:
            self._pages.append(result.pages)
            result = replace(result, pages=())
        if piece in self._keys:
            self.pieces[self._keys[piece]] = tuple([record.facts.id for record in result.read.records])
        self.digests |= result.digests
        for record in result.read.records:
            self._results[record.facts.id] = result
            self._places[record.facts.id] = (piece, record.at)
        for language, listed in result.listed.items():
            self.listed[language].update(zip(map(_ID, listed), listed, strict=True))


def _key(base: bytes, file: str, digest: bytes) -> str:
    """Of a piece on the shelf; `base` is the key of what all pieces are read with."""
    return key(base, file, digest).hex()


class _Said(dict[str, Any]):
    """The texts of one kind in one language, by partner; those of a piece are unpacked when one of them is wanted."""

    def __init__(self, intake: Intake, language: str, kind: str) -> None:
        super().__init__()
        self._intake, self._language, self._kind = intake, language, kind

    def __missing__(self, partner: str) -> Any:
        self.update(self._intake.text_of(partner, self._language, self._kind))
        return self[partner]
