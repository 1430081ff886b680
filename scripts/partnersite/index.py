"""The files that index the site, from what was written: sitemap, search data, directory data, redirects, headers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, takewhile
from pathlib import Path

from partnersite import directory, landing
from partnersite.engine import RenderedLanguage
from partnersite.intake import Texts
from partnersite.keys import key
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
from partnersite.output.sitemap import SITEMAP_FILE, SitemapPage, part_name, sitemap_files
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings
from partnersite.view import SiteView
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


Group = tuple[str, bytes, Callable[[], Iterable[tuple[str, bytes]]]]
"""Name of some index files, the key of what they are made from, and what makes them: path and bytes of each."""

SITEMAP = "index:sitemap"
"""The name of a group; each language has one more."""


def index_groups(indexed: Indexed, texts: Texts) -> Iterator[Group]:
    """The index files that are large."""
    settings = indexed.settings
    entries = [entry for entry in indexed.entries if entry.indexable]
    made = _made_pages(indexed)
    written = [(entry.path, entry.alternates, entry.modified) for entry in entries]
    yield (
        SITEMAP,
        key(settings.config_text, repr(written), repr(made)),
        lambda: sitemap_files(
            list(_sitemap_pages(indexed, entries, made)), settings.url, default_language=settings.source_language
        ).items(),
    )
    for tree in indexed.rendered:
        yield _language_group(indexed, tree, texts)


def files_of(group: str, files: Collection[str], settings: SiteSettings) -> Iterator[str]:
    """Those of some files that are of a group."""
    if group == SITEMAP:
        names: Iterable[str] = chain((SITEMAP_FILE,), takewhile(files.__contains__, map(part_name, count(1))))
    else:
        root = settings.path_of(group.partition(":")[2], "")
        names = (root + DIRECTORY_FILE, root + DATA_FILE, root + SEARCH_FILE)
    return (name for name in names if name in files)


def small_files(indexed: Indexed) -> Iterator[tuple[str, bytes]]:
    """The index files that are small: path and bytes of each."""
    settings = indexed.settings
    yield ROBOTS_FILE, robots_txt(settings.url)
    policy = csp(indexed.script_hashes, header=True)
    yield HEADERS_FILE, headers_file(policy, immutable=HASHED_ASSETS, base_path=settings.base_path)
    yield REDIRECTS_FILE, redirects_file(_redirects(indexed), settings.base_path)


def _language_group(indexed: Indexed, tree: RenderedLanguage, texts: Texts) -> Group:
    """Directory and search data of one language."""
    language = tree.language
    root = indexed.settings.path_of(language, "")
    cards = indexed.views[language].cards
    engine_index = (tree.site / SEARCH_FILE).read_bytes()
    own = [search_entry(entry) for entry in _search_entries(indexed, language, locations(engine_index))]
    worker = _worker(tree.site)

    def make() -> Iterator[tuple[str, bytes]]:
        data, search = texts(language, "data"), texts(language, "search")
        yield root + DIRECTORY_FILE, directory_json(language, (data[one.id] for one in cards))
        entries = [*own, *(search[one.id] for one in cards)]
        yield root + DATA_FILE, add_entries(engine_index, entries, root=root)
        yield root + SEARCH_FILE, start_of_search(engine_index, language=language, root=root, worker=worker)

    return f"index:{language}", key(engine_index, worker, *own, *(one.digest for one in cards)), make


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
    for language in settings.languages:
        for old, new in network.renamed.items():
            moved[settings.path_of(language, partner_path(old))] = settings.path_of(language, partner_path(new))
        pages.update(settings.path_of(language, partner_path(one.id)) for one in network.public)
    return flatten(moved, pages=pages) if moved else {}
