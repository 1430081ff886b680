"""Landing pages: one per partner and language, with its contact card, QR code and logo."""

from __future__ import annotations

from partnersite.landing.assets import assets, check_logos, paths
from partnersite.landing.pages import SHELL, TEMPLATE, Around, modified, neighbour_html, render, render_moved

__all__ = [
    "SHELL",
    "TEMPLATE",
    "Around",
    "assets",
    "check_logos",
    "modified",
    "neighbour_html",
    "paths",
    "render",
    "render_moved",
]
