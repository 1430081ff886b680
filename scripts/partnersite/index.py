"""The files that index the site, from what was written: sitemap, search data, directory data, redirects, headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partnersite import directory, landing
from partnersite.engine import RenderedLanguage
from partnersite.model import Network
from partnersite.output.directory_json import DIRECTORY_FILE, directory_json
from partnersite.output.headers import HEADERS_FILE, csp, headers_file
from partnersite.output.redirects import REDIRECTS_FILE, flatten, redirects_file
from partnersite.output.robots import ROBOTS_FILE, robots_txt
from partnersite.output.search import (
    DATA_FILE,
    SEARCH_FILE,
    WORKERS,
    SearchEntry,
    add_entries,
    locations,
    search_entry,
    start_of_search,
)
from partnersite.output.sitemap import SitemapPage, sitemap_files
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings
from partnersite.view import SiteView
from partnersite.view.listed import ListedTexts
from partnersite.view.paths import partner_path

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


def index_files(indexed: Indexed, texts: Mapping[str, Mapping[str, ListedTexts]]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every index file; `texts` by language and partner."""
    settings = indexed.settings
    pages = list(_sitemap_pages(indexed))
    yield from sitemap_files(pages, settings.url, default_language=settings.source_language).items()
    yield ROBOTS_FILE, robots_txt(settings.url)
    policy = csp(indexed.script_hashes, header=True)
    yield HEADERS_FILE, headers_file(policy, immutable=HASHED_ASSETS, base_path=settings.base_path)
    yield REDIRECTS_FILE, redirects_file(_redirects(indexed), settings.base_path)
    for tree in indexed.rendered:
        cards = indexed.views[tree.language].cards
        said = texts[tree.language]
        root = settings.path_of(tree.language, "")
        yield root + DIRECTORY_FILE, directory_json(tree.language, (said[one.id].data for one in cards))
        engine_index = (tree.site / SEARCH_FILE).read_bytes()
        own = _search_entries(indexed, tree.language, locations(engine_index))
        entries = [*map(search_entry, own), *(said[one.id].search for one in cards)]
        yield root + DATA_FILE, add_entries(engine_index, entries, root=root)
        worker = _worker(tree.site)
        yield root + SEARCH_FILE, start_of_search(engine_index, language=tree.language, root=root, worker=worker)


def _worker(site: Path) -> str:
    """The file name of the theme's search worker, which changes with its content; empty for a theme without one."""
    return next((file.name for file in sorted((site / WORKERS).glob("search.*.min.js"))), "")


def _sitemap_pages(indexed: Indexed) -> Iterator[SitemapPage]:
    """Every page that may be found, once: a page shown in another language than its own is not one of its own."""
    settings = indexed.settings
    for entry in indexed.entries:
        if entry.indexable and (entry.language, entry.path) in entry.alternates:
            yield SitemapPage(entry.path, entry.alternates, entry.modified)
    made = [(partner_path(one.id), landing.modified(one.reviewed)) for one in indexed.network.listed]
    source = settings.source_language
    root = settings.path_of(source, "")
    made += [(job.path.removeprefix(root), "") for job in indexed.jobs[source]]
    for path, modified in made:
        alternates = settings.every_language(path)
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
    for language in settings.languages:
        for old, new in network.renamed.items():
            moved[settings.path_of(language, partner_path(old))] = settings.path_of(language, partner_path(new))
        pages.update(settings.path_of(language, partner_path(one.id)) for one in network.public)
    return flatten(moved, pages=pages) if moved else {}
