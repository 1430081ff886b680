"""A QR code that leads to a partner's page, for print."""

from __future__ import annotations

import re
from functools import cache
from math import isqrt

QUIET_ZONE = 4
"""Modules of white around the code, ISO/IEC 18004 6.3.8."""

_SPAN = 11
"""Modules that are drawn at once: few enough that all patterns can be remembered, and few strokes are cut in two."""
_RUN = re.compile(rb"(\xff*)(\0*)")
"""Light modules, then dark ones."""


def qr_svg(address: str) -> bytes:
    """The code as an SVG of one path on white; error correction M (15 %) for printed matter."""
    import zxingcpp  # takes 8 ms, and the most commands draw no code

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    modules = bytes(memoryview(image))  # type: ignore[arg-type]  # its stub forgets that it is a buffer
    width = isqrt(len(modules))
    side = width + 2 * QUIET_ZONE
    strokes = "".join([begin + _strokes(modules[part], ends) for begin, part, ends in _parts(width)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{strokes}"/></svg>\n'
    ).encode()


@cache
def _parts(width: int) -> tuple[tuple[str, slice, bool], ...]:
    """Where the pen goes first, which modules are drawn from there, and whether their row ends with them."""
    return tuple(
        (
            "" if start else f"M{QUIET_ZONE} {row + QUIET_ZONE}.5",
            slice(row * width + start, row * width + min(start + _SPAN, width)),
            start + _SPAN >= width,
        )
        for row in range(width)
        for start in range(0, width, _SPAN)
    )


@cache
def _strokes(modules: bytes, ends: bool) -> str:
    """How the pen goes over some modules from where it is, with a line over the dark ones."""
    if ends:
        modules = modules.rstrip(b"\xff")
    return "".join(
        (f"m{len(light)} 0" if light else "") + (f"h{len(dark)}" if dark else "")
        for light, dark in _RUN.findall(modules)
    )
