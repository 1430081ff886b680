"""Builds the views of one language from the model; every field that goes over is named here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from partnersite.model import Network
from partnersite.model.partner import Partner
from partnersite.model.program import Clause, CommissionScale, PartnerType, Requirement
from partnersite.model.text import Text
from partnersite.render.locale import Locale
from partnersite.settings import SiteSettings
from partnersite.view import formats
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
from partnersite.view.program import (
    JoiningView,
    ProgramView,
    RequirementView,
    ScaleView,
    SlaView,
    StepView,
    TierView,
    TypeView,
    VendorView,
)
from partnersite.view.site import Figures, ListingCountry, ListingType, Market, Redirect, SiteView
from partnersite.view.words import NO_WORDS, Amount, Named, Sentence, Words

DIRECTORY = "partners/"
"""Address of the directory below a language's root; every partner's page is below it."""
BRAND = "brand/"
NEIGHBOURS = 3
"""Other partners of the country that a partner's page names."""


def country_path(code: str) -> str:
    """Address of a country's directory page below a language's root."""
    return f"{DIRECTORY}country/{code.lower()}/"


def type_path(partner_type: str) -> str:
    """Address of a partner type's directory page below a language's root."""
    return f"{DIRECTORY}type/{partner_type}/"


def logo_path(partner_id: str, logo: str) -> str:
    """Where a partner's logo is published; pictures made of pixels are published as PNG."""
    ending = ".svg" if logo.lower().endswith(".svg") else ".png"
    return f"{DIRECTORY}{partner_id}/logo{ending}"


def program_view(network: Network, language: str, settings: SiteSettings) -> ProgramView:
    """The programme in one language, with numbers and dates as that language writes them."""
    return _Builder(network, language, settings).program


def site_view(network: Network, language: str, settings: SiteSettings) -> SiteView:
    """Everything public of a checked network in one language."""
    return _Builder(network, language, settings).site()


