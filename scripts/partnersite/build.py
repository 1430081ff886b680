"""The build, in the order of its steps: check, view, stage, engine, fill, pack, index, verify, publish."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from partnersite import __version__, brand, directory, landing
from partnersite.assets import theme_files
from partnersite.clock import revision
from partnersite.editorial import album_pages, editorial_pages, not_found_page
from partnersite.engine import Engine, MkDocsEngine, RenderedLanguage, render_languages
from partnersite.engine.cache import FolderCache
from partnersite.fill import CHUNK, Job, PageEntry, ShellKey, depth_of, fill
from partnersite.index import index_files
from partnersite.inputs import Inputs, read_inputs
from partnersite.lifeline import end_with_parent
from partnersite.output.html_check import check_site
from partnersite.output.html_page import PagePolicy
from partnersite.output.manifest import Manifest
from partnersite.output.publish import Publication
from partnersite.output.store import Tree
from partnersite.problems import PartnersiteError, Problem, Problems, ProblemsFound
from partnersite.progress import Progress
from partnersite.render.colours import STYLESHEET
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings, read_settings
from partnersite.stage.content import address_of
from partnersite.stage.origin import at_source, in_written_page
from partnersite.stage.tree import GeneratedPage, StagedLanguage, shell_page, write_stage
from partnersite.view import SiteView, site_view

WORK_FOLDER = ".partnersite"
"""Beside the site's sources: what a build may find again. It may be deleted at any time."""

PARALLEL_FROM = 4 * CHUNK
"""Pages from which worker processes pay for their start."""


class BuildFailed(PartnersiteError):
    """The system refused something that the build needs: a full disk, a folder without rights."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build published."""

    site_dir: Path
    pages: int
    files: int
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
    try:
        return _build(
            source_dir,
            site_dir,
            jobs or os.cpu_count() or 1,
            clean,
            durable,
            engine or MkDocsEngine(),
            executor,
            progress or Progress(quiet=True),
        )
    except OSError as error:
        place = f": {Path(os.fsdecode(error.filename)).name}" if error.filename else ""
        raise BuildFailed(f"The site was not built, the system says: {error.strerror}{place}.") from error


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
    cache = FolderCache(settings.source_dir / WORK_FOLDER / "cache")
    if clean:
        shutil.rmtree(cache.root, ignore_errors=True)

    with progress.step("check"):
        inputs = read_inputs(settings)
    problems = Problems(inputs.warnings)

    with progress.step("view"):
        views = {language: site_view(inputs.network, language, settings) for language in settings.languages}
        jobs_of = {language: _jobs(view) for language, view in views.items()}

    with _publication(settings, durable, progress) as publication, _executor(executor, jobs, jobs_of) as workers:
        with progress.step("stage"):
            staged = _stage(publication.stage, inputs, views, jobs_of)
        with progress.step("engine"):
            rendered, found = render_languages(staged, engine, jobs, cache)
            problems.extend(at_source(problem, inputs.content, settings) for problem in found)
            problems.raise_if_errors()
        tree = Tree(publication.root)
        entries: list[PageEntry] = []
        with progress.step("fill"):
            for language in rendered:
                renderer = Renderer(language.language, settings)
                entries += _write_pages(tree, inputs, language, views[language.language], renderer)
                shells = _shells(language, jobs_of[language.language], settings)
                for written, filled in fill(tree.root, renderer, shells, jobs_of[language.language], workers):
                    tree.adopt(written)
                    entries += filled
        with progress.step("pack"):
            _pack(tree, inputs, rendered, views[settings.source_language])
        with progress.step("index"):
            for path, data in index_files(entries, rendered, views, settings).items():
                tree.write(path, data, origin="index")
        with progress.step("verify"):
            hashes = frozenset(digest for entry in entries for digest in entry.script_hashes)
            policy = PagePolicy(settings.url, script_hashes=hashes)
            faults = check_site(tree.root, [entry.path for entry in tree.entries], policy, workers)
            problems.extend(_told_of_source(problem, tree, inputs) for problem in faults)
            problems.raise_if_errors()
        with progress.step("publish"):
            publication.commit(
                Manifest.of(
                    tree.entries,
                    generator=f"partnersite {__version__}",
                    revision=revision(settings.source_dir),
                )
            )
    return BuildResult(settings.site_dir, len(entries), len(tree.entries) + 1, tuple(problems.warnings))


