"""The programme itself, as `program.yaml` holds it: the network's constitution."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from partnersite.model.fields import (
    Colour,
    Count,
    Currency,
    Email,
    Flag,
    ImageFile,
    Money,
    Percent,
    Phone,
    Slug,
    Territory,
    Url,
    choice,
)
from partnersite.model.record import EACH_ONCE, FEW, PUBLIC, SEVERAL, Record
from partnersite.model.text import Line, Name, Prose

PERIODS = ("month", "quarter", "year")
REQUIREMENT_KINDS = ("investment", "training", "competency", "other")


class Colours(Record):
    """The vendor's colours, from which the site's are made."""

    primary: Annotated[Colour, PUBLIC]
    """Like "#0b6e4f", in quotes."""
    accent: Annotated[Colour | None, PUBLIC] = None
    """A second colour for what must stand out."""


class Vendor(Record):
    """Whose programme it is."""

    name: Annotated[Name, PUBLIC]
    """The vendor's name."""
    url: Annotated[Url | None, PUBLIC] = None
    """The vendor's own site."""
    email: Annotated[Email | None, PUBLIC] = None
    """Where partners write to."""
    phone: Annotated[Phone | None, PUBLIC] = None
    """Where partners call, with the country code."""
    colours: Annotated[Colours | None, PUBLIC] = None
    """The vendor's colours."""
    logo: Annotated[ImageFile | None, PUBLIC] = None
    """An image below `content/`."""
    illustrative: Annotated[Flag, PUBLIC] = False
    """Whether the terms are sample values; the pages say so."""


class PartnerType(Record):
    """A kind of partner and what the programme offers it."""

    name: Annotated[Name, PUBLIC]
    """What one such partner is called."""
    plural: Annotated[Name, PUBLIC]
    """What many are called."""
    summary: Annotated[Prose, PUBLIC]
    """One sentence."""
    portrait: Annotated[Prose | None, PUBLIC] = None
    """For whom it is."""
    gains: Annotated[tuple[Prose, ...], FEW, PUBLIC] = ()
    """What the partner gains."""
    proof: Annotated[tuple[Prose, ...], FEW, PUBLIC] = ()
    """What proves it."""
    pays_when: Annotated[tuple[Prose, ...], FEW, PUBLIC] = ()
    """In which cases it pays."""
    differs: Annotated[Prose | None, PUBLIC] = None
    """How it differs from similar programmes."""
    works: Annotated[Prose | None, PUBLIC] = None
    """How we work together."""
    indirect: Annotated[tuple[Prose, ...], FEW, PUBLIC] = ()
    """Indirect benefits."""
    growth: Annotated[Prose | None, PUBLIC] = None
    """How income grows with contribution."""
    commission: Annotated[Slug | None, PUBLIC] = None
    """A key of `commission_scales`."""
    sub_partners: Annotated[Flag, PUBLIC] = False
    """Whether such partners may recruit partners of their own."""


class Tier(Record):
    """A level within a partner type."""

    name: Annotated[Name, PUBLIC]
    """Its name."""
    rank: Annotated[Count, PUBLIC]
    """Its order: a higher rank is a higher tier."""
    types: Annotated[tuple[Slug, ...], FEW, EACH_ONCE, PUBLIC] = ()
    """The partner types that have it; all where none is named."""
    requirements: Annotated[tuple[Slug, ...], SEVERAL, EACH_ONCE, PUBLIC] = ()
    """Keys of `requirements`."""
    benefits: Annotated[tuple[Slug, ...], SEVERAL, EACH_ONCE, PUBLIC] = ()
    """Keys of `benefits`."""


class CommissionStep(Record):
    """A range of sales and the rate paid on it."""

    from_: Annotated[Money, PUBLIC] = Field(alias="from")
    """Where the range begins, included."""
    to: Annotated[Money | None, PUBLIC] = None
    """Where it ends, excluded; the last step has none."""
    rate: Annotated[Percent, PUBLIC]
    """Per cent, like 15."""


class CommissionScale(Record):
    """How a commission grows with sales."""

    name: Annotated[Name, PUBLIC]
    """Its name."""
    basis: Annotated[Prose | None, PUBLIC] = None
    """What the rate is paid on."""
    period: Annotated[str, choice(*PERIODS), PUBLIC]
    """Over which time sales are added up."""
    currency: Annotated[Currency, PUBLIC]
    """ISO 4217 code, like USD."""
    steps: Annotated[tuple[CommissionStep, ...], Field(min_length=1, max_length=20), PUBLIC]
    """From the lowest sales to the highest, without gaps."""

    @property
    def min(self) -> Decimal:
        """The lowest rate."""
        return min(step.rate for step in self.steps)

    @property
    def max(self) -> Decimal:
        """The highest rate."""
        return max(step.rate for step in self.steps)


