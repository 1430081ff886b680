"""A partner's page in each of its states: active, suspended, ended, moved."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from partnersite.landing.structured import organization
from partnersite.render.breadcrumb import Crumb, breadcrumb_list
from partnersite.render.page import Page
from partnersite.render.richtext import html_to_text
from partnersite.render.templates import Renderer, root_of
from partnersite.view import PartnerCard, PartnerView
from partnersite.view.labels import PLACEMENTS
from partnersite.view.listed import ROOT_MARK
from partnersite.view.paths import DIRECTORY, partner_path

SHELL = "partner"
"""The layout of every page here."""
TEMPLATE = "partner.html"
"""Of the most pages here."""
DESCRIPTION_LENGTH = 160
"""Search engines cut longer ones."""
FULL_DATE = len("2026-10-01")


class Around(NamedTuple):
    """The partners that a page names beside its own, as HTML with `ROOT_MARK`."""

    family: str = ""
    neighbours: str = ""


def render(partner: PartnerView, around: Around, renderer: Renderer) -> Page:
    """A partner's page, in the renderer's language."""
    return _ended(partner, renderer) if partner.status == "ended" else _partner(partner, around, renderer)


def render_moved(former_id: str, partner: PartnerView, renderer: Renderer) -> Page:
    """The page of an address that a partner had under a former id; browsers are sent on."""
    path = renderer.settings.path_of(renderer.language, partner_path(former_id))
    return Page(
        path=path,
        shell=SHELL,
        language=renderer.language,
        title=partner.name.text,
        description="",
        main=renderer.render("partner-moved.html", path, name_of=partner.name, target=partner.path),
        indexable=False,
        redirect=partner.path,
    )


def neighbour_html(card: PartnerCard, renderer: Renderer) -> str:
    """A partner's item beside another partner's page, with `ROOT_MARK` for the site's root."""
    return renderer.render("parts/neighbour.html", "", root=ROOT_MARK, card=card)


def _partner(partner: PartnerView, around: Around, renderer: Renderer) -> Page:
    active = partner.status == "active"
    trail = _trail(partner, renderer)
    settings = renderer.settings
    placement = partner.referral.place if partner.referral else ""
    root = root_of(partner.path)
    main = renderer.render(
        TEMPLATE,
        partner.path,
        partner=partner,
        trail=trail,
        family=Markup(around.family.replace(ROOT_MARK, root)),
        neighbours=Markup(around.neighbours.replace(ROOT_MARK, root)),
        placement=renderer.gettext(PLACEMENTS[placement]) if placement else "",
        files=partner_path(partner.id),
        address=settings.absolute(settings.path_of(settings.source_language, partner_path(partner.id))),
    )
    return Page(
        path=partner.path,
        shell=SHELL,
        language=partner.language,
        title=partner.name.text,
        description=shorten(
            partner.tagline.text or html_to_text(partner.description.html) or _introduction(partner, renderer)
        ),
        main=main,
        alternates=settings.every_language(partner_path(partner.id)),
        indexable=active,
        json_ld=(organization(partner, settings), breadcrumb_list(trail, settings)) if active else (),
        image=partner.logo if partner.logo.endswith(".png") else "",
    )


def _ended(partner: PartnerView, renderer: Renderer) -> Page:
    trail = _trail(partner, renderer)
    return Page(
        path=partner.path,
        shell=SHELL,
        language=partner.language,
        title=partner.name.text,
        description="",
        main=renderer.render("partner-ended.html", partner.path, partner=partner, trail=trail),
        alternates=renderer.settings.every_language(partner_path(partner.id)),
        indexable=False,
    )


def modified(reviewed: str) -> str:
    """The date of a page's last change, where the record was reviewed on a known day."""
    return reviewed if len(reviewed) == FULL_DATE else ""


def _trail(partner: PartnerView, renderer: Renderer) -> tuple[Crumb, ...]:
    return (*_trail_above(renderer), Crumb(partner.name.text, partner.path))


@lru_cache(maxsize=32)
def _trail_above(renderer: Renderer) -> tuple[Crumb, ...]:
    settings = renderer.settings
    return (
        Crumb(settings.name, settings.path_of(renderer.language, "")),
        Crumb(renderer.gettext("Partners"), settings.path_of(renderer.language, DIRECTORY)),
    )


def _introduction(partner: PartnerView, renderer: Renderer) -> str:
    return renderer.gettext("%(name)s: official partner of %(vendor)s") % {
        "name": partner.name,
        "vendor": partner.vendor,
    }


def shorten(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """At most `length` characters of a text, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "\N{HORIZONTAL ELLIPSIS}"
