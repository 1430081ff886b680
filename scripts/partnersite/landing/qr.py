"""A QR code that leads to a partner's page, for print."""

from __future__ import annotations

import re
from math import isqrt

import zxingcpp

QUIET_ZONE = 4
"""Modules of white around the code, ISO/IEC 18004 6.3.8."""

_RUN = re.compile(rb"(\xff*)(\0+)")
"""Light modules, then dark ones."""
_MOVES = ["", *(f"m{length} 0" for length in range(1, 200))]
_LINES = [f"h{length}" for length in range(200)]
"""How far the pen goes without and with a line, by the number of modules; there are at most 177 in a row."""


def qr_svg(address: str) -> bytes:
    """The code as an SVG of one path on white; error correction M (15 %) for printed matter."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    modules = bytes(memoryview(image))  # type: ignore[arg-type]  # its stub forgets that it is a buffer
    width = isqrt(len(modules))
    side = width + 2 * QUIET_ZONE
    strokes = "".join(
        f"M{QUIET_ZONE} {row + QUIET_ZONE}.5{_stroke(modules, row * width, (row + 1) * width)}" for row in range(width)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{strokes}"/></svg>\n'
    ).encode()


def _stroke(modules: bytes, start: int, end: int) -> str:
    return "".join([_MOVES[len(light)] + _LINES[len(dark)] for light, dark in _RUN.findall(modules, start, end)])
