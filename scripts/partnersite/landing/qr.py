"""A QR code that leads to a partner's page, for print."""

from __future__ import annotations

import re

import segno

QUIET_ZONE = 4
"""Modules of white around the code, ISO/IEC 18004 6.3.8."""
MASK = 0
"""One fixed pattern: trying all eight takes four times as long, and every reader takes any of them."""

_DARK = re.compile(b"\x01+")


def qr_svg(address: str) -> bytes:
    """The code as an SVG of one path on white; error correction M (15 %) for printed matter."""
    matrix = segno.make(address, error="m", micro=False, boost_error=False, mask=MASK).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    strokes = "".join(
        f"M{run.start() + QUIET_ZONE} {row + QUIET_ZONE}.5h{run.end() - run.start()}"
        for row, modules in enumerate(matrix)
        for run in _DARK.finditer(modules)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{strokes}"/></svg>\n'
    ).encode()
