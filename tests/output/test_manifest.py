"""The manifest lists every file of the site, and any difference from it is found and named."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.output.manifest import (
    MANIFEST_FILE,
    Manifest,
    ManifestUnreadable,
    read_manifest,
    respelled,
)
from partnersite.output.store import Written
from partnersite.output.tree import Tree

ENTRIES = (
    Written("index.html", 3, hashlib.sha256(b"abc").hexdigest(), "key-1"),
    Written("ru/партнёры.pdf", 2, hashlib.sha256(b"ab").hexdigest()),
)
MANIFEST = Manifest.of(reversed(ENTRIES), generator="partnersite 1", revision="0123abc")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tree = Tree(tmp_path / "site")
    tree.root.mkdir()
    tree.write("index.html", b"abc", key="key-1")
    tree.write("ru/партнёры.pdf", b"ab")
    tree.write(MANIFEST_FILE, MANIFEST.to_bytes())
    return tree.root


def test_it_is_read_back_as_it_was_written() -> None:
    assert Manifest.from_bytes(MANIFEST.to_bytes()) == MANIFEST
    assert tuple(MANIFEST.files.written()) == ENTRIES


def test_it_is_json_with_one_file_on_a_line() -> None:
    lines = MANIFEST.to_bytes().decode().splitlines()
    assert [line.count('"path"') for line in lines] == [0, 1, 1, 0]
    assert json.loads(MANIFEST.to_bytes())["files"][0] == {
        "path": "index.html", "size": 3, "sha256": ENTRIES[0].sha256, "key": "key-1",
    }  # fmt: skip


def test_a_manifest_cut_anywhere_is_unreadable() -> None:
    data = MANIFEST.to_bytes()
    for end in range(len(data) - 1):  # without the final newline it is whole
        with pytest.raises(ManifestUnreadable):
            Manifest.from_bytes(data[:end])


@given(
    st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_anything_else_is_unreadable(data: bytes) -> None:
    with pytest.raises(ManifestUnreadable):
        Manifest.from_bytes(data)


PATHS = ("a", "b/c", 'q"x', "ru/å.html", 'x,"size":1', "z")
names = st.dictionaries(st.sampled_from(PATHS), st.integers(0, 9), max_size=6)


@given(names, st.sets(st.integers(0, 5)), st.text(max_size=5))
def test_a_manifest_made_of_another_one_is_the_one_made_from_nothing(
    files: dict[str, int], which: set[int], revision: str
) -> None:
    before = Manifest.of([Written(path, size, f"{size}" * 64) for path, size in files.items()], generator="g")
    changed = [Written(path, files[path] + 10, "f" * 64, "k") for at, path in enumerate(files) if at in which]
    after = {**before.files, **{file.path: file for file in changed}}
    expected = Manifest.of(after.values(), generator="g2", revision=revision)
    assert respelled(before.to_bytes(), expected.start, changed) == expected.to_bytes()
    with pytest.raises(ValueError, match="not found"):
        respelled(before.to_bytes(), expected.start, [*changed, Written("new", 1, "f" * 64)])


def test_a_deeply_nested_file_is_unreadable() -> None:
    with pytest.raises(ManifestUnreadable):
        Manifest.from_bytes(b"[" * 200_000)


def test_a_folder_without_one_has_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None


def test_a_link_in_its_place_is_not_followed(tmp_path: Path, root: Path) -> None:
    (tmp_path / MANIFEST_FILE).symlink_to(root / MANIFEST_FILE)
    with pytest.raises(ManifestUnreadable):
        read_manifest(tmp_path)


def test_a_written_one_is_read_back(root: Path) -> None:
    assert read_manifest(root) == MANIFEST
