"""Albums: what is listed is published and checked; what is missing, hostile or forgotten is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import oracle
import view_data
from album_data import FILES, RECORD, SVG, png, read, write
from partnersite import brand
from partnersite.pages.blockcontext import BlockContext
from partnersite.problems import PartnersiteError, Problems
from partnersite.render.templates import Renderer
from partnersite.view import site_view


def test_a_good_album_is_read_without_a_word(tmp_path: Path) -> None:
    settings = write(tmp_path)
    (album,), problems = read(settings)
    assert problems == []
    assert (album.id, album.page, album.archive) == ("kit", "brand/kit/index.md", "brand/kit/kit.zip")
    assert album.titles(settings) == {"en": "Kit <b>", "ru": "Набор"}
    sizes = {asset.file: (asset.width, asset.height, asset.preview) for asset in album.assets}
    assert sizes == {
        "logo.svg": (0, 0, "logo.svg"),
        "card.png": (900, 600, "previews/card-png.webp"),
        "colours.txt": (0, 0, ""),
        "rules.pdf": (0, 0, ""),
    }


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ("", []),
        ("brand/kit/card.png", []),
        ("brand/kit/cart.png", [("unknown-share-image", 2, "did you mean `brand/kit/card.png`?")]),
        ("brand/kit/logo.svg", [("unknown-share-image", 2, "did you mean `brand/kit/card.png`?")]),
        ("../program.yaml", [("unknown-share-image", 2, "known: brand/kit/card.png")]),
    ],
)
def test_a_page_is_shared_with_a_picture_that_an_album_publishes(tmp_path: Path, image: str, found: Any) -> None:
    text = f"site_name: A\nshare_image: {image}\n"
    settings = replace(write(tmp_path), share_image=image, config_text=text)
    albums, _ = read(settings)
    problems = Problems()
    brand.check_share_image(settings, albums, problems)
    assert [(problem.code, problem.line, problem.hint) for problem in problems] == found


def test_a_site_without_albums_has_none(tmp_path: Path) -> None:
    assert read(view_data.settings(folder=tmp_path)) == ((), [])


LOGO = {"logo.svg": SVG}


def changed(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**RECORD, **changes}.items() if value is not None}


def asset(file: str, **more: Any) -> dict[str, Any]:
    return {"file": file, "title": "A file", **more}


@pytest.mark.parametrize(
    ("record", "files", "found"),
    [
        (RECORD, {**FILES, "draft.psd": b"x"}, [("unlisted-file", "warning", "content/brand/kit/draft.psd")]),
        (RECORD, {**FILES, "offer.pdf": b"x"}, [("unlisted-file", "warning", "content/brand/kit/offer.pdf")]),
        (
            RECORD, {name: data for name, data in FILES.items() if name != "card.png"},
            [("missing-file", "error", "assets[1].file")],
        ),
        (
            changed(assets=[asset("Logo.svg")]), LOGO,
            [
                ("missing-file", "error", "assets[0].file"),
                ("unlisted-file", "warning", "content/brand/kit/logo.svg"),
            ],
        ),
        (changed(assets=[asset("logo.svg")] * 2), LOGO, [("duplicate-asset", "error", "assets[1].file")]),
        (changed(assets=[asset("../../partners.yaml")]), {}, [("file-name", "error", "assets[0].file")]),
        (changed(assets=[asset("/etc/hostname")]), {}, [("file-name", "error", "assets[0].file")]),
        (changed(assets=[asset("a\\b.svg")]), {}, [("file-name", "error", "assets[0].file")]),
        (changed(assets=[asset("-x.svg")]), {}, [("file-name", "error", "assets[0].file")]),
        (changed(assets=[asset("логотип.svg")]), {}, [("file-name", "error", "assets[0].file")]),
        (changed(assets=[asset("aux.svg")]), {}, [("file-name", "error", "assets[0].file")]),
        (changed(assets=[asset("program.exe")]), {}, [("file-kind", "error", "assets[0].file")]),
        (changed(assets=[asset("album.yaml")]), {}, [("file-kind", "error", "assets[0].file")]),
        (changed(assets=[]), {}, [("empty", "error", "assets")]),
        (changed(licence=None), FILES, [("missing-key", "error", "licence")]),
        (changed(version="2026\u202e1"), FILES, None),
        (changed(licens="x"), FILES, [("unknown-key", "error", "licens")]),
        (changed(updated="soon"), FILES, [("date", "error", "updated")]),
        ("just text", {}, [("wrong-kind", "error", "")]),
        (changed(summary={"en": "Only English."}), FILES, [("missing-translation", "warning", "summary")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    tmp_path: Path, record: object, files: dict[str, bytes], found: list[tuple[str, str, str]] | None
) -> None:
    _, problems = read(write(tmp_path, record, files))
    said = [(problem.code, problem.severity, problem.field or problem.file) for problem in problems]
    if found is None:
        assert said
    else:
        shown = [(code, severity, where or "content/brand/kit/album.yaml") for code, severity, where in found]
        assert sorted(said) == sorted(shown)
    assert all(problem.file and problem.message.endswith(".") for problem in problems)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("logo.svg", SVG.replace(b"<path", b"<script/><path"), "svg-element"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + SVG, "svg-doctype"),
        ("card.png", b"<html>", "picture-wrong-kind"),
        ("card.png", png()[:200], "picture-broken"),
        ("rules.pdf", b"MZ", "file-wrong-kind"),
        ("colours.txt", b"\xff\xfe", "file-wrong-kind"),
        ("colours.txt", b"a\0b", "file-wrong-kind"),
    ],
)
def test_files_are_what_their_names_say(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    _, problems = read(write(tmp_path, files={**FILES, name: data}))
    assert [(problem.code, problem.file) for problem in problems] == [(code, f"content/brand/kit/{name}")]


def test_links_in_an_album_are_not_followed(tmp_path: Path) -> None:
    settings = write(tmp_path, files={name: data for name, data in FILES.items() if name != "colours.txt"})
    (tmp_path / "secret.txt").write_text("CANARY")
    (settings.content_dir / "brand" / "kit" / "colours.txt").symlink_to(tmp_path / "secret.txt")
    albums, problems = read(settings)
    assert {"error"} & {problem.severity for problem in problems}
    assert all("colours.txt" not in [asset.file for asset in album.assets] for album in albums)


@pytest.mark.parametrize("place", ["notes.txt", "loose/logo.svg"])
def test_files_outside_an_album_are_noticed(tmp_path: Path, place: str) -> None:
    settings = write(tmp_path)
    file = settings.content_dir / "brand" / place
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(SVG)
    _, problems = read(settings)
    assert [(p.code, p.severity) for p in problems] == [
        ("album-without-record", "error") if "/" in place else ("unlisted-file", "warning")
    ]


def test_an_album_too_large_for_a_host_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnersite.brand.album.MAX_TOTAL", 1_000)
    _, problems = read(write(tmp_path))
    assert [problem.code for problem in problems] == ["album-too-large"]


def shown(tmp_path: Path, language: str = "en") -> tuple[brand.Album, Renderer]:
    settings = write(tmp_path)
    (album,), _ = read(settings)
    return album, Renderer(language, settings)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("Kit <b>", "Logos & more.", "2026.1", "September 1, 2026", "For partners only.", "On white.",
                "PNG · 900 × 600 · ", "kB", "rules.pdf")),
        ("ru", ("Набор", "Логотипы.", "1 сентября 2026 г.", "Только для партнёров.", "На белом.", "кБ")),
    ],
)  # fmt: skip
def test_the_page_shows_everything_to_download(tmp_path: Path, language: str, texts: tuple[str, ...]) -> None:
    album, renderer = shown(tmp_path, language)
    page = brand.render(album, renderer)
    text = oracle.visible_text(page.main)
    assert [part for part in texts if part not in text] == []
    assert oracle.heading_faults(page.main) == []
    assert oracle.active_nodes(page.main) == []
    assert page.path == ("" if language == "en" else "ru/") + "brand/kit/"
    published = {path for path, _ in brand.pack(album, renderer.settings)}
    root = "../../" if language == "en" else "../../../"
    linked = {link["href"].removeprefix(root) for link in oracle.links(page.main) if "download" in link}
    assert linked == {path for path in published if "previews" not in path}


def test_the_block_lists_albums(tmp_path: Path) -> None:
    album, renderer = shown(tmp_path)
    view = site_view(view_data.network(), "en", renderer.settings, {})
    html = brand.block("albums", "", BlockContext(view, renderer, "brand/", "brand/index.md", (album,)))
    assert [link["href"] for link in oracle.links(html)] == ["../brand/kit/", "../brand/kit/kit.zip"]
    assert oracle.active_nodes(html) == []


def test_a_file_that_changes_during_the_build_stops_it(tmp_path: Path) -> None:
    album, renderer = shown(tmp_path)
    (renderer.settings.content_dir / "brand" / "kit" / "colours.txt").write_text("other")
    with pytest.raises(PartnersiteError, match="changed while"):
        list(brand.pack(album, renderer.settings))
