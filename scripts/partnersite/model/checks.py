"""What must hold between records, and between records and the programme, the site and its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path as Folder

from partnersite.model.addresses import url_holds_secret, url_is_insecure
from partnersite.model.claims import claim_problems
from partnersite.model.facts import PartnerFacts
from partnersite.model.families import family_problems, lines
from partnersite.model.files import Files
from partnersite.model.identities import address_problems, id_problems, name_problems
from partnersite.model.partner import Partner
from partnersite.model.program import Program
from partnersite.model.program_checks import program_problems
from partnersite.model.record import Record
from partnersite.model.territories import Atlas
from partnersite.model.text import Text
from partnersite.model.validation import Entry, Path
from partnersite.model.vocabulary import Vocabulary, Words
from partnersite.problems import Problem

LINKS = 20
"""The most links of one partner: a page is no link farm."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a record is checked against."""

    words: Vocabulary
    program: Program | None
    """None where it could not be read."""
    languages: tuple[str, ...]
    """The site's, the source language first."""
    digest: str = ""
    """Of the programme as it is written: equal where `words` and `program` are equal."""
    sound: bool = True
    """Whether every part of the programme could be read, so that pages can be made with it."""


def record_problems(entry: Entry[Partner], rules: Rules) -> Iterator[Problem]:
    """Every problem of one record that no single field of it shows."""
    yield from _reference_problems(entry, rules.words, rules.program)
    yield from _date_order_problems(entry)
    yield from _address_problems(entry)
    yield from _text_problems(entry, rules.languages)


def network_problems(
    entries: Sequence[Entry[PartnerFacts]],
    program: Entry[Program] | None,
    rules: Rules,
    *,
    content_dir: Folder,
    today: date | None,
) -> Iterator[Problem]:
    """Every problem of the programme, and of records with each other, with the site's files and with the calendar."""
    atlas = Atlas(program.value.territories if program else {})
    files = Files(content_dir)
    day = today.isoformat() if today else ""
    if program is not None:
        yield from program_problems(program, rules.words, atlas)
        yield from _site_problems(program, rules.languages, files)
    for entry in entries:
        if day:
            yield from _calendar_problems(entry, day)
        if entry.value.logo:
            yield from files.problems(entry, ("logo",), entry.value.logo, "partners")
    ancestors = lines(entries)
    yield from id_problems(entries, rules.languages)
    yield from name_problems(entries)
    yield from address_problems(entries, ancestors)
    yield from family_problems(entries, program.value if program else None, ancestors)
    yield from claim_problems(entries, atlas, ancestors)
    if program is not None:
        yield from _limit_problems(entries, program, atlas)


# --- one partner and the programme


def _reference_problems(entry: Entry[Partner], words: Vocabulary, program: Program | None) -> Iterator[Problem]:
    partner = entry.value
    for path, word, listed in _references(partner, words):
        if word not in listed and entry.sound(str(path[0])):
            code, message, hint = listed.missing(word)
            yield entry.problem(path, code, message, hint)
    tier = program.tiers.get(partner.tier or "") if program else None
    known_type = entry.sound("type") and partner.type in words.types
    if tier is not None and tier.types and partner.type not in tier.types and known_type:
        yield entry.problem(
            ("tier",),
            "tier-of-other-type",
            f"`{partner.tier}` is no tier of the partner type `{partner.type}`.",
            f"it is one of: {', '.join(tier.types)}",
        )
    yield from _listed_twice(entry, "territories", [claim.territory for claim in partner.territories], "territory")
    yield from _listed_twice(entry, "competencies", [c.competency for c in partner.competencies], "competency")


def _references(partner: Partner, words: Vocabulary) -> Iterator[tuple[Path, str, Words]]:
    yield ("type",), partner.type, words.types
    if partner.tier:
        yield ("tier",), partner.tier, words.tiers
    for position, vertical in enumerate(partner.verticals):
        yield ("verticals", position), vertical, words.verticals
    for position, claim in enumerate(partner.territories):
        yield ("territories", position, "territory"), claim.territory, words.territories
    for position, competency in enumerate(partner.competencies):
        yield ("competencies", position, "competency"), competency.competency, words.competencies
        if competency.sla:
            yield ("competencies", position, "sla"), competency.sla, words.sla
    for position, reference in enumerate(partner.references):
        if reference.vertical:
            yield ("references", position, "vertical"), reference.vertical, words.verticals
    if partner.integration and words.integrations.keys:
        yield ("integration", "kind"), partner.integration.kind, words.integrations


def _listed_twice(entry: Entry[Partner], section: str, keys: list[str], key: str) -> Iterator[Problem]:
    if len(set(keys)) < len(keys):
        for position, word in enumerate(keys):
            if word in keys[:position]:
                yield entry.problem(
                    (section, position, key),
                    "listed-twice",
                    f"`{word}` stands twice in this list.",
                    "remove one",
                )


# --- dates


def _date_order_problems(entry: Entry[Partner]) -> Iterator[Problem]:
    partner = entry.value
    since, until = partner.since, partner.until
    if partner.status == "ended" and until is None and entry.sound("status", "until"):
        yield entry.problem(
            ("until",), "ended-without-date", "A partner that has ended needs `until`.", "write when it ended"
        )
    if since and until and until.last < since.first:
        yield entry.problem(
            ("until",), "dates-order", f"It ends on {until}, before it begins on {since}.", "check both dates"
        )
    for position, competency in enumerate(partner.competencies):
        if competency.since and until and until.last < competency.since.first:
            yield entry.problem(
                ("competencies", position, "since"),
                "dates-order",
                f"{competency.since} lies after the end of the partnership, {until}.",
                "check both dates",
            )


