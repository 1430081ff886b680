"""The whole network as one value: the programme, its partners, and what can be asked about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from partnersite.model.facts import PartnerFacts
from partnersite.model.program import Program
from partnersite.model.territories import Atlas


@dataclass(frozen=True)
class Network:
    """Checked partners and their programme; every id, key and parent named in it exists."""

    partners: tuple[PartnerFacts, ...]
    """In the order read: `partners.yaml`, then the other files by name."""
    program: Program
    languages: tuple[str, ...]
    """The site's languages, the source language first."""

    @cached_property
    def by_id(self) -> Mapping[str, PartnerFacts]:
        """Every partner by its id."""
        return {partner.id: partner for partner in self.partners}

    @cached_property
    def public(self) -> tuple[PartnerFacts, ...]:
        """Partners that have a page: active, suspended or ended."""
        return tuple(partner for partner in self.partners if partner.is_public)

    @cached_property
    def listed(self) -> tuple[PartnerFacts, ...]:
        """Partners that the directory shows: active ones."""
        return tuple(partner for partner in self.partners if partner.status == "active")

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Former ids of public partners, each with the id of today."""
        return {old: partner.id for partner in self.public for old in partner.formerly}

    @cached_property
    def of_families(self) -> frozenset[str]:
        """The partners that another one recruited, or that recruited others."""
        return frozenset(self._children) | {partner.id for partner in self.partners if partner.parent}

    def children(self, partner_id: str) -> tuple[PartnerFacts, ...]:
        """The partners that a partner recruited, of any status."""
        return self._children.get(partner_id, ())

    def ancestors(self, partner_id: str) -> tuple[PartnerFacts, ...]:
        """The parent of a partner, its parent, and so on upwards."""
        found: list[PartnerFacts] = []
        partner = self.by_id.get(partner_id)
        while partner is not None and partner.parent and len(found) <= len(self.partners):
            partner = self.by_id.get(partner.parent)
            if partner is not None:
                found.append(partner)
        return tuple(found)

    def countries(self, partner: PartnerFacts) -> tuple[str, ...]:
        """The countries a partner sits or works in: its address first, then its territories' sorted."""
        return self.countries_of[partner.id]

    @cached_property
    def countries_of(self) -> Mapping[str, tuple[str, ...]]:
        """The countries of every public partner, by its id."""
        return {
            partner.id: self.atlas.served(partner.country, (claim.territory for claim in partner.territories))
            for partner in self.public
        }

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The first country of every public partner that has one, by the partner's id."""
        return {partner: countries[0] for partner, countries in self.countries_of.items() if countries}

    @cached_property
    def listed_countries(self) -> frozenset[str]:
        """Codes of the countries in which the directory lists somebody."""
        return frozenset(code for partner in self.listed for code in self.countries_of[partner.id])

    @cached_property
    def listed_languages(self) -> frozenset[str]:
        """The languages in which those whom the directory lists serve."""
        return frozenset(tag for partner in self.listed for tag in partner.languages)

    @cached_property
    def listed_types(self) -> frozenset[str]:
        """The partner types of which the directory lists somebody."""
        return frozenset(partner.type for partner in self.listed)

    @cached_property
    def atlas(self) -> Atlas:
        """How the programme's territories nest."""
        return Atlas(self.program.territories)

    @cached_property
    def _children(self) -> Mapping[str, tuple[PartnerFacts, ...]]:
        return _grouped(self.partners)


def _grouped(partners: Iterable[PartnerFacts]) -> dict[str, tuple[PartnerFacts, ...]]:
    found: dict[str, list[PartnerFacts]] = {}
    for partner in partners:
        if partner.parent:
            found.setdefault(partner.parent, []).append(partner)
    return {parent: tuple(children) for parent, children in found.items()}
