"""The steps of a build in their order: check, view, stage, engine, fill, pack, index, verify, publish."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path

from partnersite import __version__, brand, directory, landing
from partnersite.assets import theme_files
from partnersite.cache.keys import key
from partnersite.cache.memory import Memory, Standing, memory_file
from partnersite.clock import revision
from partnersite.engine import Engine, RenderedLanguage, render_languages
from partnersite.engine.cache import FolderCache
from partnersite.index import Indexed
from partnersite.inputs import Inputs, read_inputs
from partnersite.intake import Intake, Shelf
from partnersite.looks import make_ready
from partnersite.model.load import of_partners
from partnersite.opening import BuildResult, Opening, folder_size
from partnersite.output.html_check import PageFacts, check_files, check_links, judge_files, read_targets
from partnersite.output.html_page import PagePolicy
from partnersite.output.manifest import MANIFEST_FILE, Manifest
from partnersite.output.tree import Tree
from partnersite.pages.editorial import (
    Keys,
    SinglePage,
    album_pages,
    editorial_pages,
    judge_pages,
    not_found_page,
)
from partnersite.pages.fill import OFTEN, FillContext, ShellKey, shell_key
from partnersite.pages.plan import Listings, begin_lists, begin_tree, fill_pages, plan_pages, write_index
from partnersite.parallel.collector import leave_to_the_system
from partnersite.parallel.shared import Shared
from partnersite.parallel.workers import ENOUGH, Workers
from partnersite.problems import Problem, Problems, ProblemsFound
from partnersite.progress import Progress
from partnersite.render.colours import STYLESHEET
from partnersite.render.shell import Shell
from partnersite.settings import SiteSettings, read_settings
from partnersite.stage.content import address_of
from partnersite.stage.origin import at_source, in_written_page
from partnersite.stage.tree import GeneratedPage, StagedLanguage, shell_page, write_stage
from partnersite.view import SiteView, site_view
from partnersite.view.paths import DIRECTORY


def make_site(
    opening: Opening, engine: Engine, executor: Executor | None, jobs: int, progress: Progress
) -> BuildResult:
    """Makes and publishes a site of which something has changed, as `build` does."""
    settings, publication, cache = opening.settings, opening.publication, opening.cache
    with Workers(executor, jobs) as workers:
        with progress.step("check"):
            cut_before = opening.memory.cut if opening.memory else ()
            intake = Intake(settings, workers, Shelf(cache / "pieces", opening.warm.pieces), cut_before)
            inputs = read_inputs(settings, intake.read, cut_before)
        problems = Problems(inputs.warnings)
        workers.prepare(make_ready, intake.looks, OFTEN)

        with progress.step("view"):
            views = _views(inputs, intake)
            listings: Listings = {language: tuple(directory.jobs(view)) for language, view in views.items()}

        with progress.step("stage"):
            staged = _stage(publication.stage, inputs, intake, views, listings)
        with progress.step("engine"):
            rendered: list[RenderedLanguage] = []
            pages: dict[str, list[SinglePage]] = {}
            judged: dict[str, PageFacts] = {}
            # Where all must be made, it is made while the engine renders the next languages.
            tree = Tree(publication.root) if opening.memory is None else None
            for language, found in render_languages(staged, engine, jobs, FolderCache(cache / "engine")):
                problems.extend(at_source(problem, inputs.content, settings) for problem in found)
                rendered.append(language)
                of_language = _engine_pages(inputs, intake, language, views[language.language])
                pages[language.language] = of_language
                if tree is not None:
                    judged |= judge_pages(of_language, settings.url)
                    _write_pages(tree, inputs, language.language, of_language)
            problems.raise_if_errors()

        with progress.step("fill"):
            memory = opening.memory if publication.known else None
            shells = {tree.language: _shells(tree, listings, settings) for tree in rendered}
            hashes = frozenset(
                digest for of in shells.values() for shell in of.values() for digest in shell.script_hashes
            )
            context = _fill_context(inputs, intake, shells, PagePolicy(settings.url, script_hashes=hashes))
            entries = [page.entry for of_language in pages.values() for page in of_language]
            hashes |= {digest for entry in entries for digest in entry.script_hashes}
            indexed = Indexed(settings, inputs.network, views, listings, entries, rendered, hashes)
            lists = begin_lists(publication, indexed, intake, memory, opening.beside)
            plan = plan_pages(inputs, intake, views, listings, context.key)
            keys = Keys(context.key, intake.of_all, key(repr(inputs.albums)))
            made_from = {page.unit: keys.of(page) for page in chain(*pages.values()) if page.key}
            if tree is None:
                tree = begin_tree(publication, memory, plan, lists)
                right = made_from.items() & memory.units.items() if memory is not None else set()
                for name, of_language in pages.items():
                    _write_pages(tree, inputs, name, of_language, {unit for unit, _ in right})
            plan.keys.update({**lists.keys, **made_from})
            policy = PagePolicy(settings.url, script_hashes=hashes)
            written = [path for path in tree.single if path.endswith(".html") and path not in judged]
            judging = opening.beside.submit(judge_files, tree.root, written, policy)
            index = write_index(tree, indexed, intake, plan, memory, lists)
            facts = fill_pages(tree, workers, context, intake, views, plan, meanwhile=index)
        with progress.step("pack"):
            _pack(tree, inputs, rendered)
        time_has_passed = len(plan.wanted) >= ENOUGH or any(language.anew for language in rendered)
        if time_has_passed:
            publication.look_ahead()
        with progress.step("index"):
            tree.finish()
            manifest = Manifest(f"partnersite {__version__}", revision(settings.source_dir), tree.files)
            publication.begin_manifest(manifest)
        with progress.step("verify"):
            facts.add(check_files(tree.root, tree.single, policy, judged | judging()))
            read_targets(facts, tree.root, policy)
            faults = check_links(facts, tree.files)
            problems.extend(_told_of_source(problem, tree, inputs) for problem in faults)
            problems.raise_if_errors()
        with progress.step("publish"):
            live = publication.commit(
                manifest, look_again=time_has_passed, replaced=memory.files if memory else None
            )
            count = sum(path.endswith(".html") for path in tree.files)
            told = tuple(problem for problem in problems.warnings if not of_partners(problem.file))
            complete = opening.made_from if len(told) == len(problems.warnings) else b""
            standing = Standing(live, complete, count, len(tree.files) + 1, told)
            opening.warm.memory = Memory(
                standing, plan.keys, tree.files, plan.owned(tree, memory), frozenset(intake.pieces), intake.cut
            )
            opening.warm.memory.write(memory_file(cache, publication.live))
    leave_to_the_system(inputs, intake, views, plan, tree, publication, indexed, opening)
    changed = len(tree.changed | {MANIFEST_FILE})
    return BuildResult(
        settings.site_dir, count, len(tree.files) + 1, changed, folder_size(cache), tuple(problems.warnings)
    )


def stage(source_dir: Path, folder: Path) -> tuple[StagedLanguage, ...]:
    """Writes the staged trees of the site in `source_dir` to `folder`, which must be absent or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProblemsFound((Problem("folder-in-use", f"`{folder}` is not empty.", hint="name a new folder"),))
    settings = read_settings(source_dir.absolute())
    with Workers(None, 1) as workers:
        intake = Intake(settings, workers)
        inputs = read_inputs(settings, intake.read)
    views = _views(inputs, intake)
    listings: Listings = {language: tuple(directory.jobs(view)) for language, view in views.items()}
    return tuple(_stage(folder, inputs, intake, views, listings))


