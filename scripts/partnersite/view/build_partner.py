"""Builds what pages and lists show of one partner; every field of a record that goes over is named here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from functools import lru_cache

from partnersite.model.dates import PartialDate
from partnersite.model.partner import Partner
from partnersite.model.program import Program
from partnersite.model.territories import Atlas
from partnersite.model.text import Text
from partnersite.render.prose import Passage
from partnersite.settings import SiteSettings
from partnersite.view import formats
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
from partnersite.view.paths import country_path, logo_path, partner_path
from partnersite.view.program import ProgramView
from partnersite.view.words import NO_WORDS, Words


class PartnerViews(InLanguage):
    """The views of single partners in one language; holds what all of them share, so that it is worked out once."""

    def __init__(
        self,
        program: Program,
        view: ProgramView,
        language: str,
        settings: SiteSettings,
        listed_countries: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(language, settings)
        self.atlas = Atlas(program.territories)
        self.program = view
        self.listed_countries = listed_countries
        """Codes of countries that have a page in the directory."""
        # What many partners have in common is made once.
        self._served = lru_cache(maxsize=4096)(self._names_of_served)
        self._names = lru_cache(maxsize=4096)(self._language_names)
        self._place = lru_cache(maxsize=4096)(self._territory)
        self._mastered = lru_cache(maxsize=4096)(self._competency)

    def _countries(self, partner: Partner) -> tuple[str, ...]:
        return self._served(partner.country, tuple([claim.territory for claim in partner.territories]))

    def _names_of_served(self, own: str, territories: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.country, self.atlas.served(own, territories)))

    def _tier(self, partner: Partner) -> Words:
        return self.program.tiers[partner.tier].name if partner.tier else NO_WORDS

    def _verticals(self, partner: Partner) -> tuple[Words, ...]:
        return tuple([self.program.verticals[key] for key in partner.verticals])

    def card(self, partner: Partner) -> PartnerCard:
        """A partner as lists show it."""
        return PartnerCard(
            id=partner.id,
            path=self.path(partner_path(partner.id)),
            name=self.words(partner.name),
            type=self.program.types[partner.type].name,
            tier=self._tier(partner),
            tagline=self.words(partner.tagline),
            logo=logo_path(partner.id, partner.logo) if partner.logo else "",
            countries=self._countries(partner),
            city=self.words(partner.address.city) if partner.address else NO_WORDS,
            verticals=self._verticals(partner),
        )

    def keywords(self, partner: Partner, card: PartnerCard) -> Iterator[str]:
        """What the search finds a partner by, beside its name and its description."""
        yield from map(str, (card.type, card.tier, card.tagline))
        yield from card.countries
        for claim in partner.territories:
            yield self._place(claim.territory, claim.exclusive).name.text
        if partner.address:
            yield from (self.words(partner.address.region).text, self.words(partner.address.city).text)
        yield from map(str, card.verticals)
        for competency in partner.competencies:
            yield self.program.competencies[competency.competency].text

    def page(self, partner: Partner, passages: Mapping[str, str]) -> PartnerView:
        """A partner as its own page shows it; `passages` are its description's HTML by the language of the text."""
        if partner.status == "ended":
            return self._ended(partner)
        kind = self.program.types[partner.type]
        contacts = partner.contacts
        return PartnerView(
            id=partner.id,
            language=self.language,
            path=self.path(partner_path(partner.id)),
            status=partner.status,
            name=self.words(partner.name),
            vendor=self.program.vendor.name,
            type=kind.name,
            type_path=kind.path,
            type_id=kind.id,
            vendor_email=self.program.vendor.email,
            tier=self._tier(partner),
            tagline=self.words(partner.tagline),
            description=self.passage(partner.description, passages),
            logo=logo_path(partner.id, partner.logo) if partner.logo else "",
            logo_file=partner.logo or "",
            since=str(partner.since or ""),
            reviewed=str(partner.reviewed or ""),
            territories=tuple([self._place(claim.territory, claim.exclusive) for claim in partner.territories]),
            countries=self._countries(partner),
            address=self._address(partner),
            languages=self._names(partner.languages),
            language_tags=partner.languages,
            verticals=self._verticals(partner),
            competencies=tuple([self._mastered(one.competency, one.sla, one.since) for one in partner.competencies]),
            website=contacts.website or "",
            email=contacts.email or "",
            phone=contacts.phone or "",
            phone_address=formats.phone_address(contacts.phone or ""),
            messengers=tuple([formats.messenger_link(m.kind, m.address) for m in contacts.messengers]),
            social=tuple([formats.social_link(page.kind, page.url) for page in contacts.social]),
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
            path=self.path(partner_path(partner.id)),
            status=partner.status,
            name=self.words(partner.name),
            vendor=self.program.vendor.name,
            type=kind.name,
            type_path=kind.path,
            until=str(partner.until or ""),
        )

    def _language_names(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        """Names of languages as they stand in a list: only its first word has a capital, unless all have."""
        names = [self.locale.language_name(tag) for tag in tags]
        return tuple([self.locale.capital(names[0]), *names[1:]] if names else [])

    def passage(self, text: Text | None, passages: Mapping[str, str]) -> Passage:
        """A description in the language that readers of this one get."""
        if text is None:
            return Passage()
        written_in = text.language_of(self.language, self.settings.source_language)
        return Passage(passages[written_in], "" if written_in == self.language else written_in)

    def _competency(self, competency: str, sla: str | None, since: PartialDate | None) -> CompetencyView:
        level = self.program.sla[sla] if sla else None
        return CompetencyView(self.program.competencies[competency], level, str(since or ""))

    def _territory(self, territory: str, exclusive: bool) -> TerritoryView:
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
            open=tuple([_opening(self.language, one.days, one.from_, one.to) for one in hours.open]),
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


@lru_cache(maxsize=4096)
def _opening(language: str, days: tuple[int, ...], opens: time, closes: time) -> OpeningView:
    return OpeningView(
        days=formats.weekdays_in_words(language, days),
        hours=formats.hours_in_words(language, opens, closes),
        weekdays=days,
        opens=opens.isoformat("minutes"),
        closes=formats.closing(closes),
    )
