"""The archive of an album: the same bytes each time, plain members, checksums that hold."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest

from album_data import FILES, RECORD, read, write
from partnersite import brand
from partnersite.brand.archive import archive
from partnersite.settings import SiteSettings


def packed(settings: SiteSettings) -> dict[str, bytes]:
    archive.cache_clear()
    (album,), _ = read(settings)
    return dict(brand.pack(album, settings))


@pytest.fixture
def opened(tmp_path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packed(write(tmp_path))["brand/kit/kit.zip"]))


def test_everything_listed_is_published_once(tmp_path: Path) -> None:
    found = packed(write(tmp_path, files={**FILES, "draft.psd": b"CANARY"}))
    assert set(found) == {
        "brand/kit/logo.svg",
        "brand/kit/card.png",
        "brand/kit/previews/card-png.webp",
        "brand/kit/colours.txt",
        "brand/kit/rules.pdf",
        "brand/kit/kit.zip",
    }
    assert found["brand/kit/logo.svg"] == FILES["logo.svg"]
    assert not any(b"CANARY" in data for data in found.values())


def test_members_are_plain_files_in_one_folder(opened: zipfile.ZipFile) -> None:
    members = opened.infolist()
    assert [member.filename for member in members] == [
        "kit/LICENCE.txt",
        "kit/SHA256SUMS",
        "kit/card.png",
        "kit/colours.txt",
        "kit/logo.svg",
        "kit/rules.pdf",
    ]
    for member in members:
        assert member.external_attr >> 16 == stat.S_IFREG | 0o644
        assert member.date_time == (2026, 9, 1, 0, 0, 0)
        assert member.create_system == 3
        assert not member.extra
        assert not member.comment
    assert opened.testzip() is None


def test_checksums_hold_for_every_member(opened: zipfile.ZipFile) -> None:
    lines = opened.read("kit/SHA256SUMS").decode().splitlines()
    summed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(summed) == {name.removeprefix("kit/") for name in opened.namelist()} - {"SHA256SUMS"}
    for name, digest in summed.items():
        assert hashlib.sha256(opened.read(f"kit/{name}")).hexdigest() == digest


def test_the_licence_is_in_every_language_it_is_written_in(opened: zipfile.ZipFile) -> None:
    text = opened.read("kit/LICENCE.txt").decode()
    assert text == "Kit <b>, 2026.1 (2026-09-01)\n\nFor partners only.\n\nТолько для партнёров.\n"


def test_time_place_and_rights_do_not_show_in_the_bytes(tmp_path: Path) -> None:
    first = packed(write(tmp_path / "one"))
    settings = write(tmp_path / "elsewhere" / "two", files=dict(reversed(FILES.items())))
    for file in settings.content_dir.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
        if file.is_file():
            file.chmod(0o600)
    before = os.umask(0o077)
    zone = os.environ.get("TZ")
    try:
        os.environ["TZ"] = "Pacific/Kiritimati"
        time.tzset()
        assert packed(settings) == first
    finally:
        os.umask(before)
        os.environ.pop("TZ") if zone is None else os.environ.update(TZ=zone)
        time.tzset()


def test_an_old_album_gets_the_first_date_that_archives_know(tmp_path: Path) -> None:
    found = packed(write(tmp_path, {**RECORD, "updated": "1970"}))
    (member, *_) = zipfile.ZipFile(io.BytesIO(found["brand/kit/kit.zip"])).infolist()
    assert member.date_time == (1980, 1, 1, 0, 0, 0)
