"""A page joined with its shell: what stands in the head, and the same page in the other languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from partnersite.output.headers import csp
from partnersite.render.escaping import escaped
from partnersite.render.head import head_html
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer, root_of

PATH_MARK = "\0"
"""Stands for a page's own path in HTML that is the same for many pages; no source can hold it."""


def join_page(
    page: Page,
    shell: Shell,
    renderer: Renderer,
    slots: Mapping[str, str],
    block: Callable[[str, str], str] | None = None,
) -> bytes:
    """A page's bytes.

    `slots` are its own; any other is a block of prose and is given to `block` as (name, argument).
    """
    values = {**page_slots(page, shell, renderer), **slots}

    def fill_slot(name: str, argument: str) -> str:
        if name in values:
            return values[name]
        if block is None:
            raise KeyError(name)
        return block(name, argument)

    return shell.join(fill_slot)


def page_slots(page: Page, shell: Shell, renderer: Renderer) -> dict[str, str]:
    """What stands around the main part of a page and is the page's own."""
    return {
        "head": head_html(page, renderer.settings, _policy(shell.script_hashes)),
        "title": escaped(page.title),
        "switcher": switcher(page.path, renderer),
    }


@lru_cache(maxsize=256)
def _policy(hashes: tuple[str, ...]) -> str:
    return csp(hashes)


def switcher(path: str, renderer: Renderer, root: str | None = None) -> str:
    """The links to this page in each of the site's languages; `root` as in `Renderer.render`."""
    neutral = path.removeprefix(renderer.settings.path_of(renderer.language, ""))
    root = root_of(path) if root is None else root
    return _switcher(renderer, root, PATH_MARK if neutral else "").replace(PATH_MARK, escaped(neutral))


@lru_cache(maxsize=32)
def _switcher(renderer: Renderer, root: str, path: str) -> str:
    """The links of all pages of one depth: they differ in the page's own path alone."""
    versions = renderer.settings.every_language(path)
    return renderer.render("switcher.html", "", root=root, here=renderer.language, versions=versions)
