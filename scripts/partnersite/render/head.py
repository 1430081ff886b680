"""What stands in a page's `<head>` and differs from page to page: made here for every page, editorial or not.

The engine never sees a title or description from partner data: its templates do not escape them.
"""

from __future__ import annotations

import json
from functools import lru_cache

from partnersite.render.escaping import escaped
from partnersite.render.locale import Locale
from partnersite.render.page import Page
from partnersite.settings import SiteSettings

JSON_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What must not stand as itself inside a script element, HTML 4.12.1.3 and ECMA-262 line terminators."""

_NOT_IN_HTML = tuple(map(chr, JSON_IN_HTML))
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)

ALTERNATE = "alternate "
"""The link type with a space that changes nothing to a reader of HTML, where link types are split at spaces.

Material 9.8.1 fetches a `sitemap.xml` below every address named by `link[rel=alternate]`, from the published host even
in a preview; this does not match its selector.
"""


def head_html(page: Page, settings: SiteSettings, policy: str) -> str:
    """The slot `head` of a page; `policy` is its Content-Security-Policy."""
    translation = (page.language, page.path) in page.alternates
    address = settings.absolute(page.redirect or (page.path if translation else _canonical(page, settings)))
    lines = [
        f'<meta http-equiv="Content-Security-Policy" content="{_quoted(policy)}">',
        f"<title>{escaped(title_of(page, settings))}</title>",
    ]
    if page.description:
        lines.append(f'<meta name="description" content="{escaped(page.description)}">')
    lines.append(f'<link rel="canonical" href="{escaped(address)}">')
    if page.redirect:
        lines.append(f'<meta http-equiv="refresh" content="0; url={escaped(address)}">')
    if not page.indexable:
        lines.append('<meta name="robots" content="noindex">')
    if page.indexable and translation:
        lines += _alternate_links(page.alternates, settings.source_language, settings.url)
    lines.extend(_open_graph(page, settings))
    for data in page.json_ld:
        lines.append(f'<script type="application/ld+json">{json_in_html(data)}</script>')
    return "\n".join(lines)


def title_of(page: Page, settings: SiteSettings) -> str:
    """The document title: the page's, then the site's, once."""
    return page.title if page.title == settings.name else f"{page.title} – {settings.name}"


@lru_cache(maxsize=64)
def _alternate_links(alternates: tuple[tuple[str, str], ...], source_language: str, url: str) -> tuple[str, ...]:
    """One absolute `hreflang` per translation, itself included, and the source language as `x-default`.

    The same in all translations of a page, which are made one after the other.
    """
    links = {**dict(alternates), "x-default": dict(alternates).get(source_language)}
    return tuple(
        f'<link rel="{ALTERNATE}" hreflang="{escaped(language)}" href="{escaped(url + path)}">'
        for language, path in links.items()
        if path is not None
    )


@lru_cache(maxsize=256)
def _quoted(text: str) -> str:
    """Escaped for an attribute in double quotes; single ones, of which a policy is full, may stand there."""
    return str(escaped(text)).replace("&#39;", "'")


def json_in_html(data: object) -> str:
    """JSON that can stand inside a script element whatever its strings hold; parses back equal."""
    text = _JSON.encode(data)
    return text.translate(JSON_IN_HTML) if any(mark in text for mark in _NOT_IN_HTML) else text


def _canonical(page: Page, settings: SiteSettings) -> str:
    """The address of a page that is written in another language than its own: the page in that language."""
    return dict(page.alternates).get(settings.source_language, page.path)


def _open_graph(page: Page, settings: SiteSettings) -> list[str]:
    """What the title, description and canonical address do not say already; who shares a page reads those too.

    A page that does not say its `og:type` is a `website`.
    """
    image = page.image or settings.share_image
    lines = [_property("title", page.title), *_of_site(settings.name, page.language)]
    if image:
        lines.append(_property("image", settings.absolute(image)))
    return lines


@lru_cache(maxsize=64)
def _of_site(name: str, language: str) -> tuple[str, ...]:
    return _property("site_name", name), _property("locale", Locale(language).open_graph_tag)


def _property(name: str, value: str) -> str:
    return f'<meta property="og:{name}" content="{escaped(value)}">'
