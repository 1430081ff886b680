"""The one date of a build: given by the environment or by the last commit, never by the machine's clock."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from partnersite.cache.keys import key
from partnersite.problems import Problem, ProblemsFound

VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970, https://reproducible-builds.org/specs/source-date-epoch/."""

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of a site outside git: the earliest that a ZIP archive can hold."""

LATEST_EPOCH = 253402300799
"""The last second of the year 9999."""


def build_time(source_dir: Path) -> datetime:
    """When the site's content was last changed, in UTC; raises ProblemsFound for an unusable environment variable."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        if not given.isascii() or not given.isdigit() or int(given) > LATEST_EPOCH:
            raise ProblemsFound(
                (
                    Problem(
                        "wrong-source-date",
                        f"The environment variable {VARIABLE} is `{given[:40]}`, which is no date.",
                        hint="give seconds since 1970 as digits, or unset it",
                    ),
                )
            )
        return max(EARLIEST, datetime.fromtimestamp(int(given), UTC))
    committed = _last_commit(source_dir, "%ct")
    return datetime.fromtimestamp(int(committed), UTC) if committed else EARLIEST


def revision(source_dir: Path) -> str:
    """The commit that the site's content stands at; empty outside git."""
    return _last_commit(source_dir, "%H")


def date_key(source_dir: Path) -> bytes:
    """The key of everything that a build knows of time: where the environment and git stand."""
    return key(os.environ.get(VARIABLE, "unset"), _last_commit(source_dir, "%ct %H"))


def _last_commit(source_dir: Path, form: str) -> str:
    try:
        result = subprocess.run(
            ["git", "log", "-1", f"--format={form}"], cwd=source_dir, capture_output=True, text=True, check=True
        )
        return result.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
