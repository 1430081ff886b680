"""What a block of prose knows of the page that it stands in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnersite.render.templates import Renderer
from partnersite.view import SiteView

if TYPE_CHECKING:
    from partnersite.brand.album import Album
    from partnersite.training.courses import Course


@dataclass(frozen=True, slots=True)
class BlockContext:
    """One page of one language, and what blocks show in it."""

    view: SiteView
    renderer: Renderer
    path: str
    """Address of the page below the site root; links are relative to it."""
    source: str
    """The page's Markdown file below its language's folder."""
    albums: tuple[Album, ...] = ()
    courses: tuple[Course, ...] = ()
    pages: Collection[str] = ()
    """The Markdown files of the language, by path; blocks link to those that exist."""