class _Builder:
    """Holds what all partners of one language share, so that it is worked out once."""

    def __init__(self, network: Network, language: str, settings: SiteSettings) -> None:
        self.network = network
        self.language = language
        self.settings = settings
        self.locale = Locale(language)
        self.countries = {partner.id: network.countries(partner) for partner in network.public}
        self.listed_types = {partner.type for partner in network.listed}
        self.listed_countries = {code for partner in network.listed for code in self.countries[partner.id]}
        self.cards: dict[str, PartnerCard] = {}
        self.compatriots: dict[str, list[Partner]] = {}
        """Listed partners by the country they are first named with, in alphabetical order."""
        self.places: dict[str, int] = {}
        """Where among its compatriots a partner stands."""
        self.country_names: dict[str, str] = {}
        self.program = self._program()

    # texts

    def words(self, text: Text | None) -> Words:
        if text is None:
            return NO_WORDS
        # the usual cases first: this runs a hundred times per partner and language
        for written_in, value in text.values:
            if written_in == self.language or not written_in:
                return Words(value)
        source = self.settings.source_language
        written_in = text.language_of(self.language, source)
        return Words(text.get(self.language, source), "" if written_in == self.language else written_in)

    def sentence(self, texts: Iterable[Text]) -> Sentence:
        return Sentence(map(self.words, texts))

    def path(self, path: str) -> str:
        return self.settings.path_of(self.language, path)

    def country(self, code: str) -> str:
        name = self.country_names.get(code)
        if name is None:
            name = self.country_names[code] = self.locale.country(code)
        return name

    # the programme

    def _program(self) -> ProgramView:
        program = self.network.program
        vendor = program.vendor
        scales = {key: self._scale(key, scale) for key, scale in program.commission_scales.items()}
        requirements = {
            key: RequirementView(key, self.words(requirement.text), requirement.kind)
            for key, requirement in program.requirements.items()
        }
        benefits = {key: self.words(clause.text) for key, clause in program.benefits.items()}
        tiers = {
            key: TierView(
                id=key,
                name=self.words(tier.name),
                rank=tier.rank,
                requirements=tuple(requirements[name] for name in tier.requirements if name in requirements),
                benefits=Sentence(benefits[name] for name in tier.benefits if name in benefits),
            )
            for key, tier in program.tiers.items()
        }
        vocabularies = program.vocabularies
        return ProgramView(
            vendor=VendorView(
                name=self.words(vendor.name),
                url=vendor.url or "",
                email=vendor.email or "",
                phone=vendor.phone or "",
                phone_address=formats.phone_address(vendor.phone or ""),
                # Only albums are published, so a logo from elsewhere in `content/` has no address.
                logo=vendor.logo if vendor.logo and vendor.logo.startswith(BRAND) else "",
                illustrative=vendor.illustrative,
            ),
            types=Named(
                (key, self._type(key, partner_type, scales, requirements, tiers))
                for key, partner_type in program.types.items()
            ),
            tiers=Named(tiers.items()),
            commission_scales=Named(scales.items()),
            requirements=Named(requirements.items()),
            benefits=Named(benefits.items()),
            obligations=Named((key, self.words(clause.text)) for key, clause in program.obligations.items()),
            prohibited=Named((key, self.words(clause.text)) for key, clause in program.prohibited.items()),
            joining=tuple(
                JoiningView(self.words(step.title), self.words(step.text), step.days or 0) for step in program.joining
            ),
            territories=Named((key, self.words(area.name)) for key, area in program.territories.items()),
            verticals=self._vocabulary(vocabularies.verticals),
            competencies=self._vocabulary(vocabularies.competencies),
            sla=Named(
                (key, SlaView(key, self.words(sla.name), self.words(sla.response), self.words(sla.hours)))
                for key, sla in vocabularies.sla.items()
            ),
            integrations=self._vocabulary(vocabularies.integrations),
        )

    def _vocabulary(self, names: Mapping[str, Text]) -> Named[Words]:
        return Named((key, self.words(name)) for key, name in names.items())

    def _type(
        self,
        key: str,
        partner_type: PartnerType,
        scales: Mapping[str, ScaleView],
        requirements: Mapping[str, RequirementView],
        tiers: Mapping[str, TierView],
    ) -> TypeView:
        program = self.network.program

        def holding(clauses: Mapping[str, Clause]) -> Sentence:
            own = (clause for clause in clauses.values() if not clause.types or key in clause.types)
            return self.sentence(clause.text for clause in own)

        def required(requirement: Requirement) -> bool:
            return not requirement.types or key in requirement.types

        return TypeView(
            id=key,
            path=self.path(type_path(key)) if key in self.listed_types else "",
            name=self.words(partner_type.name),
            plural=self.words(partner_type.plural),
            summary=self.words(partner_type.summary),
            portrait=self.words(partner_type.portrait),
            gains=self.sentence(partner_type.gains),
            proof=self.sentence(partner_type.proof),
            pays_when=self.sentence(partner_type.pays_when),
            differs=self.words(partner_type.differs),
            works=self.words(partner_type.works),
            indirect=self.sentence(partner_type.indirect),
            growth=self.words(partner_type.growth),
            commission=scales.get(partner_type.commission) if partner_type.commission else None,
            sub_partners=partner_type.sub_partners,
            requirements=tuple(
                requirements[name] for name, requirement in program.requirements.items() if required(requirement)
            ),
            benefits=holding(program.benefits),
            obligations=holding(program.obligations),
            prohibited=holding(program.prohibited),
            tiers=tuple(tiers[name] for name in program.tiers_of(key)),
        )

    def _scale(self, key: str, scale: CommissionScale) -> ScaleView:
        def money(value: Decimal) -> Amount:
            return Amount(value, self.locale.money(value, scale.currency))

        def percent(value: Decimal) -> Amount:
            return Amount(value, self.locale.percent(value))

        return ScaleView(
            id=key,
            name=self.words(scale.name),
            basis=self.words(scale.basis),
            period=scale.period,
            currency=scale.currency,
            steps=tuple(
                StepView(money(step.from_), None if step.to is None else money(step.to), percent(step.rate))
                for step in scale.steps
            ),
            min=percent(scale.min),
            max=percent(scale.max),
        )

    # partners

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
