"""Who claims a territory for itself: exclusive partners must not overlap.

The network's most harmful mistake is two exclusive partners of one type on one territory. Territories
nest: Almaty lies in Kazakhstan, Kazakhstan in Central Asia. A sub-partner below its own parent is no rival.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from partnersite.model.partner import Partner
from partnersite.model.territories import Atlas
from partnersite.model.validation import Entry
from partnersite.problems import Problem

NAMED_RIVALS = 5
"""How many partners a message names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A partner's word that a territory is its own."""

    entry: Entry[Partner]
    position: int
    territory: str
    exclusive: bool

    @property
    def partner(self) -> Partner:
        """Whose claim it is."""
        return self.entry.value


def claim_problems(
    entries: Sequence[Entry[Partner]], atlas: Atlas, ancestors: Mapping[str, frozenset[str]]
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


def _claims(entries: Iterable[Entry[Partner]]) -> Iterator[Claim]:
    for entry in entries:
        if entry.value.status != "ended" and entry.sound("id", "type", "status", "territories"):
            for position, claim in enumerate(entry.value.territories):
                yield Claim(entry, position, claim.territory, claim.exclusive)


def _rival_problems(
    claims: Iterable[Claim], atlas: Atlas, ancestors: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    taken: dict[str, list[Claim]] = {}
    for claim in claims:
        if not claim.exclusive:
            continue
        own = ancestors.get(claim.partner.id, frozenset()) | {claim.partner.id}
        ground = sorted(atlas.inside(claim.territory), key=lambda part: (part != claim.territory, part))
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
    on_ground: dict[str, list[Claim]] = {}
    for claim in claims:
        if not claim.exclusive:
            for part in atlas.inside(claim.territory):
                on_ground.setdefault(part, []).append(claim)
    if not on_ground:
        return
    for claim in claims:
        if claim.exclusive:
            others = {
                other.partner.id
                for part in atlas.inside(claim.territory)
                for other in on_ground.get(part, ())
                if claim.partner.id not in ancestors.get(other.partner.id, ())
                and other.partner.id not in ancestors.get(claim.partner.id, ())
                and other.partner.id != claim.partner.id
            }
            if others:
                named = sorted(others)[:NAMED_RIVALS]
                rest = f" and {len(others) - len(named)} more" if len(others) > len(named) else ""
                yield claim.entry.problem(
                    ("territories", claim.position, "exclusive"),
                    "exclusive-shared",
                    f"`{claim.partner.id}` alone has `{claim.territory}`, yet others of its type work there: "
                    f"{', '.join(named)}{rest}.",
                    "end their work there, or make it `exclusive: no`",
                    "warning",
                )
