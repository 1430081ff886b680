"""The menu of one language: the order of `mkdocs.yml`, the titles of that language's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.settings import CONFIG_FILE, NavItem, SiteSettings


def pages_of(items: Iterable[NavItem]) -> Iterable[str]:
    """Every page of a menu, in order."""
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield from pages_of(item[1])


def check_navigation(settings: SiteSettings, pages: Iterable[str], problems: Problems) -> None:
    """Adds a Problem for each menu entry that is no page, and for a way into the programme that is no menu entry."""
    known = set(pages)
    named = list(pages_of(settings.nav))
    for path in named:
        if path not in known:
            message = f"The menu names `{path}`, which is no page."
            problems.add(_problem(settings, "unknown-page-in-nav", message, path, "nav", did_you_mean(path, known)))
    if settings.join and settings.join not in named:
        message = f"`join` names `{settings.join}`, which is no page of the menu."
        hint = did_you_mean(settings.join, named)
        problems.add(_problem(settings, "unknown-page-to-join", message, settings.join, "extra.join", hint))


def _problem(settings: SiteSettings, code: str, message: str, path: str, field: str, hint: str) -> Problem:
    """A Problem at the line that names a page under a field of the settings."""
    key = field.rpartition(".")[2]
    lines = list(enumerate(settings.config_text.splitlines(), 1))
    named = [(number, line) for number, line in lines if path in line]
    keyed = [(number, line) for number, line in named if line.lstrip().startswith(f"{key}:")]
    number, excerpt = next(iter(keyed or named), (0, ""))
    return Problem(
        code,
        message,
        file=CONFIG_FILE,
        line=number,
        column=excerpt.find(path) + 1,
        excerpt=excerpt,
        field=field,
        hint=hint,
    )


def navigation(
    items: Sequence[NavItem],
    prefix: str,
    titles: Mapping[str, str],
    lessons: Mapping[str, Sequence[str]],
) -> list[Any]:
    """MkDocs' `nav` for one language.

    `prefix` is the language's folder (`''` or `ru/`), `titles` the language's page titles (HTML-escaped) by path,
    `lessons` the pages of a course by the path of its index page: they follow it in the menu.
    """
    nav: list[Any] = []
    for item in items:
        if isinstance(item, str):
            pages = [item, *lessons.get(item, ())]
            entries = [{titles[page]: prefix + page} for page in pages]
            nav.append({titles[item]: entries} if len(pages) > 1 else entries[0])
        else:
            title, children = item
            first = next(iter(pages_of(children)), "")
            # A section is called what its index page is called, in the reader's language.
            name = titles[first] if first.endswith("index.md") and children and children[0] == first else title
            nav.append({name: navigation(children, prefix, titles, lessons)})
    return nav
