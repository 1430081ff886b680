"""The preview: the site on a local address, built again on every save, shown again in the open browser."""

from __future__ import annotations

import contextlib
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from partnersite.problems import PartnersiteError, Problem, ProblemsFound, render_text
from partnersite.serve.board import Board
from partnersite.serve.server import start_server
from partnersite.serve.watching import Watcher, snapshot

if TYPE_CHECKING:
    from partnersite.opening import BuildResult

__all__ = ["serve"]

SHOWN_SECONDS = 0.3
"""How long a build whose site is live waits for the open browsers to get their page, before it does the rest."""


def serve(
    source_dir: Path,
    host: str,
    port: int,
    build: Callable[[Callable[[], None]], BuildResult],
    watch: Sequence[Path],
    site_dir: Path,
    *,
    base_path: str = "/",
    say: Callable[[str], None] | None = None,
    on_save: Callable[[], None] = lambda: None,
) -> None:
    """Serve `site_dir` and call `build` again whenever something in `watch` changes, until Ctrl+C.

    The address is served at once: while a build runs, the previous site is shown, and while it fails, the
    previous site with the problems over it. `build` runs in the calling thread, publishes into `site_dir`, and calls
    what it is given as soon as the new site is there; `base_path` is the path of the site's root on its host. Watched
    paths need not exist yet. `say` is given each line for the person at the terminal; `on_save` is called when a save
    has begun, some moments before the build. Raises PartnersiteError when the address cannot be had.
    """
    tell = say or _tell
    board = Board()
    with (
        _terminate_like_interrupt(),
        start_server(host, port, site_dir, board, base_path=base_path) as address,
        Watcher(watch) as watcher,
        contextlib.suppress(KeyboardInterrupt),
    ):
        tell(f"Preview of {source_dir.absolute().name}: {address} (Ctrl+C stops it)")
        if watcher.polling:
            tell("This system cannot watch so many files; looking for changes every second.")
        while True:
            # Taken before the build: what is saved while it runs is built next, what it writes itself is not.
            built = snapshot(watch)
            watcher.refresh()
            _build(build, board, tell)
            if snapshot(watch) != built:
                # Somebody is saving at this moment; what is not yet written to its end is not built.
                watcher.settle()
            while snapshot(watch) == built:
                watcher.wait(on_save)
    tell("Stopped.")


def _build(build: Callable[[Callable[[], None]], BuildResult], board: Board, tell: Callable[[str], None]) -> None:
    def live() -> None:
        board.built()
        board.wait_until_shown(SHOWN_SECONDS)  # what the build still does would hold up the answer

    board.building()
    try:
        result = build(live)
    except ProblemsFound as found:
        tell(render_text(found.problems))
        board.failed(found.problems)
    except PartnersiteError as error:
        tell(str(error))
        board.failed((Problem("failed", str(error)),))
    except Exception:
        # A fault of the program must not end the preview: the next save may well build.
        tell(traceback.format_exc())
        board.failed(
            (Problem("fault", "The build stopped at a fault of the program; the terminal shows where."),)
        )
    else:
        if result.warnings:
            tell(render_text(result.warnings))
        tell(f"{result.pages} pages. Waiting for changes.")


def _tell(line: str) -> None:
    click.echo(line, err=True)


@contextlib.contextmanager
def _terminate_like_interrupt() -> Iterator[None]:
    """Makes SIGTERM end the preview as cleanly as Ctrl+C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
