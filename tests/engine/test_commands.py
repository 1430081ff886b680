"""`mkdocs build`, `mkdocs serve` and `properdocs build` give the same site as `partnersite build`, byte for byte."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from partnersite.build import build
from small_site import copy_small_site


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as `partnersite build` gives it, with MkDocs as the engine."""
    folder = tmp_path_factory.mktemp("reference")
    copy_small_site(folder / "source")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        build(folder / "source", durable=False)
    return folder / "source" / "site"


def command(name: str) -> str:
    """A command of the environment that the tests run in."""
    return str(Path(sys.executable).parent / name)


@pytest.mark.parametrize("name", ["mkdocs", "properdocs"])
def test_the_engine_s_own_command_builds_the_same_site(
    name: str, reference: Path, small_site: Path, digest_of: Callable[[Path], str]
) -> None:
    result = subprocess.run([command(name), "build", "--strict"], cwd=small_site, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert digest_of(small_site / "site") == digest_of(reference)


@pytest.mark.parametrize("name", ["mkdocs", "properdocs"])
def test_a_problem_stops_the_engine_s_own_command_and_keeps_the_live_site(
    name: str, small_site: Path, digest_of: Callable[[Path], str]
) -> None:
    build(small_site, durable=False)
    before = digest_of(small_site / "site")
    file = small_site / "partners.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tier: gold", "tier: golf"), encoding="utf-8")
    result = subprocess.run([command(name), "build", "-q"], cwd=small_site, capture_output=True, text=True)
    assert result.returncode != 0
    assert "did you mean `gold`?" in result.stderr
    assert "partners.yaml:6:" in result.stderr
    assert "Traceback" not in result.stderr
    assert digest_of(small_site / "site") == before


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(small_site: Path) -> Iterator[str]:
    """The address at which `mkdocs serve` shows the small site."""
    process = subprocess.Popen(
        [command("mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{free_port()}", "--no-livereload"],
        cwd=small_site,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"Serving on (http://\S+)", line)
            if found:
                yield found[1]
                break
        else:
            pytest.fail("mkdocs serve ended before it served")
    finally:
        process.terminate()
        process.communicate()


def test_mkdocs_serve_shows_the_same_site(served: str, reference: Path) -> None:
    files = [file for file in reference.rglob("*") if file.suffix in (".html", ".xml", ".svg", ".json")]
    assert len(files) > 50
    for file in files[:: max(1, len(files) // 25)]:
        path = file.relative_to(reference).as_posix()
        with urllib.request.urlopen(served + path) as response:
            assert response.read() == file.read_bytes(), path
