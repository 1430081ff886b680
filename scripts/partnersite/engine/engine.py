"""What an engine is, and the check that it wrote what was staged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import yaml

from partnersite.cache.keys import program_key
from partnersite.engine.cache import FolderCache
from partnersite.problems import PartnersiteError, Problem

if TYPE_CHECKING:
    from partnersite.stage.tree import StagedLanguage

STYLED = ' style="text-align: '
ALIGNED_CELL = re.compile(rf'(<t[hd]){STYLED}(left|center|right);"')
"""How Python-Markdown 3 writes `|--:|` of a table; the site's policy allows no style attribute."""


class EngineError(PartnersiteError):
    """The engine failed, or did not write what was staged."""


class Engine(Protocol):
    """Renders a staged tree."""

    @property
    def identity(self) -> str:
        """Name and versions of everything that decides the engine's output, for keys."""
        ...

    def start(self, theme: Path | None = None) -> None:
        """Makes ready, beside what the caller does meanwhile; without effect where it is ready.

        `theme` is a folder of templates that the trees will be rendered with, where it is long until the first of them.
        """
        ...

    def stop(self) -> None:
        """Ends what `start` has begun."""
        ...

    def render(self, folder: Path) -> list[Problem]:
        """Renders `folder/docs` by `folder/mkdocs.yml` into `folder/site`; gives what the engine found wrong."""
        ...


@dataclass(frozen=True, slots=True)
class RenderedLanguage:
    """One language's tree after the engine has run."""

    language: str
    site: Path
    """Holds the HTML, the theme's files and `search/search_index.json`."""
    anew: bool = False
    """Whether the engine has run for it, which takes seconds."""

    def html(self, address: str) -> str:
        """The page that the engine wrote for an address below the site root."""
        with open(f"{self.site}/{address}index.html", encoding="utf-8") as file:
            html = file.read()
        return ALIGNED_CELL.sub(r'\1 class="ps-align-\2"', html) if STYLED in html else html


def render_languages(
    staged: Iterable[StagedLanguage], engine: Engine, jobs: int, cache: FolderCache
) -> Iterator[tuple[RenderedLanguage, list[Problem]]]:
    """Runs the engine once per language, in parallel; a tree that has been rendered before is taken from the cache.

    Each is rendered while the next are staged, where `staged` makes them one by one. Gives the languages in their
    order, each as soon as it is there, with what the engine found wrong, placed in the staged files. A page that was
    staged and not written is an EngineError: a hole in the site is never silent.
    """
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        running = []
        for tree in staged:
            key = _key(tree, engine, cache)
            known = cache.get(key)
            rendering: Future[list[Problem]] | None = None
            if known is None:
                engine.start()
                rendering = pool.submit(engine.render, tree.folder)
            running.append((tree, key, known, rendering))
        for tree, key, known, rendering in running:
            # What remains is done here: a thread of the pool shall wait for the engine, and for nothing else.
            found = rendering.result() if rendering is not None else []
            yield _rendered(tree, known, key if not found else "", cache), found


def _key(tree: StagedLanguage, engine: Engine, cache: FolderCache) -> str:
    config = (tree.folder / "mkdocs.yml").read_text(encoding="utf-8")
    identity = program_key().hex() + engine.identity + environment_of(config)
    return cache.key(identity, tree.folder, tree.folder.parent / "theme")


def _rendered(tree: StagedLanguage, known: Path | None, key: str, cache: FolderCache) -> RenderedLanguage:
    """A language's tree as it was rendered before, `known`, or just now; with `key`, that is kept under it."""
    site = known or tree.folder / "site"
    for address in tree.addresses:
        if not os.path.isfile(f"{site}/{address}index.html"):
            raise EngineError(f"The engine did not write the page /{address} that was staged for it.")
    if known is None and key:
        site = cache.put(key, site)
    return RenderedLanguage(tree.language, site, known is None)


def environment_of(config: str) -> str:
    """The environment variables that a configuration takes values from (`!ENV NAME`), with these values, for keys."""
    names = {
        event.value
        for event in _tagged(yaml.parse(config, Loader=yaml.CSafeLoader))
        if isinstance(event, yaml.ScalarEvent)
    }
    return "".join(f"\0{name}={os.environ[name]}" for name in sorted(names) if name in os.environ)


def _tagged(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """The events of every node tagged `!ENV`, those inside a list included."""
    depth = 0
    for event in events:
        opens = isinstance(event, yaml.CollectionStartEvent)
        if depth or getattr(event, "tag", None) == "!ENV":
            yield event
            depth += opens - isinstance(event, yaml.CollectionEndEvent)