def _views(inputs: Inputs, intake: Intake) -> dict[str, SiteView]:
    settings = inputs.settings
    return {
        language: site_view(inputs.network, language, settings, intake.listed[language])
        for language in settings.languages
    }


def _stage(
    folder: Path, inputs: Inputs, intake: Intake, views: Mapping[str, SiteView], listings: Listings
) -> Iterator[StagedLanguage]:
    settings = inputs.settings
    pages = inputs.content.pages[settings.source_language]
    directory_titles = {language: each.gettext("Partners") for language, each in intake.looks.renderers.items()}
    generated = [GeneratedPage(directory.PAGE, directory_titles)]
    generated += [GeneratedPage(album.page, album.titles(settings)) for album in inputs.albums]
    needed = _shell_keys(listings[settings.source_language], settings.source_language, settings)
    lessons = {course.page: [page for page in course.lessons if page in pages] for course in inputs.courses}
    vendors = {language: view.program.vendor.contact for language, view in views.items()}
    return write_stage(folder, settings, inputs.content, inputs.bodies, generated, sorted(needed), lessons, vendors)


def _shell_keys(jobs: Iterable[directory.DirectoryJob], language: str, settings: SiteSettings) -> set[ShellKey]:
    """The shells that pages made from data need, the directory's own first page apart."""
    own = settings.path_of(language, address_of(directory.PAGE))
    keys = {shell_key(job.shell, job.path, language, settings) for job in jobs if job.path != own}
    return keys | {(landing.SHELL, DIRECTORY.count("/") + 1)}


