"""The programme as pages and prose show it."""

from __future__ import annotations

from dataclasses import dataclass

from partnersite.view.words import Amount, Named, Sentence, Words


@dataclass(frozen=True, slots=True)
class VendorView:
    """Whose programme it is."""

    name: Words
    url: str
    email: str
    phone: str
    phone_address: str
    """The number as a `tel:` address."""
    logo: str
    """Path below the site root, empty where there is none."""
    illustrative: bool
    """The terms are sample values; pages say so."""

    def __str__(self) -> str:
        return str(self.name)

    @property
    def contact(self) -> dict[str, str]:
        """What the foot of every page says, by name; empty where there is none."""
        values = {"url": self.url, "email": self.email, "phone": self.phone, "phone_address": self.phone_address}
        return {"name": str(self.name), **values}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a commission scale: the rate for sales from `start` up to, not including, `end`."""

    start: Amount
    end: Amount | None
    """None in the last step."""
    rate: Amount


@dataclass(frozen=True, slots=True)
class ScaleView:
    """How a commission grows with sales."""

    id: str
    name: Words
    basis: Words
    """Markdown."""
    period: str
    """`month`, `quarter` or `year`."""
    currency: str
    steps: tuple[StepView, ...]
    min: Amount
    max: Amount

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class RequirementView:
    """What a partner must bring."""

    id: str
    text: Words
    """Markdown."""
    kind: str
    """`investment`, `training`, `competency` or `other`."""

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class TierView:
    """A level within a partner type."""

    id: str
    name: Words
    rank: int
    requirements: tuple[RequirementView, ...]
    benefits: Sentence

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class TypeView:
    """A kind of partner and what the programme offers it; texts except the names are Markdown."""

    id: str
    path: str
    """Its page in the directory; empty where no partner of the type is listed."""
    name: Words
    plural: Words
    summary: Words
    portrait: Words
    gains: Sentence
    proof: Sentence
    pays_when: Sentence
    differs: Words
    works: Words
    indirect: Sentence
    growth: Words
    commission: ScaleView | None
    sub_partners: bool
    requirements: tuple[RequirementView, ...]
    benefits: Sentence
    obligations: Sentence
    prohibited: Sentence
    tiers: tuple[TierView, ...]
    """Lowest first."""

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class JoiningView:
    """A step on the way into the programme."""

    title: Words
    text: Words
    """Markdown."""
    days: int
    """Working days it takes; 0 where none are promised."""

    def __str__(self) -> str:
        return str(self.title)


@dataclass(frozen=True, slots=True)
class SlaView:
    """A class of service."""

    id: str
    name: Words
    response: Words
    hours: Words

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class ProgramView:
    """The whole programme in one language; prose reads it as `program`."""

    vendor: VendorView
    types: Named[TypeView]
    tiers: Named[TierView]
    commission_scales: Named[ScaleView]
    requirements: Named[RequirementView]
    benefits: Named[Words]
    obligations: Named[Words]
    prohibited: Named[Words]
    joining: tuple[JoiningView, ...]
    territories: Named[Words]
    verticals: Named[Words]
    competencies: Named[Words]
    sla: Named[SlaView]
    integrations: Named[Words]