def stage(source_dir: Path, folder: Path) -> tuple[StagedLanguage, ...]:
    """Writes the staged trees of the site in `source_dir` to `folder`, which must be absent or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProblemsFound((Problem("folder-in-use", f"`{folder}` is not empty.", hint="name a new folder"),))
    settings = read_settings(source_dir.absolute())
    inputs = read_inputs(settings)
    views = {language: site_view(inputs.network, language, settings) for language in settings.languages}
    return _stage(folder, inputs, views, {language: _jobs(view) for language, view in views.items()})


def _jobs(view: SiteView) -> tuple[Job, ...]:
    return (*directory.jobs(view), *landing.jobs(view))


def _stage(
    folder: Path, inputs: Inputs, views: dict[str, SiteView], jobs_of: dict[str, tuple[Job, ...]]
) -> tuple[StagedLanguage, ...]:
    settings = inputs.settings
    source_jobs = jobs_of[settings.source_language]
    pages = inputs.content.pages[settings.source_language]
    directory_titles = {language: Renderer(language, settings).gettext("Partners") for language in settings.languages}
    generated = [GeneratedPage(directory.PAGE, directory_titles)]
    generated += [GeneratedPage(album.page, album.titles(settings)) for album in inputs.albums]
    own = {address_of(made.path) for made in generated}
    needed = {_shell_key(job, settings) for job in source_jobs if job.path not in own}
    lessons = {course.page: [page for page in course.lessons if page in pages] for course in inputs.courses}
    vendors = {language: view.program.vendor.contact for language, view in views.items()}
    return write_stage(folder, settings, inputs.content, inputs.bodies, generated, sorted(needed), lessons, vendors)


def _shell_key(job: Job, settings: SiteSettings) -> ShellKey:
    return job.shell, depth_of(job.path, job.language, settings)


def _shells(rendered: RenderedLanguage, jobs: tuple[Job, ...], settings: SiteSettings) -> dict[ShellKey, Shell]:
    """The shells that a language's jobs need, cut once each."""
    root = settings.path_of(rendered.language, "")
    shells: dict[ShellKey, Shell] = {}
    for job in jobs:
        key = _shell_key(job, settings)
        if key not in shells:
            own = root + address_of(directory.PAGE) == job.path
            shells[key] = Shell.cut(rendered.html(job.path if own else root + address_of(shell_page(*key))))
    return shells


def _write_pages(
    tree: Tree, inputs: Inputs, rendered: RenderedLanguage, view: SiteView, renderer: Renderer
) -> list[PageEntry]:
    """Writes the pages that the engine rendered one by one, and the files that stand beside them."""
    entries = []
    pages = [
        *editorial_pages(inputs, rendered, view, renderer),
        *album_pages(inputs, rendered, renderer),
        not_found_page(rendered, renderer),
    ]
    for path, data, origin, entry in pages:
        tree.write(path, data, origin=origin)
        entries.append(entry)
    root = inputs.settings.path_of(rendered.language, "")
    for path, data in inputs.content.files[rendered.language].items():
        tree.write(root + path, data, origin=f"content/{rendered.language}/{path}")
    return entries


def _told_of_source(problem: Problem, tree: Tree, inputs: Inputs) -> Problem:
    origin = tree.origin(problem.file) if problem.file in tree else ""
    return in_written_page(problem, origin, inputs.content)


def _pack(tree: Tree, inputs: Inputs, rendered: tuple[RenderedLanguage, ...], view: SiteView) -> None:
    """Writes what is the same in every language: theme, brand albums, contact cards and QR codes."""
    for path, data in theme_files(rendered[0].site):
        tree.write(path, data, origin="theme")
    tree.write(STYLESHEET, inputs.colours.css.encode(), origin="program.yaml")
    for album in inputs.albums:
        for path, data in brand.pack(album, inputs.settings):
            tree.write(path, data, origin=album.file)
    for path, data in landing.assets(view, inputs.settings):
        tree.write(path, data, origin="partners")


@contextmanager
def _executor(given: Executor | None, jobs: int, jobs_of: dict[str, tuple[Job, ...]]) -> Iterator[Executor | None]:
    """The caller's executor, or worker processes where there is enough to do, or none."""
    enough = sum(len(jobs) for jobs in jobs_of.values()) >= PARALLEL_FROM
    own = ProcessPoolExecutor(jobs, initializer=end_with_parent) if given is None and jobs > 1 and enough else None
    with own or nullcontext():
        yield given or own


def _publication(settings: SiteSettings, durable: bool, progress: Progress) -> Publication:
    return Publication(
        settings.site_dir,
        forbidden=(settings.source_dir, settings.content_dir),
        not_within=(settings.content_dir, settings.source_dir / "partners", *settings.theme_dirs),
        durable=durable,
        on_wait=lambda: progress.say("Another build of this site is running; waiting for it to end."),
    )
