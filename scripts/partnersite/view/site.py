"""One language of the whole site, as the features that make pages take it."""

from __future__ import annotations

from dataclasses import dataclass

from partnersite.view.partner import PartnerCard, PartnerView
from partnersite.view.program import ProgramView
from partnersite.view.words import Words


@dataclass(frozen=True, slots=True)
class ListingCountry:
    """A country with partners in it."""

    code: str
    name: str
    path: str
    cards: tuple[PartnerCard, ...]


@dataclass(frozen=True, slots=True)
class ListingType:
    """A partner type with partners of it."""

    id: str
    name: Words
    plural: Words
    path: str
    cards: tuple[PartnerCard, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The network in numbers: active partners, and the countries and languages they serve."""

    partners: int
    countries: int
    languages: int


@dataclass(frozen=True, slots=True)
class Market:
    """A territory of the programme, and where in it partners are sought."""

    name: Words
    open: tuple[str, ...]
    """Names of its countries that no active partner serves."""
    taken: tuple[ListingCountry, ...]
    """Its other countries."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that a partner had under a former id."""

    path: str
    target: str
    name: Words


@dataclass(frozen=True, slots=True)
class SiteView:
    """What is public of the network in one language; partners are in its alphabetical order."""

    language: str
    languages: tuple[str, ...]
    """The site's languages, the source language first."""
    site_name: str
    home: str
    """Address of the language's home page."""
    directory: str
    """Address of the directory's first page."""
    program: ProgramView
    partners: tuple[PartnerView, ...]
    """Active, suspended and ended ones: everyone who has a page."""
    cards: tuple[PartnerCard, ...]
    """Active ones: what the directory lists."""
    countries: tuple[ListingCountry, ...]
    types: tuple[ListingType, ...]
    redirects: tuple[Redirect, ...]
    figures: Figures
    markets: tuple[Market, ...] = ()

    @property
    def source_language(self) -> str:
        """The language at the root of the site."""
        return self.languages[0]

    @property
    def listed(self) -> tuple[PartnerView, ...]:
        """The partners that the directory lists."""
        return tuple(partner for partner in self.partners if partner.status == "active")
