"""Partner logos: checked strictly, since they come from outside, and published small."""

from __future__ import annotations

from partnersite.media.raster import LOGO, check_raster, ending_of, preview
from partnersite.media.svg import check_svg
from partnersite.problems import Problem

LOGO_SIDE = 512
"""Pixels of the longer side of a published logo: enough for a card on a dense screen and for sharing."""


def check_logo(data: bytes, file: str) -> list[Problem]:
    """Give what keeps a logo from being published; `file` is its name in the problems."""
    return check_svg(data, file) if ending_of(file) == ".svg" else check_raster(data, file, LOGO)


def published_logo(data: bytes, file: str) -> bytes:
    """Give a checked logo as it is published: an SVG unchanged, pixels as PNG without metadata."""
    ending = ending_of(file)
    return data if ending == ".svg" else preview(data, ending, LOGO_SIDE, "PNG")
