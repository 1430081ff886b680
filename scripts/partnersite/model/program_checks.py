"""What must hold within the programme: keys that exist, scales without holes, territories that nest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from partnersite.model.places import countries
from partnersite.model.program import CommissionScale, Program
from partnersite.model.territories import Atlas
from partnersite.model.validation import Entry, Path
from partnersite.model.vocabulary import Vocabulary, Words
from partnersite.problems import Problem

HIGHEST_RATE = Decimal(100)


def program_problems(entry: Entry[Program], words: Vocabulary, atlas: Atlas) -> Iterator[Problem]:
    """Every problem between the sections of the programme."""
    program = entry.value
    for path, word, listed in _references(program, words):
        if word not in listed:
            code, message, hint = listed.missing(word)
            yield entry.problem(path, code, message, hint)
    for key, scale in program.commission_scales.items():
        yield from _scale_problems(entry, key, scale)
    yield from _tier_problems(entry)
    yield from _territory_problems(entry, atlas)


def _references(program: Program, words: Vocabulary) -> Iterator[tuple[Path, str, Words]]:
    for key, kind in program.types.items():
        if kind.commission:
            yield ("types", key, "commission"), kind.commission, words.commission_scales
    for key, tier in program.tiers.items():
        for section, keys, listed in (
            ("types", tier.types, words.types),
            ("requirements", tier.requirements, words.requirements),
            ("benefits", tier.benefits, words.benefits),
        ):
            for position, word in enumerate(keys):
                yield ("tiers", key, section, position), word, listed
    for section in ("requirements", "benefits", "obligations", "prohibited"):
        for key, clause in getattr(program, section).items():
            for position, word in enumerate(clause.types):
                yield (section, key, "types", position), word, words.types
    for key, area in program.territories.items():
        if area.within:
            yield ("territories", key, "within"), area.within, words.territories
        for position, word in enumerate(area.contains):
            yield ("territories", key, "contains", position), word, words.territories
    for territory, limits in program.territory_limits.items():
        yield ("territory_limits", territory), territory, words.territories
        for word in limits:
            yield ("territory_limits", territory, word), word, words.types


def _scale_problems(entry: Entry[Program], key: str, scale: CommissionScale) -> Iterator[Problem]:
    at: Path = ("commission_scales", key, "steps")
    last = len(scale.steps) - 1
    for position, step in enumerate(scale.steps):
        here: Path = (*at, position)
        if not 0 < step.rate <= HIGHEST_RATE:
            yield entry.problem(
                (*here, "rate"),
                "commission-rate",
                f"A rate of {step.rate} % cannot be.",
                "a rate lies above 0 and at 100 at most",
            )
        if position < last and step.to is None:
            yield entry.problem(
                here,
                "commission-open",
                "Only the last step may be without `to`.",
                "write where this step ends",
            )
        if position == last and step.to is not None:
            yield entry.problem(
                (*here, "to"),
                "commission-end",
                f"No rate is given for sales of {step.to} and more.",
                "remove `to` from the last step",
            )
        if step.to is not None and step.to <= step.from_:
            yield entry.problem(
                (*here, "to"),
                "commission-order",
                f"The step ends at {step.to}, before it begins at {step.from_}.",
                "`to` must be larger than `from`",
            )
        if position == 0:
            if step.from_ > 0:
                yield entry.problem(
                    (*here, "from"),
                    "commission-start",
                    f"Sales below {step.from_} earn nothing.",
                    "if that is so, say it in `basis`; else begin at 0",
                    "warning",
                )
            continue
        before = scale.steps[position - 1]
        if before.to is not None and step.from_ > before.to:
            yield entry.problem(
                (*here, "from"),
                "commission-gap",
                f"No rate is given for sales from {before.to} to {step.from_}.",
                f"write `from: {before.to}`",
            )
        if step.from_ < (before.from_ if before.to is None else before.to):
            yield entry.problem(
                (*here, "from"),
                "commission-overlap",
                f"Sales from {step.from_} on already have the rate of the step before.",
                f"write `from: {before.to}`" if before.to is not None else "list the steps from low to high",
            )
        if step.rate < before.rate:
            yield entry.problem(
                (*here, "rate"),
                "commission-falling",
                f"The rate falls from {before.rate} % to {step.rate} % while sales grow.",
                "a growing rate motivates; is this meant?",
                "warning",
            )


def _tier_problems(entry: Entry[Program]) -> Iterator[Problem]:
    program = entry.value
    for key in program.types:
        ranks: dict[int, str] = {}
        for tier in program.tiers_of(key):
            other = ranks.setdefault(program.tiers[tier].rank, tier)
            if other != tier:
                yield entry.problem(
                    ("tiers", tier, "rank"),
                    "tier-rank",
                    f"`{tier}` and `{other}` have one rank, so neither is the higher tier of `{key}`.",
                    "give each tier of a partner type its own rank",
                    "warning",
                )


def _territory_problems(entry: Entry[Program], atlas: Atlas) -> Iterator[Problem]:
    told: set[str] = set()
    for key, area in entry.value.territories.items():
        if key.upper() in countries():
            yield entry.problem(
                ("territories", key),
                "territory-like-country",
                f"`{key}` would be taken for the country {key.upper()}.",
                f"choose a longer key, like `{key}-region`; countries need not be listed",
                key=True,
            )
        if not area.within and not area.contains:
            yield entry.problem(
                ("territories", key),
                "territory-nowhere",
                f"Nobody can tell which country `{key}` lies in.",
                "write `within: KZ` for a region, or `contains: [KZ, UZ]` for several countries",
                "warning",
                key=True,
            )
        if key not in told:
            way = atlas.circle(key)
            if way:
                told.update(way)
                yield entry.problem(
                    ("territories", key),
                    "territory-circle",
                    f"The territory lies within itself: {' → '.join(way)}.",
                    "remove one of the `within` or `contains`",
                    key=True,
                )