class Clause(Record):
    """One line of the terms, for some partner types."""

    text: Annotated[Prose, PUBLIC]
    """What it says."""
    types: Annotated[tuple[Slug, ...], FEW, EACH_ONCE, PUBLIC] = ()
    """The partner types it holds for; all where none is named."""


class Requirement(Clause):
    """What a partner must bring."""

    kind: Annotated[str, choice(*REQUIREMENT_KINDS), PUBLIC] = "other"
    """What it costs the partner: investment, training, a competency, or something else."""


class JoiningStep(Record):
    """A step on the way into the programme."""

    title: Annotated[Name, PUBLIC]
    """What happens."""
    text: Annotated[Prose, PUBLIC]
    """How."""
    days: Annotated[Count | None, PUBLIC] = None
    """How many working days it takes."""


class TerritoryArea(Record):
    """A region of a country, or several countries together."""

    name: Annotated[Name, PUBLIC]
    """Its name."""
    within: Annotated[Territory | None, PUBLIC] = None
    """The country or territory it is a part of."""
    contains: Annotated[tuple[Territory, ...], Field(max_length=300), EACH_ONCE, PUBLIC] = ()
    """The countries or territories it is made of."""


class SlaClass(Record):
    """A class of service."""

    name: Annotated[Name, PUBLIC]
    """Its name."""
    response: Annotated[Line | None, PUBLIC] = None
    """How soon somebody answers."""
    hours: Annotated[Line | None, PUBLIC] = None
    """When somebody answers."""


class Vocabularies(Record):
    """The words that records may use, each with its name in the site's languages."""

    verticals: Annotated[dict[Slug, Name], PUBLIC] = Field(default_factory=dict)
    """Industries."""
    competencies: Annotated[dict[Slug, Name], PUBLIC] = Field(default_factory=dict)
    """What partners master."""
    sla: Annotated[dict[Slug, SlaClass], PUBLIC] = Field(default_factory=dict)
    """Classes of service."""
    integrations: Annotated[dict[Slug, Name], PUBLIC] = Field(default_factory=dict)
    """Kinds of integrated products; where empty, any word may be used."""


class Program(Record):
    """The whole programme."""

    vendor: Annotated[Vendor, PUBLIC]
    """Whose programme it is."""
    types: Annotated[dict[Slug, PartnerType], Field(min_length=1), PUBLIC]
    """The kinds of partners."""
    tiers: Annotated[dict[Slug, Tier], PUBLIC] = Field(default_factory=dict)
    """The levels within them."""
    commission_scales: Annotated[dict[Slug, CommissionScale], PUBLIC] = Field(default_factory=dict)
    """How much is paid."""
    requirements: Annotated[dict[Slug, Requirement], PUBLIC] = Field(default_factory=dict)
    """What a partner must bring."""
    benefits: Annotated[dict[Slug, Clause], PUBLIC] = Field(default_factory=dict)
    """What a partner gets."""
    obligations: Annotated[dict[Slug, Clause], PUBLIC] = Field(default_factory=dict)
    """What a partner promises."""
    prohibited: Annotated[dict[Slug, Clause], PUBLIC] = Field(default_factory=dict)
    """What is not allowed."""
    joining: Annotated[tuple[JoiningStep, ...], FEW, PUBLIC] = ()
    """How to join, step by step."""
    territories: Annotated[dict[Slug, TerritoryArea], PUBLIC] = Field(default_factory=dict)
    """Regions and macro-regions beside the countries of ISO 3166."""
    territory_limits: Annotated[dict[Territory, dict[Slug, Count]], PUBLIC] = Field(default_factory=dict)
    """How many partners of a type a territory takes: {KZ: {dealer: 3}}."""
    vocabularies: Annotated[Vocabularies, PUBLIC] = Vocabularies()
    """The words that records may use."""

    def for_type(self, clauses: Mapping[str, Clause], partner_type: str) -> tuple[str, ...]:
        """The keys of the clauses (benefits, obligations...) that hold for a type, in written order."""
        return tuple(key for key, clause in clauses.items() if not clause.types or partner_type in clause.types)

    def tiers_of(self, partner_type: str) -> tuple[str, ...]:
        """The keys of a type's tiers, lowest first."""
        own = (key for key, tier in self.tiers.items() if not tier.types or partner_type in tier.types)
        return tuple(sorted(own, key=lambda key: (self.tiers[key].rank, key)))
