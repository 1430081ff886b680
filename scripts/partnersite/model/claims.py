"""Who claims a territory for itself: exclusive partners must not overlap.

The network's most harmful mistake is two exclusive partners of one type on one territory. Territories
nest: Almaty lies in Kazakhstan, Kazakhstan in Central Asia. A sub-partner below its own parent is no rival.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from partnersite.model.facts import PartnerFacts
from partnersite.model.territories import Atlas
from partnersite.model.validation import Entry
from partnersite.problems import Problem

NAMED_RIVALS = 5
"""How many partners a message names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A partner's word that a territory is its own."""

    entry: Entry[PartnerFacts]
    position: int
    territory: str
    exclusive: bool

    @property
    def partner(self) -> PartnerFacts:
        """Whose claim it is."""
        return self.entry.value


def claim_problems(
    entries: Sequence[Entry[PartnerFacts]], atlas: Atlas, ancestors: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Every exclusive claim that meets another one, and those that meet shared ones (warnings).

    `ancestors` holds the ids above each partner.
    """
    by_type: dict[str, list[Claim]] = {}
    for claim in _claims(entries):
        by_type.setdefault(claim.partner.type, []).append(claim)
    for claims in by_type.values():
        # Parents come first, so that a claim meets its own line only upwards.
        claims.sort(key=lambda claim: len(ancestors.get(claim.partner.id, ())))
        yield from _rival_problems(claims, atlas, ancestors)
        yield from _shared_problems(claims, atlas, ancestors)


def _claims(entries: Iterable[Entry[PartnerFacts]]) -> Iterator[Claim]:
    for entry in entries:
        if entry.value.status != "ended" and entry.sound("id", "type", "status", "territories"):
            for position, claim in enumerate(entry.value.territories):
                yield Claim(entry, position, claim.territory, claim.exclusive)


def _rival_problems(
    claims: Iterable[Claim], atlas: Atlas, ancestors: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    taken: dict[str, list[Claim]] = {}
    grounds: dict[str, list[str]] = {}
    for claim in claims:
        if not claim.exclusive:
            continue
        own = ancestors.get(claim.partner.id, frozenset()) | {claim.partner.id}
        ground = grounds.setdefault(claim.territory, [])
        if not ground:
            ground.append(claim.territory)
            ground.extend(sorted(atlas.inside(claim.territory) - {claim.territory}))
        rivals = (other for part in ground for other in taken.get(part, ()) if other.partner.id not in own)
        rival = next(rivals, None)
        if rival is not None:
            yield _conflict(claim, rival, atlas)
        for part in ground:
            taken.setdefault(part, []).append(claim)


def _conflict(claim: Claim, rival: Claim, atlas: Atlas) -> Problem:
    names = f"`{rival.partner.id}` and `{claim.partner.id}` are both the only {claim.partner.type}"
    if claim.territory == rival.territory:
        ground = f"for `{claim.territory}`."
    elif claim.territory in atlas.inside(rival.territory):
        ground = f"for `{claim.territory}`, which lies in `{rival.territory}`."
    elif rival.territory in atlas.inside(claim.territory):
        ground = f"for `{rival.territory}`, which lies in `{claim.territory}`."
    else:
        shared = sorted(atlas.inside(claim.territory) & atlas.inside(rival.territory))
        ground = f"for `{shared[0]}`, which lies in `{rival.territory}` and in `{claim.territory}`."
    return claim.entry.problem(
        ("territories", claim.position, "territory"),
        "exclusive-conflict",
        f"{names} {ground}",
        f"the other one stands in {rival.entry.where()}; make one of them `exclusive: no`, or end it",
    )


def _shared_problems(
    claims: Sequence[Claim], atlas: Atlas, ancestors: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    on_ground: dict[str, set[str]] = {}
    for claim in claims:
        if not claim.exclusive:
            for part in atlas.inside(claim.territory):
                on_ground.setdefault(part, set()).add(claim.partner.id)
    if not on_ground:
        return
    descendants: dict[str, set[str]] = {}
    for own, line in ancestors.items():
        for above in line:
            descendants.setdefault(above, set()).add(own)
    workers: dict[str, list[str]] = {}
    for claim in claims:
        if not claim.exclusive:
            continue
        ground = claim.territory
        if ground not in workers:
            parts = (on_ground.get(part, set()) for part in atlas.inside(ground))
            workers[ground] = sorted(set().union(*parts))
        own = claim.partner.id
        family = {own, *ancestors.get(own, ()), *descendants.get(own, ())}
        named = list(islice((other for other in workers[ground] if other not in family), NAMED_RIVALS))
        if named:
            rest = len(workers[ground]) - len(family.intersection(workers[ground])) - len(named)
            yield claim.entry.problem(
                ("territories", claim.position, "exclusive"),
                "exclusive-shared",
                f"`{own}` alone has `{ground}`, yet others of its type work there: "
                f"{', '.join(named)}{f' and {rest} more' if rest else ''}.",
                "end their work there, or make it `exclusive: no`",
                "warning",
            )
