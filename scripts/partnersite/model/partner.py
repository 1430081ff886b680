"""A partner's record, as `partners.yaml` and `partners/**/*.yaml` hold it."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field, model_validator

from partnersite.model.addresses import handle_flaw
from partnersite.model.fields import (
    WEEK,
    Clock,
    CountryCode,
    Day,
    Days,
    Email,
    Flag,
    ImageFile,
    Label,
    LanguageTag,
    PartnerId,
    Phone,
    Slug,
    Territory,
    TimeZone,
    Url,
    choice,
)
from partnersite.model.record import EACH_ONCE, FEW, PRIVATE, PUBLIC, SEVERAL, FreeMap, Record
from partnersite.model.refusal import Flaw, refuse_all
from partnersite.model.text import Line, Name, Prose

STATUSES = ("onboarding", "active", "suspended", "ended")
MESSENGERS = ("whatsapp", "telegram", "viber", "wechat", "signal", "messenger", "line")
SOCIAL = ("facebook", "instagram", "linkedin", "youtube", "tiktok", "vk", "x")
PLACEMENTS = ("catalogue", "blog", "news", "marketplace", "social", "mutual-repost")


class TerritoryClaim(Record):
    """A territory the partner serves."""

    territory: Annotated[Territory, PUBLIC]
    """A country (ISO 3166, capital letters, like PE) or a key of the programme's `territories`."""
    exclusive: Annotated[Flag, PUBLIC] = False
    """Whether no other partner of this type may serve it; `no` unless written."""


class Address(Record):
    """Where the partner is."""

    country: Annotated[CountryCode, PUBLIC]
    """ISO 3166 code in capital letters, like PE."""
    region: Annotated[Name | None, PUBLIC] = None
    """State, province or region."""
    city: Annotated[Name | None, PUBLIC] = None
    """City or town."""
    street: Annotated[Line | None, PUBLIC] = None
    """Street, house, office."""
    postal_code: Annotated[Label | None, PUBLIC] = None
    """Postal code, as the country's post writes it."""


class Competency(Record):
    """Something the partner has mastered on real projects."""

    competency: Annotated[Slug, PUBLIC]
    """A key of the programme's `vocabularies.competencies`."""
    sla: Annotated[Slug | None, PUBLIC] = None
    """The class of service it is offered in: a key of `vocabularies.sla`."""
    since: Annotated[Day | None, PUBLIC] = None
    """Since when: 2020-01-31, 2020-01 or 2020."""


class Messenger(Record):
    """An address at a messenger service."""

    kind: Annotated[str, choice(*MESSENGERS), PUBLIC]
    """Which service."""
    address: Annotated[Label, PUBLIC]
    """Phone number or public name there."""

    @model_validator(mode="after")
    def _suits_its_service(self) -> Messenger:
        flaw = handle_flaw(self.kind, self.address)
        if flaw is not None:
            raise refuse_all((flaw._replace(path=("address",)),))
        return self


class SocialPage(Record):
    """The partner's page at a social network."""

    kind: Annotated[str, choice(*SOCIAL), PUBLIC]
    """Which network."""
    url: Annotated[Url, PUBLIC]
    """Its full address."""


class Opening(Record):
    """Hours that are the same on some days of the week."""

    days: Annotated[Days, PUBLIC]
    """Like mon-fri, or mon, wed, sat; in code 0 (Monday) to 6."""
    from_: Annotated[Clock, PUBLIC] = Field(alias="from")
    """When it opens, like 09:00."""
    to: Annotated[Clock, PUBLIC]
    """When it closes, like 18:00; 24:00 is midnight, an earlier time than `from` is on the next day."""


class Hours(Record):
    """When the partner answers."""

    time_zone: Annotated[TimeZone, PUBLIC]
    """A name of the tz database, like America/Lima."""
    open: Annotated[tuple[Opening, ...], Field(min_length=1, max_length=20), PUBLIC]
    """The hours; days that are not named are closed."""

    @model_validator(mode="after")
    def _do_not_overlap(self) -> Hours:
        taken: list[list[tuple[int, int]]] = [[] for _ in WEEK]
        flaws: list[Flaw] = []
        for position, opening in enumerate(self.open):
            start, end = _minute(opening.from_), _minute(opening.to)
            if start == end and start:
                flaws.append(
                    Flaw(
                        "hours",
                        "These hours end when they begin.",
                        "write 00:00 to 24:00",
                        ("open", position),
                    )
                )
            end = end if end > start else end + 24 * 60
            if any(start < other_end and other < end for day in opening.days for other, other_end in taken[day]):
                flaws.append(
                    Flaw(
                        "hours",
                        "These hours overlap others of the same day.",
                        "join them",
                        ("open", position),
                    )
                )
            for day in opening.days:
                taken[day].append((start, end))
        if flaws:
            raise refuse_all(flaws)
        return self


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


