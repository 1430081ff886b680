"""Builds the view of a whole site in one language; every field of a partner that goes over is named here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partnersite.model import Network
from partnersite.model.partner import Partner
from partnersite.settings import SiteSettings
from partnersite.view import formats
from partnersite.view.build_program import program_view
from partnersite.view.language import InLanguage
from partnersite.view.partner import (
    AddressView,
    CompetencyView,
    HoursView,
    IntegrationView,
    OpeningView,
    PartnerCard,
    PartnerView,
    ReferenceView,
    ReferralView,
    TerritoryView,
)
from partnersite.view.paths import DIRECTORY, country_path, logo_path
from partnersite.view.site import Figures, ListingCountry, ListingType, Market, Redirect, SiteView
from partnersite.view.words import NO_WORDS, Words

NEIGHBOURS = 3
"""Other partners of the country that a partner's page names."""


def site_view(network: Network, language: str, settings: SiteSettings) -> SiteView:
    """Everything public of a checked network in one language."""
    return _SiteBuilder(network, language, settings).site()


class _SiteBuilder(InLanguage):
    """Holds what all partners of one language share, so that it is worked out once."""

    def __init__(self, network: Network, language: str, settings: SiteSettings) -> None:
        super().__init__(network, language, settings)
        self.program = program_view(network, language, settings)
        self.countries = {partner.id: network.countries(partner) for partner in network.public}
        self.listed_countries = {code for partner in network.listed for code in self.countries[partner.id]}
        self.cards: dict[str, PartnerCard] = {}
        self.compatriots: dict[str, list[Partner]] = {}
        """Listed partners by the country they are first named with, in alphabetical order."""
        self.places: dict[str, int] = {}
        """Where among its compatriots a partner stands."""

    def site(self) -> SiteView:
        network = self.network
        names = {partner.id: self.words(partner.name) for partner in network.public}

        def alphabetical(partner: Partner) -> tuple[object, str]:
            return self.locale.sort_key(names[partner.id].text), partner.id

        public = sorted(network.public, key=alphabetical)
        listed = [partner for partner in public if partner.status == "active"]
        cards = tuple(map(self.card, listed))
        for partner in listed:
            for code in self.countries[partner.id][:1]:
                compatriots = self.compatriots.setdefault(code, [])
                self.places[partner.id] = len(compatriots)
                compatriots.append(partner)
        countries = self._countries(listed)
        return SiteView(
            language=self.language,
            languages=self.settings.languages,
            site_name=self.settings.name,
            home=self.path(""),
            directory=self.path(DIRECTORY),
            program=self.program,
            partners=tuple(map(self.partner, public)),
            cards=cards,
            countries=countries,
            types=self._types(listed),
            redirects=tuple(
                Redirect(self.path(f"{DIRECTORY}{old}/"), self.path(f"{DIRECTORY}{new}/"), names[new])
                for old, new in network.renamed.items()
            ),
            figures=Figures(
                partners=len(cards),
                countries=len(self.listed_countries),
                languages=len({tag for partner in listed for tag in partner.languages}),
            ),
            markets=self._markets(listed, countries),
        )

    def _countries(self, listed: Iterable[Partner]) -> tuple[ListingCountry, ...]:
        found: dict[str, list[PartnerCard]] = {}
        for partner in listed:
            for code in self.countries[partner.id]:
                found.setdefault(code, []).append(self.card(partner))
        countries = (
            ListingCountry(code, self.country(code), self.path(country_path(code)), tuple(cards))
            for code, cards in found.items()
        )
        return tuple(sorted(countries, key=lambda country: (self.locale.sort_key(country.name), country.code)))

    def _markets(self, listed: Iterable[Partner], countries: Iterable[ListingCountry]) -> tuple[Market, ...]:
        served = {code for partner in listed if partner.territories for code in self.countries[partner.id]}
        taken = [country for country in countries if country.code in served]
        markets = []
        for key, area in self.network.program.territories.items():
            if area.contains:
                codes = self.network.atlas.countries(key)
                free = sorted((self.country(code) for code in codes if code not in served), key=self.locale.sort_key)
                here = tuple(country for country in taken if country.code in codes)
                markets.append(Market(self.program.territories[key], tuple(free), here))
        return tuple(markets)

    def _neighbours(self, partner: Partner, related: Iterable[Partner]) -> tuple[PartnerCard, ...]:
        """The partners that follow in the alphabet, so that each is named on some pages and none on all."""
        code = next(iter(self.countries[partner.id]), "")
        compatriots = self.compatriots.get(code, ())
        known = {partner.id, *(other.id for other in related)}
        start = self.places.get(partner.id, -1) + 1
        wanted = range(start, start + min(len(compatriots), NEIGHBOURS + len(known)))
        others = (compatriots[at % len(compatriots)] for at in wanted)
        return tuple(self.card(other) for other in others if other.id not in known)[:NEIGHBOURS]

    def _types(self, listed: Iterable[Partner]) -> tuple[ListingType, ...]:
        found: dict[str, list[PartnerCard]] = {}
        for partner in listed:
            found.setdefault(partner.type, []).append(self.card(partner))
        return tuple(
            ListingType(kind.id, kind.name, kind.plural, kind.path, tuple(found[kind.id]))
            for kind in self.program.types
            if kind.id in found
        )

    def card(self, partner: Partner) -> PartnerCard:
        card = self.cards.get(partner.id)
        if card is None:
            card = self.cards[partner.id] = PartnerCard(
                id=partner.id,
                path=self.path(f"{DIRECTORY}{partner.id}/"),
                name=self.words(partner.name),
                type=self.program.types[partner.type].name,
                tier=self.program.tiers[partner.tier].name if partner.tier else NO_WORDS,
                tagline=self.words(partner.tagline),
                logo=logo_path(partner.id, partner.logo) if partner.logo else "",
                countries=tuple(map(self.country, self.countries[partner.id])),
                city=self.words(partner.address.city) if partner.address else NO_WORDS,
                verticals=tuple(self.program.verticals[key] for key in partner.verticals),
            )
        return card

    def partner(self, partner: Partner) -> PartnerView:
        if partner.status == "ended":
            return self._ended(partner)
        card = self.card(partner)
        kind = self.program.types[partner.type]
        parent = self.network.by_id.get(partner.parent) if partner.parent else None
        children = [child for child in self.network.children(partner.id) if child.status == "active"]
        contacts = partner.contacts
        return PartnerView(
            id=partner.id,
            language=self.language,
            path=card.path,
            status=partner.status,
            name=card.name,
            vendor=self.program.vendor.name,
            type=kind.name,
            type_path=kind.path,
            type_id=kind.id,
            vendor_email=self.program.vendor.email,
            tier=card.tier,
            tagline=card.tagline,
            description=self.words(partner.description),
            logo=card.logo,
            logo_file=partner.logo or "",
            since=str(partner.since or ""),
            reviewed=str(partner.reviewed or ""),
            parent=self.card(parent) if parent and parent.status in ("active", "suspended") else None,
            children=tuple(sorted(map(self.card, children), key=self._by_name)) if children else (),
            neighbours=self._neighbours(partner, (*children, *((parent,) if parent else ()))),
            territories=tuple(
                self._territory(claim.territory, exclusive=claim.exclusive) for claim in partner.territories
            ),
            countries=card.countries,
            address=self._address(partner),
            languages=self._language_names(partner.languages),
            language_tags=partner.languages,
            verticals=card.verticals,
            competencies=tuple(
                CompetencyView(
                    name=self.program.competencies[competency.competency],
                    sla=self.program.sla[competency.sla] if competency.sla else None,
                    since=str(competency.since or ""),
                )
                for competency in partner.competencies
            ),
            website=contacts.website or "",
            email=contacts.email or "",
            phone=contacts.phone or "",
            phone_address=formats.phone_address(contacts.phone or ""),
            messengers=tuple(formats.messenger_link(m.kind, m.address) for m in contacts.messengers),
            social=tuple(formats.social_link(page.kind, page.url) for page in contacts.social),
            hours=self._hours(partner),
            references=self._references(partner),
            referral=self._referral(partner),
            integration=self._integration(partner),
        )

    def _ended(self, partner: Partner) -> PartnerView:
        kind = self.program.types[partner.type]
        return PartnerView(
            id=partner.id,
            language=self.language,
            path=self.path(f"{DIRECTORY}{partner.id}/"),
            status=partner.status,
            name=self.words(partner.name),
            vendor=self.program.vendor.name,
            type=kind.name,
            type_path=kind.path,
            until=str(partner.until or ""),
        )

    def _by_name(self, card: PartnerCard) -> tuple[object, str]:
        return self.locale.sort_key(card.name.text), card.id

    def _language_names(self, tags: Sequence[str]) -> tuple[str, ...]:
        """Names of languages as they stand in a list: only its first word has a capital, unless all have."""
        names = [self.locale.language_name(tag) for tag in tags]
        return tuple([self.locale.capital(names[0]), *names[1:]] if names else [])

    def _territory(self, territory: str, *, exclusive: bool) -> TerritoryView:
        if territory in self.program.territories:
            return TerritoryView(self.program.territories[territory], "", exclusive)
        path = self.path(country_path(territory)) if territory in self.listed_countries else ""
        return TerritoryView(Words(self.country(territory)), path, exclusive)

    def _address(self, partner: Partner) -> AddressView | None:
        address = partner.address
        if address is None:
            return None
        return AddressView(
            country=self.country(address.country),
            country_code=address.country,
            region=self.words(address.region),
            city=self.words(address.city),
            street=self.words(address.street),
            postal_code=address.postal_code or "",
        )

    def _hours(self, partner: Partner) -> HoursView | None:
        hours = partner.contacts.hours
        if hours is None:
            return None
        return HoursView(
            time_zone=hours.time_zone,
            city=formats.zone_city(self.language, hours.time_zone),
            open=tuple(
                OpeningView(
                    days=formats.weekdays_in_words(self.language, opening.days),
                    hours=formats.hours_in_words(self.language, opening.from_, opening.to),
                    weekdays=opening.days,
                    opens=opening.from_.isoformat("minutes"),
                    closes=formats.closing(opening.to),
                )
                for opening in hours.open
            ),
        )

    def _references(self, partner: Partner) -> tuple[ReferenceView, ...]:
        verticals = self.program.verticals
        return tuple(
            ReferenceView(
                customer=self.words(reference.customer),
                vertical=verticals[reference.vertical] if reference.vertical else NO_WORDS,
                summary=self.words(reference.summary),
                url=reference.url or "",
            )
            for reference in partner.references
        )

    def _referral(self, partner: Partner) -> ReferralView | None:
        referral = partner.referral
        if referral is None:
            return None
        return ReferralView(referral.place, self.words(referral.summary), referral.url or "")

    def _integration(self, partner: Partner) -> IntegrationView | None:
        integration = partner.integration
        if integration is None:
            return None
        kinds = self.program.integrations
        return IntegrationView(
            product=self.words(integration.product),
            kind=kinds[integration.kind] if integration.kind in kinds else Words(integration.kind),
            summary=self.words(integration.summary),
            url=integration.url or "",
            both_ways=integration.both_ways,
        )
