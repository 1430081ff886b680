"""What stands in a built folder is found, by one process or by two, and any difference from its manifest is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from partnersite.output import inventory
from partnersite.output.inventory import Inventory, differences, take_inventory, take_large_inventory
from partnersite.output.manifest import MANIFEST_FILE, Manifest
from partnersite.output.tree import Tree
from partnersite.parallel.aside import Aside

FILES = ("index.html", "ru/партнёры.pdf", "ru/partners/a/index.html", "ru/partners/b/index.html", "kk/index.html")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    tree = Tree(tmp_path / "site")
    tree.root.mkdir()
    for path in FILES:
        tree.write(path, path.encode())
    return tree


@pytest.fixture
def manifest(tree: Tree) -> Manifest:
    manifest = Manifest("test", "", tree.files)
    (tree.root / MANIFEST_FILE).write_bytes(manifest.to_bytes())
    return manifest


@pytest.fixture(scope="module")
def aside() -> Iterator[Aside]:
    with Aside() as aside:
        yield aside


def _become_link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def _become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DIFFERENCES: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda root: None, ""),
    "a file is gone": (lambda root: (root / "index.html").unlink(), "index.html (missing)"),
    "a file is longer": (lambda root: (root / "index.html").write_bytes(b"longer than before"), "index.html (size)"),
    "a file came": (lambda root: (root / "ru/.env").write_bytes(b""), "ru/.env (unexpected)"),
    "a file came at the top": (lambda root: (root / ".env").write_bytes(b""), ".env (unexpected)"),
    "a folder came": (lambda root: (root / "ru/empty").mkdir(mode=0o755), "ru/empty/ (unexpected)"),
    "a folder came that is closed": (lambda root: (root / "empty").mkdir(mode=0o700), "empty/ (unexpected)"),
    "a file may be run": (lambda root: (root / "index.html").chmod(0o755), "index.html (mode)"),
    "a folder is closed": (lambda root: (root / "ru").chmod(0o700), "ru/ (mode)"),
    "a link came": (lambda root: (root / "a.html").symlink_to("index.html"), "a.html (unexpected)"),
    "a file became a link": (lambda root: _become_link(root / "index.html"), "index.html (not-a-file)"),
    "a file became a folder": (
        lambda root: _become_folder(root / "index.html"),
        "index.html (missing) index.html/ (unexpected)",
    ),
}


@pytest.mark.parametrize("change", DIFFERENCES)
@pytest.mark.parametrize("processes", [1, 2])
def test_every_difference_is_found(
    tree: Tree, manifest: Manifest, change: str, processes: int, aside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory, "_MANY", 0)
    act, expected = DIFFERENCES[change]
    act(tree.root)
    found = take_large_inventory(tree.root, manifest, aside if processes == 2 else None)
    assert " ".join(map(str, differences(found, manifest))) == expected


def test_two_processes_find_what_one_does(
    tree: Tree, manifest: Manifest, aside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory, "_MANY", 0)
    assert take_large_inventory(tree.root, manifest, aside) == take_inventory(tree.root)


def test_each_folder_is_told_of_with_its_time_of_change(tree: Tree) -> None:
    found = take_inventory(tree.root)
    assert found.folders == {
        folder: (tree.root / folder).stat().st_mtime_ns
        for folder in ("ru", "ru/partners", "ru/partners/a", "ru/partners/b", "kk")
    }


def test_what_is_passed_over_at_the_top_is_not_looked_into(tree: Tree) -> None:
    assert take_inventory(tree.root, {"ru", "index.html"}) == Inventory(
        {"kk/index.html": len("kk/index.html")}, {"kk": (tree.root / "kk").stat().st_mtime_ns}, {}
    )
