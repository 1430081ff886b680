"""Networks as values, with the settings and renderers of a site that is not on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_data import PARTNER, PROGRAM, SMALL_PARTNER, yaml_of
from partnersite import landing
from partnersite.intake import Intake
from partnersite.model import Network, Partner, Program
from partnersite.model.checks import Rules
from partnersite.model.facts import facts_of
from partnersite.model.reading import LIST, PARTNERS_FILE
from partnersite.model.vocabulary import Vocabulary
from partnersite.parallel.workers import Workers
from partnersite.problems import Problems, ProblemsFound
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings, package_theme
from partnersite.source.pieces import whole
from partnersite.view import PartnerCard, PartnerView, PartnerViews, SiteView, program_view, site_view
from partnersite.view.listed import ListedTexts

LANGUAGES = ("en", "ru")
__all__ = [
    "PROGRAM",
    "Site",
    "full",
    "network",
    "partner_views",
    "program",
    "renderer",
    "settings",
    "small",
    "view",
]

SITE = "https://partners.example.com/"


def settings(*languages: str, folder: Path = Path("/nowhere")) -> SiteSettings:
    """The settings of a site in these languages, the source language first."""
    return SiteSettings(
        name="Partners of SmartTouch",
        url=SITE,
        languages=languages or LANGUAGES,
        source_dir=folder,
        content_dir=folder / "content",
        theme_dirs=(package_theme(),),
        site_dir=folder / "site",
    )


def full(**changes: Any) -> dict[str, Any]:
    """The raw record that has every field, with some changed; None takes a field out."""
    return {key: value for key, value in {**PARTNER, **changes}.items() if value is not None}


def small(partner_id: str = "kupava", **changes: Any) -> dict[str, Any]:
    """The raw record that has nothing but what is required, with some fields changed."""
    return {**SMALL_PARTNER, "id": partner_id, **changes}


def program(**changes: Any) -> Program:
    """The programme with some sections changed."""
    return Program.model_validate({**PROGRAM, **changes})


def network(*records: dict[str, Any], languages: tuple[str, ...] = LANGUAGES, **changes: Any) -> Network:
    """A network of raw records; keyword arguments change the programme."""
    partners = tuple(facts_of(Partner.model_validate(record)) for record in records)
    return Network(partners, program(**changes), languages)


class Site:
    """Raw records as a build takes them in, and what it makes of them; keyword arguments change the programme."""

    def __init__(
        self,
        *records: dict[str, Any],
        languages: tuple[str, ...] = LANGUAGES,
        of: SiteSettings | None = None,
        **changes: Any,
    ) -> None:
        self.settings = of or settings(*languages)
        self.program = program(**changes)
        self.intake = Intake(self.settings, Workers(None, 1))
        rules = Rules(
            Vocabulary.of({**PROGRAM, **changes}), self.program, languages, repr((self.settings, self.program))
        )
        ((_, read),) = self.intake.read([whole(PARTNERS_FILE, yaml_of({LIST: list(records)}).encode())], rules)
        assert not isinstance(read, ProblemsFound), read.problems
        said = [*read.problems, *(problem for record in read.records for problem in record.problems)]
        assert not Problems(said).errors, said
        self.network = Network(tuple(record.facts for record in read.records), self.program, languages)
        public = [partner.id for partner in self.network.public]
        made = {page.id: page for pages in self.intake.pages(public) for page in pages}
        self.pages = tuple(made[partner] for partner in public)
        """What the pages of everyone who has one are made from, in the order of the records."""

    def view(self, language: str = "en") -> SiteView:
        """The site in one language."""
        return site_view(self.network, language, self.settings, self.intake.listed[language])

    def texts(self, language: str = "en") -> Mapping[str, ListedTexts]:
        """What lists, search and neighbouring pages say of each partner, by its id."""
        columns = [self.intake.texts(language, kind) for kind in ListedTexts._fields]
        return {
            one: ListedTexts(*(column[one] for column in columns)) for one in self.intake.listed[language]
        }

    def cards_of(self, language: str = "en") -> Mapping[str, str]:
        """How lists show each partner, by its id."""
        return self.intake.texts(language, "card")

    def views(self, language: str = "en") -> PartnerViews:
        """What makes views of single partners."""
        network = self.network
        in_language = program_view(self.program, language, self.settings, network.listed_types)
        return PartnerViews(self.program, in_language, language, self.settings, network.listed_countries)

    def partners(self, language: str = "en") -> tuple[PartnerView, ...]:
        """Everyone who has a page, in the order of the records."""
        views = self.views(language)
        records = (page.record() for page in self.pages)
        return tuple(views.page(record.partner, record.passages) for record in records)

    def cards(self, language: str = "en") -> tuple[PartnerCard, ...]:
        """Everyone whom other pages may show, in the order of the records."""
        views = self.views(language)
        partners = (page.record().partner for page in self.pages)
        return tuple(views.card(partner) for partner in partners if partner.status != "ended")

    def around(self, language: str = "en") -> dict[str, landing.Around]:
        """The partners that each one's page names."""
        said, view = self.texts(language), self.view(language)
        return {
            partner: landing.Around(
                "".join(said[other].card for other in view.kin.of(partner).family),
                "".join(said[other].neighbour for other in view.kin.of(partner).neighbours),
            )
            for partner in view.kin.digests
        }


def view(
    *records: dict[str, Any], language: str = "en", languages: tuple[str, ...] = LANGUAGES, **changes: Any
) -> SiteView:
    """The view of a network of raw records in one language; keyword arguments change the programme."""
    return Site(*records, languages=languages, **changes).view(language)


def partner_views(
    *records: dict[str, Any], language: str = "en", languages: tuple[str, ...] = LANGUAGES
) -> tuple[PartnerView, ...]:
    """What the pages of raw records show in one language, in their order."""
    return Site(*records, languages=languages).partners(language)


def renderer(language: str = "en", *languages: str) -> Renderer:
    """A renderer of the real templates."""
    return Renderer(language, settings(*languages))