def _calendar_problems(entry: Entry[PartnerFacts], today: str) -> Iterator[Problem]:
    """Dates that lie on the wrong side of today; a month or year counts as all of its days."""
    status, since, until, reviewed = (
        *(entry.value.status, entry.value.since),
        *(entry.value.until, entry.value.reviewed),
    )
    if reviewed > today[: len(reviewed)]:
        yield entry.problem(
            ("reviewed",),
            "date-in-future",
            f"Nobody can have reviewed it on {reviewed} yet.",
            "write a past date; a date of today is right as soon as the change is committed",
            "warning",
        )
    if not entry.sound("status"):
        return
    if since > today[: len(since)] and status in ("active", "suspended"):
        yield entry.problem(
            ("since",),
            "date-in-future",
            f"It is {status}, but begins on {since} only.",
            "write `status: onboarding` until then",
            "warning",
        )
    if until > today[: len(until)] and status == "ended":
        yield entry.problem(
            ("until",),
            "date-in-future",
            f"It has ended, but {until} is still to come.",
            "write when it ended",
            "warning",
        )
    if until < today[: len(until)] and status in ("active", "suspended"):
        yield entry.problem(
            ("until",),
            "contract-over",
            f"Its contract ended on {until}, yet it is {status}.",
            "write a later `until`, or `status: ended`",
            "warning",
        )


# --- web addresses


def _address_problems(entry: Entry[Partner]) -> Iterator[Problem]:
    links = list(_links(entry.value))
    for path, url in links:
        yield from _link_problems(entry, path, url)
    if len(links) > LINKS:
        yield entry.problem(
            links[LINKS][0][:1],
            "too-many-links",
            f"It has {len(links)} links; {LINKS} are the most.",
            "keep the best",
        )


def _link_problems(entry: Entry[Partner] | Entry[Program], path: Path, url: str) -> Iterator[Problem]:
    if url_is_insecure(url):
        yield entry.problem(path, "url-insecure", "This address is not encrypted.", "begin it with https://", "warning")
    if url_holds_secret(url):
        yield entry.problem(
            path,
            "url-secret",
            "This address seems to hold a key or password.",
            "everybody will see it: use an address without it",
            "warning",
        )


def _links(partner: Partner) -> Iterator[tuple[Path, str]]:
    if partner.contacts.website:
        yield ("contacts", "website"), partner.contacts.website
    for position, page in enumerate(partner.contacts.social):
        yield ("contacts", "social", position, "url"), page.url
    for position, reference in enumerate(partner.references):
        if reference.url:
            yield ("references", position, "url"), reference.url
    if partner.referral and partner.referral.url:
        yield ("referral", "url"), partner.referral.url
    if partner.integration and partner.integration.url:
        yield ("integration", "url"), partner.integration.url


# --- languages


def _text_problems(entry: Entry[Partner], languages: tuple[str, ...]) -> Iterator[Problem]:
    partner = entry.value
    required: list[tuple[Path, Text]] = []
    if entry.sound("name"):
        required.append((("name",), partner.name))
    if partner.integration:
        required.append((("integration", "product"), partner.integration.product))
    required.extend(
        (("references", position, "customer"), reference.customer)
        for position, reference in enumerate(partner.references)
    )
    for path, text in required:
        yield from _untranslated(entry, path, text, languages)


def _site_problems(entry: Entry[Program], languages: tuple[str, ...], files: Files) -> Iterator[Problem]:
    """The programme is read by every visitor: all its texts are required in all languages."""
    for path, text in texts_of(entry.value):
        yield from _untranslated(entry, path, text, languages)
    vendor = entry.value.vendor
    if vendor.url:
        yield from _link_problems(entry, ("vendor", "url"), vendor.url)
    if vendor.logo:
        yield from files.problems(entry, ("vendor", "logo"), vendor.logo, "")


def _untranslated(
    entry: Entry[Partner] | Entry[Program], path: Path, text: Text, languages: tuple[str, ...]
) -> Iterator[Problem]:
    missing = text.missing(languages)
    if missing:
        yield entry.problem(
            path,
            "missing-translation",
            f"This text is missing in: {', '.join(missing)}.",
            "their readers get the source language",
            "warning",
            key=True,
        )


def texts_of(value: object, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Every text below a model's value, with the path to it as written."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Record):
        for name, field in type(value).model_fields.items():
            yield from texts_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from texts_of(inner, (*path, position))


# --- how many partners a territory takes


def _limit_problems(entries: Sequence[Entry[PartnerFacts]], program: Entry[Program], atlas: Atlas) -> Iterator[Problem]:
    for territory, limits in program.value.territory_limits.items():
        ground = atlas.inside(territory)
        for kind, most in limits.items():
            found = sum(
                entry.value.type == kind
                and entry.value.status != "ended"
                and any(claim.territory in ground for claim in entry.value.territories)
                for entry in entries
            )
            if found > most:
                yield program.problem(
                    ("territory_limits", territory, kind),
                    "territory-full",
                    f"`{territory}` takes {most} of type `{kind}`, and {found} work there.",
                    "raise the limit, or end some of them",
                    "warning",
                )
