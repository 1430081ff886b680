"""The one function that writes: inside the site folder only, no links followed, nothing written twice."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import mmap
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from output.faulty_system import Calls, failing
from output.site_trees import error_of, snapshot
from partnersite.output.paths import path_fault
from partnersite.output.store import WriteFailed, Written, write_file
from partnersite.output.tree import Tree
from partnersite.problems import ProblemsFound


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    return folder


def test_a_file_is_written_with_the_folders_above_it(root: Path) -> None:
    written = write_file(root, "ru/partners/kupava/index.html", b"page", key="k")
    assert written == Written("ru/partners/kupava/index.html", 4, hashlib.sha256(b"page").hexdigest(), "k")
    assert (root / "ru/partners/kupava/index.html").read_bytes() == b"page"


@pytest.mark.parametrize("umask", [0o000, 0o027, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(root: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_file(root, "a/b/index.html", b"")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((root / path).stat().st_mode) for path in ("a", "a/b", "a/b/index.html")]
    assert modes == [0o755, 0o755, 0o644]


def test_nothing_is_written_twice(root: Path) -> None:
    write_file(root, "index.html", b"first")
    with pytest.raises(ProblemsFound, match="Two sources give the same address"):
        write_file(root, "index.html", b"second")
    assert (root / "index.html").read_bytes() == b"first"


# --- written over what is there


@pytest.mark.parametrize("data", [b"longer than before", b"short", b""], ids=["longer", "shorter", "empty"])
def test_a_file_that_nobody_else_can_see_is_written_in_place(root: Path, data: bytes) -> None:
    write_file(root, "ru/index.html", b"before it")
    number = (root / "ru/index.html").stat().st_ino
    written = write_file(root, "ru/index.html", data, over=True)
    assert written == Written("ru/index.html", len(data), hashlib.sha256(data).hexdigest())
    assert (root / "ru/index.html").read_bytes() == data
    assert (root / "ru/index.html").stat().st_ino == number


def test_a_file_that_holds_the_same_bytes_is_left(root: Path) -> None:
    write_file(root, "index.html", b"the same")
    os.link(root / "index.html", root.parent / "another")
    os.utime(root / "index.html", ns=(1, 1))
    write_file(root, "index.html", b"the same", over=True)
    assert (root / "index.html").stat().st_mtime_ns == 1
    assert (root / "index.html").samefile(root.parent / "another")


def test_a_file_with_another_name_is_not_changed(root: Path) -> None:
    write_file(root, "index.html", b"before")
    os.link(root / "index.html", root.parent / "another")
    write_file(root, "index.html", b"after!", over=True)
    assert (root / "index.html").read_bytes() == b"after!"
    assert (root.parent / "another").read_bytes() == b"before"


@pytest.mark.parametrize("mapped", [False, True], ids=["open", "mapped"])
def test_a_file_that_somebody_reads_is_not_changed(root: Path, mapped: bool) -> None:
    write_file(root, "index.html", b"before")
    with open(root / "index.html", "rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as memory:
        if mapped:
            file.close()
        write_file(root, "index.html", b"after!", over=True)
        assert (root / "index.html").read_bytes() == b"after!"
        assert memory[:] == b"before"


def test_a_file_is_not_changed_where_the_system_cannot_tell_who_reads_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(fcntl, "F_SETLEASE")
    write_file(root, "index.html", b"before")
    with open(root / "index.html", "rb") as file:
        write_file(root, "index.html", b"after!", over=True)
        assert file.read() == b"before"
    assert (root / "index.html").read_bytes() == b"after!"


def test_what_is_not_a_published_file_makes_room_for_one(root: Path) -> None:
    treasure = root.parent / "treasure"
    treasure.write_bytes(b"mine")
    (root / "link.html").symlink_to(treasure)
    os.mkfifo(root / "pipe.html")
    (root / "read-only.html").write_bytes(b"before")
    (root / "read-only.html").chmod(0o444)
    names = [path.name for path in root.iterdir()]
    for name in names:
        write_file(root, name, b"mine", over=True)
    assert {(root / name).lstat().st_mode for name in names} == {stat.S_IFREG | 0o644}
    assert {(root / name).read_bytes() for name in (*names, treasure)} == {b"mine"}
    assert treasure.stat().st_nlink == 1


def test_a_folder_does_not_make_room_for_a_file(root: Path) -> None:
    write_file(root, "kit.zip/logo.svg", b"")
    with pytest.raises(WriteFailed):
        write_file(root, "kit.zip", b"", over=True)


@pytest.mark.parametrize("path", ["index.html", "ru/index.html", "ru/deep/index.html"])
@pytest.mark.parametrize("target", ["outside", "nowhere", "tree/inside", "loop"])
def test_symbolic_links_are_never_followed(root: Path, path: str, target: str) -> None:
    (root.parent / "outside/deep").mkdir(parents=True)
    (root / "inside/deep").mkdir(parents=True)
    link = root / path.split("/")[0]
    link.symlink_to(link if target == "loop" else root.parent / target)
    before = snapshot(root.parent)
    with pytest.raises(ProblemsFound):
        write_file(root, path, b"data")
    assert snapshot(root.parent) == before


def test_a_root_that_is_a_link_is_not_followed(root: Path) -> None:
    (root.parent / "link").symlink_to(root)
    with pytest.raises(ProblemsFound):
        write_file(root.parent / "link", "index.html", b"")
    assert snapshot(root) == {}


def test_a_file_does_not_stand_where_a_folder_is_needed(root: Path) -> None:
    write_file(root, "a.zip", b"")
    with pytest.raises(ProblemsFound):
        write_file(root, "a.zip/logo.svg", b"")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE])
def test_what_the_system_refuses_is_said_in_one_line(root: Path, code: int) -> None:
    at = 0
    while True:
        at += 1
        calls = Calls(at)
        with failing(calls, code):
            error = error_of(partial(write_file, root, f"a{at}/b/index.html", b"data"))
        if set(calls.names[at - 1 :]) <= {"close"}:
            break  # only the folders are still closed, and all is written
        assert isinstance(error, WriteFailed)
        assert str(error) == f"`a{at}/b/index.html` could not be written: {os.strerror(code)}."
    assert at >= 8


def test_a_short_write_is_gone_on_with(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, bytes(data)[:3]))
    write_file(root, "index.html", b"0123456789")
    assert (root / "index.html").read_bytes() == b"0123456789"


def test_workers_may_need_the_same_folder_at_once(root: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda n: write_file(root, f"a/b/c/{n % 3}/{n}.html", b"x"), range(300)))
    assert len({record.path for record in written}) == len(list(root.rglob("*.html"))) == 300


def test_no_spelling_of_a_way_out_reaches_the_disk(root: Path) -> None:
    """The interpreter's own audit events are asked, so that no way to write can be overlooked."""
    result = subprocess.run(
        [sys.executable, "-m", "output.audited_writes", root],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    tried, of_a_plain_path, of_all_others = map(int, result.stdout.split())
    assert tried > 20_000
    assert of_a_plain_path > 0
    assert of_all_others == 0
    assert set(snapshot(root.parent)) == {"tree", "tree/plain.html"}


PARTS = st.sampled_from(["a", "B", "é", "ё", "中文", "x y", "a.b", "-", "..", "con", "~", "%2e"])


@given(st.lists(PARTS, min_size=1, max_size=4).map("/".join), st.sampled_from([".html", ".png", ".yml", ""]))
def test_what_is_accepted_lies_where_its_name_says(
    tmp_path_factory: pytest.TempPathFactory, stem: str, extension: str
) -> None:
    path = stem + extension
    root = tmp_path_factory.mktemp("tree")
    try:
        write_file(root, path, b"data")
    except ProblemsFound:
        assert path_fault(path)
        assert snapshot(root) == {}
    else:
        assert [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()] == [path]


# --- two sources for one address

CONFLICTS = [
    ("q.html", "q/index.html"),
    ("q/index.html", "q.html"),
    ("partners/kupava/index.html", "partners/Kupava/index.html"),
    ("logo.svg", "LOGO.SVG"),
    ("ru/a.pdf", "RU/b.pdf"),
    ("ru/a/b.pdf", "ru/A/c.pdf"),
    ("kit.zip", "kit.zip/logo.svg"),
    ("kit.zip/logo.svg", "kit.zip"),
    ("kit.zip/logo.svg", "KIT.zip"),
    ("straße.pdf", "STRASSE.pdf"),
    ("index.html", "index.html"),
]


@pytest.mark.parametrize(("first", "second"), CONFLICTS)
def test_two_sources_for_one_address_are_both_named(root: Path, first: str, second: str) -> None:
    tree = Tree(root)
    tree.write(first, b"1", origin="content/en/first.md")
    before = snapshot(root)
    with pytest.raises(ProblemsFound) as caught:
        tree.write(second, b"2", origin="content/en/second.md")
    (problem,) = caught.value.problems
    assert problem.code == "two-sources-one-address"
    assert "content/en/first.md" in problem.message
    assert "content/en/second.md" in problem.message
    assert snapshot(root) == before


@pytest.mark.parametrize(("first", "second"), CONFLICTS[:-1])
def test_files_of_workers_are_compared_too_and_all_conflicts_told(first: str, second: str) -> None:
    tree = Tree(Path("unused"))
    tree.adopt([Written(first, 0, ""), Written("other.html", 0, "")], "content/en/first.md")
    with pytest.raises(ProblemsFound) as caught:
        tree.adopt(
            [Written(second, 0, ""), Written("Other.html", 0, ""), Written("new.html", 0, "")],
            "partners.yaml",
        )
    assert len(caught.value.problems) == 2
    assert all(
        "content/en/first.md" in problem.message and problem.file == "partners.yaml"
        for problem in caught.value.problems
    )


def test_a_tree_knows_its_files_with_their_origins(root: Path) -> None:
    tree = Tree(root)
    tree.write("ru/index.html", b"1", origin="content/ru/index.md", key="k")
    tree.adopt([Written("index.html", 1, "0" * 64, "k2")], origin="content/en/index.md")
    assert {entry.path: entry.key for entry in tree.files.values()} == {"index.html": "k2", "ru/index.html": "k"}
    assert tree.origin("ru/index.html") == "content/ru/index.md"
    assert len(tree.files) == 2
    assert "index.html" in tree
    assert "es/index.html" not in tree
