"""A partner as its page and its card in the directory show it."""

from __future__ import annotations

from dataclasses import dataclass

from partnersite.render.prose import NO_PASSAGE, Passage
from partnersite.view.monogram import Monogram, monogram
from partnersite.view.program import SlaView
from partnersite.view.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """A partner in a list: its name, what it is, where it is."""

    id: str
    path: str
    name: Words
    type: Words
    tier: Words
    tagline: Words
    logo: str
    """Path below the site root, empty where there is none."""
    countries: tuple[str, ...]
    """Names of the countries it sits or works in, its own first."""
    city: Words
    verticals: tuple[Words, ...]

    @property
    def monogram(self) -> Monogram:
        """Stands where a logo would."""
        return monogram(self.id, self.name.text)


@dataclass(frozen=True, slots=True)
class TerritoryView:
    """A territory a partner serves."""

    name: Words
    path: str
    """The directory page of the country, empty for a territory that is no country."""
    exclusive: bool


@dataclass(frozen=True, slots=True)
class AddressView:
    """Where a partner sits."""

    country: str
    """The country's name."""
    country_code: str
    region: Words
    city: Words
    street: Words
    postal_code: str


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """Something a partner has mastered."""

    name: Words
    sla: SlaView | None
    since: str
    """A date as the model writes it: `2020`, `2020-01` or `2020-01-31`; empty where unknown."""


@dataclass(frozen=True, slots=True)
class ContactLink:
    """A way to reach a partner at some service."""

    service: str
    """The service's own name: WhatsApp, LinkedIn."""
    text: str
    url: str
    """Where it leads; empty where the service has no addresses on the web."""


@dataclass(frozen=True, slots=True)
class OpeningView:
    """Hours that are the same on some days."""

    days: str
    """In words: `Monday – Friday`."""
    hours: str
    """In words: `09:00 – 18:00`, empty for the whole day."""
    weekdays: tuple[int, ...]
    """0 (Monday) to 6."""
    opens: str
    """`HH:MM`"""
    closes: str
    """`HH:MM`; `23:59` for the end of the day, as schema.org has it."""

    @property
    def numbers(self) -> str:
        """The weekdays for scripts: `0 1 2`."""
        return " ".join(map(str, self.weekdays))


@dataclass(frozen=True, slots=True)
class HoursView:
    """When a partner answers, in its own time."""

    time_zone: str
    """Name in the tz database: America/Lima."""
    city: str
    """The zone's city in the page's language."""
    open: tuple[OpeningView, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A customer who may be named."""

    customer: Words
    vertical: Words
    summary: Words
    url: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """Where a referral partner placed its link."""

    place: str
    """`catalogue`, `blog`, `news`, `marketplace`, `social` or `mutual-repost`."""
    summary: Words
    url: str


@dataclass(frozen=True, slots=True)
class IntegrationView:
    """The product that an integrator joined with the vendor's."""

    product: Words
    kind: Words
    summary: Words
    url: str
    both_ways: bool


@dataclass(frozen=True, slots=True)
class PartnerView:
    """Everything a partner's page shows. Of an ended partner only what its tombstone says is filled."""

    id: str
    language: str
    path: str
    status: str
    """`active`, `suspended` or `ended`."""
    name: Words
    vendor: Words
    type: Words
    type_path: str
    """The directory page of its type, empty where there is none."""
    until: str = ""
    """Only where the partnership has ended."""
    type_id: str = ""
    vendor_email: str = ""
    """Where to write when the partner has no contacts."""
    tier: Words = NO_WORDS
    tagline: Words = NO_WORDS
    description: Passage = NO_PASSAGE
    logo: str = ""
    """Path below the site root, empty where there is none."""
    logo_file: str = ""
    """What the logo is made from, below `content/partners/`; pages do not show it."""
    since: str = ""
    reviewed: str = ""
    territories: tuple[TerritoryView, ...] = ()
    countries: tuple[str, ...] = ()
    address: AddressView | None = None
    languages: tuple[str, ...] = ()
    """Names of languages, as a list of them is written."""
    language_tags: tuple[str, ...] = ()
    verticals: tuple[Words, ...] = ()
    competencies: tuple[CompetencyView, ...] = ()
    website: str = ""
    email: str = ""
    phone: str = ""
    phone_address: str = ""
    """The number as a `tel:` address."""
    messengers: tuple[ContactLink, ...] = ()
    social: tuple[ContactLink, ...] = ()
    hours: HoursView | None = None
    references: tuple[ReferenceView, ...] = ()
    referral: ReferralView | None = None
    integration: IntegrationView | None = None

    @property
    def monogram(self) -> Monogram:
        """Stands where a logo would."""
        return monogram(self.id, self.name.text)

    @property
    def main_action(self) -> tuple[str, str]:
        """The one thing a visitor should do: (`website`, `email`, `phone` or `vendor`, address); empty if none."""
        ways = (
            ("website", self.website),
            ("email", f"mailto:{self.email}" if self.email else ""),
            ("phone", self.phone_address),
            ("vendor", f"mailto:{self.vendor_email}" if self.vendor_email else ""),
        )
        return next(((kind, address) for kind, address in ways if address), ("", ""))

    @property
    def place(self) -> str:
        """The country it sits in, or the first it works in."""
        return self.address.country if self.address else next(iter(self.countries), "")

    @property
    def has_sla(self) -> bool:
        """Whether any competency has a class of service."""
        return any(competency.sla for competency in self.competencies)

    @property
    def has_since(self) -> bool:
        """Whether it is known of any competency since when."""
        return any(competency.since for competency in self.competencies)

    @property
    def has_contacts(self) -> bool:
        """Whether there is any way to reach the partner on its page."""
        place = self.address
        found = place is not None and (place.street or place.city or place.region)
        return bool(self.website or self.email or self.phone or self.messengers or self.social or found)
