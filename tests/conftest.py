"""Sites that tests build: copies of small real ones, in folders of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from plain_engine import PlainEngine
from small_site import copy_small_site


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds what `tests/golden` needs."""
    parser.addoption("--update-golden", action="store_true", help="keep what is built now as what is expected")


@pytest.fixture(autouse=True)
def _same_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in tests have one date, whatever commit this repository stands at."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764547200")  # 2025-12-01


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A copy of the small site, to build and to break."""
    return copy_small_site(tmp_path / "source")


@pytest.fixture
def plain_engine() -> PlainEngine:
    """The stand-in for the engine."""
    return PlainEngine()


def tree_digest(folder: Path) -> str:
    """One digest over the paths, modes and bytes of everything below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(f"{path.relative_to(folder).as_posix()} {path.lstat().st_mode:o}\n".encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


@pytest.fixture
def digest_of() -> Callable[[Path], str]:
    """`tree_digest`, for tests that compare whole folders."""
    return tree_digest
