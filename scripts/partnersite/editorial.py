"""Editorial and generated single pages: the engine's HTML, with head, switcher, notices and blocks filled in."""

from __future__ import annotations

from collections.abc import Iterator

from partnersite import brand
from partnersite.blockcontext import BlockContext
from partnersite.blocks import render_block
from partnersite.engine import RenderedLanguage
from partnersite.index import PageEntry
from partnersite.inputs import Inputs
from partnersite.joining import join_page, switcher
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.stage.content import EditorialPage
from partnersite.view import SiteView

EnginePage = tuple[str, bytes, str, PageEntry]
"""Path of a file, its bytes, what it was made from, and its entry for the index files."""


def editorial_pages(
    inputs: Inputs, rendered: RenderedLanguage, view: SiteView, renderer: Renderer
) -> Iterator[EnginePage]:
    """Every Markdown page of one language."""
    for page in inputs.content.pages[rendered.language].values():
        yield _editorial_page(page, inputs, rendered, view, renderer)


def album_pages(inputs: Inputs, rendered: RenderedLanguage, renderer: Renderer) -> Iterator[EnginePage]:
    """The page of every brand album in one language."""
    for album in inputs.albums:
        page = brand.render(album, renderer)
        shell = Shell.cut(rendered.html(page.path))
        html = join_page(page, shell, renderer, {"main": page.main})
        yield f"{page.path}index.html", html, album.file, PageEntry.of(page, shell)


def not_found_page(rendered: RenderedLanguage, renderer: Renderer) -> EnginePage:
    """The 404 page of one language; hosts show it at any address, so its links start at the host's root."""
    root = renderer.settings.path_of(rendered.language, "")
    page = Page(root, "404", rendered.language, renderer.gettext("Page not found"), "", "", indexable=False)
    shell = Shell.cut((rendered.site / "404.html").read_text(encoding="utf-8"))
    base = renderer.settings.base_path
    slots = {
        "not-found": renderer.render("not-found.html", root, root=base),
        "switcher": switcher(root, renderer, root=base),
    }
    return f"{root}404.html", join_page(page, shell, renderer, slots), "404.html", PageEntry.of(page, shell)


def _editorial_page(
    source: EditorialPage, inputs: Inputs, rendered: RenderedLanguage, view: SiteView, renderer: Renderer
) -> EnginePage:
    settings, language = inputs.settings, rendered.language
    path = settings.path_of(language, source.address)
    translations = inputs.content.translations[source.path]
    stands_in = source.language != language
    page = Page(
        path=path,
        shell="",
        language=language,
        title=source.title,
        description=source.description,
        main="",
        alternates=tuple((tag, settings.path_of(tag, source.address)) for tag in translations),
    )
    context = BlockContext(
        view, renderer, path, source.path, inputs.albums, inputs.courses, inputs.content.pages[language]
    )
    locale = renderer.locale

    def block(name: str, argument: str) -> str:
        html = render_block(name, argument, context)
        # Inside a page in another language, what we write in the reader's is marked as such.
        return f'<div lang="{language}" dir="{locale.direction}">{html}</div>' if stands_in else html

    slots = {"fallback": "", "content-begin": "", "content-end": ""}
    if stands_in:
        slots["fallback"] = renderer.render("fallback.html", path, written_in=source.language)
        slots["content-begin"] = f'<div lang="{source.language}" dir="{type(locale)(source.language).direction}">'
        slots["content-end"] = "</div>"
    shell = Shell.cut(rendered.html(path))
    html = join_page(page, shell, renderer, slots, block)
    return f"{path}index.html", html, source.document.file, PageEntry.of(page, shell)
