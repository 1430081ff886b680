"""Sitemaps with the languages of every page, split only where the protocol's limits ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from io import BytesIO
from urllib.parse import quote

ADDRESS_LIMIT = 50_000
"""Addresses in one sitemap, sitemaps.org protocol 0.9."""
BYTE_LIMIT = 52_428_800
"""Bytes in one sitemap before compression, sitemaps.org protocol 0.9."""
SITEMAP_FILE = "sitemap.xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPEN = f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
_CLOSE = b"</urlset>\n"


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page that search engines may list."""

    loc: str
    """Address below the site root: `''` or ending in `/`."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Every translation of this page, itself included, as (language, path)."""
    lastmod: str = ""
    """ISO date of the last change of the content, where known."""


def sitemap_files(
    pages: Sequence[SitemapPage],
    base_url: str,
    *,
    default_language: str = "",
    limit: int = ADDRESS_LIMIT,
    byte_limit: int = BYTE_LIMIT,
) -> dict[str, bytes]:
    """The sitemap files by their path below the site root.

    One `sitemap.xml` while all addresses fit; past `limit` addresses or `byte_limit` bytes `sitemap.xml` is
    an index of `sitemap-1.xml` and following. `base_url` is absolute and ends in `/`. `default_language` is
    the language that `x-default` points to; where a page lacks it, the page has no `x-default`.
    """
    ordered = sorted(pages, key=lambda page: page.loc)
    parts = list(_parts(ordered, base_url, default_language, limit, byte_limit))
    if len(parts) == 1:
        return {SITEMAP_FILE: parts[0][0]}
    names = [part_name(number) for number in range(1, len(parts) + 1)]
    lines = [f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n']
    for name, (_, newest) in zip(names, parts, strict=True):
        lines.append(f"<sitemap><loc>{_address(base_url, name)}</loc>{_lastmod(newest)}</sitemap>\n")
    lines.append("</sitemapindex>\n")
    index = "".join(lines).encode()
    return {SITEMAP_FILE: index, **{name: data for name, (data, _) in zip(names, parts, strict=True)}}


def absolute_address(base_url: str, path: str) -> str:
    """The absolute address of a path below the site root, percent-encoded (RFC 3986)."""
    return base_url + quote(path, safe="/")


def _parts(
    pages: Sequence[SitemapPage], base_url: str, default_language: str, limit: int, byte_limit: int
) -> Iterator[tuple[bytes, str]]:
    """Each sitemap and its newest date; at least one."""
    part, count, newest = BytesIO(), 0, ""
    part.write(_OPEN)
    links = cache(partial(_links, base_url=base_url, default_language=default_language))
    for page in pages:
        translations = links(page.alternates)
        end = "\n" if translations else ""
        location = f"<loc>{_address(base_url, page.loc)}</loc>{_lastmod(page.lastmod)}"
        entry = f"<url>{location}{translations}{end}</url>\n".encode()
        if count and (count == limit or part.tell() + len(entry) + len(_CLOSE) > byte_limit):
            part.write(_CLOSE)
            yield part.getvalue(), newest
            part, count, newest = BytesIO(), 0, ""
            part.write(_OPEN)
        part.write(entry)
        count += 1
        newest = max(newest, page.lastmod)
    part.write(_CLOSE)
    yield part.getvalue(), newest


def part_name(number: int) -> str:
    """The file of one part of a sitemap that has several, from 1."""
    return f"sitemap-{number}.xml"


def _links(alternates: tuple[tuple[str, str], ...], base_url: str, default_language: str) -> str:
    """The lines that name a page's translations, the same in the entry of each of them."""
    links = [(language, _address(base_url, path)) for language, path in alternates]
    default = dict(links).get(default_language)
    if default is not None:
        links.append(("x-default", default))
    return "".join(
        f'\n<xhtml:link rel="alternate" hreflang="{escape(language)}" href="{address}"/>'
        for language, address in links
    )


def _lastmod(date: str) -> str:
    return f"<lastmod>{escape(date)}</lastmod>" if date else ""


def _address(base_url: str, path: str) -> str:
    return escape(absolute_address(base_url, path), quote=False).replace('"', "&quot;")
