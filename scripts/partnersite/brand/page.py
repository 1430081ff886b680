"""An album's page: what is in it, how it may be used, and everything to download."""

from __future__ import annotations

from dataclasses import dataclass

from partnersite.brand.album import FOLDER, Album, Asset
from partnersite.brand.archive import archive_size
from partnersite.model.text import Text
from partnersite.render.breadcrumb import Crumb, breadcrumb_list
from partnersite.render.page import Page
from partnersite.render.prose import plain
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings
from partnersite.view.formats import size_in_words
from partnersite.view.words import Words

SHELL = "album"
FULL_DATE = len("2026-10-01")
DESCRIPTION_LENGTH = 160


@dataclass(frozen=True, slots=True)
class AssetView:
    """One file of an album for the readers of one language."""

    name: str
    path: str
    """Below the site root."""
    title: Words
    usage: Words
    """Markdown."""
    preview: str
    """Path of its picture below the site root, empty where it has none."""
    kind: str
    """Its format in capital letters: PNG."""
    size: str
    """In words: `12 kB`."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class AlbumView:
    """An album for the readers of one language."""

    path: str
    title: Words
    summary: Words
    """Markdown."""
    licence: Words
    """Markdown."""
    version: str
    updated: str
    assets: tuple[AssetView, ...]
    zip_path: str
    zip_size: str
    """In words."""


def album_view(album: Album, language: str, settings: SiteSettings) -> AlbumView:
    """An album for the readers of one language."""

    def words(text: Text | None) -> Words:
        if text is None:
            return Words()
        written_in = text.language_of(language, settings.source_language)
        return Words(
            text.get(language, settings.source_language), "" if written_in == language else written_in
        )

    def asset_view(asset: Asset) -> AssetView:
        return AssetView(
            name=asset.file,
            path=album.address + asset.file,
            title=words(asset.title),
            usage=words(asset.usage),
            preview=album.address + asset.preview if asset.preview else "",
            kind=asset.ending[1:].upper(),
            size=size_in_words(language, asset.size),
            width=asset.width,
            height=asset.height,
        )

    return AlbumView(
        path=settings.path_of(language, album.address),
        title=words(album.title),
        summary=words(album.summary),
        licence=words(album.licence),
        version=album.version,
        updated=album.updated,
        assets=tuple(map(asset_view, album.assets)),
        zip_path=album.archive,
        zip_size=size_in_words(language, archive_size(album, settings)),
    )


def render(album: Album, renderer: Renderer) -> Page:
    """The page of an album in the renderer's language."""
    settings = renderer.settings
    view = album_view(album, renderer.language, settings)
    summary = plain(view.summary) if view.summary else ""
    section = (Crumb(renderer.gettext("Brand"), settings.path_of(renderer.language, f"{FOLDER}/")),)
    trail = (
        Crumb(settings.name, settings.path_of(renderer.language, "")),
        *(section if album.in_section else ()),
        Crumb(view.title.text, view.path),
    )
    return Page(
        path=view.path,
        shell=SHELL,
        language=renderer.language,
        title=view.title.text,
        description=summary[:DESCRIPTION_LENGTH],
        main=renderer.render("album.html", view.path, album=view, trail=trail),
        alternates=settings.every_language(album.address),
        json_ld=(breadcrumb_list(trail, settings),),
        search_text=" ".join([summary, *(asset.title.text for asset in view.assets)]).strip(),
        modified=album.updated if len(album.updated) == FULL_DATE else "",
    )
