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
from partnersite.landing.pages import PageJob
from partnersite.render.head import json_in_html, title_of
from partnersite.view import PartnerView, Words
from partnersite.view.partner import PartnerCard
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
MARKDOWN = {"description"}
TOKEN = "TOKENxTOKEN"
PAYLOADS = tuple(
    text for text in (*XSS_PAYLOADS, *NAUGHTY_STRINGS) if text.strip() and TOKEN not in text and "\0" not in text
)

V = TypeVar("V")


def filled(view: V, texts: Any, name: str = "") -> V:
    """The view with every text taken from the iterator `texts`; addresses, ids and dates stay."""
    if isinstance(view, Words):
        return Words(next(texts)) if name not in MARKDOWN else view  # type: ignore[return-value]
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


def partner() -> PartnerView:
    view = view_data.view(full(), small(parent="smarttouch-pos-peru"))
    return next(partner for partner in view.partners if partner.children)


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
    filled(partner(), turn)
    assert turn.at > 30


def without_monograms(html: str) -> str:
    """A page without the letters in its signs, which are the first ones of names: at most two letters or digits."""
    return re.sub(r'(<text x="32" y="33">)(?:\w{1,2}|•)(?=</text>)', r"\1", html)


@needs_corpora
def test_every_payload_in_every_text_is_escaped_as_text() -> None:
    """A page with the payload in all its texts differs from one with a token only by the escaped payload."""
    view, renderer = partner(), view_data.renderer()
    job = PageJob("active", "en", view.path, view)
    pattern = without_monograms(landing.render(dataclasses.replace(job, view=filled(view, Same(TOKEN))), renderer).main)
    for payload in PAYLOADS:
        page = landing.render(dataclasses.replace(job, view=filled(view, Same(payload))), renderer)
        assert without_monograms(page.main) == pattern.replace(TOKEN, str(escape(payload))), payload
        assert page.title == payload
        written = json_in_html(page.json_ld[0])
        assert not set(written) & set("<>&\u2028\u2029"), payload
        assert json.loads(written)["name"] == payload


@needs_corpora
def test_no_payload_is_active_in_the_built_page() -> None:
    renderer, turn, view = view_data.renderer(), Turn(), partner()
    while turn.at < len(PAYLOADS):
        page = landing.render(PageJob("active", "en", view.path, filled(view, turn)), renderer)
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
    view = view_data.view(full(), small())
    jobs = tuple(directory.jobs(view))
    while turn.at < len(PAYLOADS):
        for job in jobs:
            cards: tuple[PartnerCard, ...] = tuple(filled(card, turn) for card in job.cards)
            page = directory.render(dataclasses.replace(job, cards=cards, of=Words(next(turn))), renderer)
            assert oracle.active_nodes(page.main) == []
            assert oracle.ids(page.main) == []


@needs_corpora
def test_no_payload_in_a_description_is_active_on_the_page() -> None:
    renderer, view = view_data.renderer(), partner()
    for start in range(0, len(PAYLOADS), 40):
        text = "\n\n".join(PAYLOADS[start : start + 40])
        described = dataclasses.replace(view, description=Words(text), tagline=Words())
        page = landing.render(PageJob("active", "en", view.path, described), renderer)
        assert oracle.active_nodes(page.main) == []
        assert oracle.ids(page.main) == []
        assert oracle.foreign_requests(page.main, view_data.SITE) == []
