"""A small good brand album, and ways to put it on disk and read it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

import view_data
from partnersite import brand
from partnersite.problems import Problem, Problems
from partnersite.settings import SiteSettings

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def png(size: tuple[int, int] = (900, 600)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "green").save(stream, "PNG")
    return stream.getvalue()


RECORD: dict[str, Any] = {
    "title": {"en": "Kit <b>", "ru": "Набор"},
    "summary": {"en": "Logos & **more**.", "ru": "Логотипы."},
    "version": "2026.1",
    "updated": "2026-09-01",
    "licence": {"en": "For partners only.", "ru": "Только для партнёров."},
    "assets": [
        {"file": "logo.svg", "title": "Logo", "usage": {"en": "On white.", "ru": "На белом."}},
        {"file": "card.png", "title": "Card"},
        {"file": "colours.txt", "title": "Colours"},
        {"file": "rules.pdf", "title": "Rules"},
    ],
}
FILES = {"logo.svg": SVG, "card.png": png(), "colours.txt": b"green #0b6e4f\n", "rules.pdf": b"%PDF-1.7\n"}


def write(
    folder: Path, record: object = RECORD, files: dict[str, bytes] = FILES, album: str = "kit"
) -> SiteSettings:
    target = folder / "content" / "brand" / album
    target.mkdir(parents=True)
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n...\n"
    (target / "album.yaml").write_text(text, "utf-8")
    for name, data in files.items():
        (target / name).write_bytes(data)
    return view_data.settings(folder=folder)


def read(settings: SiteSettings) -> tuple[tuple[brand.Album, ...], list[Problem]]:
    problems = Problems()
    albums = brand.read_albums(settings, problems)
    return albums, list(problems)