class Contacts(Record):
    """How customers reach the partner; all of it is published, so no personal addresses."""

    website: Annotated[Url | None, PUBLIC] = None
    """The partner's own site."""
    email: Annotated[Email | None, PUBLIC] = None
    """A role address, like sales@example.com, not a person's."""
    phone: Annotated[Phone | None, PUBLIC] = None
    """With the country code, like "+51 1 555 0100"."""
    messengers: Annotated[tuple[Messenger, ...], FEW, PUBLIC] = ()
    """Addresses at messenger services."""
    social: Annotated[tuple[SocialPage, ...], FEW, PUBLIC] = ()
    """Pages at social networks."""
    hours: Annotated[Hours | None, PUBLIC] = None
    """When somebody answers."""


class Reference(Record):
    """A customer who may be named."""

    customer: Annotated[Name, PUBLIC]
    """The customer's name."""
    vertical: Annotated[Slug | None, PUBLIC] = None
    """The customer's industry: a key of `vocabularies.verticals`."""
    summary: Annotated[Line | None, PUBLIC] = None
    """What was done, in a sentence."""
    url: Annotated[Url | None, PUBLIC] = None
    """A page that tells more."""


class Referral(Record):
    """Where a referral partner placed its link."""

    place: Annotated[str, choice(*PLACEMENTS), PUBLIC]
    """What kind of place it is."""
    url: Annotated[Url | None, PUBLIC] = None
    """The page with the link."""
    summary: Annotated[Line | None, PUBLIC] = None
    """What the partner offers beside it."""


class Integration(Record):
    """The product that an integrator joined with the vendor's."""

    product: Annotated[Name, PUBLIC]
    """Its name."""
    kind: Annotated[Slug, PUBLIC]
    """What it is, like loyalty: a key of `vocabularies.integrations` where the programme has that list."""
    summary: Annotated[Line | None, PUBLIC] = None
    """What the two do together."""
    url: Annotated[Url | None, PUBLIC] = None
    """A page about the integration."""
    both_ways: Annotated[Flag, PUBLIC] = False
    """Whether each product works inside the other."""


class Partner(Record):
    """One partner of the network."""

    id: Annotated[PartnerId, PUBLIC]
    """Its name in addresses: small Latin letters, digits, dashes. Never reuse one; see `formerly`."""
    name: Annotated[Name, PUBLIC]
    """The partner's name, one for all languages or one per language."""
    type: Annotated[Slug, PUBLIC]
    """A key of the programme's `types`, like dealer."""
    tier: Annotated[Slug | None, PUBLIC] = None
    """A key of the programme's `tiers`, like silver."""
    status: Annotated[str, choice(*STATUSES), PUBLIC]
    """onboarding: not public yet. suspended: page says so. ended: only a notice stays."""
    since: Annotated[Day | None, PUBLIC] = None
    """Partner since: 2015-04-30, 2015-04 or 2015."""
    until: Annotated[Day | None, PUBLIC] = None
    """When the contract ends or ended; needed where status is ended, and shown only there."""
    reviewed: Annotated[Day | None, PUBLIC] = None
    """When somebody last made sure that this record is right."""
    formerly: Annotated[tuple[PartnerId, ...], SEVERAL, EACH_ONCE, PUBLIC] = ()
    """Ids it had before; their addresses lead here, because printed QR codes outlive renames."""
    parent: Annotated[PartnerId | None, PUBLIC] = None
    """The id of the partner that recruited it, in a two-tier network."""
    territories: Annotated[tuple[TerritoryClaim, ...], SEVERAL, PUBLIC] = ()
    """Where it works."""
    address: Annotated[Address | None, PUBLIC] = None
    """Where it sits."""
    languages: Annotated[tuple[LanguageTag, ...], SEVERAL, EACH_ONCE, PUBLIC] = ()
    """Languages it serves customers in (BCP 47: en, kk, pt-BR)."""
    verticals: Annotated[tuple[Slug, ...], SEVERAL, EACH_ONCE, PUBLIC] = ()
    """Industries it knows: keys of `vocabularies.verticals`."""
    competencies: Annotated[tuple[Competency, ...], SEVERAL, PUBLIC] = ()
    """What it has mastered."""
    contacts: Annotated[Contacts, PUBLIC] = Contacts()
    """How customers reach it."""
    tagline: Annotated[Line | None, PUBLIC] = None
    """One line below the name."""
    description: Annotated[Prose | None, PUBLIC] = None
    """About the partner, in Markdown without HTML."""
    logo: Annotated[ImageFile | None, PUBLIC] = None
    """An image below `content/partners/`: SVG, PNG, JPEG or WebP."""
    references: Annotated[tuple[Reference, ...], FEW, PUBLIC] = ()
    """Customers who agreed to be named."""
    referral: Annotated[Referral | None, PUBLIC] = None
    """For referral partners: where the link is."""
    integration: Annotated[Integration | None, PUBLIC] = None
    """For integrators: what was integrated."""
    internal: Annotated[FreeMap, PRIVATE] = Field(default_factory=dict)
    """Contract, discount, notes: anything for the vendor alone. Never published, never shown in messages."""

    @property
    def country(self) -> str:
        """The country of its address, "" where there is none."""
        return self.address.country if self.address else ""

    @property
    def is_public(self) -> bool:
        """Whether it has a page: every status but onboarding."""
        return self.status != "onboarding"
