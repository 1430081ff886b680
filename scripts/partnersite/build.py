"""The build, in the order of its steps: check, view, stage, engine, fill, pack, index, verify, publish."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from partnersite import __version__, brand, directory, landing
from partnersite.assets import theme_files
from partnersite.clock import revision
from partnersite.collector import collector_paused
from partnersite.editorial import EnginePage, album_pages, editorial_pages, not_found_page
from partnersite.engine import Engine, MkDocsEngine, RenderedLanguage, render_languages
from partnersite.engine.cache import FolderCache
from partnersite.fill import (
    FillContext,
    ShellKey,
    shell_key,
)
from partnersite.index import Indexed, PageEntry
from partnersite.inputs import Inputs, inputs_key, pages_touched, read_inputs
from partnersite.intake import Intake
from partnersite.keys import key
from partnersite.memory import Memory, memory_file
from partnersite.model.load import of_partners
from partnersite.output.html_check import check_files, check_links, read_targets
from partnersite.output.html_page import PagePolicy
from partnersite.output.manifest import MANIFEST_FILE, Manifest
from partnersite.output.publish import Publication
from partnersite.output.store import Tree
from partnersite.plan import Listings, begin_tree, fill_pages, plan_pages, write_index
from partnersite.problems import PartnersiteError, Problem, Problems, ProblemsFound
from partnersite.progress import Progress
from partnersite.render.colours import STYLESHEET
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings, read_settings
from partnersite.shared import Shared
from partnersite.stage.content import address_of
from partnersite.stage.origin import at_source, in_written_page
from partnersite.stage.tree import GeneratedPage, StagedLanguage, shell_page, write_stage
from partnersite.view import SiteView, site_view
from partnersite.view.paths import DIRECTORY
from partnersite.workers import Workers

WORK_FOLDER = ".partnersite"
"""Beside the site's sources: what a build may find again. It may be deleted at any time."""

class BuildFailed(PartnersiteError):
    """The system refused something that the build needs: a full disk, a folder without rights."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build published."""

    site_dir: Path
    pages: int
    files: int
    changed: int
    """Files that are not what they were before, or are new, or gone."""
    warnings: tuple[Problem, ...]


