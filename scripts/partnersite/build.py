"""A build, from the sources to the live folder: most of them find that nothing has changed, and end at once.

So nothing here reads the parts of the program that make pages; `steps` does, which is read where there is something to
make.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from partnersite.cache.memory import Memory, Standing, memory_file
from partnersite.cache.warm import Warm
from partnersite.engine import Engine, MkDocsEngine
from partnersite.opening import (
    BuildResult,
    Opening,
    cache_folder,
    folder_size,
    inputs_key,
    looks_touched,
    pages_touched,
)
from partnersite.output.publish import Publication
from partnersite.parallel.aside import Aside, Here
from partnersite.parallel.collector import collector_paused
from partnersite.problems import PartnersiteError
from partnersite.progress import Progress
from partnersite.settings import read_settings


class BuildFailed(PartnersiteError):
    """The system refused something that the build needs: a full disk, a folder without rights."""


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
    with _system_answered(), collector_paused(), ExitStack() as stack:
        settings = read_settings(source_dir.absolute(), site_dir=site_dir)
        cache = cache_folder(settings, clean=clean)
        jobs = jobs or os.cpu_count() or 1
        engine = engine or warm.engine or MkDocsEngine()
        if engine is not warm.engine:
            stack.callback(engine.stop)
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
        expected = Standing.read(known)
        rendering = False
        if expected is None or expected.inputs != made_from:  # something must be made, whatever is live
            rendering = expected is None or pages_touched(settings, known.stat().st_mtime)
            if rendering:
                engine.start(settings.theme_dirs[0])  # while the program and the sources are read
            import_module("partnersite.steps")

        stack.enter_context(publication)
        if aside is not None:
            stack.callback(aside.finish)  # it may be writing where the publication is about to tidy up
        known = memory_file(cache, publication.live)
        standing = Standing.read(known)
        if standing is not None and standing.live != publication.recorded:
            standing = None
        if (standing is None or standing.inputs == made_from) and not publication.known:
            standing = None  # nothing is remembered that is live
        if standing is not None and standing.inputs == made_from:
            progress.say("Nothing has changed.")
            if on_live is not None:
                on_live()
            pages, files = standing.pages, standing.files
            return BuildResult(settings.site_dir, pages, files, 0, folder_size(cache), standing.warnings)

        from partnersite.render.templates import SHARED_CODE, compile_all
        from partnersite.steps import make_site

        memory = _memory(known, standing, warm)
        opening = Opening(settings, publication, cache, made_from, memory, aside or Here(), warm)
        if memory is None:
            engine.start(settings.theme_dirs[0])
        elif not looks_touched(settings, known.stat().st_mtime):
            if aside is not None and aside is not warm.aside and not rendering:  # that takes the other processor
                SHARED_CODE.expect(aside.submit(compile_all, settings))
                stack.callback(SHARED_CODE.expect, None)
            publication.make_spare(memory.files)
        return make_site(opening, engine, executor, jobs, progress)


def _memory(file: Path, standing: Standing | None, warm: Warm) -> Memory | None:
    """What is known of the live site, which is `standing`; None where that is not known."""
    if standing is None:
        return None
    at_hand = warm.memory
    return at_hand if at_hand and at_hand.standing.live == standing.live else Memory.read(file, standing)


@contextmanager
def _system_answered() -> Iterator[None]:
    """Says in plain words what the system refuses."""
    try:
        yield
    except OSError as error:
        place = f": {Path(os.fsdecode(error.filename)).name}" if error.filename else ""
        raise BuildFailed(f"The site was not built, the system says: {error.strerror}{place}.") from error
