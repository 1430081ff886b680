"""A QR code that leads to a partner's page, for print."""

from __future__ import annotations

import re
from math import isqrt

import zxingcpp

QUIET_ZONE = 4
"""Modules of white around the code, ISO/IEC 18004 6.3.8."""

_DARK = re.compile(b"\0+")


def qr_svg(address: str) -> bytes:
    """The code as an SVG of one path on white; error correction M (15 %) for printed matter."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    modules = bytes(memoryview(image))  # type: ignore[arg-type]  # its stub forgets that it is a buffer
    width = isqrt(len(modules))
    side = width + 2 * QUIET_ZONE
    strokes = "".join(
        f"M{run.start() + QUIET_ZONE} {row + QUIET_ZONE}.5h{run.end() - run.start()}"
        for row in range(width)
        for run in _DARK.finditer(modules[row * width : (row + 1) * width])
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{strokes}"/></svg>\n'
    ).encode()
