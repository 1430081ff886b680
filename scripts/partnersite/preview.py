"""`partnersite serve`: the site built into a folder of its own and rebuilt on every save."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from partnersite.build import build
from partnersite.cache.warm import Warm
from partnersite.engine import MkDocsEngine
from partnersite.opening import WORK_FOLDER, watched
from partnersite.output.predecessor import begin_to_look
from partnersite.parallel.aside import Aside
from partnersite.progress import Progress
from partnersite.serve import serve
from partnersite.settings import read_settings


def preview(source_dir: Path, *, host: str, port: int, jobs: int) -> None:
    """Serves the site in `source_dir` until interrupted; the live folder is not touched."""
    source_dir = source_dir.absolute()
    settings = read_settings(source_dir)
    site_dir = source_dir / WORK_FOLDER / "preview"
    with Aside() as aside, MkDocsEngine() as engine:
        warm = Warm(aside, engine)

        def on_save() -> None:
            with suppress(OSError):  # the build says so itself
                warm.looking = begin_to_look(site_dir, aside)  # while the editor is still saving

        serve(
            source_dir,
            host,
            port,
            build=lambda on_live: build(
                source_dir,
                site_dir=site_dir,
                jobs=jobs,
                durable=False,
                progress=Progress(),
                warm=warm,
                on_live=on_live,
            ),
            on_save=on_save,
            watch=watched(settings),
            site_dir=site_dir,
            base_path=settings.base_path,
        )
