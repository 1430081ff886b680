"""The block `{{ albums() }}`: every album with its archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnersite.brand.page import album_view

if TYPE_CHECKING:
    from partnersite.pages.blockcontext import BlockContext


def block(name: str, argument: str, context: BlockContext) -> str:
    """HTML of the block for the page that `context` names."""
    renderer = context.renderer
    albums = [album_view(album, renderer.language, renderer.settings) for album in context.albums]
    return renderer.render("albums.html", context.path, albums=albums)
