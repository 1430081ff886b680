"""Hostile texts in any field of a page stay texts: everywhere the same escaping, judged by another parser."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any, TypeVar

import pytest
from markupsafe import escape

import oracle
import view_data
from corpora import NAUGHTY_STRINGS, XSS_PAYLOADS, needs_corpora
from partnersite import directory, landing
from partnersite.render.head import json_in_html, title_of
from partnersite.render.page import Page
from partnersite.render.prose import Passage
from partnersite.render.richtext import to_html
from partnersite.render.templates import Renderer
from partnersite.view import PartnerCard, PartnerView, Words
from view_data import full, small

FREE_TEXTS = {
    "country",
    "postal_code",
    "days",
    "hours",
    "city",
    "time_zone",
    "text",
    "service",
    "email",
    "phone",
}
"""Fields of views that hold plain text beside those that are Words; the model is stricter about them."""
TOKEN = "TOKENxTOKEN"
PAYLOADS = tuple(
    text for text in (*XSS_PAYLOADS, *NAUGHTY_STRINGS) if text.strip() and TOKEN not in text and "\0" not in text
)

V = TypeVar("V")


def filled(view: V, texts: Any, name: str = "") -> V:
    """The view with every text taken from the iterator `texts`; addresses, ids, dates and HTML stay."""
    if isinstance(view, Words):
        return Words(next(texts))  # type: ignore[return-value]
    if isinstance(view, tuple):
        return tuple(filled(item, texts, name) for item in view)  # type: ignore[return-value]
    if isinstance(view, str) and name in FREE_TEXTS | {"languages", "countries"}:
        return next(texts)  # type: ignore[no-any-return]
    if dataclasses.is_dataclass(view) and not isinstance(view, type):
        changes = {
            field.name: filled(getattr(view, field.name), texts, field.name)
            for field in dataclasses.fields(view)
            if field.init
        }
        return dataclasses.replace(view, **changes)
    return view


@dataclasses.dataclass(frozen=True)
class Shown:
    """Everything that a page shows: its partner, and the cards of others."""

    partner: PartnerView
    family: PartnerCard
    neighbour: PartnerCard


def shown() -> Shown:
    site = view_data.Site(full(), small())
    (partner, _), cards = site.partners(), site.cards()
    return Shown(partner, *cards)


def rendered(what: Shown, renderer: Renderer) -> Page:
    """The page as a build makes it: cards first, then the page around them."""
    around = landing.Around(
        directory.card_html(what.family, renderer), landing.neighbour_html(what.neighbour, renderer)
    )
    return landing.render(what.partner, around, renderer)


class Same:
    """Gives one text for every field."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __next__(self) -> str:
        return self.text


class Turn:
    """Gives the payloads one after the other, and goes on where it stopped."""

    def __init__(self) -> None:
        self.at = 0

    def __next__(self) -> str:
        text = PAYLOADS[self.at % len(PAYLOADS)]
        self.at += 1
        return text


def test_a_page_has_more_than_thirty_texts_to_attack() -> None:
    turn = Turn() if PAYLOADS else None
    if turn is None:
        pytest.skip("the corpora are not here")
    filled(shown(), turn)
    assert turn.at > 30


def without_monograms(html: str) -> str:
    """A page without the letters in its signs, which are the first ones of names: at most two letters or digits."""
    return re.sub(r'(<text x="32" y="33">)(?:\w{1,2}|•)(?=</text>)', r"\1", html)


@needs_corpora
def test_every_payload_in_every_text_is_escaped_as_text() -> None:
    """A page with the payload in all its texts differs from one with a token only by the escaped payload."""
    what, renderer = shown(), view_data.renderer()
    pattern = without_monograms(rendered(filled(what, Same(TOKEN)), renderer).main)
    assert pattern.count('<li class="ps-card') == 2
    for payload in PAYLOADS:
        page = rendered(filled(what, Same(payload)), renderer)
        assert without_monograms(page.main) == pattern.replace(TOKEN, str(escape(payload))), payload
        assert page.title == payload
        written = json_in_html(page.json_ld[0])
        assert not set(written) & set("<>&\u2028\u2029"), payload
        assert json.loads(written)["name"] == payload


@needs_corpora
def test_no_payload_is_active_in_the_built_page() -> None:
    renderer, turn, what = view_data.renderer(), Turn(), shown()
    while turn.at < len(PAYLOADS):
        page = rendered(filled(what, turn), renderer)
        scripts = "".join(f'<script type="application/ld+json">{json_in_html(data)}</script>' for data in page.json_ld)
        title = f"<title>{escape(title_of(page, renderer.settings))}</title>"
        html = f"<!doctype html><html><head>{title}{scripts}</head><body>{page.main}</body></html>"
        assert oracle.active_nodes(html, known=["script"]) == []
        assert html.count("</script>") == len(page.json_ld)
        assert oracle.ids(html) == []
        assert oracle.foreign_requests(html, view_data.SITE) == []


@needs_corpora
def test_no_payload_is_active_in_the_directory() -> None:
    renderer, turn = view_data.renderer(), Turn()
    site = view_data.Site(full(), small())
    cards = {card.id: card for card in site.cards()}
    jobs = tuple(directory.jobs(site.view()))
    while turn.at < len(PAYLOADS):
        for job in jobs:
            html = tuple(directory.card_html(filled(cards[one.id], turn), renderer) for one in job.listed)
            assert html
            page = directory.render(dataclasses.replace(job, cards=html, of=Words(next(turn))), renderer)
            assert oracle.active_nodes(page.main) == []
            assert oracle.ids(page.main) == []


@needs_corpora
def test_no_payload_in_a_description_is_active_on_the_page() -> None:
    renderer, what = view_data.renderer(), shown()
    for start in range(0, len(PAYLOADS), 40):
        text = "\n\n".join(PAYLOADS[start : start + 40])
        described = dataclasses.replace(what.partner, description=Passage(to_html(text)), tagline=Words())
        page = rendered(dataclasses.replace(what, partner=described), renderer)
        assert oracle.active_nodes(page.main) == []
        assert oracle.ids(page.main) == []
        assert oracle.foreign_requests(page.main, view_data.SITE) == []
