"""The workflow files: valid, without secrets, and every command works in a fresh clone as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
GITHUB = REPOSITORY / ".github" / "workflows" / "site.yml"
GITLAB = REPOSITORY / ".gitlab-ci.yml"

CACHED = {".venv", ".partnersite/cache"}


def _read(file: Path) -> dict[str, Any]:
    # As text: YAML 1.1 would read the key `on` as true.
    value = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(value, dict)
    return value


def _steps() -> Iterator[dict[str, Any]]:
    for job in _read(GITHUB)["jobs"].values():
        yield from job["steps"]


def _github_commands() -> list[str]:
    return [step["run"] for step in _steps() if "run" in step]


def _gitlab_commands() -> list[str]:
    values = _read(GITLAB)
    jobs = [value for name, value in values.items() if name not in ("workflow", "default", "stages")]
    parts = ("before_script", "script", "after_script")
    return [line for job in [values["default"], *jobs] for part in parts for line in job.get(part, [])]


@pytest.mark.parametrize(("schema", "file"), [("github-workflows", GITHUB), ("gitlab-ci", GITLAB)])
def test_the_file_is_what_its_host_expects(schema: str, file: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_nothing_runs_with_secrets_or_more_rights_than_it_needs() -> None:
    text, values = GITHUB.read_text(encoding="utf-8"), _read(GITHUB)
    assert "secrets." not in text
    assert set(values["on"]) == {"pull_request", "push", "workflow_dispatch"}
    assert values["permissions"] == {}
    assert values["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert values["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert "github.ref == 'refs/heads/main'" in values["jobs"]["publish"]["if"]
    checkout = next(step for step in _steps() if "actions/checkout@" in step.get("uses", ""))
    assert checkout["with"] == {"persist-credentials": "false"}
    assert re.findall(r"\$\{?(\w+)", "\n".join(_gitlab_commands())) == []


def test_every_action_is_pinned_to_a_commit_and_says_its_version() -> None:
    lines = [line for line in GITHUB.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_no_command_is_put_together_from_what_a_stranger_writes() -> None:
    for command in _github_commands():
        assert "${{" not in command


def test_packages_and_the_build_s_cache_are_kept_between_runs() -> None:
    cache = next(step for step in _steps() if "actions/cache@" in step.get("uses", ""))
    assert set(cache["with"]["path"].split()) == CACHED
    assert set(_read(GITLAB)["site"]["cache"]["paths"]) == CACHED


def test_every_job_ends_in_time() -> None:
    for job in _read(GITHUB)["jobs"].values():
        assert int(job["timeout-minutes"]) <= 25
    assert _read(GITLAB)["default"]["timeout"] == "15 minutes"


def test_ci_runs_the_command_that_people_type() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a host checks out: the last commit, and nothing that was made here."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("the commands run in a clone, and this folder is not a git repository")
    folder = tmp_path_factory.mktemp("checkout") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(folder)], check=True)
    return folder


def _run(commands: list[str], clone: Path, **environment: str) -> None:
    # `make test` must not pass its own settings on to the `make` in the clone, nor this Python its packages.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS", "PYTEST", "PYTHONPATH", "VIRTUAL_ENV", "SOURCE_DATE"))
        and name != "ARGS"
    }
    assert commands
    for command in commands:
        result = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", command],
            cwd=clone,
            env={**inherited, "CI": "true", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{command}\n{result.stdout}"


def test_every_command_works_in_a_clone(clone: Path, tmp_path: Path) -> None:
    _run(_github_commands(), clone, GITHUB_ACTIONS="true", RUNNER_TEMP=str(tmp_path))
    with tarfile.open(tmp_path / "artifact.tar") as artifact:
        packed = {name.removeprefix("./") for name in artifact.getnames()}
    built = {path.relative_to(clone / "site").as_posix() for path in (clone / "site").rglob("*")}
    assert packed - {"."} == built
    assert {"index.html", "404.html", "site-manifest.json"} <= built

    # The other host's runner cleans the checkout, and brings the cache back.
    subprocess.run(
        ["git", "clean", "-ffdxq", *(f"--exclude=/{path}" for path in sorted(CACHED))], cwd=clone, check=True
    )
    assert not (clone / "site").exists()
    _run(_gitlab_commands(), clone, GITLAB_CI="true")
    assert built == {path.relative_to(clone / "public").as_posix() for path in (clone / "public").rglob("*")}
