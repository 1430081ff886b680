"""The built package: what is in it, and that it works alone, outside the repository."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def _run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    # Neither this repository nor the settings of this test run may help the installed package.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "PYTHON", "VIRTUAL_ENV")) and name != "SOURCE_DATE_EPOCH"
    }
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == code, result.stdout
    return result.stdout


def _build(folder: Path) -> Path:
    # No isolation: the build backend is one of the pinned test dependencies, so nothing is downloaded.
    pip = (sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index")
    _run(*pip, "--wheel-dir", folder, REPOSITORY, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; its `bin` folder.

    Its dependencies are those installed here, made visible by a path file: installing them again would test
    the package index, not the package. The repository itself is not on that path.
    """
    folder = tmp_path_factory.mktemp("installed") / "env"
    _run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-qq", "--no-deps", "--no-index")
    _run(*pip, wheel, cwd=folder.parent)
    (packages,) = folder.glob("lib/python3*/site-packages")
    paths = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    (packages / "dependencies.pth").write_text("\n".join(sorted(paths)) + "\n", encoding="utf-8")
    where = _run(python, "-c", "import partnersite; print(partnersite.__file__)", cwd=folder)
    assert Path(where.strip()).is_relative_to(folder)
    return folder / "bin"


@pytest.fixture(scope="module")
def demo(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site begun with the installed command."""
    folder = tmp_path_factory.mktemp("sites")
    _run(environment / "partnersite", "new", "demo", cwd=folder)
    return folder / "demo"


def test_it_carries_code_theme_and_starter_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "partnersite/cli.py",
        "partnersite/py.typed",
        "partnersite/serve/live.js",
        "partnersite/starter/mkdocs.yml",
        "partnersite/starter/.gitignore",
        "partnersite/starter/content/brand/example-vendor/album.yaml",
    } <= names
    theme = {
        f"partnersite/{path.relative_to(REPOSITORY)}"
        for path in (REPOSITORY / "theme").rglob("*")
        if path.is_file()
    }
    assert {name for name in names if name.startswith("partnersite/theme/")} == theme
    assert {name.partition("/")[0].rpartition(".")[2] for name in names} == {"partnersite", "dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", "~", ".orig"))]


def test_it_names_no_folder_of_the_machine_that_built_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert str(REPOSITORY).encode() not in archive.read(name), name


def test_it_is_the_same_bytes_each_time(wheel: Path, tmp_path: Path) -> None:
    assert (
        hashlib.sha256(_build(tmp_path).read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()
    )


def test_the_installed_command_says_its_version(environment: Path, tmp_path: Path) -> None:
    assert _run(environment / "partnersite", "--version", cwd=tmp_path).startswith("partnersite, version ")


def test_a_new_site_has_nothing_to_complain_about(environment: Path, demo: Path) -> None:
    assert _run(environment / "partnersite", "check", cwd=demo) == "No errors. 2 partners, 0 warnings.\n"


def test_a_new_site_is_built_whole_in_both_its_languages(environment: Path, demo: Path) -> None:
    said = _run(environment / "partnersite", "build", cwd=demo)
    assert "pages" in said.splitlines()[-1]
    site = demo / "site"
    for language in ("", "es/"):
        for page in (
            "",
            "program/dealer/",
            "partners/",
            "partners/harbour-tills/",
            "training/first-steps/",
            "brand/",
        ):
            html = (site / language / page / "index.html").read_text(encoding="utf-8")
            assert f'<html lang="{language.strip("/") or "en"}"' in html, page
    assert "15 %" in (site / "es" / "program" / "dealer" / "index.html").read_text(encoding="utf-8").replace(
        "\xa0", " "
    )
    assert list(site.rglob("*.zip"))


def test_the_engine_s_own_command_finds_the_plugin_and_builds_the_same(environment: Path, demo: Path) -> None:
    for folder, command in (
        ("by-partnersite", ("-m", "partnersite", "build", "--site-dir")),
        ("by-mkdocs", ("-m", "mkdocs", "build", "--quiet", "--site-dir")),
    ):
        _run(environment / "python", *command, demo.parent / folder, cwd=demo)
    manifests = {
        (demo.parent / name / "site-manifest.json").read_bytes() for name in ("by-partnersite", "by-mkdocs")
    }
    assert len(manifests) == 1


def test_a_folder_with_something_in_it_is_left_alone(environment: Path, demo: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in demo.rglob("*")}
    said = _run(environment / "partnersite", "new", demo.name, cwd=demo.parent, code=1)
    assert "is not an empty folder" in said
    assert {path: path.stat().st_mtime_ns for path in demo.rglob("*")} == before
