"""Whatever is edited, in whatever order: after each step the site is what a build from nothing makes of the sources.

`make test` runs some scripts of edits, `make soak` many. A script that fails is made as short as it can be.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from build.test_small_changes import EDITS, edit, from_nothing
from partnersite.build import build
from partnersite.engine import Engine, MkDocsEngine
from partnersite.problems import ProblemsFound
from plain_engine import PlainEngine
from small_site import copy_small_site

SCRIPTS = int(os.environ.get("PARTNERSITE_SCRIPTS", "100"))
"""How many scripts are tried with the stand-in for the engine."""
PARTS = 4
"""Tests that share them, so that they run side by side."""
WITH_MKDOCS = 10
TOUCH, UNDO, REMEMBER_NOTHING = "touch everything", "undo the last step", "forget what was remembered"
STEPS = (*EDITS, TOUCH, UNDO, REMEMBER_NOTHING)
IN_MEMORY = next(filter(os.path.isdir, ["/dev/shm"]), None)
"""Where thousands of small files cost least, on systems that have it."""
SOURCES = ("mkdocs.yml", "partners.yaml", "program.yaml", "partners", "content", "theme")
NO_DEADLINE = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


class Script:
    """A site that is edited step by step."""

    def __init__(self, folder: Path, engine: Engine, digest_of: Callable[[Path], str]) -> None:
        self.folder, self.engine, self.digest_of = folder, engine, digest_of
        self.source = copy_small_site(folder / "source")
        edit(self.source, EDITS["a language less"])
        self.site = folder / "site"
        self._build()
        self._keep()

    def take(self, step: str) -> None:
        """Takes a step, where it can be taken, and compares."""
        try:
            self._do(step)
        except AssertionError:
            return self._put_back()  # what it would change is not there any more
        before = self.digest_of(self.site)
        try:
            self._build()
        except ProblemsFound:
            assert self.digest_of(self.site) == before, f"{step}: refused, and yet the site changed"
            return self._put_back()
        anew = from_nothing(self.source, self.folder / "anew", self.engine)
        assert self.digest_of(self.site) == self.digest_of(anew), step
        return self._keep()

    def _do(self, step: str) -> None:
        if step == TOUCH:
            for file in self.source.rglob("*"):
                os.utime(file, ns=(1, 1))
        elif step == UNDO:
            self._put_back(steps=2)
        elif step == REMEMBER_NOTHING:
            shutil.rmtree(self.source / ".partnersite")
        else:
            edit(self.source, EDITS[step])

    def _build(self) -> None:
        build(self.source, site_dir=self.site, engine=self.engine, jobs=1, durable=False)

    def _keep(self) -> None:
        older, last = self.folder / "older", self.folder / "last"
        shutil.rmtree(older, ignore_errors=True)
        if last.exists():
            last.rename(older)
        _copy(self.source, last)

    def _put_back(self, steps: int = 1) -> None:
        kept = self.folder / ("older" if steps == 2 and (self.folder / "older").exists() else "last")
        for name in SOURCES:
            path = self.source / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        _copy(kept, self.source)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".partnersite"), dirs_exist_ok=True)


@pytest.mark.parametrize("part", range(PARTS))
def test_scripts_of_edits_give_what_builds_from_nothing_give(part: int, digest_of: Callable[[Path], str]) -> None:
    @seed(part)
    @settings(NO_DEADLINE, max_examples=SCRIPTS // PARTS)
    @given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=4))
    def run(steps: list[str]) -> None:
        with TemporaryDirectory(dir=IN_MEMORY) as folder:
            script = Script(Path(folder), PlainEngine(), digest_of)
            for step in steps:
                script.take(step)

    run()


@pytest.mark.parametrize("step", list(EDITS)[:: max(1, len(EDITS) // WITH_MKDOCS)])
def test_edits_give_the_same_with_the_real_engine(step: str, tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    Script(tmp_path, MkDocsEngine(), digest_of).take(step)
