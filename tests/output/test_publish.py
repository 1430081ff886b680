"""The live folder is replaced as a whole, by one build at a time; readers never see anything in between."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import NoReturn

import pytest

from output.faulty_system import without_exchange
from output.site_trees import PAGES, Snapshot, beside, build, built, site, snapshot
from partnersite.output.inventory import differences, take_inventory
from partnersite.output.manifest import MANIFEST_FILE, Manifest, read_manifest
from partnersite.output.publish import AnotherBuild, Publication
from partnersite.output.store import write_file
from partnersite.output.tree import Tree
from partnersite.problems import ProblemsFound


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "work" / "site"


@pytest.fixture
def old(tmp_path: Path) -> Snapshot:
    return built(tmp_path, "old")


def test_a_first_build_makes_the_folder_and_those_above_it(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "site"
    build(target, site("new"))
    assert (target / "index.html").read_bytes() == site("new")["index.html"]
    assert differences(take_inventory(target), _manifest(target)) == []


def test_the_new_site_takes_the_place_of_the_old_one(live: Path, tmp_path: Path) -> None:
    build(live, site("old"))
    build(live, site("new", PAGES[2:]))
    assert snapshot(live) == built(tmp_path, "new", PAGES[2:])
    assert beside(live) == {"site", ".site.lock"}


def test_an_empty_folder_may_be_replaced(live: Path, old: Snapshot) -> None:
    live.mkdir(parents=True)
    build(live, site("old"))
    assert snapshot(live) == old


def test_a_site_folder_may_be_given_relative_to_the_working_folder(
    tmp_path: Path, old: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    build(Path("site"), site("old"))
    assert snapshot(tmp_path / "site") == old


def test_leaving_without_commit_changes_nothing(live: Path, old: Snapshot) -> None:
    build(live, site("old"))
    with Publication(live, durable=False) as publication:
        write_file(publication.root, "index.html", b"new")
    assert snapshot(live) == old
    assert beside(live) == {"site", ".site.lock"}


def test_an_error_in_the_build_passes_through_and_changes_nothing(live: Path, old: Snapshot) -> None:
    build(live, site("old"))
    with pytest.raises(ZeroDivisionError), Publication(live, durable=False) as publication:
        _half_a_build(publication.root, ZeroDivisionError())
    assert snapshot(live) == old
    assert beside(live) == {"site", ".site.lock"}


def test_the_work_folder_is_empty_whatever_a_killed_build_left(live: Path) -> None:
    leftover = live.parent / ".site.building"
    (leftover / "tree" / "ru").mkdir(parents=True)
    (leftover / "tree" / "ru" / "half").write_text("half")
    (leftover / "tree" / "closed").mkdir(mode=0o000)
    (leftover / "made-by-partnersite.txt").touch()
    with Publication(live, durable=False) as publication:
        assert list(publication.root.iterdir()) == []
    assert not leftover.exists()


@pytest.mark.parametrize("kind", ["file", "link", "strange folder"])
def test_something_else_under_the_name_of_the_work_folder_is_left_alone(live: Path, tmp_path: Path, kind: str) -> None:
    live.parent.mkdir()
    work = live.parent / ".site.building"
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "made-by-partnersite.txt").write_text("a trap")
    if kind == "file":
        work.write_text("mine")
    elif kind == "link":
        work.symlink_to(treasure)
    else:
        work.mkdir()
        (work / "mine").write_text("mine")
    before = snapshot(tmp_path)
    with pytest.raises(ProblemsFound, match="in the way"), Publication(live, durable=False):
        pass
    assert {path: found for path, found in snapshot(tmp_path).items() if "lock" not in path} == before


def test_a_tree_that_differs_from_its_manifest_is_not_published(live: Path, old: Snapshot) -> None:
    build(live, site("old"))
    with Publication(live, durable=False) as publication:
        tree = Tree(publication.root)
        tree.write("index.html", b"new")
        (publication.root / "mkdocs.yml").write_text("a stray file")
        with pytest.raises(ProblemsFound, match=r"mkdocs\.yml"):
            publication.commit(Manifest("test", "", tree.files))
    assert snapshot(live) == old


def test_a_file_put_into_the_live_folder_during_the_build_is_not_lost(live: Path) -> None:
    build(live, site("old"))
    with Publication(live, durable=False) as publication:
        tree = Tree(publication.root)
        tree.write("index.html", b"new")
        (live / "notes.txt").write_text("mine")
        with pytest.raises(ProblemsFound, match=r"notes\.txt"):
            publication.commit(Manifest("test", "", tree.files))
    assert (live / "notes.txt").read_text() == "mine"


def test_the_previous_manifest_is_at_hand(live: Path) -> None:
    with Publication(live, durable=False) as publication:
        assert publication.previous is None
    build(live, site("old"))
    with Publication(live, durable=False) as publication:
        assert publication.previous is not None
        assert publication.previous.files.keys() == set(PAGES)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_modes_are_the_same_under_every_umask(live: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        build(live.parent, site("old"))
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in live.parent.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in live.parent.rglob("*") if path.is_dir()}
    assert (modes, folders, stat.S_IMODE(live.parent.stat().st_mode)) == ({0o644}, {0o755}, 0o755)


def test_a_second_build_says_that_it_waits_and_gives_up_in_the_end(live: Path) -> None:
    said: list[str] = []
    with (
        Publication(live, durable=False),
        pytest.raises(AnotherBuild, match="Another build"),
        Publication(live, durable=False, wait_seconds=0, on_wait=lambda: said.append("waiting")),
    ):
        pass
    assert said == ["waiting"]
    assert beside(live) == {".site.lock"}


def test_builds_at_once_come_one_after_another_and_each_is_whole(live: Path, tmp_path: Path) -> None:
    versions = [f"version-{number}" for number in range(6)]
    expected = [built(tmp_path, version) for version in versions]
    for _ in range(3):
        ready, start = os.pipe()
        children = [_forked(ready, start, live, version) for version in versions]
        os.close(ready)
        os.close(start)  # all children read the end of the pipe now, and start
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)
        assert snapshot(live) in expected
        assert beside(live) == {"site", ".site.lock"}


def _forked(ready: int, start: int, live: Path, version: str) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.close(start)
        os.read(ready, 1)
        build(live, site(version))
        status = 0
    finally:
        os._exit(status)


@pytest.mark.parametrize("path", ["index.html", "ru/partners/kupava/index.html"])
def test_a_reader_sees_a_whole_page_of_some_version_at_every_moment(live: Path, path: str) -> None:
    versions = [site(f"version-{number}") for number in range(60)]
    known = {version[path]: number for number, version in enumerate(versions)}
    build(live, versions[0])
    seen: list[bytes | str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append((live / path).read_bytes())
            except OSError as error:
                seen.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for version in versions[1:]:
            build(live, version)
    finally:
        done.set()
        reader.join()
    assert [what for what in seen if what not in known] == []
    order = [known[what] for what in seen if isinstance(what, bytes)]
    assert order == sorted(order)
    assert len(seen) > len(versions)


def test_a_system_without_exchange_publishes_too(live: Path, old: Snapshot, tmp_path: Path) -> None:
    with without_exchange():
        build(live, site("new"))
        build(live, site("old"))
    assert snapshot(live) == old
    assert beside(live) == {"site", ".site.lock"}


def _half_a_build(root: Path, error: BaseException) -> NoReturn:
    write_file(root, "index.html", b"new")
    raise error


def _manifest(root: Path) -> Manifest:
    manifest = read_manifest(root)
    assert manifest is not None
    assert (root / MANIFEST_FILE).is_file()
    return manifest


def test_a_removal_of_the_predecessor_that_was_broken_off_is_in_nobody_s_way(
    live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish(text: bytes) -> None:
        with Publication(live, durable=False, spare=True) as publication:
            tree = Tree(publication.root)
            tree.write("index.html", text)
            publication.commit(Manifest("test", "", tree.files))

    def stopped(folder: Path) -> None:
        raise KeyboardInterrupt

    publish(b"first")
    publish(b"second")
    with monkeypatch.context() as patched:
        patched.setattr("partnersite.output.workfolder.remove_tree", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(b"third")
    publish(b"fourth")
    assert (live / "index.html").read_bytes() == b"fourth"
