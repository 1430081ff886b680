"""What is made from data: the keys of all of it, and what of it must be made in this build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from partnersite import directory, landing
from partnersite.cache.keys import NO_KEY, key
from partnersite.cache.memory import LINE, Memory, Owned
from partnersite.index import SITEMAP, Indexed, files_of_sitemap, language_lists, sitemap, small_files
from partnersite.inputs import Inputs
from partnersite.intake import Intake
from partnersite.model.facts import PartnerFacts
from partnersite.output.beside import Beside
from partnersite.output.html_check import SiteFacts
from partnersite.output.lists import Lists, Relisting, relist
from partnersite.output.publish import Publication
from partnersite.output.site_files import NO_FILES
from partnersite.output.store import Written
from partnersite.output.tree import Tree
from partnersite.pages.fill import (
    FillContext,
    ListingsTask,
    PartnerPages,
    PartnersTask,
    fill,
    listing_tasks,
)
from partnersite.parallel.shared import Shared
from partnersite.parallel.workers import Workers
from partnersite.view import SiteView

Listings = Mapping[str, tuple[directory.DirectoryJob, ...]]
"""Every page of every list, by language."""
MOST_CHANGED = 2
"""Where one entry in so many may have changed, lists are made anew."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made from data: the keys of all of it, and what of it must be made in this build."""

    keys: dict[str, bytes]
    """By a partner's id, for all its pages and files, by the path of a page of a list, or by the name of an index."""
    partners: Mapping[str, PartnerFacts]
    """By their ids."""
    roots: Sequence[str]
    """The addresses of the languages' roots."""
    jobs: Mapping[str, directory.DirectoryJob]
    """Every page of a list, by its path."""
    wanted: set[str] = field(default_factory=set)
    """What must be made: all of it, until `begin_tree` has found out what is there already."""

    def files(self, name: str) -> tuple[str, ...]:
        """The files that belong to a key."""
        return (f"{name}index.html",) if name in self.jobs else landing.paths(self.partners[name], self.roots)

    def owned(self, tree: Tree, memory: Memory | None) -> Owned:
        """Which files of a finished tree belong to which key; `memory` knows it of what was not made."""
        known = memory.owned.by_unit if memory is not None else {}
        names = (*self.jobs, *self.partners)
        made = {name: self.files(name) for name in names if name in self.wanted}
        by_unit = {name: LINE.join(made[name]) if name in made else known[name] for name in names if name in self.keys}
        return Owned(by_unit, tuple(set(tree.named).difference(*made.values())))


def plan_pages(
    inputs: Inputs, intake: Intake, views: Mapping[str, SiteView], listings: Listings, context: bytes
) -> Plan:
    """Everything that is made from data, by keys; `context` is the key of what all pages are filled with."""
    jobs = {job.path: job for of_language in listings.values() for job in of_language}
    keys = {path: key(context, job.key) for path, job in jobs.items()}
    roots = [inputs.settings.path_of(language, "") for language in inputs.settings.languages]
    ids = [partner.id for partner in inputs.network.public]
    related_in = [[view.kin.digests.get(own, b"") for own in ids] for view in views.values()]
    for own, *related in zip(ids, *related_in, strict=True):
        logo = inputs.logos.get(own, NO_KEY)
        keys[own] = key(b"".join((context, intake.digests[own], logo, *related)))
    return Plan(keys, inputs.network.by_id, roots, jobs, set(keys))


@dataclass(frozen=True, slots=True)
class NewLists:
    """Directory and search data of all languages."""

    keys: Mapping[str, bytes]
    """As in `Plan.keys`."""
    kept: Sequence[Lists]
    """Those that may stay as they are."""
    anew: Sequence[Lists]
    beside: Sequence[Lists]
    """Those that are made of what they were, beside the build."""
    folder: Path
    """Where the files of `beside` are written."""
    written: Callable[[], list[tuple[Written, ...]]]
    """Waits for them; one language after the other."""


