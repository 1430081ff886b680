"""Editorial and generated single pages: the engine's HTML, with head, switcher, notices and blocks filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from partnersite import brand
from partnersite.cache.keys import key
from partnersite.engine import RenderedLanguage
from partnersite.index import PageEntry
from partnersite.inputs import Inputs
from partnersite.output.html_check import PageFacts, PageKind, PagePolicy, check_page
from partnersite.pages.blockcontext import BlockContext
from partnersite.pages.blocks import OF_ALBUMS, OF_NETWORK, render_block
from partnersite.pages.framed import FramedShell, cut
from partnersite.pages.joining import join_page, page_slots, switcher
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.render.templates import Renderer
from partnersite.stage.content import EditorialPage
from partnersite.view import SiteView

MARKS = ("fallback", "content-begin", "content-end", "own-begin", "own-end")
"""Slots that stay empty on a page in its own language."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A page joined with its shell."""

    html: bytes
    frame: Shell | None = None
    """What other pages may have around their text too."""
    own: str = ""
    """What else stands on the page."""


@dataclass(frozen=True, slots=True)
class SinglePage:
    """A page that is made by itself, or stands where it stood."""

    file: str
    """Path below the site root."""
    join: Callable[[], Joined]
    """Makes it; asked again, it is at hand."""
    origin: str
    """What it is made from, for messages."""
    entry: PageEntry
    """For the index files."""
    key: bytes = b""
    """Of what it alone is made from; empty where it is made in each build."""
    blocks: frozenset[str] = frozenset()
    """The names of its blocks, which show what other pages show too."""

    @property
    def unit(self) -> str:
        """The name that its key has in the memory of a build."""
        return f"page:{self.file}"

    def make(self) -> bytes:
        """Its bytes."""
        return self.join().html


def judge_pages(pages: Iterable[SinglePage], base_url: str) -> dict[str, PageFacts]:
    """What pages of one language refer to, and what is wrong with them, by file.

    The scripts that may run in a page are those of its shell. Of pages in one folder with the same frame, those after
    the first that is right are judged by what is their own, and as a whole only where something is wrong with that.
    """
    judged: dict[str, PageFacts] = {}
    kinds: dict[tuple[str, Shell | None], PageKind | None] = {}
    for page in sorted(pages, key=lambda page: page.file):
        policy = _policy(base_url, page.entry.script_hashes)
        joined, facts = page.join(), None
        name = page.file.rsplit("/", 2)[0], joined.frame
        if joined.frame is not None and name in kinds:
            kind = kinds[name] = kinds[name] or PageKind(joined.frame.html, policy)
            facts = kind.check(page.file, _without_title(joined.own))
        if facts is None or facts.problems:
            facts = check_page(page.file, joined.html, policy)
            if not facts.problems:
                kinds.setdefault(name)  # there may be no other
        judged[page.file] = facts
    return judged


def _without_title(html: str) -> str:
    """What is a page's own without the element that only a whole page may have, of which there is nothing to say."""
    before, _, others = html.partition("<title>")
    title, end, after = others.partition("</title>")
    return before + after if end and "<" not in title and ">" not in title else html


@lru_cache(maxsize=64)
def _policy(base_url: str, script_hashes: tuple[str, ...]) -> PagePolicy:
    return PagePolicy(base_url, script_hashes=frozenset(script_hashes))


@dataclass(frozen=True, slots=True)
class Keys:
    """What many editorial pages are made from."""

    all: bytes
    """What all pages are filled with."""
    network: bytes
    """The records of all partners that have a page."""
    albums: bytes
    """The brand albums with their files."""

    def of(self, page: SinglePage) -> bytes:
        """Of everything that a page is made from; empty where it is made in each build."""
        if not page.key:
            return b""
        network = self.network if page.blocks & OF_NETWORK else b""
        albums = self.albums if page.blocks & OF_ALBUMS else b""
        return key(self.all, page.key, network, albums)


