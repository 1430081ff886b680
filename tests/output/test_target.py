"""A folder that is not ours is never replaced, and is told apart before anything is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from output.site_trees import build, site, snapshot
from partnersite.output.publish import Publication
from partnersite.output.store import WriteFailed
from partnersite.output.target import check_target
from partnersite.problems import ProblemsFound


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a site's sources, a home folder and a working folder in it."""
    for name in ("home/work", "source/content/en", "source/theme"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "source/content/en/index.md").write_text("# Home")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "home/work")
    return tmp_path


def refusal(place: Path, site_dir: Path | str) -> str:
    """Why a build refuses a folder; the folder and all beside it are shown to be untouched."""
    before = snapshot(place)
    source = place / "source"
    publication = Publication(
        Path(site_dir),
        forbidden=(source, source / "content"),
        not_within=(source / "content", source / "theme"),
        durable=False,
    )
    with pytest.raises(ProblemsFound) as caught, publication:
        pass
    assert snapshot(place) == before
    (problem,) = caught.value.problems
    assert problem.code == "site-folder-refused"
    assert problem.hint
    return problem.message


@pytest.mark.parametrize(
    ("site_dir", "reason"),
    [
        ("/", "root of the file system"),
        ("home", "holds the folder you are in"),
        ("home/work", "is the folder you are in"),
        ("home/work/../work", "is the folder you are in"),
        ("source", "is `source`, which the site is made from"),
        ("source/content", "is `content`, which the site is made from"),
        ("source/content/site", "lies in `content`"),
        ("source/content/en/deep/site", "lies in `content`"),
        ("source/theme/site", "lies in `theme`"),
        ("source/content/en", "lies in `content`"),
        (".", "holds"),
    ],
)
def test_places_that_are_somebody_elses_are_refused(place: Path, site_dir: str, reason: str) -> None:
    assert reason in refusal(place, place / site_dir)


def test_the_home_folder_is_refused_from_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    assert "is the home folder" in refusal(place, place / "home")


@pytest.mark.parametrize("site_dir", [".", "..", "../..", "", "../../source/../home"])
def test_the_working_folder_and_those_above_it_are_refused_however_they_are_written(place: Path, site_dir: str) -> None:
    assert "folder you are in" in refusal(place, site_dir)


def test_a_folder_inside_the_source_folder_is_the_usual_place(place: Path) -> None:
    source = place / "source"
    expected = (source / "site").resolve()
    assert check_target(source / "site", forbidden=[source], not_within=[source / "content"]) == expected


def test_a_folder_with_files_that_no_build_wrote_is_refused(place: Path) -> None:
    (place / "stranger").mkdir()
    (place / "stranger" / "thesis.docx").write_text("years of work")
    assert "was not built by partnersite" in refusal(place, place / "stranger")


@pytest.mark.parametrize(
    "manifest", [b"", b"{}", b"[]", b"null", b'{"format":2,"generator":"","revision":"","files":[]}', b"\xff"]
)
def test_a_folder_with_another_programs_manifest_is_refused(place: Path, manifest: bytes) -> None:
    (place / "stranger").mkdir()
    (place / "stranger" / "site-manifest.json").write_bytes(manifest)
    assert "site-manifest.json" in refusal(place, place / "stranger")


def test_files_added_to_a_built_site_are_named(place: Path) -> None:
    build(place / "site", site("old"))
    names = [f"note-{number:02}.txt" for number in range(12)]
    for name in names:
        (place / "site/partners" / name).write_text("mine")
    message = refusal(place, place / "site")
    assert all(f"`partners/{name}`" in message for name in names[:10])
    assert "and 2 more" in message


@pytest.mark.parametrize("name", [".git/HEAD", "CNAME", ".env", "partners/kupava/link"])
def test_every_kind_of_stranger_counts(place: Path, name: str) -> None:
    build(place / "site", site("old"))
    path = place / "site" / name
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(place / "home") if name.endswith("link") else path.write_text("mine")
    assert f"`{name}`" in refusal(place, place / "site")


def test_what_file_browsers_leave_does_not_count(place: Path) -> None:
    build(place / "site", site("old"))
    for name in (".DS_Store", "partners/Thumbs.db", "ru/desktop.ini"):
        (place / "site" / name).write_text("")
    (place / "site/empty").mkdir()
    build(place / "site", site("new"))
    assert not (place / "site/partners/Thumbs.db").exists()


@pytest.mark.parametrize("kind", ["to a folder", "to a site", "to nowhere", "to itself"])
def test_a_symbolic_link_is_refused(place: Path, kind: str) -> None:
    build(place / "real", site("old"))
    targets = {"to a folder": "home", "to a site": "real", "to nowhere": "nowhere", "to itself": "site"}
    (place / "site").symlink_to(place / targets[kind])
    assert "symbolic link" in refusal(place, place / "site")


def test_a_link_on_the_way_to_the_folder_does_no_harm(place: Path) -> None:
    (place / "way").symlink_to(place / "source")
    build(place / "way/site", site("old"))
    assert (place / "source/site/index.html").is_file()
    assert "lies in `content`" in refusal(place, place / "way/content/site")


def test_a_file_is_refused(place: Path) -> None:
    (place / "site").write_text("mine")
    assert "it is a file" in refusal(place, place / "site")


def test_a_folder_below_a_file_is_refused(place: Path) -> None:
    (place / "file").write_text("mine")
    assert "file" in refusal(place, place / "file/site")


@pytest.mark.parametrize("locked", ["site", "."])
def test_a_read_only_folder_is_refused_and_stays_as_it_is(place: Path, locked: str) -> None:
    build(place / "out/site", site("old"))
    folder = place / "out" / locked
    folder.chmod(0o555)
    try:
        assert "read-only" in refusal(place, place / "out/site")
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"], ids=["too long", "NUL"])
def test_an_impossible_name_is_refused_in_words(place: Path, name: str) -> None:
    with pytest.raises(ProblemsFound) as caught, Publication(place / name, durable=False):
        pass
    assert caught.value.problems[0].code == "site-folder-refused"


def test_a_name_too_long_for_the_folder_beside_it_is_answered_in_words(place: Path) -> None:
    with (
        pytest.raises(WriteFailed, match="File name too long"),
        Publication(place / ("x" * 250), durable=False),
    ):
        pass


def test_a_mount_point_is_refused() -> None:
    mounts = [Path(path) for path in ("/proc", "/sys", "/dev") if os.path.ismount(path)]
    assert mounts, "a system without mounted folders"
    with pytest.raises(ProblemsFound, match="mount point"):
        check_target(mounts[0])
