"""Checks PNG, JPEG and WebP pictures, and makes previews that carry pixels only.

The size is read from the header before any decoder sees the file: 20 KB of PNG can hold 169 megapixels.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnersite.problems import Problem

if TYPE_CHECKING:
    from PIL import Image

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""Decoder by file name ending; no other decoder is ever opened."""

MAX_PIXELS = 16_000_000
ALBUM_BYTES = 25 * 1024 * 1024
"""The largest file that common static hosts take."""
ALBUM_SIDE = 16_000
LOGO_BYTES = 4_000_000
LOGO_SIDE = 4_096

PREVIEW_QUALITY = 82
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may be: bytes of the file and pixels of a side."""

    size: int = ALBUM_BYTES
    side: int = ALBUM_SIDE


LOGO = Limits(LOGO_BYTES, LOGO_SIDE)


def check_raster(data: bytes, file: str, limits: Limits | None = None) -> list[Problem]:
    """Give what keeps a raster picture from being published; an empty list for a good one. Never raises.

    `file` decides by its ending which format the bytes must be. The picture is decoded once, so a truncated
    one is found.
    """
    limits = limits or Limits()
    ending = ending_of(file)

    def problem(code: str, message: str, hint: str) -> list[Problem]:
        return [Problem(code, message, file=file, hint=hint)]

    if len(data) > limits.size:
        message = f"The picture has {len(data):,} bytes; at most {limits.size:,} are allowed."
        return problem("picture-too-large", message, "save it smaller")
    found = format_of(data)
    if found != FORMATS[ending]:
        what = f"is {found}" if found else "is no PNG, JPEG or WebP picture"
        hint = "export it again in the format that its name says, or rename it"
        return problem("picture-wrong-kind", f"The file is named `{ending}` but {what}.", hint)
    try:
        width, height = header_size(data, found)
    except (struct.error, IndexError, ValueError):
        return problem("picture-broken", "The picture's header cannot be read.", "export it again")
    if width < 1 or height < 1:
        return problem("picture-broken", "The picture has no pixels.", "export it again")
    if width * height > MAX_PIXELS or max(width, height) > limits.side:
        message = f"The picture has {width:,} x {height:,} pixels."
        hint = f"at most {MAX_PIXELS:,} pixels and {limits.side:,} on a side: save it smaller"
        return problem("picture-too-large", message, hint)
    try:
        picture = _open(data, found)
        if (picture.width, picture.height) != (width, height) or (
            found != "JPEG" and getattr(picture, "n_frames", 1) != 1
        ):
            return problem("picture-frames", "The picture holds several frames.", "export one still picture")
        picture.load()
    except Exception as error:  # decoders answer hostile bytes with a dozen exception classes
        return problem(
            "picture-broken", f"The picture cannot be read: {_one_line(error)}.", "export it again"
        )
    return []


def preview(data: bytes, ending: str, side: int, kind: str = "WEBP") -> bytes:
    """Give a copy at most `side` pixels wide and high, upright, without metadata; the same bytes each time.

    `data` has passed `check_raster`; `kind` is `WEBP` or `PNG`.
    """
    from PIL import Image, ImageOps  # takes 15 ms, and most builds decode no picture

    picture: Image.Image = _open(data, FORMATS[ending])
    ImageOps.exif_transpose(picture, in_place=True)
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if transparent else "RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    # a new picture: what the old one carries beside its pixels (EXIF, XMP, ICC, text) stays behind
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    stream = io.BytesIO()
    if kind == "PNG":
        clean.save(stream, "PNG", optimize=True)
    else:
        clean.save(stream, "WEBP", quality=PREVIEW_QUALITY, method=4)
    return stream.getvalue()


def ending_of(file: str) -> str:
    """Give a file name's ending in lower case with its dot; empty when there is none."""
    name = file.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def format_of(data: bytes) -> str:
    """Give the format that the first bytes say: `PNG`, `JPEG`, `WEBP`, or an empty string."""
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return ""


def pixels(data: bytes, ending: str) -> tuple[int, int]:
    """Give (width, height) of a checked picture; (0, 0) for a file of another kind."""
    return header_size(data, FORMATS[ending]) if ending in FORMATS else (0, 0)


def header_size(data: bytes, kind: str) -> tuple[int, int]:
    """Give (width, height) in pixels from the header; raises struct.error, IndexError or ValueError."""
    if kind == "PNG":
        if data[12:16] != b"IHDR":
            raise ValueError("no IHDR")
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    return _webp_size(data) if kind == "WEBP" else _jpeg_size(data)


def _webp_size(data: bytes) -> tuple[int, int]:
    """RFC 9649: lossy `VP8 `, lossless `VP8L` and extended `VP8X` begin differently."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    if chunk == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("unknown WebP chunk")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """ITU T.81 B.2: segments `FF marker length`, the frame header among them."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _FRAME_MARKERS:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        elif marker in (0xD9, 0xDA):
            raise ValueError("no frame header before the picture's data")
        else:
            (length,) = struct.unpack(">H", data[at + 2 : at + 4])
            at += 2 + max(length, 2)


def _open(data: bytes, kind: str) -> Image.Image:
    from PIL import Image

    return Image.open(io.BytesIO(data), formats=[kind])


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:100].rstrip(".") or type(error).__name__
