"""Builds the view of a whole site in one language: who is listed where, and who stands beside whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from partnersite.model import Network
from partnersite.model.facts import PartnerFacts
from partnersite.settings import SiteSettings
from partnersite.view.build_program import program_view
from partnersite.view.language import InLanguage
from partnersite.view.listed import Listed
from partnersite.view.paths import DIRECTORY, country_path
from partnersite.view.program import ProgramView
from partnersite.view.site import Figures, ListingCountry, ListingType, Market, Relatives, SiteView

NEIGHBOURS = 3
"""Other partners of the country that a partner's page names."""


def site_view(network: Network, language: str, settings: SiteSettings, listed: Mapping[str, Listed]) -> SiteView:
    """Everything public of a checked network in one language; `listed` holds all active and suspended partners."""
    program = program_view(network.program, language, settings, network.listed_types)
    return _SiteBuilder(network, language, settings, program, listed).site()


class _SiteBuilder(InLanguage):
    def __init__(
        self,
        network: Network,
        language: str,
        settings: SiteSettings,
        program: ProgramView,
        listed: Mapping[str, Listed],
    ) -> None:
        super().__init__(language, settings)
        self.network = network
        self.program = program
        self.listed = listed
        self.countries = network.countries_of
        self.partners = sorted(network.listed, key=lambda partner: (listed[partner.id].order, partner.id))

    def site(self) -> SiteView:
        countries = self._countries()
        return SiteView(
            language=self.language,
            languages=self.settings.languages,
            site_name=self.settings.name,
            home=self.path(""),
            directory=self.path(DIRECTORY),
            program=self.program,
            cards=tuple(self.listed[partner.id] for partner in self.partners),
            countries=countries,
            types=self._types(),
            figures=Figures(
                partners=len(self.partners),
                countries=len(countries),
                languages=len({tag for partner in self.partners for tag in partner.languages}),
            ),
            markets=self._markets(countries),
            relatives=dict(self._relatives()),
        )

    def _countries(self) -> tuple[ListingCountry, ...]:
        found: dict[str, list[Listed]] = {}
        for partner in self.partners:
            for code in self.countries[partner.id]:
                found.setdefault(code, []).append(self.listed[partner.id])
        countries = (
            ListingCountry(code, self.country(code), self.path(country_path(code)), tuple(cards))
            for code, cards in found.items()
        )
        return tuple(sorted(countries, key=lambda country: (self.locale.sort_key(country.name), country.code)))

    def _markets(self, countries: Iterable[ListingCountry]) -> tuple[Market, ...]:
        served = {code for partner in self.partners if partner.territories for code in self.countries[partner.id]}
        taken = [country for country in countries if country.code in served]
        markets = []
        for key, area in self.network.program.territories.items():
            if area.contains:
                codes = self.network.atlas.countries(key)
                free = sorted((self.country(code) for code in codes if code not in served), key=self.locale.sort_key)
                here = tuple(country for country in taken if country.code in codes)
                markets.append(Market(self.program.territories[key], tuple(free), here))
        return tuple(markets)

    def _types(self) -> tuple[ListingType, ...]:
        found: dict[str, list[Listed]] = {}
        for partner in self.partners:
            found.setdefault(partner.type, []).append(self.listed[partner.id])
        return tuple(
            ListingType(kind.id, kind.name, kind.plural, kind.path, tuple(found[kind.id]))
            for kind in self.program.types
            if kind.id in found
        )

    def _relatives(self) -> Iterator[tuple[str, Relatives]]:
        compatriots: dict[str, list[str]] = {}
        places: dict[str, int] = {}
        for partner in self.partners:
            for code in self.countries[partner.id][:1]:
                of_country = compatriots.setdefault(code, [])
                places[partner.id] = len(of_country)
                of_country.append(partner.id)
        for partner in self.network.public:
            if partner.status != "ended":
                family = self._family(partner)
                here = compatriots.get(next(iter(self.countries[partner.id]), ""), ())
                start = places.get(partner.id, -1) + 1
                known = {partner.id, *family}
                # Those that follow in the alphabet, so that each is named on some pages and none on all.
                wanted = range(start, start + min(len(here), NEIGHBOURS + len(known)))
                others = [other for at in wanted if (other := here[at % len(here)]) not in known]
                yield partner.id, Relatives(family, tuple(others[:NEIGHBOURS]))

    def _family(self, partner: PartnerFacts) -> tuple[str, ...]:
        """The parent, then the sub-partners in alphabetical order, as far as they have pages to be named on."""
        parent = self.network.by_id.get(partner.parent)
        above = (parent.id,) if parent and parent.status in ("active", "suspended") else ()
        below = [child.id for child in self.network.children(partner.id) if child.status == "active"]
        return (*above, *sorted(below, key=lambda child: (self.listed[child].order, child)))
