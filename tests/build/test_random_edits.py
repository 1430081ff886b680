"""Whatever is done to a good site's files, the answer is a value or Problems, never another exception."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnersite.inputs import read_inputs
from partnersite.intake import Intake
from partnersite.model.load import Read
from partnersite.parallel.workers import Workers
from partnersite.problems import Problem, ProblemsFound, render_github, render_json, render_text
from partnersite.settings import SiteSettings, read_settings
from small_site import SMALL, copy_small_site

TEXTS = sorted(
    path.relative_to(SMALL).as_posix()
    for path in SMALL.rglob("*")
    if path.suffix in (".yaml", ".yml", ".md", ".svg") and ".partnersite" not in path.parts
)
GARBAGE = (
    b"", b"\0", b"\xff\xfe", b": ", b"- ", b"{{", b"}}", b"{% if %}", b"&a ", b"*a", b"<<: ", b"!!python/object:x ",
    b"\t", b"[", b"{", b"...\n", b"---\n", b'"', b"'", b"\xd8\x00", "\u202e".encode(), b"title:", b"..", b"/etc/passwd",
    b"\r\n", b"|\n", b"1e999", b"null", b"#", b"%TAG ! x\n", b"<!DOCTYPE svg [<!ENTITY a 'b'>]>", b"<script>",
)  # fmt: skip


def edit(data: bytes, seed: random.Random) -> bytes:
    """One edit as people and broken tools make them."""
    start = seed.randrange(len(data) + 1)
    end = min(len(data), start + seed.choice((0, 1, 3, 20, 200)))
    kind = seed.randrange(4)
    if kind == 0:
        return data[:start] + data[end:]
    if kind == 1:
        return data[:start] + seed.choice(GARBAGE) + data[end:]
    if kind == 2:
        return data[:end] + data[start:]
    lines = data.split(b"\n")
    seed.shuffle(lines)
    return b"\n".join(lines)


def answer(source: Path, *, of_check: bool = True) -> tuple[Problem, ...]:
    """What a build says, which makes something of each record while it reads; the check of a site says the same."""
    try:
        settings = read_settings(source)
    except ProblemsFound as found:
        return found.problems
    with Workers(None, 1) as workers:
        problems = said(settings, Intake(settings, workers).read)
    if of_check:
        assert said(settings) == problems
    return problems


def said(settings: SiteSettings, read: Read | None = None) -> tuple[Problem, ...]:
    try:
        return read_inputs(settings, read).warnings
    except ProblemsFound as found:
        return found.problems


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small site that every example edits and puts right again."""
    return copy_small_site(tmp_path_factory.mktemp("edited") / "source")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3), seed=st.randoms(use_true_random=False))
def test_random_edits_of_any_files_are_answered(edited: Path, files: list[str], seed: random.Random) -> None:
    try:
        for file in files:
            target = edited / file
            target.write_bytes(edit(target.read_bytes(), seed))
        problems = answer(edited, of_check=False)
        for render in (render_text, render_json, render_github):
            assert isinstance(render(problems), str)
    finally:
        for file in files:
            shutil.copyfile(SMALL / file, edited / file)


@pytest.mark.parametrize("file", TEXTS)
def test_a_missing_file_is_answered(file: str, small_site: Path) -> None:
    (small_site / file).unlink()
    answer(small_site)


@pytest.mark.parametrize("folder", ["content", "content/en", "content/ru", "content/brand", "content/partners"])
def test_a_missing_folder_is_answered(folder: str, small_site: Path) -> None:
    shutil.rmtree(small_site / folder)
    answer(small_site)


@pytest.mark.parametrize("file", TEXTS)
@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe\x00", b"[]", b"a: b", b"- 1\n- 2\n...\n", b"\xef\xbb\xbf"])
def test_a_file_with_something_else_in_it_is_answered(file: str, data: bytes, small_site: Path) -> None:
    (small_site / file).write_bytes(data)
    answer(small_site)
