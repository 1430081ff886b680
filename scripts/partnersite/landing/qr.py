"""A QR code that leads to a partner's page, for print."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the code, ISO/IEC 18004 6.3.8."""
MASK = 0
"""One fixed pattern: trying all eight takes four times as long, and every reader takes any of them."""


def qr_svg(address: str) -> bytes:
    """The code as an SVG of one path on white; error correction M (15 %) for printed matter."""
    code = segno.make(address, error="m", micro=False, boost_error=False, mask=MASK)
    stream = io.BytesIO()
    code.save(
        stream,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        nl=True,
    )
    return stream.getvalue()
