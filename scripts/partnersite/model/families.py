"""Parents and sub-partners: a network of two tiers, without circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from partnersite.model.facts import PartnerFacts
from partnersite.model.program import Program
from partnersite.model.validation import Entry
from partnersite.problems import Problem, nearest

DEEPEST_LINE = 1
"""How many partners may stand above one: the network has two tiers."""
LONGEST_LINE = 100
"""How far lines are followed upwards, so that one chain of all partners costs linear time."""
SEARCHES = 20
"""How many unknown parents are compared with every id; beyond that the cause is one and the same."""

Entries = Sequence[Entry[PartnerFacts]]


def lines(entries: Entries) -> dict[str, frozenset[str]]:
    """The ids above each partner that has a parent, nearest first 100; circles end where they close."""
    parents = {entry.value.id: entry.value.parent for entry in entries if entry.sound("id", "parent")}
    found: dict[str, frozenset[str]] = {}
    for own in parents:
        above: dict[str, None] = {}
        parent = parents[own]
        while parent and parent not in above and parent != own and len(above) < LONGEST_LINE:
            above[parent] = None
            parent = parents.get(parent, "")
        if above:
            found[own] = frozenset(above)
    return found


def family_problems(
    entries: Entries, program: Program | None, ancestors: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Parents that do not exist, stand below their own children, may not recruit, or have ended."""
    by_id: dict[str, Entry[PartnerFacts]] = {}
    for entry in entries:
        if entry.sound("id"):
            by_id.setdefault(entry.value.id, entry)
    unknown = 0
    written = {str(entry.raw.get("id", entry.value.id)).strip() for entry in entries}
    now_called = {old: own for own, entry in by_id.items() for old in entry.value.formerly}
    circles = _circles(
        {own: entry.value.parent for own, entry in by_id.items() if entry.value.parent and entry.sound("parent")}
    )
    for entry in entries:
        partner = entry.value
        if not partner.parent or not entry.sound("parent"):
            continue
        parent = by_id.get(partner.parent)
        if parent is None:
            if partner.parent in written:
                continue  # that record has a problem of its own
            hint = "write the id of a partner of this network"
            if partner.parent in now_called:
                hint = f"it is called `{now_called[partner.parent]}` now"
            elif unknown < SEARCHES:
                near = nearest(partner.parent, by_id)
                hint = f"did you mean `{near}`?" if near else hint
            unknown += 1
            message = f"There is no partner `{partner.parent}`."
            yield entry.problem(("parent",), "unknown-parent", message, hint)
            continue
        way = circles.get(partner.id)
        if way is not None:
            if way[0] == partner.id:
                shown = [*way, way[0]] if len(way) <= LONGEST_LINE else [*way[:5], "…", way[-1], way[0]]
                yield entry.problem(
                    ("parent",),
                    "parent-circle",
                    f"The parents lead back to where they began: {' → '.join(shown)}.",
                    "the topmost partner has no parent",
                )
            continue
        yield from _parent_problems(entry, parent, program)
        if len(ancestors.get(partner.id, ())) == DEEPEST_LINE + 1:
            yield entry.problem(
                ("parent",),
                "parent-deep",
                f"`{partner.parent}` has a parent itself, so this partner stands on a third tier.",
                "the network has two tiers: make both partners of one parent",
                "warning",
            )


def _circles(parents: Mapping[str, str]) -> dict[str, list[str]]:
    """The partners that stand above themselves, each with its circle, the one read first in front."""
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    order = {own: position for position, own in enumerate(parents)}
    for own in parents:
        way: dict[str, None] = {}
        node: str | None = own
        while node is not None and node not in done and node not in way:
            way[node] = None
            node = parents.get(node)
        if node is not None and node in way:
            members = list(way)
            members = members[members.index(node) :]
            first = members.index(min(members, key=order.__getitem__))
            members = members[first:] + members[:first]
            found.update(dict.fromkeys(members, members))
        done.update(way)
    return found


def _parent_problems(
    entry: Entry[PartnerFacts], parent: Entry[PartnerFacts], program: Program | None
) -> Iterator[Problem]:
    kind = program.types.get(parent.value.type) if program else None
    if kind is not None and not kind.sub_partners and parent.sound("type"):
        yield entry.problem(
            ("parent",),
            "parent-cannot-recruit",
            f"`{parent.value.id}` is a {parent.value.type}, and such partners have no partners below them.",
            f"remove `parent`, or write `sub_partners: yes` at types.{parent.value.type} in program.yaml",
        )
    if parent.value.status == "ended" and entry.value.status != "ended" and parent.sound("status"):
        yield entry.problem(
            ("parent",),
            "parent-ended",
            f"`{parent.value.id}` has ended, and this partner is still below it.",
            "name another parent, or remove it",
            "warning",
        )
