"""What a build begins with: the way to the live folder, and what is remembered of it; most builds end here.

A build of which nothing has changed says so at once. So this module reads no part of the program that makes pages;
that is read where there is something to make.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from partnersite.aside import Aside, Here
from partnersite.clock import date_key
from partnersite.collector import collector_paused
from partnersite.engine import Engine, MkDocsEngine, environment_of
from partnersite.keys import files_key, key, site_key
from partnersite.memory import Memory, Standing, memory_file
from partnersite.output.publish import Publication
from partnersite.problems import PartnersiteError, Problem, ProblemsFound
from partnersite.progress import Progress
from partnersite.settings import CONFIG_FILE, SiteSettings, read_settings
from partnersite.warm import Warm

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
    cache: int
    """Bytes that are kept for the next build."""
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A site that must be built, at least in part."""

    settings: SiteSettings
    publication: Publication
    cache: Path
    """The folder of what builds find again."""
    made_from: bytes
    """The key of everything that the site is made from."""
    memory: Memory | None
    """What is known of the site that is live; None where nothing is."""
    beside: Aside | Here
    """Runs what need not be done by the build itself."""
    warm: Warm
    """What the process keeps for its next build."""


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
    warm: Warm | None = None,
    on_live: Callable[[], None] | None = None,
) -> BuildResult:
    """Builds the site in `source_dir` and swaps it in for `site_dir`.

    Raises ProblemsFound with everything that is wrong in the sources, and other PartnersiteErrors where the engine or
    the system fails; the live folder is then as it was. `executor` runs the filling of many pages, `jobs` processes
    on this machine where none is given. `clean` forgets the cache first. `warm` is given to each build of one site.
    `on_live` is called as soon as the site that the sources make is the live one, before the build ends.
    """
    progress, warm = progress or Progress(quiet=True), warm or Warm()
    engine = engine or warm.engine or MkDocsEngine()
    try:
        with collector_paused():
            settings = read_settings(source_dir.absolute(), site_dir=site_dir)
            cache = _cache(settings, clean)
            jobs = jobs or os.cpu_count() or 1
            with ExitStack() as stack:
                aside = warm.aside or (stack.enter_context(Aside()) if jobs > 1 else None)
                looking, warm.looking = warm.looking, None
                publication = Publication(
                    settings.site_dir,
                    forbidden=(settings.source_dir, settings.content_dir),
                    not_within=(settings.content_dir, settings.source_dir / "partners", *settings.theme_dirs),
                    durable=durable,
                    spare=True,
                    aside=aside,
                    looking=looking,
                    on_live=on_live,
                    on_wait=lambda: progress.say("Another build of this site is running; waiting for it to end."),
                )
                if looking is None:
                    publication.look_ahead()
                made_from = inputs_key(settings, engine)
                known = memory_file(cache, publication.live)
                standing = Standing.read(known)
                if standing is None or standing.inputs != made_from:
                    if standing is None or pages_touched(settings, known.stat().st_mtime):
                        engine.start(settings.theme_dirs[0])  # while the program and the sources are read
                    import_module("partnersite.build")  # something must be built, whatever is live
                stack.enter_context(publication)
                if aside is not None:
                    stack.callback(aside.finish)  # it may be writing where the publication is about to tidy up
                known = memory_file(cache, publication.live)
                standing = Standing.read(known)
                if standing is not None and standing.live != publication.known:
                    standing = None
                if standing is not None and standing.inputs == made_from:
                    progress.say("Nothing has changed.")
                    if on_live is not None:
                        on_live()
                    return BuildResult(
                        settings.site_dir, standing.pages, standing.files, 0, folder_size(cache), standing.warnings
                    )
                memory = None
                if standing is not None:
                    at_hand = warm.memory
                    is_of_it = at_hand is not None and at_hand.standing.live == standing.live
                    memory = at_hand if is_of_it else Memory.read(known, standing)
                if memory is None:
                    engine.start(settings.theme_dirs[0])
                elif not looks_touched(settings, known.stat().st_mtime):
                    publication.make_spare(file.path for file in memory.files)
                opening = Opening(settings, publication, cache, made_from, memory, aside or Here(), warm)

                from partnersite.build import build_opened

                return build_opened(opening, engine, executor, jobs, progress)
    except OSError as error:
        place = f": {Path(os.fsdecode(error.filename)).name}" if error.filename else ""
        raise BuildFailed(f"The site was not built, the system says: {error.strerror}{place}.") from error
    finally:
        if engine is not warm.engine:
            engine.stop()


def inputs_key(settings: SiteSettings, engine: Engine) -> bytes:
    """The key of everything that a site is made from and with; a build of the same key gives the same site."""
    return key(
        site_key(settings),
        engine.identity,
        environment_of(settings.config_text),
        date_key(settings.source_dir),
        files_key(watched(settings)),
    )


def watched(settings: SiteSettings) -> tuple[Path, ...]:
    """The files and folders that a site is made from, whether they exist or not."""
    names = (CONFIG_FILE, "program.yaml", "partners.yaml", "partners")
    return (*(settings.source_dir / name for name in names), settings.content_dir, *settings.theme_dirs)


def pages_touched(settings: SiteSettings, since: float) -> bool:
    """Whether what the engine is given seems to be newer than a time; a hint, since clocks and copies may be wrong."""
    return looks_touched(settings, since) or _touched((settings.content_dir,), since)


def looks_touched(settings: SiteSettings, since: float) -> bool:
    """Whether something that may change all pages seems to be newer than a time; a hint, too."""
    source = settings.source_dir
    return _touched((source / CONFIG_FILE, source / "program.yaml", *settings.theme_dirs), since)


def _touched(places: Iterable[Path], since: float) -> bool:
    files = (file for place in places for file in (place, *place.rglob("*")))
    try:
        return any(file.lstat().st_mtime > since for file in files)
    except OSError:  # it is gone, or just being saved
        return True


def folder_size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(
        os.lstat(os.path.join(place, name)).st_size for place, _, names in os.walk(folder) for name in names
    )


def _cache(settings: SiteSettings, clean: bool) -> Path:
    """The folder of what builds find again; raises ProblemsFound for one that came with the sources."""
    folder = settings.source_dir / WORK_FOLDER
    if os.path.lexists(folder) and _in_git(folder):
        message = f"`{WORK_FOLDER}/` is in git with the sources: what it holds may not be what a build made of them."
        hint = f"git rm -r --cached {WORK_FOLDER}, and write {WORK_FOLDER}/ into .gitignore"
        raise ProblemsFound((Problem("cache-in-git", message, file=WORK_FOLDER, hint=hint),))
    if clean:
        shutil.rmtree(folder / "cache", ignore_errors=True)
    with suppress(OSError):  # a build goes without it, too
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder / "cache"


def _in_git(folder: Path) -> bool:
    command = ["git", "ls-files", "-z", "--", folder.name]
    try:
        return bool(subprocess.run(command, cwd=folder.parent, capture_output=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError):  # no git, or no repository
        return False