def _shells(rendered: RenderedLanguage, listings: Listings, settings: SiteSettings) -> dict[ShellKey, Shell]:
    """The shells that a language's pages need, cut once each."""
    language = rendered.language
    root = settings.path_of(language, "")
    own = root + address_of(directory.PAGE)
    shells = {
        key: Shell.cut(rendered.html(root + address_of(shell_page(*key))))
        for key in sorted(_shell_keys(listings[language], language, settings))
    }
    first = next(job for job in listings[language] if job.path == own)
    return shells | {shell_key(first.shell, own, language, settings): Shell.cut(rendered.html(own))}


def _fill_context(
    inputs: Inputs, intake: Intake, shells: Mapping[str, Mapping[ShellKey, Shell]], policy: PagePolicy
) -> Shared[FillContext]:
    network = inputs.network
    context = FillContext(
        inputs.settings, intake.looks, network.program, network.listed_types, network.listed_countries, shells, policy
    )
    chrome = (text for of in shells.values() for shell in of.values() for text in shell.literals)
    return Shared(context, key(intake.key, *sorted(network.listed_types | network.listed_countries), *chrome))


def _engine_pages(inputs: Inputs, intake: Intake, rendered: RenderedLanguage, view: SiteView) -> list[SinglePage]:
    """The pages that the engine rendered one by one in a language."""
    renderer = intake.looks.renderers[rendered.language]
    return [
        *editorial_pages(inputs, rendered, view, renderer),
        *album_pages(inputs, rendered, renderer),
        not_found_page(rendered, renderer),
    ]


def _write_pages(
    tree: Tree, inputs: Inputs, language: str, pages: Iterable[SinglePage], right: Container[str] = ()
) -> None:
    """Writes the pages of a language that the engine rendered one by one, and the files that stand beside them.

    `right` are the units of those that are right where they stand already.
    """
    for page in pages:
        if page.unit in right and page.file in tree.base:
            tree.keep((page.file,), origin=page.origin, single=True)
        else:
            tree.write(page.file, page.make(), origin=page.origin)
    root = inputs.settings.path_of(language, "")
    for path, data in inputs.content.files[language].items():
        tree.write(root + path, data, origin=f"content/{language}/{path}")


def _told_of_source(problem: Problem, tree: Tree, inputs: Inputs) -> Problem:
    origin = tree.origin(problem.file) if problem.file in tree else ""
    return in_written_page(problem, origin, inputs.content)


def _pack(tree: Tree, inputs: Inputs, rendered: Sequence[RenderedLanguage]) -> None:
    """Writes what is the same in every language: theme and brand albums."""
    for path, data in theme_files(rendered[0].site):
        tree.write(path, data, origin="theme")
    tree.write(STYLESHEET, inputs.colours.css.encode(), origin="program.yaml")
    for album in inputs.albums:
        for path, data in brand.pack(album, inputs.settings):
            tree.write(path, data, origin=album.file)
