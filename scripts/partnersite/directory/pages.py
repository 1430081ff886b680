"""Listings, page by page: everyone, by country, by partner type; only where there is somebody to list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Literal

from markupsafe import Markup

from partnersite.cache.keys import key
from partnersite.render.breadcrumb import Crumb, breadcrumb_list
from partnersite.render.page import Page
from partnersite.render.templates import Renderer, root_of
from partnersite.view import PartnerCard, SiteView, Words
from partnersite.view.listed import ROOT_MARK, Listed
from partnersite.view.paths import DIRECTORY

PAGE = "partners/index.md"
"""The staged page that the directory's first page is joined with."""
TEMPLATE = "listing.html"
"""Of every page here."""
PAGE_SIZE = 48
"""Partners on a page: whole rows of two, three and four columns."""
NEIGHBOURS = 2
"""Pages around the current one that its navigation names."""

Kind = Literal["all", "country", "type"]


@dataclass(frozen=True, slots=True)
class Facet:
    """A narrower list: a country or a partner type."""

    title: Words
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class DirectoryJob:
    """What one page of a listing is made from; plain values that a worker process can be given."""

    kind: Kind
    language: str
    base: str
    """Address of the listing's first page."""
    number: int
    """Which page of the listing, from 1."""
    pages: int
    total: int
    """Partners in the whole listing."""
    of: Words
    """The country or type; empty for everyone."""
    vendor: Words
    listed: tuple[Listed, ...]
    """Who stands on this page, until `with_cards`."""
    cards: tuple[str, ...] = ()
    """HTML of each partner, after `with_cards`."""
    countries: tuple[Facet, ...] = ()
    """Only on the first page of everyone."""
    types: tuple[Facet, ...] = ()
    """Only on the first page of everyone."""

    @property
    def path(self) -> str:
        """Address of this page."""
        return page_path(self.base, self.number)

    @property
    def key(self) -> bytes:
        """Of everything that the page is made from but what all pages have."""
        return key(_digest(_OF_MANY_PAGES(self)), str(self.number), b"".join([one.digest for one in self.listed]))

    def with_cards(self, cards: Mapping[str, str]) -> DirectoryJob:
        """The job with everything that a worker needs; `cards` by a partner's id."""
        return replace(self, listed=(), cards=tuple(cards[one.id] for one in self.listed))

    @property
    def shell(self) -> str:
        """The layout of the page."""
        return "directory" if self.kind == "all" and self.number == 1 else "listing"


_OF_MANY_PAGES = attrgetter(*(field.name for field in fields(DirectoryJob) if field.name not in ("listed", "number")))


@lru_cache(maxsize=1024)
def _digest(values: tuple[object, ...]) -> bytes:
    """Of what most pages of a listing have in common."""
    return key(repr(values))


def page_path(base: str, number: int) -> str:
    """Address of a listing's page: the first is the listing itself."""
    return base if number == 1 else f"{base}page/{number}/"


def jobs(view: SiteView) -> Iterator[DirectoryJob]:
    """Every page of every listing in the view's language; the directory's own is there in any case."""
    vendor = view.program.vendor.name
    countries = tuple(Facet(Words(place.name), place.path, len(place.cards)) for place in view.countries)
    types = tuple(Facet(kind.plural, kind.path, len(kind.cards)) for kind in view.types)
    yield from _listing("all", view.language, view.directory, Words(), vendor, view.cards, countries, types)
    for place in view.countries:
        yield from _listing("country", view.language, place.path, Words(place.name), vendor, place.cards)
    for kind in view.types:
        yield from _listing("type", view.language, kind.path, kind.plural, vendor, kind.cards)


def title_of(job: DirectoryJob, renderer: Renderer) -> str:
    """What a page of a list is called."""
    title = renderer.gettext("Partners")
    if job.of:
        # The name of a type is already a word for partners: Dealers.
        title = job.of.text if job.kind == "type" else renderer.gettext("Partners: %(name)s") % {"name": job.of}
    if job.number > 1:
        number = renderer.locale.number(job.number)
        title = renderer.gettext("%(title)s, page %(number)s") % {"title": title, "number": number}
    return title


def render(job: DirectoryJob, renderer: Renderer) -> Page:
    """The page of a job, in the renderer's language."""
    settings = renderer.settings
    directory = Crumb(renderer.gettext("Partners"), settings.path_of(job.language, DIRECTORY))
    trail = [Crumb(settings.name, settings.path_of(job.language, "")), directory]
    if job.of:
        trail.append(Crumb(job.of.text, job.base))
    if job.number > 1:
        number = renderer.locale.number(job.number)
        trail.append(Crumb(renderer.gettext("Page %(number)s") % {"number": number}, job.path))
    title = title_of(job, renderer)
    neutral = job.path.removeprefix(settings.path_of(job.language, ""))
    return Page(
        path=job.path,
        shell=job.shell,
        language=job.language,
        title=title,
        description=_description(job, renderer),
        main=renderer.render(
            TEMPLATE,
            job.path,
            job=job,
            cards=Markup("".join(job.cards).replace(ROOT_MARK, root_of(job.path))),
            trail=trail,
            title=title,
            numbers=[
                (number, page_path(job.base, number)) for number in shown_numbers(job.number, job.pages)
            ],
            previous=page_path(job.base, job.number - 1) if job.number > 1 else "",
            following=page_path(job.base, job.number + 1) if job.number < job.pages else "",
            everyone=directory.path,
        ),
        alternates=settings.every_language(neutral),
        json_ld=(breadcrumb_list(trail, settings),),
    )


def card_html(card: PartnerCard, renderer: Renderer) -> str:
    """A partner's item in every list, with `ROOT_MARK` for the site's root."""
    return renderer.render("parts/card.html", "", root=ROOT_MARK, card=card)


def shown_numbers(current: int, last: int) -> tuple[int, ...]:
    """The pages that a page's navigation names: first, last, and those around the current one."""
    around = range(current - NEIGHBOURS, current + NEIGHBOURS + 1)
    return tuple(number for number in range(1, last + 1) if number in (1, last) or number in around)


def _listing(
    kind: Kind,
    language: str,
    base: str,
    of: Words,
    vendor: Words,
    listed: Sequence[Listed],
    countries: tuple[Facet, ...] = (),
    types: tuple[Facet, ...] = (),
) -> Iterator[DirectoryJob]:
    pages = max(1, -(-len(listed) // PAGE_SIZE))
    for number in range(1, pages + 1):
        first = number == 1
        yield DirectoryJob(
            kind=kind,
            language=language,
            base=base,
            number=number,
            pages=pages,
            total=len(listed),
            of=of,
            vendor=vendor,
            listed=tuple(listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
            countries=countries if first else (),
            types=types if first else (),
        )


def _description(job: DirectoryJob, renderer: Renderer) -> str:
    text = renderer.ngettext(
        "%(num)s official partner of %(vendor)s", "%(num)s official partners of %(vendor)s", job.total
    ) % {"num": renderer.locale.number(job.total), "vendor": job.vendor}
    return f"{job.of}: {text}" if job.of else text
