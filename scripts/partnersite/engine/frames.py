"""What stands around the text of a page, rendered once for all pages of a folder that are not in the menu.

In the menu a page differs from all others: it is the one where the reader is, and has one before and one after it.
Pages out of it (articles, news) differ in nothing but their text, the list of their headings and the link that skips
the frame. Their frame is that of a page of which there is nothing yet, with marks where these things go. What the theme
puts around a text within the frame is found out in the same way.

This holds for our own templates, which is what `framed` under `extra` says; a site's own may show on a page whatever
they like. Written against MkDocs 1.6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple
from urllib.parse import quote

import jinja2

from partnersite.render.shell import slot

PAGE = "main.html"
PARTS = "partials/page-parts.html"
"""The text and the list of headings, with `MARK` between them."""
HEADINGS = "partials/site-toc.html"
PARTS_OF_PAGE = 2
MARK = "\x1e"
"""Stands between parts of a page, where nobody writes it."""
NOBODY = "\x1f"
"""The name of a page that is not there, and of a heading."""
BEGIN, END = slot("own-begin"), slot("own-end")
"""Stand around what is a page's own, but for its text, which has such marks anyway."""
_SKIP = re.compile(f'<a href="#{NOBODY}"[^>]*>')
TITLE, PERMALINK = "<h1", '<a class="headerlink"'
"""How a heading begins without which the theme writes one, and a sign beside a heading, which our templates change."""
ALIKE = frozenset({"title", "hide", "written_in"})
"""What may be said at the head of pages whose texts have the same around them."""
_PLAIN = re.compile(r"[\w%.~-]+", re.ASCII)


class Frame(NamedTuple):
    """The HTML around the parts of a page."""

    above: str
    skip: str
    """Begins the link that skips the frame, to the first heading; empty for pages without headings."""
    top: str
    beside: str
    """Between the text and the list of headings."""
    below: str


class Around(NamedTuple):
    """What our templates make of the text of a page."""

    before: str
    permalink: str
    """What stands in the place of `PERMALINK`."""
    after: str

    def put(self, text: str) -> str:
        return f"{self.before}{text.replace(PERMALINK, self.permalink)}{self.after}"


class FramedTemplate(jinja2.Template):
    """A template that puts a page into the frame that it has in common with others, where it has one."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        framed = self._framed(args[0]) if self.name == PAGE and args and _has_common_frame(args[0]) else ""
        return framed or super().render(*args, **kwargs)

    def _framed(self, context: Mapping[str, Any]) -> str:
        """The page of a context in its frame; empty where that must be another."""
        page = context["page"]
        folder, name, _ = f"/{page.url}".rsplit("/", 2)
        frame = self._frame(context, folder)
        # Seen from a page itself, what lies below it has another address.
        if frame is None or not _PLAIN.fullmatch(name) or any(f"../{name}/" in part for part in frame):
            return ""
        parts = self._parts(context)
        if len(parts) != PARTS_OF_PAGE:
            return ""
        skip = frame.skip and frame.skip.replace(NOBODY, page.toc.items[0].id)
        return "".join((frame.above, skip, frame.top, parts[0], frame.beside, parts[1], frame.below))

    def _parts(self, context: Mapping[str, Any]) -> Sequence[str]:
        """The text and the list of headings of a page; more where there are other marks."""
        page = context["page"]
        around = self._around(context) if TITLE in page.content and page.meta.keys() <= ALIKE else None
        if around is None:
            return self.environment.get_template(PARTS).render(context).split(MARK)
        shown = "toc" not in (page.meta.get("hide") or ())
        return around.put(page.content), self.environment.get_template(HEADINGS).render(context) if shown else ""

    def _around(self, context: Mapping[str, Any]) -> Around | None:
        """What stands around the text of a page; None where that says something of the page itself."""
        page, made = context["page"], context["config"].extra["made"]
        name = ("around", str(page.meta.get("hide")), page.meta.get("written_in"), bool(page.edit_url))
        if name not in made:
            nobody = _nobody(page, NOBODY)
            nobody.meta = {**page.meta, "title": NOBODY}
            nobody.edit_url = page.edit_url and NOBODY
            nobody.content = f"{TITLE}{MARK}{PERMALINK}{MARK}"
            text = self.environment.get_template(PARTS).render({**context, "page": nobody}).rpartition(MARK)[0]
            parts = text.replace(TITLE + MARK, MARK, 1).split(MARK)
            says_something = any(sign in text for sign in (NOBODY, quote(NOBODY)))
            made[name] = None if says_something or len(parts) != len(Around._fields) else Around(*parts)
        around: Around | None = made[name]
        return around

    def _frame(self, context: Mapping[str, Any], folder: str) -> Frame | None:
        page, made = context["page"], context["config"].extra["made"]
        hidden = page.meta.get("hide") or ()
        name = ("frame", folder, str(hidden), bool(page.toc))
        if name not in made:
            nobody = _nobody(page, f"{folder}/{NOBODY}/".lstrip("/"))
            nobody.meta = {"shell": True, "hide": hidden, "headings": MARK}
            nobody.content = MARK
            nobody.toc = copy(page.toc)
            nobody.toc.items = [copy(item) for item in page.toc.items[:1]]
            for item in nobody.toc.items:
                item.id = NOBODY
            made[name] = _taken_apart(super().render({**context, "page": nobody}))
        frame: Frame | None = made[name]
        return frame


def _nobody(page: Any, url: str) -> Any:
    """A page like another, at an address of its own."""
    nobody = copy(page)
    nobody.file = copy(page.file)
    nobody.file.url = url
    return nobody


def _taken_apart(html: str) -> Frame | None:
    """A page with marks in the place of its parts as a frame; None where there are other marks."""
    parts = html.split(MARK)
    if len(parts) != PARTS_OF_PAGE + 1:
        return None
    top, beside, below = parts
    skip = _SKIP.search(top)
    start, end = skip.span() if skip else (0, 0)
    return Frame(top[:start] + BEGIN, top[start:end], END + top[end:], beside + BEGIN, END + below)


def _has_common_frame(context: Mapping[str, Any]) -> bool:
    """Whether the page of a context is none of the menu, with Markdown of its own, in our templates."""
    page, extra = context["page"], context["config"].extra
    if page is None or not extra.get("framed") or page.meta.get("shell") or page.is_homepage:
        return False
    menu = extra["made"].setdefault("menu", frozenset(one.file.src_uri for one in context["nav"].pages))
    return page.file.src_uri not in menu
