"""What is made from data: the keys of all of it, and what of it must be made in this build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from partnersite import directory, landing
from partnersite.fill import (
    FillContext,
    PartnerPages,
    PartnersTask,
    fill_listings,
    fill_partners,
    listing_tasks,
)
from partnersite.index import Indexed, files_of, index_groups, small_files
from partnersite.inputs import Inputs
from partnersite.intake import Intake, Texts
from partnersite.keys import key
from partnersite.memory import Memory
from partnersite.output.html_check import SiteFacts
from partnersite.output.publish import Publication
from partnersite.output.store import Tree
from partnersite.shared import Shared
from partnersite.view import SiteView
from partnersite.workers import Workers

Listings = Mapping[str, tuple[directory.DirectoryJob, ...]]
"""Every page of every list, by language."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made from data: the keys of all of it, and what of it must be made in this build."""

    keys: dict[str, bytes]
    """By a partner's id, for all its pages and files, by the path of a page of a list, or by the name of an index."""
    files: Mapping[str, tuple[str, ...]]
    """The files that belong to a key."""
    jobs: Mapping[str, directory.DirectoryJob]
    """Every page of a list, by its path."""
    wanted: set[str] = field(default_factory=set)
    """What must be made: all of it, until `begin_tree` has found out what is there already."""


def plan_pages(
    inputs: Inputs, intake: Intake, views: Mapping[str, SiteView], listings: Listings, context: bytes
) -> Plan:
    """Everything that is made from data, by keys; `context` is the key of what all pages are filled with."""
    jobs = {job.path: job for of_language in listings.values() for job in of_language}
    keys = {path: key(context, job.key) for path, job in jobs.items()}
    files: dict[str, tuple[str, ...]] = {path: (f"{path}index.html",) for path in jobs}
    roots = [inputs.settings.path_of(language, "") for language in inputs.settings.languages]
    around = [(view.relatives, {one: listed.digest for one, listed in intake.listed[language].items()})
              for language, view in views.items()]  # fmt: skip
    for partner in inputs.network.public:
        related = b"".join(
            [
                digests[other] if other else b"|"  # where one list ends and the next begins
                for relatives, digests in around
                for others in relatives.get(partner.id, ())
                for other in (*others, "")
            ]
        )
        logo = inputs.logos.get(partner.id, b"")
        keys[partner.id] = key(context + intake.digests[partner.id], logo, related)
        files[partner.id] = tuple(landing.paths(partner, roots))
    return Plan(keys, files, jobs, set(keys))


def begin_tree(publication: Publication, memory: Memory | None, plan: Plan, inputs: Inputs) -> Tree:
    """Where the site is written: beside the live one, or, where a part of that is right, where it is already."""
    if memory is not None:
        right = {name for name in plan.wanted if memory.units.get(name) == plan.keys[name]}
        if right or publication.has_spare:
            base = {file.path: file for file in memory.files}
            plan.wanted.difference_update(right)
            anew = {path for name in plan.wanted for path in plan.files[name]}
            publication.begin_with_live(base, anew & base.keys())
            tree = Tree(publication.root, base, publication.changed)
            # Known before the first of them is written: whatever happens then, this is where the trees may differ.
            tree.changed.update(anew)
            tree.keep((path for name in right for path in plan.files[name]), origin="partners")
            return tree
    return Tree(publication.root)


def fill_pages(
    tree: Tree,
    workers: Workers,
    context: Shared[FillContext],
    intake: Intake,
    views: Mapping[str, SiteView],
    plan: Plan,
) -> SiteFacts:
    """Writes the pages that are made from data; gives what they refer to and what is wrong with them."""
    facts = SiteFacts()
    over = bool(tree.base)
    ids = [name for name in plan.wanted if name not in plan.jobs]
    cards = {language: intake.texts(language, "card") for language in views}
    neighbours = {language: intake.texts(language, "neighbour") for language in views}
    jobs = (job.with_cards(cards[job.language]) for path, job in plan.jobs.items() if path in plan.wanted)
    partners = (
        PartnersTask(
            context,
            tree.root,
            over,
            tuple(PartnerPages(page, _around(page.id, views, cards, neighbours)) for page in pages),
        )
        for pages in intake.pages(ids)
    )
    lists = listing_tasks(context, tree.root, over, jobs)
    size = len(ids) * len(views)
    for filled in workers.map(fill_listings, lists, size):
        tree.adopt(filled.written, origin="partners")
        facts.add(filled.facts)
    for filled in workers.map(fill_partners, partners, size):
        tree.adopt(filled.written, origin="partners")
        facts.add(filled.facts)
    return facts


def _around(
    partner_id: str,
    views: Mapping[str, SiteView],
    cards: Mapping[str, Mapping[str, str]],
    neighbours: Mapping[str, Mapping[str, str]],
) -> dict[str, landing.Around]:
    """The partners that a partner's pages name, in each language; what is said of them by language and partner."""
    return {
        language: landing.Around(
            "".join(cards[language][other] for other in relatives.family),
            "".join(neighbours[language][other] for other in relatives.neighbours),
        )
        for language, view in views.items()
        if (relatives := view.relatives.get(partner_id)) is not None
    }


def write_index(
    tree: Tree,
    indexed: Indexed,
    texts: Texts,
    plan: Plan,
    memory: Memory | None,
) -> None:
    """Writes the index files; those of a group whose key is that of the last build stand where they stood."""
    for path, data in small_files(indexed):
        tree.write(path, data, origin="index")
    for name, index_key, make in index_groups(indexed, texts):
        plan.keys[name] = index_key
        if tree.base and memory is not None and memory.units.get(name) == index_key:
            tree.keep(files_of(name, tree.base, indexed.settings), origin="index")
        else:
            for path, data in make():
                tree.write(path, data, origin="index")
