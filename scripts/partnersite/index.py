"""The files that index the site, from what was written: sitemap, search data, directory data, redirects, headers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from partnersite import directory
from partnersite.engine import RenderedLanguage
from partnersite.fill import PageEntry
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
    start_of_search,
)
from partnersite.output.sitemap import SitemapPage, sitemap_files
from partnersite.settings import SiteSettings
from partnersite.view import SiteView

HASHED_ASSETS = ("assets/javascripts/bundle.*", "assets/javascripts/workers/search.*")
"""The theme's files that change their names with their content."""


def index_files(
    entries: Sequence[PageEntry],
    rendered: Iterable[RenderedLanguage],
    views: Mapping[str, SiteView],
    settings: SiteSettings,
) -> dict[str, bytes]:
    """Path to bytes of every index file."""
    hashes = sorted({digest for entry in entries for digest in entry.script_hashes})
    policy = csp(hashes, header=True)
    pages = {entry.path for entry in entries if not entry.redirect}
    redirects = flatten({entry.path: entry.redirect for entry in entries if entry.redirect}, pages=pages)
    source = settings.source_language
    files = {
        **sitemap_files(_sitemap_pages(entries), settings.url, default_language=source),
        ROBOTS_FILE: robots_txt(settings.url),
        HEADERS_FILE: headers_file(policy, immutable=HASHED_ASSETS, base_path=settings.base_path),
        REDIRECTS_FILE: redirects_file(redirects, settings.base_path),
    }
    for language, view in views.items():
        files[settings.path_of(language, DIRECTORY_FILE)] = directory_json(language, directory.data(view, settings))
    for tree in rendered:
        root = settings.path_of(tree.language, "")
        engine_index = (tree.site / SEARCH_FILE).read_bytes()
        found = _search_entries(entries, tree.language, root, locations(engine_index))
        data = add_entries(engine_index, found, root=root)
        files[root + DATA_FILE] = data
        files[root + SEARCH_FILE] = start_of_search(data, language=tree.language, root=root, worker=_worker(tree.site))
    return files


def _worker(site: Path) -> str:
    """The file name of the theme's search worker, which changes with its content; empty for a theme without one."""
    return next((file.name for file in sorted((site / WORKERS).glob("search.*.min.js"))), "")


def _sitemap_pages(entries: Sequence[PageEntry]) -> list[SitemapPage]:
    """Every page that may be found, once: a page shown in another language than its own is not one of its own."""
    return [
        SitemapPage(entry.path, entry.alternates, entry.modified)
        for entry in entries
        if entry.indexable and (entry.language, entry.path) in entry.alternates
    ]


def _search_entries(
    entries: Sequence[PageEntry], language: str, root: str, indexed: Collection[str]
) -> list[SearchEntry]:
    """The pages that the engine has not indexed itself: made from data, or without a word that is not."""
    return [
        SearchEntry(entry.path.removeprefix(root), entry.title, entry.search_text)
        for entry in entries
        if entry.language == language and entry.indexable and not entry.redirect and entry.path not in indexed
    ]
