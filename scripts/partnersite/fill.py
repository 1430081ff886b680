"""Joins pages with their shells and writes them; runs in worker processes, one chunk of one language at a time."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from markupsafe import escape

from partnersite import directory, landing
from partnersite.output.headers import csp
from partnersite.output.store import Written, write_file
from partnersite.render.head import head_html
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings

INLINE_SCRIPT = re.compile(
    r'<script(?![^>]*\b(?:src=|type=(?!"speculationrules")))[^>]*>(.*?)</script>', re.DOTALL
)
"""A script that runs and stands in the page itself, or tells the browser which pages to fetch ahead."""

CHUNK = 200
"""Pages per task: large enough that passing it to a worker costs nothing beside rendering it."""

Job = directory.DirectoryJob | landing.PageJob
"""What one page is made from; plain values that a worker process can be given."""

ShellKey = tuple[str, int]
"""(layout, depth): a layout's shell is rendered once per depth, since its links are relative."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """What the index files need to know of a page that was written."""

    path: str
    language: str
    title: str
    search_text: str
    alternates: tuple[tuple[str, str], ...]
    indexable: bool
    modified: str
    redirect: str = ""
    script_hashes: tuple[str, ...] = ()
    """CSP hashes of the page's inline scripts."""

    @classmethod
    def of(cls, page: Page, hashes: tuple[str, ...]) -> PageEntry:
        """The entry of a page."""
        return cls(
            page.path,
            page.language,
            page.title,
            page.search_text,
            page.alternates,
            page.indexable,
            page.modified,
            page.redirect,
            hashes,
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """A worker's task: some jobs of one language, and where their pages go."""

    root: Path
    renderer: Renderer
    shells: Mapping[ShellKey, Shell]
    jobs: tuple[Job, ...]


def depth_of(path: str, language: str, settings: SiteSettings) -> int:
    """How deep an address lies below its language's root."""
    return path.removeprefix(settings.path_of(language, "")).count("/")


def fill(
    root: Path,
    renderer: Renderer,
    shells: Mapping[ShellKey, Shell],
    jobs: Iterable[Job],
    executor: Executor | None,
) -> Iterator[tuple[list[Written], list[PageEntry]]]:
    """Renders and writes the pages of one language's jobs; in this process where there is no executor."""
    chunks = (Chunk(root, renderer, shells, part) for part in _parts(jobs))
    yield from executor.map(fill_chunk, chunks) if executor else map(fill_chunk, chunks)


def fill_chunk(chunk: Chunk) -> tuple[list[Written], list[PageEntry]]:
    """Writes the pages of one chunk."""
    written: list[Written] = []
    entries: list[PageEntry] = []
    settings = chunk.renderer.settings
    for job in chunk.jobs:
        page = _render(job, chunk.renderer)
        shell = chunk.shells[page.shell, depth_of(page.path, page.language, settings)]
        html, hashes = join_page(page, shell, chunk.renderer, {"main": page.main})
        written.append(write_file(chunk.root, f"{page.path}index.html", html))
        entries.append(PageEntry.of(page, hashes))
    return written, entries


def join_page(
    page: Page,
    shell: Shell,
    renderer: Renderer,
    slots: Mapping[str, str],
    block: Callable[[str, str], str] | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """A page's bytes and the CSP hashes of its inline scripts.

    `slots` are the page's own; any other slot is a block of prose and is given to `block` as (name, argument).
    """
    hashes = script_hashes(shell)
    values = {
        "head": head_html(page, renderer.settings, csp(hashes)),
        "title": str(escape(page.title)),
        "switcher": switcher(page.path, renderer),
        **slots,
    }

    def fill_slot(name: str, argument: str) -> str:
        if name in values:
            return values[name]
        if block is None:
            raise KeyError(name)
        return block(name, argument)

    return shell.join(fill_slot).encode(), hashes


def switcher(path: str, renderer: Renderer, **values: str) -> str:
    """The links to this page in each of the site's languages."""
    settings = renderer.settings
    versions = settings.every_language(path.removeprefix(settings.path_of(renderer.language, "")))
    return renderer.render("switcher.html", path, here=renderer.language, versions=versions, **values)


@lru_cache(maxsize=256)
def script_hashes(shell: Shell) -> tuple[str, ...]:
    """The CSP source hashes (`sha256-…`) of the inline scripts that the theme wrote into a page, sorted.

    A script that comes in with what is joined, or stands in the Markdown, has no hash, and no browser runs it.
    """
    digests = {sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(_chrome(shell))}
    return tuple(sorted(f"sha256-{b64encode(digest).decode()}" for digest in digests))


def _chrome(shell: Shell) -> str:
    """A page without its slots and without what stands in its Markdown."""
    outside, written = [], False
    for literal, (name, _) in zip(shell.literals, (*shell.slots, ("", "")), strict=True):
        if not written:
            outside.append(literal)
        written = name == "content-begin" or (written and name != "content-end")
    return "".join(outside)


def _render(job: Job, renderer: Renderer) -> Page:
    return directory.render(job, renderer) if isinstance(job, directory.DirectoryJob) else landing.render(job, renderer)


def _parts(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    part: list[Job] = []
    for job in jobs:
        part.append(job)
        if len(part) == CHUNK:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def needed_shells(paths: Sequence[tuple[str, str]], language: str, settings: SiteSettings) -> set[ShellKey]:
    """The shells that pages need, given as (layout, path)."""
    return {(layout, depth_of(path, language, settings)) for layout, path in paths}
