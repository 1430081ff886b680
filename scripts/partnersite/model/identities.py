"""What no two partners may share: ids, former ids, e-mail addresses; and names that look alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from partnersite.model.facts import PartnerFacts
from partnersite.model.lookalikes import same, skeleton
from partnersite.model.places import language_tag
from partnersite.model.validation import Entry, Path
from partnersite.problems import Problem

Entries = Sequence[Entry[PartnerFacts]]


def id_problems(entries: Entries, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Ids and former ids that are used twice, or that are folders of the site's languages."""
    folders = {language.lower() for language in languages} | {language_tag(language).lower() for language in languages}
    taken: dict[str, tuple[Entry[PartnerFacts], str]] = {}
    former: list[tuple[Entry[PartnerFacts], int, str]] = []
    for entry in entries:
        if entry.sound("formerly"):
            former.extend((entry, position, old) for position, old in enumerate(entry.value.formerly))
        if not entry.sound("id"):
            continue
        own = entry.value.id
        if own in folders:
            yield entry.problem(("id",), "reserved", f"`{own}` is a language of the site.", "choose another id")
        if own in taken:
            yield entry.problem(
                ("id",),
                "duplicate-id",
                f"The id `{own}` is used twice.",
                f"the other one stands in {taken[own][0].where()}; every partner needs its own",
            )
        else:
            taken[own] = (entry, "id")
    for entry, position, old in former:
        path = ("formerly", position)
        if old in folders:
            yield entry.problem(path, "reserved", f"`{old}` is a language of the site.", "it cannot have been an id")
        if old not in taken:
            taken[old] = (entry, "former id")
            continue
        other, use = taken[old]
        if other is entry and use == "id":
            yield entry.problem(path, "duplicate-id", f"`{old}` is the id of today.", "remove it from this list")
        elif use == "id":
            yield entry.problem(
                path,
                "duplicate-id",
                f"The former id `{old}` is the id of another partner.",
                f"it stands in {other.where()}; printed addresses would lead to the wrong partner",
            )
        else:
            yield entry.problem(
                path,
                "duplicate-id",
                f"The former id `{old}` is listed twice.",
                f"the other one stands in {other.where()}; an old address can lead to one partner only",
            )


def name_problems(entries: Entries) -> Iterator[Problem]:
    """Names that another partner has too (warning), or that only look like another partner's."""
    names: dict[str, Entry[PartnerFacts]] = {}
    looks: dict[str, tuple[str, str, Entry[PartnerFacts]]] = {}
    for entry in entries:
        if not entry.sound("name"):
            continue
        told = False
        own = {same(name): (language, name) for language, name in entry.value.name}
        for folded, (language, name) in own.items():
            path: Path = ("name", language) if language else ("name",)
            other = names.setdefault(folded, entry)
            if other is not entry:
                if not told:
                    yield entry.problem(
                        path,
                        "duplicate-name",
                        f"Another partner is called `{name}` too.",
                        f"it stands in {other.where()}; add a place or branch to one of the names",
                        "warning",
                    )
                told = True
                continue
            look = skeleton(name)
            twin_folded, twin_name, twin = looks.setdefault(look, (folded, name, entry))
            if twin is not entry and twin_folded != folded and not told:
                told = True
                typed = name.isascii() and twin_name.isascii()
                yield entry.problem(
                    path,
                    "name-lookalike",
                    f"`{name}` looks like `{twin_name}`, another partner's name.",
                    f"it stands in {twin.where()}; "
                    + ("make the two easier to tell apart" if typed else "type the name again in one alphabet"),
                    "warning" if typed else "error",
                )


def address_problems(entries: Entries, ancestors: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """E-mail addresses that two partners have, and (warnings) streets and websites.

    Partners that ended, and partners of one family (parent and sub-partners), may share them.
    """
    kinds = (
        ("duplicate-email", "e-mail address", "error", _email),
        ("duplicate-street", "street address", "warning", _street),
        ("duplicate-website", "website", "warning", _website),
    )
    for code, noun, severity, keys_of in kinds:
        seen: dict[str, Entry[PartnerFacts]] = {}
        for entry in entries:
            partner = entry.value
            if partner.status == "ended":
                continue
            for key, path in keys_of(partner):
                other = seen.setdefault(key, entry)
                if other is not entry and not _related(partner, other.value, ancestors):
                    yield entry.problem(
                        path,
                        code,
                        f"Another partner has this {noun} too.",
                        f"it stands in {other.where()}; was the record copied?",
                        "error" if severity == "error" else "warning",
                    )
                    break


def _email(partner: PartnerFacts) -> Iterator[tuple[str, Path]]:
    if partner.email:
        yield partner.email, ("contacts", "email")


def _website(partner: PartnerFacts) -> Iterator[tuple[str, Path]]:
    if partner.website:
        yield partner.website, ("contacts", "website")


def _street(partner: PartnerFacts) -> Iterator[tuple[str, Path]]:
    for street in partner.streets:
        yield street, ("address", "street")


def _related(one: PartnerFacts, other: PartnerFacts, ancestors: Mapping[str, frozenset[str]]) -> bool:
    line, other_line = (ancestors.get(partner.id, frozenset()) | {partner.id} for partner in (one, other))
    return not line.isdisjoint(other_line)
