"""An album's files as they are published: originals, previews, and an archive of the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from partnersite.brand.album import Album, Asset
from partnersite.media.raster import FORMATS, preview
from partnersite.problems import PartnersiteError
from partnersite.settings import SiteSettings
from partnersite.source.tree import read_file

PREVIEW_SIDE = 480
"""Pixels of a preview's longer side: a card on a dense screen."""
LEVEL = 9
"""Deflate level, fixed because it shows in the bytes."""
FILE_MODE = 0o100644
UNIX = 3
"""The archive says that it was made on Unix, wherever it was made: only then do modes count."""
SUMS = "SHA256SUMS"
LICENCE = "LICENCE.txt"


def pack(album: Album, settings: SiteSettings) -> Iterator[tuple[str, bytes]]:
    """Path below the site root and bytes of every file of an album.

    Raises PartnersiteError when a file is not the one that was checked.
    """
    for asset in album.assets:
        data = _read(album, asset, settings)
        yield album.address + asset.file, data
        if asset.ending in FORMATS:
            yield album.address + asset.preview, preview(data, asset.ending, PREVIEW_SIDE)
    yield album.archive, archive(album, settings)


@lru_cache(maxsize=8)
def archive(album: Album, settings: SiteSettings) -> bytes:
    """The album as a ZIP: one folder, sorted, with the licence and checksums for `sha256sum -c`."""
    files = {asset.file: _read(album, asset, settings) for asset in album.assets}
    files[LICENCE] = licence_text(album, settings).encode()
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files[SUMS] = sums.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as opened:
        for name in sorted(files):
            opened.writestr(_member(album, name), files[name], zipfile.ZIP_DEFLATED, LEVEL)
    return stream.getvalue()


def archive_size(album: Album, settings: SiteSettings) -> int:
    """Bytes of the album's archive."""
    return len(archive(album, settings))


def licence_text(album: Album, settings: SiteSettings) -> str:
    """The licence in each language it is written in, the source language first."""
    source = settings.source_language
    title = f"{album.title.get(source, source)}, {album.version} ({album.updated})"
    written = album.licence.languages
    languages = [tag for tag in settings.languages if tag in written] or [source]
    return "\n\n".join([title, *(album.licence.get(tag, source) for tag in languages)]) + "\n"


def _member(album: Album, name: str) -> zipfile.ZipInfo:
    day = album.archived
    # ZIP knows no date before 1980 (APPNOTE 4.4.6)
    member = zipfile.ZipInfo(f"{album.id}/{name}", (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    member.create_system = UNIX
    member.external_attr = FILE_MODE << 16
    return member


def _read(album: Album, asset: Asset, settings: SiteSettings) -> bytes:
    file = f"{album.file.rpartition('/')[0]}/{asset.file}"
    data = read_file(settings.source_dir, file)
    if sha256(data).hexdigest() != asset.digest:
        raise PartnersiteError(f"{file} changed while the site was being built; build again.")
    return data
