"""What others need to know of a partner: checks between records, lists, pages of its neighbours.

Ten thousand of them pass between processes and are kept between builds, so they are plain tuples, and hold nothing
that is not public.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from partnersite.model.lookalikes import same
from partnersite.model.partner import Partner


class Claim(NamedTuple):
    """A territory that a partner serves."""

    territory: str
    exclusive: bool


class PartnerFacts(NamedTuple):
    """One partner, as far as it concerns others."""

    id: str
    name: tuple[tuple[str, str], ...]
    """(language, text), the language "" where one text serves all."""
    type: str
    status: str
    parent: str = ""
    formerly: tuple[str, ...] = ()
    since: str = ""
    """Dates as `PartialDate` writes them: `2015-04-30`, `2015-04` or `2015`; empty where unknown."""
    until: str = ""
    reviewed: str = ""
    territories: tuple[Claim, ...] = ()
    country: str = ""
    """Of its address."""
    languages: tuple[str, ...] = ()
    logo: str = ""
    email: str = ""
    """Folded, as the three that follow: equal where two partners share it."""
    website: str = ""
    streets: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether it has a page: every status but onboarding."""
        return self.status != "onboarding"


def facts_of(partner: Partner) -> PartnerFacts:
    """The facts of a record; every field that goes over is named here."""
    contacts = partner.contacts
    ended = partner.status == "ended"  # its contacts are not public any more, and others may have them
    return PartnerFacts(
        id=partner.id,
        name=partner.name.values,
        type=partner.type,
        status=partner.status,
        parent=partner.parent or "",
        formerly=partner.formerly,
        since=str(partner.since or ""),
        until=str(partner.until or ""),
        reviewed=str(partner.reviewed or ""),
        territories=tuple(Claim(claim.territory, claim.exclusive) for claim in partner.territories),
        country=partner.country,
        languages=partner.languages,
        logo=partner.logo or "",
        email=same(contacts.email) if contacts.email and not ended else "",
        website=_website(contacts.website) if contacts.website and not ended else "",
        streets=() if ended else tuple(_streets(partner)),
    )


def _website(url: str) -> str:
    host, _, path = url.partition("://")[2].partition("/")
    return f"{same(host).removeprefix('www.')}/{path}".rstrip("/")


def _streets(partner: Partner) -> Iterator[str]:
    address = partner.address
    if address and address.street:
        city = same(str(address.city or ""))
        for street in sorted({same(street) for _, street in address.street.values}):
            yield f"{address.country} {city} {street}"