def begin_lists(
    publication: Publication, indexed: Indexed, intake: Intake, memory: Memory | None, beside: Beside
) -> NewLists:
    """Finds the lists whose key is that of the last build, and begins to write those of which little has changed."""
    keys: dict[str, bytes] = {}
    kept: list[Lists] = []
    anew: list[Lists] = []
    wanted: list[Relisting] = []
    base = memory.files if memory is not None else NO_FILES
    fresh = intake.fresh(memory.pieces) if memory is not None else set()
    for lists, made_from in language_lists(indexed):
        name = f"index:{lists.language}"
        keys[name] = made_from
        known = [base[path] for path in lists.paths if path in base]
        changed = fresh.intersection(lists.ids)
        if memory is None or len(known) < len(lists.paths):
            anew.append(lists)
        elif memory.units.get(name) == made_from:
            kept.append(lists)
        elif len(changed) * MOST_CHANGED >= len(lists.ids):
            anew.append(lists)
        else:
            data, search = intake.texts(lists.language, "data"), intake.texts(lists.language, "search")
            wanted.append(
                Relisting(lists, known, {one: data[one] for one in changed}, {one: search[one] for one in changed})
            )
    folder = publication.anteroom
    written: Callable[[], list[tuple[Written, ...]]] = list
    if wanted:
        folder.mkdir(mode=0o700)
        written = beside.submit(relist, publication.live, folder, wanted)
    return NewLists(keys, kept, anew, [relisting.lists for relisting in wanted], folder, written)


def begin_tree(publication: Publication, memory: Memory | None, plan: Plan, lists: NewLists) -> Tree:
    """Where the site is written: beside the live one, or, where a part of that is right, where it is already."""
    if memory is not None:
        right = {name for name in plan.wanted if memory.units.get(name) == plan.keys[name]}
        if right or publication.has_spare:
            plan.wanted.difference_update(right)
            anew = {path for name in plan.wanted for path in plan.files(name)}
            anew.update(path for one in lists.beside for path in one.paths)
            base = memory.files
            publication.begin_with_live(base, {path for path in anew if path in base})
            tree = Tree(publication.root, base, publication.changed, anew)
            tree.keep_but(memory.owned.but(right), origin="partners")
            return tree
    return Tree(publication.root)


def fill_pages(
    tree: Tree,
    workers: Workers,
    context: Shared[FillContext],
    intake: Intake,
    views: Mapping[str, SiteView],
    plan: Plan,
    meanwhile: Iterator[None],
) -> SiteFacts:
    """Writes the pages that are made from data; gives what they refer to and what is wrong with them.

    What is done `meanwhile`, step by step, is done when this returns: where others make the pages, it takes no time.
    """
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
    tasks: Iterator[PartnersTask | ListingsTask] = chain(partners, lists)
    for filled in workers.map(fill, tasks, len(ids) * len(views)):
        tree.adopt(filled.written, origin="partners")
        facts.add(filled.facts)
        next(meanwhile, None)
    for _ in meanwhile:
        pass
    return facts


def _around(
    partner_id: str,
    views: Mapping[str, SiteView],
    cards: Mapping[str, Mapping[str, str]],
    neighbours: Mapping[str, Mapping[str, str]],
) -> dict[str, landing.Around]:
    """The partners that a partner's pages name, in each language; what is said of them by language and partner."""
    around = {}
    for language, view in views.items():
        if partner_id in view.kin.digests:
            family, others = view.kin.of(partner_id)
            around[language] = landing.Around(
                "".join([cards[language][other] for other in family]),
                "".join([neighbours[language][other] for other in others]),
            )
    return around


def write_index(
    tree: Tree, indexed: Indexed, intake: Intake, plan: Plan, memory: Memory | None, new: NewLists
) -> Iterator[None]:
    """Writes the index files, in steps; the sitemap, where its key is that of the last build, stands where it stood."""
    for path, data in small_files(indexed):
        tree.write(path, data, origin="index")
    yield
    plan.keys[SITEMAP], make = sitemap(indexed)
    if tree.base and memory is not None and memory.units.get(SITEMAP) == plan.keys[SITEMAP]:
        tree.keep(files_of_sitemap(tree.base), origin="index")
    else:
        for path, data in make():
            tree.write(path, data, origin="index")
            yield
    for lists in new.kept if tree.base else ():
        tree.keep(lists.paths, origin="index")
    for lists in new.anew if tree.base else (*new.anew, *new.kept):
        yield from _write_lists(tree, lists, intake)
    for lists, written in zip(new.beside, new.written(), strict=True):
        for file in written:
            tree.move_in(new.folder, file, origin="index")
        if not written:
            yield from _write_lists(tree, lists, intake)


def _write_lists(tree: Tree, lists: Lists, intake: Intake) -> Iterator[None]:
    said, sought = intake.texts(lists.language, "data"), intake.texts(lists.language, "search")
    for path, data in lists.files(said, sought):
        tree.write(path, data, origin="index")
        yield
