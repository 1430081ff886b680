"""`partnersite new`: where it writes, and what it leaves when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partnersite.new import STARTER, new_site
from partnersite.problems import PartnersiteError, ProblemsFound


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


SCHEMAS = {f"schema/{kind}.schema.json" for kind in ("partner", "partners", "program")}


@pytest.mark.parametrize("beside", [[], [".git/HEAD"], [".DS_Store"]])
def test_the_starter_is_copied_with_the_schemas_that_its_files_name(
    tmp_path: Path, beside: list[str]
) -> None:
    for name in beside:
        (tmp_path / "demo" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "demo" / name).touch()
    new_site(tmp_path / "demo")
    assert _files(tmp_path / "demo") == _files(STARTER) | SCHEMAS | set(beside)
    for name in SCHEMAS:
        schema = json.loads((tmp_path / "demo" / name).read_text(encoding="utf-8"))
        assert schema["$schema"].startswith("https://json-schema.org/")
    for file in ("partners.yaml", "program.yaml"):
        text = (tmp_path / "demo" / file).read_text(encoding="utf-8")
        first = text.splitlines()[0]
        assert first.removeprefix("# yaml-language-server: $schema=") in SCHEMAS
        assert text.endswith("\n...\n")


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    new_site(tmp_path / "sites" / "demo")
    assert (tmp_path / "sites" / "demo" / "mkdocs.yml").is_file()


@pytest.mark.parametrize("name", ["notes.txt", ".env", "content/index.md"])
def test_a_folder_in_use_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="is not an empty folder"):
        new_site(tmp_path)
    assert _files(tmp_path) == {name}


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="is not an empty folder"):
        new_site(tmp_path / "demo")
    assert (tmp_path / "demo").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("exists", [False, True])
def test_a_full_disk_leaves_nothing_half_made(
    tmp_path: Path, exists: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[Path] = []

    def full(source: Path, target: Path) -> None:
        if len(copied) == 7:
            raise OSError(28, "No space left on device")
        copied.append(target)
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr("partnersite.new.shutil.copyfile", full)
    folder = tmp_path / "demo"
    if exists:
        (folder / ".git").mkdir(parents=True)
    with pytest.raises(PartnersiteError, match="No space left on device"):
        new_site(folder)
    assert [path.name for path in tmp_path.rglob("*")] == (["demo", ".git"] if exists else [])
