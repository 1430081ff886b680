"""Pictures of pixels: name, bytes and decoder agree, the header bounds the size, previews are bare."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from partnersite.media.raster import LOGO, Limits, check_raster, header_size, preview

CANARY = "CANARY-metadata"


def picture(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, 128 if mode in "LP" else (200, 30, 60, 90)[: len(mode)]).save(
        stream, kind, **options
    )
    return stream.getvalue()


def codes(data: bytes, file: str, limits: Limits | None = None) -> list[str]:
    return [problem.code for problem in check_raster(data, file, limits)]


def png_header(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.mark.parametrize(
    ("data", "file"),
    [
        (picture("PNG"), "a.png"),
        (picture("PNG", mode="P"), "a.PNG"),
        (picture("PNG", mode="RGBA"), "a.png"),
        (picture("JPEG"), "a.jpg"),
        (picture("JPEG", mode="CMYK"), "a.jpeg"),
        (picture("JPEG", mode="L", progressive=True), "a.jpeg"),
        (picture("WEBP"), "a.webp"),
        (picture("WEBP", lossless=True), "a.webp"),
        (picture("WEBP", mode="RGBA"), "a.webp"),
    ],
)
def test_good_pictures_pass_and_have_previews(data: bytes, file: str) -> None:
    assert codes(data, file) == []
    ending = "." + file.rpartition(".")[2].lower()
    for kind in ("WEBP", "PNG"):
        small = preview(data, ending, 15, kind)
        assert small == preview(data, ending, 15, kind)
        with Image.open(io.BytesIO(small)) as opened:
            assert (opened.format, opened.size) == (kind, (15, 10))


@pytest.mark.parametrize(
    ("data", "file", "code"),
    [
        (b"<html>", "a.png", "picture-wrong-kind"),
        (b"", "a.webp", "picture-wrong-kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "picture-wrong-kind"),
        (b"GIF89a/*<svg/onload=alert(1)>*/=1;", "a.jpg", "picture-wrong-kind"),
        (picture("GIF", mode="P"), "a.png", "picture-wrong-kind"),
        (picture("PNG"), "a.jpg", "picture-wrong-kind"),
        (picture("JPEG"), "a.webp", "picture-wrong-kind"),
        (picture("PNG")[:60], "a.png", "picture-broken"),
        (picture("JPEG", size=(300, 300))[:-400], "a.jpg", "picture-broken"),
        (picture("WEBP")[:40], "a.webp", "picture-broken"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "picture-broken"),
        (b"\xff\xd8\xff\xd9", "a.jpg", "picture-broken"),
        (b"RIFF\0\0\0\0WEBPxxxx", "a.webp", "picture-broken"),
        (png_header(0, 9), "a.png", "picture-broken"),
        (png_header(13_000, 13_000), "a.png", "picture-too-large"),
        (png_header(2**31 - 1, 2**31 - 1), "a.png", "picture-too-large"),
        (png_header(16_001, 1), "a.png", "picture-too-large"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_a_problem(data: bytes, file: str, code: str) -> None:
    assert codes(data, file) == [code]


def test_a_bomb_is_refused_from_its_header() -> None:
    rows = zlib.compress(b"\0" * 13_000 * 3 * 1_000, 9)
    chunk = b"IDAT" + rows
    bomb = (
        png_header(13_000, 13_000)
        + struct.pack(">I", len(rows))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
    )
    (problem,) = check_raster(bomb, "content/brand/kit/bomb.png")
    assert "13,000 x 13,000" in problem.message
    assert problem.hint


def test_moving_pictures_are_refused() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    for kind, file in (("PNG", "a.png"), ("WEBP", "a.webp")):
        stream = io.BytesIO()
        frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
        assert codes(stream.getvalue(), file) == ["picture-frames"]


def test_logos_have_narrower_limits() -> None:
    wide = picture("PNG", (5_000, 10))
    assert codes(wide, "a.png") == []
    assert codes(wide, "a.png", LOGO) == ["picture-too-large"]
    assert codes(b"\0" * (LOGO.size + 1), "a.png", LOGO) == ["picture-too-large"]


def test_a_preview_carries_pixels_only() -> None:
    information = PngImagePlugin.PngInfo()
    information.add_text("Author", CANARY)
    exif = Image.Exif()
    exif[0x0131] = CANARY
    exif[0x0112] = 6  # turned by 90 degrees
    data = picture("PNG", pnginfo=information, exif=exif, icc_profile=CANARY.encode())
    assert CANARY.encode() in data
    for kind in ("WEBP", "PNG"):
        small = preview(data, ".png", 100, kind)
        assert CANARY.encode() not in small
        with Image.open(io.BytesIO(small)) as opened:
            assert opened.size == (20, 30)
            assert not opened.getexif()


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("JPEG", {}), ("WEBP", {}), ("WEBP", {"lossless": True}), ("WEBP", {"exif": b"Exif\0\0"})],
)
def test_the_header_says_the_size(kind: str, options: dict[str, Any]) -> None:
    assert header_size(picture(kind, (321, 45), **options), kind) == (321, 45)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
def test_damaged_pictures_are_problems_and_never_errors(kind: str, data: st.DataObject) -> None:
    original = picture(kind)
    broken = bytearray(original[: data.draw(st.integers(0, len(original)))])
    for _ in range(data.draw(st.integers(0, 4)) if broken else 0):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    file = {"PNG": "a.png", "JPEG": "a.jpg", "WEBP": "a.webp"}[kind]
    check_raster(bytes(broken), file)
