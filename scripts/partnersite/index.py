"""The files that index the site, from what was written: sitemap, search data, directory data, redirects, headers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, takewhile
from pathlib import Path

from partnersite import directory, landing
from partnersite.cache.keys import key
from partnersite.engine import RenderedLanguage
from partnersite.model import Network
from partnersite.output.headers import HEADERS_FILE, csp, headers_file
from partnersite.output.lists import Lists
from partnersite.output.redirects import REDIRECTS_FILE, flatten, redirects_file
from partnersite.output.robots import ROBOTS_FILE, robots_txt
from partnersite.output.search import (
    SEARCH_FILE,
    WORKERS,
    SearchEntry,
    locations,
    search_entry,
    start_of_search,
)
from partnersite.output.sitemap import SITEMAP_FILE, SitemapPage, part_name, sitemap_files
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings
from partnersite.view import SiteView
from partnersite.view.paths import DIRECTORY, partner_path

HASHED_ASSETS = ("assets/javascripts/bundle.*", "assets/javascripts/workers/search.*")
"""The theme's files that change their names with their content."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """What the index files need to know of a page that was written by itself."""

    path: str
    language: str
    title: str
    search_text: str
    alternates: tuple[tuple[str, str], ...]
    indexable: bool
    modified: str
    script_hashes: tuple[str, ...] = ()
    """CSP hashes of the page's inline scripts."""

    @classmethod
    def of(cls, page: Page, shell: Shell) -> PageEntry:
        """The entry of a page that was joined with a shell."""
        return cls(
            page.path,
            page.language,
            page.title,
            page.search_text,
            page.alternates,
            page.indexable,
            page.modified,
            shell.script_hashes,
        )


@dataclass(frozen=True, slots=True)
class Indexed:
    """Everything that the index files are made from."""

    settings: SiteSettings
    network: Network
    views: Mapping[str, SiteView]
    jobs: Mapping[str, Sequence[directory.DirectoryJob]]
    """Every page of a list, by language."""
    entries: Sequence[PageEntry]
    rendered: Sequence[RenderedLanguage]
    script_hashes: frozenset[str]
    """Of the inline scripts of all pages."""


SITEMAP = "index:sitemap"
"""The name that the key of the sitemap has."""


def sitemap(indexed: Indexed) -> tuple[bytes, Callable[[], Iterable[tuple[str, bytes]]]]:
    """The key of what the sitemap is made from, and what makes it: path and bytes of each of its files."""
    settings = indexed.settings
    entries = [entry for entry in indexed.entries if entry.indexable]
    made = _made_pages(indexed)
    written = [(entry.path, entry.alternates, entry.modified) for entry in entries]
    return (
        key(settings.config_text, repr(written), repr(made)),
        lambda: sitemap_files(
            list(_sitemap_pages(indexed, entries, made)), settings.url, default_language=settings.source_language
        ).items(),
    )


def files_of_sitemap(files: Collection[str]) -> list[str]:
    """Those of some files that are a sitemap."""
    names = chain((SITEMAP_FILE,), takewhile(files.__contains__, map(part_name, count(1))))
    return [name for name in names if name in files]


def language_lists(indexed: Indexed) -> Iterator[tuple[Lists, bytes]]:
    """Directory and search data of each language, with the key of what they are made from."""
    for tree in indexed.rendered:
        language = tree.language
        cards = indexed.views[language].cards
        engine_index = (tree.site / SEARCH_FILE).read_bytes()
        own = tuple(map(search_entry, _search_entries(indexed, language, locations(engine_index))))
        root = indexed.settings.path_of(language, "")
        lists = Lists(language, root, engine_index, own, DIRECTORY, tuple([one.id for one in cards]))
        yield lists, key(root, engine_index, *own, b"".join([one.digest for one in cards]))


def small_files(indexed: Indexed) -> Iterator[tuple[str, bytes]]:
    """The index files that are small: path and bytes of each."""
    settings = indexed.settings
    yield ROBOTS_FILE, robots_txt(settings.url)
    policy = csp(indexed.script_hashes, header=True)
    yield HEADERS_FILE, headers_file(policy, immutable=HASHED_ASSETS, base_path=settings.base_path)
    yield REDIRECTS_FILE, redirects_file(_redirects(indexed), settings.base_path)
    for tree in indexed.rendered:
        root, engine_index = settings.path_of(tree.language, ""), (tree.site / SEARCH_FILE).read_bytes()
        start = start_of_search(engine_index, language=tree.language, root=root, worker=_worker(tree.site))
        yield root + SEARCH_FILE, start


def _worker(site: Path) -> str:
    """The file name of the theme's search worker, which changes with its content; empty for a theme without one."""
    return next((file.name for file in sorted((site / WORKERS).glob("search.*.min.js"))), "")


def _made_pages(indexed: Indexed) -> list[tuple[str, str]]:
    """Every page that is made from data and may be found: its address below a language's root, when it was changed."""
    source = indexed.settings.source_language
    root = indexed.settings.path_of(source, "")
    partners = [(partner_path(one.id), landing.modified(one.reviewed)) for one in indexed.network.listed]
    return partners + [(job.path.removeprefix(root), "") for job in indexed.jobs[source]]


def _sitemap_pages(
    indexed: Indexed, entries: Iterable[PageEntry], made: Iterable[tuple[str, str]]
) -> Iterator[SitemapPage]:
    """Every page that may be found, once: a page shown in another language than its own is not one of its own."""
    for entry in entries:
        if (entry.language, entry.path) in entry.alternates:
            yield SitemapPage(entry.path, entry.alternates, entry.modified)
    for path, modified in made:
        alternates = indexed.settings.every_language(path)
        for _, address in alternates:
            yield SitemapPage(address, alternates, modified)


def _search_entries(indexed: Indexed, language: str, engine_has: Iterable[str]) -> Iterator[SearchEntry]:
    """The pages, partners apart, that the engine has not indexed: made from data, or without a word that is not."""
    settings = indexed.settings
    root = settings.path_of(language, "")
    known = frozenset(engine_has)
    for entry in indexed.entries:
        if entry.language == language and entry.indexable and entry.path not in known:
            yield SearchEntry(entry.path.removeprefix(root), entry.title, entry.search_text)
    renderer = Renderer(language, settings)
    for job in indexed.jobs[language]:
        if job.number == 1:
            yield SearchEntry(job.path.removeprefix(root), directory.title_of(job, renderer))


def _redirects(indexed: Indexed) -> dict[str, str]:
    settings, network = indexed.settings, indexed.network
    moved: dict[str, str] = {}
    pages: set[str] = set()
    concerned = network.renamed.keys() | network.renamed.values()
    there = [one.id for one in network.public if one.id in concerned]
    for language in settings.languages:
        for old, new in network.renamed.items():
            moved[settings.path_of(language, partner_path(old))] = settings.path_of(language, partner_path(new))
        pages.update(settings.path_of(language, partner_path(one)) for one in there)
    return flatten(moved, pages=pages)
