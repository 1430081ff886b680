"""Builds the view of a whole site in one language: who is listed where, and who stands beside whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from operator import attrgetter

from partnersite.model import Network
from partnersite.model.facts import PartnerFacts
from partnersite.settings import SiteSettings
from partnersite.view.build_program import program_view
from partnersite.view.language import InLanguage
from partnersite.view.listed import Listed
from partnersite.view.paths import DIRECTORY, country_path
from partnersite.view.program import ProgramView
from partnersite.view.site import NEIGHBOURS, Figures, Kin, ListingCountry, ListingType, Market, SiteView

_PLACE = attrgetter("order", "id")
"""Sorts partners as lists show them."""
_SIZE = 4
"""Bytes with which the digest of a family's member begins: how many are of the family."""


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
        self.cards = tuple(sorted([listed[partner.id] for partner in network.listed], key=_PLACE))

    def site(self) -> SiteView:
        countries = self._countries()
        return SiteView(
            language=self.language,
            languages=self.settings.languages,
            site_name=self.settings.name,
            home=self.path(""),
            directory=self.path(DIRECTORY),
            program=self.program,
            cards=self.cards,
            countries=countries,
            types=self._types(),
            figures=Figures(
                partners=len(self.cards),
                countries=len(countries),
                languages=len(self.network.listed_languages),
            ),
            markets=self._markets(countries),
            kin=self._kin(),
        )

    def _countries(self) -> tuple[ListingCountry, ...]:
        found: defaultdict[str, list[Listed]] = defaultdict(list)
        for card in self.cards:
            for code in self.countries[card.id]:
                found[code].append(card)
        countries = (
            ListingCountry(code, self.country(code), self.path(country_path(code)), tuple(cards))
            for code, cards in found.items()
        )
        return tuple(sorted(countries, key=lambda country: (self.locale.sort_key(country.name), country.code)))

    def _markets(self, countries: Iterable[ListingCountry]) -> tuple[Market, ...]:
        served = {code for partner in self.network.listed if partner.territories for code in self.countries[partner.id]}
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
        found: defaultdict[str, list[Listed]] = defaultdict(list)
        for card in self.cards:
            found[self.network.by_id[card.id].type].append(card)
        return tuple(
            ListingType(kind.id, kind.name, kind.plural, kind.path, tuple(found[kind.id]))
            for kind in self.program.types
            if kind.id in found
        )

    def _kin(self) -> Kin:
        compatriots: defaultdict[str, list[Listed]] = defaultdict(list)
        homes = self.network.homes
        for card in self.cards:
            if card.id in homes:
                compatriots[homes[card.id]].append(card)
        digests: dict[str, bytes] = {}
        places: dict[str, int] = {}
        here = {code: tuple([card.id for card in cards]) for code, cards in compatriots.items()}
        for code, cards in compatriots.items():
            places.update(zip(here[code], count()))
            if len(cards) > NEIGHBOURS:  # those of no family: all at once, since most are
                said = b"".join([card.digest for card in (*cards, *cards[:NEIGHBOURS])])
                size = len(cards[0].digest)
                starts = range(size, size * (len(cards) + 1), size)
                around = [said[start : start + size * NEIGHBOURS] for start in starts]
                digests.update(zip(here[code], around, strict=True))
        shown = [partner for partner in self.network.public if partner.status != "ended"]
        families = {one.id: self._family(one) for one in shown if one.id in self.network.of_families}
        kin = Kin(families, homes, here, places, digests)
        for own in [*families, *[one.id for one in shown if one.id not in digests]]:
            family, others = kin.of(own)
            said = b"".join([self.listed[other].digest for other in (*family, *others)])
            digests[own] = len(family).to_bytes(_SIZE, "big") + said
        return kin

    def _family(self, partner: PartnerFacts) -> tuple[str, ...]:
        """The parent, then the sub-partners in alphabetical order, as far as they have pages to be named on."""
        parent = self.network.by_id.get(partner.parent)
        above = (parent.id,) if parent and parent.status in ("active", "suspended") else ()
        below = [child.id for child in self.network.children(partner.id) if child.status == "active"]
        return (*above, *sorted(below, key=lambda child: (self.listed[child].order, child)))