def build(
    source_dir: Path,
    *,
    site_dir: Path | None = None,
    jobs: int | None = None,
    clean: bool = False,
    durable: bool = True,
    engine: Engine | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Builds the site in `source_dir` and swaps it in for `site_dir`.

    Raises ProblemsFound with everything that is wrong in the sources, and other PartnersiteErrors where the engine or
    the system fails; the live folder is then as it was. `executor` runs the filling of many pages, `jobs` processes
    on this machine where none is given. `clean` forgets the cache first.
    """
    engine = engine or MkDocsEngine()
    try:
        with collector_paused():
            return _build(
                source_dir,
                site_dir,
                jobs or os.cpu_count() or 1,
                clean,
                durable,
                engine,
                executor,
                progress or Progress(quiet=True),
            )
    except OSError as error:
        place = f": {Path(os.fsdecode(error.filename)).name}" if error.filename else ""
        raise BuildFailed(f"The site was not built, the system says: {error.strerror}{place}.") from error
    finally:
        engine.stop()


def _build(
    source_dir: Path,
    site_dir: Path | None,
    jobs: int,
    clean: bool,
    durable: bool,
    engine: Engine,
    executor: Executor | None,
    progress: Progress,
) -> BuildResult:
    settings = read_settings(source_dir.absolute(), site_dir=site_dir)
    cache = settings.source_dir / WORK_FOLDER / "cache"
    if clean:
        shutil.rmtree(cache, ignore_errors=True)

    with Workers(executor, jobs) as workers, _publication(settings, durable, progress) as publication:
        known = memory_file(cache, publication.live)
        memory = Memory.read(known)
        if memory is not None and memory.live != publication.known:
            memory = None
        made_from = inputs_key(settings, engine)
        if memory is not None and memory.inputs == made_from:
            progress.say("Nothing has changed.")
            return BuildResult(settings.site_dir, memory.pages, len(memory.files) + 1, 0, memory.warnings)
        if memory is None or pages_touched(settings, known.stat().st_mtime):
            engine.start()  # while the sources are read

        with progress.step("check"):
            intake = Intake(settings, workers, cache / "pieces")
            inputs = read_inputs(settings, intake.read)
        problems = Problems(inputs.warnings)

        with progress.step("view"):
            views = _views(inputs, intake)
            listings: Listings = {language: tuple(directory.jobs(view)) for language, view in views.items()}

        with progress.step("stage"):
            staged = _stage(publication.stage, inputs, views, listings)
        with progress.step("engine"):
            rendered: list[RenderedLanguage] = []
            pages: dict[str, list[EnginePage]] = {}
            for language, found in render_languages(staged, engine, jobs, FolderCache(cache / "engine")):
                problems.extend(at_source(problem, inputs.content, settings) for problem in found)
                rendered.append(language)
                # Joined while the engine renders the next languages.
                pages[language.language] = _engine_pages(inputs, language, views[language.language])
            problems.raise_if_errors()

        with progress.step("fill"):
            shells = {tree.language: _shells(tree, listings, settings) for tree in rendered}
            hashes = frozenset(
                digest for of in shells.values() for shell in of.values() for digest in shell.script_hashes
            )
            context = _fill_context(inputs, intake, shells, PagePolicy(settings.url, script_hashes=hashes))
            plan = plan_pages(inputs, intake, views, listings, context.key)
            tree = begin_tree(publication, memory, plan, inputs)
            entries = _write_pages(tree, inputs, pages)
            facts = fill_pages(tree, workers, context, intake, views, plan)
        with progress.step("pack"):
            _pack(tree, inputs, rendered)
        with progress.step("index"):
            hashes |= {digest for entry in entries for digest in entry.script_hashes}
            indexed = Indexed(settings, inputs.network, views, listings, entries, rendered, hashes)
            write_index(tree, indexed, intake.texts, plan, memory)
        with progress.step("verify"):
            policy = PagePolicy(settings.url, script_hashes=hashes)
            facts.add(check_files(tree.root, tree.single, policy))
            read_targets(facts, tree.root, policy)
            faults = check_links(facts, tree.paths)
            problems.extend(_told_of_source(problem, tree, inputs) for problem in faults)
            problems.raise_if_errors()
        with progress.step("publish"):
            tree.finish()
            manifest = Manifest.of(
                tree.entries, generator=f"partnersite {__version__}", revision=revision(settings.source_dir)
            )
            live = publication.commit(manifest)
            count = sum(path.endswith(".html") for path in tree.paths)
            told = tuple(problem for problem in problems.warnings if not of_partners(problem.file))
            complete = made_from if len(told) == len(problems.warnings) else b""
            files = {entry.path: entry for entry in manifest.entries}
            Memory(live, complete, count, told, plan.keys, files).write(known)
    changed = len(tree.changed | {MANIFEST_FILE})
    return BuildResult(settings.site_dir, count, len(tree) + 1, changed, tuple(problems.warnings))


def stage(source_dir: Path, folder: Path) -> tuple[StagedLanguage, ...]:
    """Writes the staged trees of the site in `source_dir` to `folder`, which must be absent or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProblemsFound((Problem("folder-in-use", f"`{folder}` is not empty.", hint="name a new folder"),))
    settings = read_settings(source_dir.absolute())
    with Workers(None, 1) as workers:
        intake = Intake(settings, workers)
        inputs = read_inputs(settings, intake.read)
    views = _views(inputs, intake)
    return _stage(folder, inputs, views, {language: tuple(directory.jobs(view)) for language, view in views.items()})


def _views(inputs: Inputs, intake: Intake) -> dict[str, SiteView]:
    settings = inputs.settings
    return {
        language: site_view(inputs.network, language, settings, intake.listed[language])
        for language in settings.languages
    }


def _stage(
    folder: Path, inputs: Inputs, views: Mapping[str, SiteView], listings: Listings
) -> tuple[StagedLanguage, ...]:
    settings = inputs.settings
    pages = inputs.content.pages[settings.source_language]
    directory_titles = {language: Renderer(language, settings).gettext("Partners") for language in settings.languages}
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
        inputs.settings, network.program, network.listed_types, network.listed_countries, shells, policy
    )
    chrome = (text for of in shells.values() for shell in of.values() for text in shell.literals)
    return Shared(context, key(intake.key, *sorted(network.listed_types | network.listed_countries), *chrome))


def _engine_pages(inputs: Inputs, rendered: RenderedLanguage, view: SiteView) -> list[EnginePage]:
    """The pages that the engine rendered one by one in a language, joined with what is not the engine's."""
    renderer = Renderer(rendered.language, inputs.settings)
    return [
        *editorial_pages(inputs, rendered, view, renderer),
        *album_pages(inputs, rendered, renderer),
        not_found_page(rendered, renderer),
    ]


def _write_pages(tree: Tree, inputs: Inputs, pages: Mapping[str, Iterable[EnginePage]]) -> list[PageEntry]:
    """Writes the pages that the engine rendered one by one, by language, and the files that stand beside them."""
    entries = []
    for language, of_language in pages.items():
        for path, data, origin, entry in of_language:
            tree.write(path, data, origin=origin)
            entries.append(entry)
        root = inputs.settings.path_of(language, "")
        for path, data in inputs.content.files[language].items():
            tree.write(root + path, data, origin=f"content/{language}/{path}")
    return entries


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


def _publication(settings: SiteSettings, durable: bool, progress: Progress) -> Publication:
    return Publication(
        settings.site_dir,
        forbidden=(settings.source_dir, settings.content_dir),
        not_within=(settings.content_dir, settings.source_dir / "partners", *settings.theme_dirs),
        durable=durable,
        spare=True,
        on_wait=lambda: progress.say("Another build of this site is running; waiting for it to end."),
    )
