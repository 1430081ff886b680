"""Brand albums: the vendor's logos, pictures and documents, each album with a page and an archive."""

from __future__ import annotations

from partnersite.brand.album import Album, Asset, read_albums
from partnersite.brand.archive import pack
from partnersite.brand.block import block
from partnersite.brand.page import render
from partnersite.brand.share import check_share_image

__all__ = ["Album", "Asset", "block", "check_share_image", "pack", "read_albums", "render"]
