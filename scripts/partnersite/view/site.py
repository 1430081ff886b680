"""One language of the whole site, as the features that make pages take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from partnersite.view.listed import Listed
from partnersite.view.program import ProgramView
from partnersite.view.words import Words

NEIGHBOURS = 3
"""Other partners of the country that a partner's page names."""


@dataclass(frozen=True, slots=True)
class ListingCountry:
    """A country with partners in it."""

    code: str
    name: str
    path: str
    cards: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class ListingType:
    """A partner type with partners of it."""

    id: str
    name: Words
    plural: Words
    path: str
    cards: tuple[Listed, ...]


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


class Relatives(NamedTuple):
    """The partners that another one's page names, by id."""

    family: tuple[str, ...]
    """Who recruited it, and whom it recruited."""
    neighbours: tuple[str, ...]
    """A few others in the same country."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Who is named on whose page: all by their ids, of active and suspended partners."""

    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of those who have one."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """The first country of each, where it has one."""
    compatriots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The active partners whose first country it is, in their order."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Of an active partner among its compatriots."""
    digests: Mapping[str, bytes] = field(default_factory=dict)
    """Of what is said of the relatives of each."""

    def of(self, partner: str) -> Relatives:
        """The relatives of a partner: those that follow it in its country, so that nobody is named on all pages."""
        family = self.families.get(partner, ())
        here = self.compatriots.get(self.homes.get(partner, ""), ())
        start = self.places.get(partner, -1) + 1
        known = {partner, *family}
        wanted = range(start, start + min(len(here), NEIGHBOURS + len(known)))
        others = [other for at in wanted if (other := here[at % len(here)]) not in known]
        return Relatives(family, tuple(others[:NEIGHBOURS]))


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
    cards: tuple[Listed, ...]
    """Active ones: what the directory lists."""
    countries: tuple[ListingCountry, ...]
    types: tuple[ListingType, ...]
    figures: Figures
    markets: tuple[Market, ...] = ()
    kin: Kin = field(default_factory=Kin)

    @property
    def source_language(self) -> str:
        """The language at the root of the site."""
        return self.languages[0]
