"""What a worker makes of a piece: its records checked, and everything that others show of these partners."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import compress
from typing import Any, NamedTuple

from partnersite import directory, landing
from partnersite.looks import Looks
from partnersite.model.checks import Rules
from partnersite.model.partner import Partner
from partnersite.model.reading import PieceRead, read_piece
from partnersite.model.record import public_fields
from partnersite.model.text import Text
from partnersite.output.directory_json import directory_entry
from partnersite.output.search import SearchEntry, search_entry
from partnersite.parallel.shared import Shared
from partnersite.problems import ProblemsFound
from partnersite.render.richtext import html_to_text, to_html
from partnersite.settings import SiteSettings
from partnersite.source.pieces import Piece, written
from partnersite.view import PartnerViews, program_view
from partnersite.view.listed import Listed, ListedTexts
from partnersite.view.paths import partner_path


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """What all pieces are read with."""

    settings: SiteSettings
    looks: Looks
    rules: Rules


@dataclass(frozen=True, slots=True)
class PieceTask:
    """One piece to read; small enough to pass on, large enough to be worth it."""

    context: Shared[IntakeContext]
    piece: Piece


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What a partner's pages are made from: the record without what its pages do not show."""

    partner: Partner
    passages: Mapping[str, str]
    """The HTML of its description by the language that it is written in."""


class PageData(NamedTuple):
    """A `PageRecord` in the form in which it is kept and passed on."""

    id: str
    data: bytes

    @classmethod
    def of(cls, record: PageRecord) -> PageData:
        """Packs a record."""
        return cls(record.partner.id, pickle.dumps(record, pickle.HIGHEST_PROTOCOL))

    def record(self) -> PageRecord:
        """The record again."""
        record: PageRecord = pickle.loads(self.data)
        return record


TextKind = tuple[str, str]
"""A language, and a field of ListedTexts."""


@dataclass(frozen=True, slots=True)
class PieceResult:
    """A piece that has been read; nothing in it is internal or of a partner without a page."""

    read: PieceRead
    listed: Mapping[str, tuple[Listed, ...]]
    """By language: the active and suspended partners."""
    digests: Mapping[str, bytes]
    """Of the records as they are written, by the partner's id."""
    texts: Mapping[TextKind, bytes]
    """What `unpacked_texts` makes a text for each partner of, in the order of `listed`."""
    pages: tuple[PageData, ...] = ()
    """Of all partners that have a page, where the piece was read in this build."""


def work(task: PieceTask) -> PieceResult | ProblemsFound:
    """Read one piece; a piece that cannot be read gives its problems."""
    tools = task.context.made(_Tools)
    try:
        read = read_piece(task.piece, tools.rules)
    except ProblemsFound as found:
        return found
    pages = tools.pages(read)
    data = tuple(map(PageData.of, pages))
    named = [page for page in pages if page.partner.status != "ended"]
    texts = {language: tuple(tools.texts(record, language) for record in named) for language in tools.views}
    listed = {
        language: tuple(
            tools.listed(record, said, language) for record, said in zip(named, of_language, strict=True)
        )
        for language, of_language in texts.items()
    }
    places = {record.facts.id: record.at for record in read.records}
    digests = {page.id: record_digest(task.piece, places[page.id]) for page in data}
    packed = {
        (language, kind): marshal.dumps([getattr(said, kind) for said in of_language])
        for language, of_language in texts.items()
        for kind in ListedTexts._fields
    }
    return PieceResult(replace(read, partners=()), listed, digests, packed, data)


def page_data(task: PieceTask) -> tuple[PageData, ...]:
    """What the pages of a piece's partners are made from, and nothing else; the piece has been read before."""
    tools = task.context.made(_Tools)
    return tuple(map(PageData.of, tools.pages(read_piece(task.piece, tools.rules))))


def unpacked_texts(packed: bytes) -> list[Any]:
    """The texts of one kind of a piece, each of the type that ListedTexts says."""
    texts: list[Any] = marshal.loads(packed)
    return texts


def _page_record(partner: Partner) -> PageRecord:
    if partner.status == "ended":
        kept = frozenset(("id", "name", "type", "status", "until", "formerly"))
        return PageRecord(partner.model_copy(update=_defaults(kept)), {})
    written = partner.description.values if partner.description else ()
    passages = {language: to_html(text) for language, text in written}
    # Pages show the HTML, and ask the text only which languages there are.
    unsaid = {"description": Text(tuple((language, "") for language in passages))} if passages else {}
    return PageRecord(partner.model_copy(update=_defaults(public_fields(Partner)) | unsaid), passages)


@cache
def _defaults(kept: frozenset[str]) -> dict[str, object]:
    """Every field but some as if nothing had been written."""
    fields = Partner.model_fields.items()
    return {name: field.get_default(call_default_factory=True) for name, field in fields if name not in kept}


def record_digest(piece: Piece, at: int) -> bytes:
    """Of a record as it is written; of the whole piece where its file was not cut."""
    return sha256(written(piece, at)).digest()[:16]  # most processors have instructions for it


class _Tools:
    """What a process needs for all pieces of a build."""

    def __init__(self, context: IntakeContext) -> None:
        self.rules = context.rules
        self.settings = settings = context.settings
        program = context.rules.program
        self.renderers = context.looks.renderers
        self.views = {
            language: PartnerViews(program, program_view(program, language, settings), language, settings)
            for language in (settings.languages if context.rules.sound else ())
            if program
        }

    def pages(self, read: PieceRead) -> list[PageRecord]:
        """What the pages of a piece's partners are made from."""
        # Nothing is made of a record that is wrong: it may name what the programme does not have.
        right = [record.is_right for record in read.records]
        partners = compress(read.partners, right) if self.views else ()
        return [_page_record(partner) for partner in partners if partner.is_public]

    def texts(self, record: PageRecord, language: str) -> ListedTexts:
        """What lists of one language say of a partner."""
        partner, views, renderer = record.partner, self.views[language], self.renderers[language]
        card = views.card(partner)
        passage = views.passage(partner.description, record.passages)
        words = filter(None, dict.fromkeys((*views.keywords(partner, card), html_to_text(passage.html))))
        return ListedTexts(
            card=directory.card_html(card, renderer),
            neighbour=landing.neighbour_html(card, renderer),
            data=directory_entry(directory.data(card, self.settings)),
            search=search_entry(SearchEntry(partner_path(partner.id), card.name.text, " ".join(words))),
            title=card.name.text,
        )

    def listed(self, record: PageRecord, texts: ListedTexts, language: str) -> Listed:
        """A partner's place in the lists of one language."""
        order = self.renderers[language].locale.sort_key(texts.title)
        return Listed(record.partner.id, order, texts.digest)
