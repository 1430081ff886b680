"""A partner's page in each of its states: active, suspended, ended, moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from partnersite.landing.structured import organization
from partnersite.render.breadcrumb import Crumb, breadcrumb_list
from partnersite.render.page import Page
from partnersite.render.prose import IN_TEMPLATES, plain
from partnersite.render.templates import Renderer
from partnersite.view import PartnerView, Redirect, SiteView
from partnersite.view.labels import PLACEMENTS

Kind = Literal["active", "suspended", "ended", "moved"]
SHELL = "partner"
DESCRIPTION_LENGTH = 160
"""Search engines cut longer ones."""
FULL_DATE = len("2026-10-01")


@dataclass(frozen=True, slots=True)
class PageJob:
    """What one page is made from; plain values that a worker process can be given."""

    kind: Kind
    language: str
    path: str
    view: PartnerView | Redirect

    @property
    def shell(self) -> str:
        """The layout of the page."""
        return SHELL


def jobs(view: SiteView) -> Iterator[PageJob]:
    """One job for every page of a partner in the view's language, then for every address it had before."""
    for partner in view.partners:
        yield PageJob(_kind(partner), view.language, partner.path, partner)
    for redirect in view.redirects:
        yield PageJob("moved", view.language, redirect.path, redirect)


def render(job: PageJob, renderer: Renderer) -> Page:
    """The page of a job, in the renderer's language."""
    if isinstance(job.view, Redirect):
        return _moved(job.view, renderer)
    return _ended(job.view, renderer) if job.kind == "ended" else _partner(job.view, renderer)


def _kind(partner: PartnerView) -> Kind:
    kinds: dict[str, Kind] = {"suspended": "suspended", "ended": "ended"}
    return kinds.get(partner.status, "active")


def _partner(partner: PartnerView, renderer: Renderer) -> Page:
    active = partner.status == "active"
    trail = _trail(partner, renderer)
    settings = renderer.settings
    placement = partner.referral.place if partner.referral else ""
    main = renderer.render(
        "partner.html",
        partner.path,
        partner=partner,
        trail=trail,
        placement=renderer.gettext(PLACEMENTS[placement]) if placement else "",
        files=f"partners/{partner.id}/",
        address=settings.absolute(settings.path_of(settings.source_language, f"partners/{partner.id}/")),
        **IN_TEMPLATES,
    )
    description = plain(partner.description) if partner.description else ""
    return Page(
        path=partner.path,
        shell=SHELL,
        language=partner.language,
        title=partner.name.text,
        description=shorten(partner.tagline.text or description or _introduction(partner, renderer)),
        main=main,
        alternates=settings.every_language(f"partners/{partner.id}/"),
        indexable=active,
        json_ld=(organization(partner, settings), breadcrumb_list(trail, settings)) if active else (),
        image=partner.logo if partner.logo.endswith(".png") else "",
        search_text=_search_text(partner, description),
        modified=partner.reviewed if len(partner.reviewed) == FULL_DATE else "",
        breadcrumb=tuple((crumb.title, crumb.path) for crumb in trail),
    )


def _ended(partner: PartnerView, renderer: Renderer) -> Page:
    trail = _trail(partner, renderer)
    return Page(
        path=partner.path,
        shell=SHELL,
        language=partner.language,
        title=partner.name.text,
        description="",
        main=renderer.render(
            "partner-ended.html", partner.path, partner=partner, trail=trail, **IN_TEMPLATES
        ),
        alternates=renderer.settings.every_language(f"partners/{partner.id}/"),
        indexable=False,
        breadcrumb=tuple((crumb.title, crumb.path) for crumb in trail),
    )


def _moved(redirect: Redirect, renderer: Renderer) -> Page:
    return Page(
        path=redirect.path,
        shell=SHELL,
        language=renderer.language,
        title=redirect.name.text,
        description="",
        main=renderer.render("partner-moved.html", redirect.path, redirect=redirect, **IN_TEMPLATES),
        indexable=False,
        redirect=redirect.target,
    )


def _trail(partner: PartnerView, renderer: Renderer) -> tuple[Crumb, ...]:
    settings = renderer.settings
    trail = [
        Crumb(settings.name, settings.path_of(renderer.language, "")),
        Crumb(renderer.gettext("Partners"), settings.path_of(renderer.language, "partners/")),
    ]
    return (*trail, Crumb(partner.name.text, partner.path))


def _introduction(partner: PartnerView, renderer: Renderer) -> str:
    return renderer.gettext("%(name)s: official partner of %(vendor)s") % {
        "name": partner.name,
        "vendor": partner.vendor,
    }


def _search_text(partner: PartnerView, description: str) -> str:
    words = (
        *(partner.type, partner.tier, partner.tagline),
        *partner.countries,
        *(territory.name for territory in partner.territories),
        *((partner.address.region, partner.address.city) if partner.address else ()),
        *partner.verticals,
        *(competency.name for competency in partner.competencies),
        description,
    )
    return " ".join(text for text in map(str, dict.fromkeys(map(str, words))) if text)


def shorten(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """At most `length` characters of a text, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "\N{HORIZONTAL ELLIPSIS}"