def editorial_pages(
    inputs: Inputs, rendered: RenderedLanguage, view: SiteView, renderer: Renderer
) -> Iterator[SinglePage]:
    """Every Markdown page of one language."""
    pages = inputs.content.pages[rendered.language]
    # What blocks of lessons show.
    of_all = key(repr(inputs.courses), *sorted(pages))
    for page in pages.values():
        yield _editorial_page(page, inputs, rendered, view, renderer, of_all)


def album_pages(inputs: Inputs, rendered: RenderedLanguage, renderer: Renderer) -> Iterator[SinglePage]:
    """The page of every brand album in one language."""
    for album in inputs.albums:
        page = brand.render(album, renderer)
        shell = Shell.cut(rendered.html(page.path))
        join = cache(partial(_joined, page, shell, renderer, {"main": page.main}))
        yield SinglePage(f"{page.path}index.html", join, album.file, PageEntry.of(page, shell))


def not_found_page(rendered: RenderedLanguage, renderer: Renderer) -> SinglePage:
    """The 404 page of one language; hosts show it at any address, so its links start at the host's root."""
    root = renderer.settings.path_of(rendered.language, "")
    page = Page(root, "404", rendered.language, renderer.gettext("Page not found"), "", "", indexable=False)
    shell = Shell.cut((rendered.site / "404.html").read_text(encoding="utf-8"))
    base = renderer.settings.base_path
    slots = {
        "not-found": renderer.render("not-found.html", root, root=base),
        "switcher": switcher(root, renderer, root=base),
    }
    join = cache(partial(_joined, page, shell, renderer, slots))
    return SinglePage(f"{root}404.html", join, "404.html", PageEntry.of(page, shell))


def _editorial_page(
    source: EditorialPage,
    inputs: Inputs,
    rendered: RenderedLanguage,
    view: SiteView,
    renderer: Renderer,
    of_all: bytes,
) -> SinglePage:
    """A page; `of_all` is the key of what all pages of the language are made from."""
    settings, language = inputs.settings, rendered.language
    path = settings.path_of(language, source.address)
    translations = inputs.content.translations[source.path]
    page = Page(
        path=path,
        shell="",
        language=language,
        title=source.title,
        description=source.description,
        main="",
        alternates=tuple((tag, settings.path_of(tag, source.address)) for tag in translations),
    )
    pages = inputs.content.pages[language]
    context = BlockContext(view, renderer, path, source.path, inputs.albums, inputs.courses, pages)
    html = rendered.html(path)
    shell = cut(html)
    blocks = frozenset(name for name, _ in shell.slots)
    own = key(html, repr(page), source.language, of_all)
    join = cache(partial(_join, page, shell, context, source.language))
    return SinglePage(f"{path}index.html", join, source.document.file, PageEntry.of(page, shell), own, blocks)


def _joined(page: Page, shell: Shell, renderer: Renderer, slots: Mapping[str, str]) -> Joined:
    return Joined(join_page(page, shell, renderer, slots))


def _join(page: Page, shell: Shell, context: BlockContext, written_in: str) -> Joined:
    """A page whose text is in the language `written_in`, with its blocks."""
    renderer, language = context.renderer, page.language
    locale, stands_in = renderer.locale, written_in != language

    def block(name: str, argument: str) -> str:
        html = render_block(name, argument, context)
        # Inside a page in another language, what we write in the reader's is marked as such.
        return f'<div lang="{language}" dir="{locale.direction}">{html}</div>' if stands_in else html

    slots = page_slots(page, shell, renderer) | dict.fromkeys(MARKS, "")
    if stands_in:
        slots["fallback"] = renderer.render("fallback.html", page.path, written_in=written_in)
        slots["content-begin"] = f'<div lang="{written_in}" dir="{type(locale)(written_in).direction}">'
        slots["content-end"] = "</div>"
    filled = [slots[name] if name in slots else block(name, argument) for name, argument in shell.slots]
    parts = iter(filled)
    html = shell.join(lambda *_: next(parts))
    return Joined(html, shell.frame, shell.own_html(filled)) if isinstance(shell, FramedShell) else Joined(html)
