"""One page of the site before it is joined with its shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its feature made it: HTML for the main part, plain values for everything around it."""

    path: str
    """Address below the site root: `''` or ending in `/`, such as `ru/partners/kupava/`."""
    shell: str
    """The layout whose shell this page is joined with: `partner`, `listing`, `directory`, `album`."""
    language: str
    title: str
    """Plain text; escaped where it is written."""
    description: str
    """Plain text; escaped where it is written."""
    main: str
    """HTML of the main part, from an autoescaping template."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Every translation of this page, itself included, as (language, path)."""
    indexable: bool = True
    """False keeps the page out of the sitemap and the search data, and asks robots not to index it."""
    json_ld: tuple[Mapping[str, object], ...] = ()
    image: str = ""
    """Path below the site root of the picture shown when the page is shared."""
    search_text: str = ""
    """Plain text for the search index."""
    modified: str = ""
    """ISO date of the last change of the page's content, where known."""
    redirect: str = ""
    """Path this address has moved to; `main` is then not shown."""
