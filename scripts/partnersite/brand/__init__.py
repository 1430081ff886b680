"""Brand albums: the vendor's logos, pictures and documents, each album with a page and an archive."""

from __future__ import annotations

from partnersite.brand.album import Album, Asset, read_albums
from partnersite.brand.archive import pack
from partnersite.brand.block import block
from partnersite.brand.page import render

__all__ = ["Album", "Asset", "block", "pack", "read_albums", "render"]
