"""The picture that is shown when a page is shared: one of an album's, since nothing else is published."""

from __future__ import annotations

from collections.abc import Iterable

from partnersite.brand.album import Album
from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.settings import CONFIG_FILE, SiteSettings


def check_share_image(settings: SiteSettings, albums: Iterable[Album], problems: Problems) -> None:
    """Notes a `share_image` that no album publishes, or that is not made of pixels: no network shows an SVG."""
    image = settings.share_image
    pictures = [f"{album.address}{asset.file}" for album in albums for asset in album.assets if asset.width]
    if image and image not in pictures:
        line = settings.config_text.count("\n", 0, settings.config_text.find(image)) + 1
        message = f"`share_image` is `{image}`, which is no picture of an album."
        hint = did_you_mean(image, pictures) if pictures else "list a PNG, JPEG or WebP file in an album"
        problems.add(Problem("unknown-share-image", message, file=CONFIG_FILE, line=line, hint=hint))
