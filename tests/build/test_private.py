"""What is not public reaches no byte of the output, in no encoding."""

from __future__ import annotations

import base64
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from partnersite.build import build
from plain_engine import PlainEngine

CANARY = re.compile(r"canary[a-z0-9-]*(?:@[a-z.]+)?", re.IGNORECASE)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, and those inside archives."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            yield str(file.relative_to(folder)), data
            if file.suffix == ".zip":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    for name in archive.namelist():
                        yield f"{file.name}!{name}", archive.read(name)


def forms(secret: str) -> set[bytes]:
    """A secret as it could stand in a file: raw, escaped, percent-encoded, and in base64 at each of three offsets."""
    raw = secret.encode()
    found = {raw, escape(secret).encode(), quote(secret, safe="").encode(), raw.upper(), raw.lower(), raw[::-1]}
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + raw).rstrip(b"=")
        # Without the characters at both ends that depend on the neighbours.
        found.add(encoded[(offset * 8 + 5) // 6 + 1 : -2])
    return found


def leaks(folder: Path, secrets: set[str]) -> list[str]:
    """The files that hold a secret in any form."""
    wanted = {form for secret in secrets for form in forms(secret)}
    found = []
    for name, data in contents(folder):
        found.extend(f"{name}: {form!r}" for form in wanted if form in data or form in name.encode())
    return found


def secrets_of(source: Path) -> set[str]:
    """All canaries planted in a site's sources."""
    texts = [file.read_text(encoding="utf-8") for file in source.rglob("*") if file.suffix in (".yaml", ".md")]
    return {match for text in texts for match in CANARY.findall(text)}


def plant_everywhere(source: Path) -> None:
    """Adds what editors leave behind: drafts, notes, backups and unlisted files."""
    (source / "content" / "brand" / "kit" / "contract.pdf").write_text("CANARY-unlisted-pdf")
    (source / "content" / "en" / "notes.yml").write_text("note: CANARY-yml")
    (source / "content" / "en" / "index.md.orig").write_text("CANARY-orig")
    (source / "content" / "en" / "draft.md~").write_text("CANARY-backup")
    (source / "content" / "en" / ".env").write_text("TOKEN=CANARY-env")
    (source / "content" / "partners" / "list.csv").write_text("CANARY-csv")
    page = source / "content" / "en" / "training" / "start" / "first.md"
    page.write_text(page.read_text() + "\n{# CANARY-comment #}\n")


PLANTED = {
    "CANARY-unlisted-pdf",
    "CANARY-yml",
    "CANARY-orig",
    "CANARY-backup",
    "CANARY-env",
    "CANARY-csv",
    "CANARY-comment",
}


def test_nothing_internal_or_unpublished_is_in_any_byte_of_the_site(small_site: Path, tmp_path: Path) -> None:
    plant_everywhere(small_site)
    secrets = secrets_of(small_site) | PLANTED
    assert len(secrets) >= 18
    build(small_site, site_dir=tmp_path / "site", engine=PlainEngine(), durable=False)
    assert leaks(tmp_path / "site", secrets) == []


def test_nothing_internal_is_in_the_cache_or_the_staged_trees(small_site: Path, tmp_path: Path) -> None:
    build(small_site, site_dir=tmp_path / "site", engine=PlainEngine(), durable=False)
    assert leaks(small_site / ".partnersite", secrets_of(small_site)) == []


@pytest.mark.parametrize("form", sorted(forms("CANARY-contract-5171")))
def test_a_planted_leak_is_found_in_each_form(form: bytes, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"<p>xx" + form + b"yy</p>")
    assert leaks(tmp_path, {"CANARY-contract-5171"})


def test_a_planted_leak_is_found_inside_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "kit.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", "CANARY-note-one" * 100)
    assert leaks(tmp_path, {"CANARY-note-one"})


def test_a_template_that_reaches_for_an_internal_field_finds_none(small_site: Path, tmp_path: Path) -> None:
    pages = small_site / "theme" / "pages"
    pages.mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "theme" / "pages" / "not-found.html", pages)
    (pages / "fallback.html").write_text("{{ site }}{{ written_in.internal | default('none') }}")
    config = small_site / "mkdocs.yml"
    config.write_text(config.read_text().replace("name: material", "name: material\n  custom_dir: theme"))
    build(small_site, site_dir=tmp_path / "site", engine=PlainEngine(), durable=False)
    assert leaks(tmp_path / "site", secrets_of(small_site)) == []
