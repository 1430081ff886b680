"""The tree of source files: what is listed, what is left out, and links that lead nowhere."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.names import same_name
from partnersite.problems import Problem, Problems, ProblemsFound, render_text
from partnersite.source import Limits, read_file, walk
from partnersite.source.names import name_fault


def plant(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    return root


def walked(root: Path, below: str = "") -> tuple[list[str], list[Problem]]:
    problems = Problems()
    files = list(walk(root, below=below, problems=problems))
    return files, list(problems)


def codes(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.file, problem.severity) for problem in problems]


def refusal(root: Path, relative: str, **limits: int) -> Problem:
    with pytest.raises(ProblemsFound) as failure:
        read_file(root, relative, limits=Limits(**limits))
    (problem,) = failure.value.problems
    return problem


# --- listing


def test_files_are_listed_sorted_with_paths_from_the_root(tmp_path: Path) -> None:
    plant(tmp_path, "b.md", "a/z.md", "a/b/c.md", "a.md", "Z.md", "content/en/index.md", "é/я.md")
    files, problems = walked(tmp_path)
    assert files == ["Z.md", "a.md", "a/b/c.md", "a/z.md", "b.md", "content/en/index.md", "é/я.md"]
    assert problems == []


def test_a_folder_below_the_root_is_listed_alone(tmp_path: Path) -> None:
    plant(tmp_path, "content/en/index.md", "content/ru/index.md", "other/x.md")
    assert walked(tmp_path, "content/en") == (["content/en/index.md"], [])
    assert walked(tmp_path, "content/kk") == ([], [])
    assert walked(tmp_path, "content/en/index.md") == ([], [])


LEFTOVERS = [
    ".DS_Store", "Thumbs.db", "desktop.ini", "index.md.orig", "index.md~", ".index.md.swp", "index.md.bak",
    "#index.md#", ".#index.md", "~$terms.docx", "._index.md", "index.md.rej", "index.md.tmp", "THUMBS.DB",
]  # fmt: skip


@pytest.mark.parametrize("name", LEFTOVERS)
def test_what_editors_and_systems_leave_behind_is_left_out(name: str, tmp_path: Path) -> None:
    plant(tmp_path, "a/index.md", f"a/{name}")
    files, problems = walked(tmp_path)
    assert files == ["a/index.md"]
    assert codes(problems) == [("file-leftover", f"a/{name}", "warning")]


def test_hidden_files_are_left_out_and_mostly_named(tmp_path: Path) -> None:
    plant(tmp_path, ".git/config", ".gitignore", "a/.gitkeep", ".env", "a/.secret/key.md", "a.md")
    files, problems = walked(tmp_path)
    assert files == ["a.md"]
    assert codes(problems) == [
        ("file-hidden", ".env", "warning"),
        ("file-hidden", "a/.secret", "warning"),
    ]


def test_without_a_collector_errors_are_raised_after_the_last_file(tmp_path: Path) -> None:
    plant(tmp_path, "a.md", "aux.md", "b.md", "c.md~")
    listed: list[str] = []
    with pytest.raises(ProblemsFound) as failure:
        listed.extend(walk(tmp_path))
    assert listed == ["a.md", "b.md"]
    assert [problem.code for problem in failure.value.problems] == ["file-name", "file-leftover"]
    (tmp_path / "aux.md").unlink()
    assert list(walk(tmp_path)) == ["a.md", "b.md"]  # a warning alone is not raised


# --- names

BAD_NAMES = [
    "con", "CON.md", "aux.txt", "PRN", "nul.", "com1.md", "LPT9.tar.gz", "conin$", "com¹.md", "a.", "a ", "-rf",
    " a", "a<b", "a>b", "a:b", 'a"b', "a|b", "a?b", "a*b", "a\\b", "a\nb", "a\tb", "a\x7fb", "a\x9bb",
    "a\u200bb", "a\u202eb", "\ufeffa", "x" * 201, "я" * 101, unicodedata.normalize("NFD", "é.md"),
]  # fmt: skip
GOOD_NAMES = [
    "index.md", "console.md", "auxiliary.md", "com10.md", "a b.md", "a-b", "я" * 100, "x" * 200, "日本.md", "é.md",
    "a..b", "_a", "(a)", "a,b", "100%.md", "a+b", "a=b", "a@b", "null.md", "lpt.md",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_some_system_cannot_keep_is_refused(name: str, tmp_path: Path) -> None:
    assert name_fault(name)
    plant(tmp_path, "ok.md", name)
    files, problems = walked(tmp_path)
    assert files == ["ok.md"]
    assert [problem.code for problem in problems] == ["file-name"]
    said = render_text(problems)
    assert not any(character in said for character in "\x7f\x9b\u200b\u202e\ufeff\t")


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_name_that_every_system_can_keep_is_listed(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name)
    assert walked(tmp_path) == ([name], [])


def test_a_folder_with_a_bad_name_is_not_entered(tmp_path: Path) -> None:
    plant(tmp_path, "aux/index.md", "ok/index.md")
    files, problems = walked(tmp_path)
    assert files == ["ok/index.md"]
    assert codes(problems) == [("file-name", "aux", "error")]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md")).touch()
    except OSError:
        pytest.skip("this file system keeps UTF-8 names only")
    files, problems = walked(tmp_path)
    assert files == []
    assert [problem.code for problem in problems] == ["file-name"]
    render_text(problems).encode("utf-8")


@given(st.text(min_size=1))
def test_any_name_is_judged(name: str) -> None:
    fault = name_fault(name)
    assert fault == "" or fault.split(" ")[0] in {"is", "holds", "begins", "ends"}


ALIKE = [
    ("index.md", "Index.md"),
    ("a.MD", "a.md"),
    ("é.md", unicodedata.normalize("NFD", "é.md")),
    ("É.md", unicodedata.normalize("NFD", "é.md")),
    ("straße.md", "STRASSE.md"),
    ("я.md", "Я.md"),
    ("ﬁ.md", "FI.md"),
    ("\u0130.md", "i\u0307.md"),
]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_two_names_that_some_system_takes_for_one_are_refused(first: str, second: str, tmp_path: Path) -> None:
    assert same_name(first) == same_name(second)
    plant(tmp_path, f"a/{first}", f"a/{second}")
    if len(os.listdir(tmp_path / "a")) == 1:
        pytest.skip("this file system takes them for one")
    _, problems = walked(tmp_path)
    (problem,) = [problem for problem in problems if problem.code == "file-same-name"]
    one, other = sorted([first, second])
    assert problem.file == f"a/{other}"
    assert f"`{one}`" in problem.message


def test_the_same_name_in_two_folders_is_fine(tmp_path: Path) -> None:
    plant(tmp_path, "a/index.md", "b/Index.md")
    assert walked(tmp_path)[1] == []


def test_a_folder_and_a_file_alike_are_refused(tmp_path: Path) -> None:
    plant(tmp_path, "A/x.md", "a")
    if len(os.listdir(tmp_path)) == 1:
        pytest.skip("this file system takes them for one")
    assert [problem.code for problem in walked(tmp_path)[1]] == ["file-same-name"]


# --- links

Target = str


@pytest.mark.parametrize(
    "target",
    ["ok.md", "folder", "/etc/passwd", "/etc", "..", ".", "nowhere", "link", "../outside.md"],
)
def test_a_link_is_named_and_never_followed(target: Target, tmp_path: Path) -> None:
    plant(tmp_path, "outside.md", "root/ok.md", "root/folder/x.md")
    root = tmp_path / "root"
    (root / "link").symlink_to(target)
    files, problems = walked(root)
    assert files == ["folder/x.md", "ok.md"]
    assert codes(problems) == [("file-link", "link", "error")]
    assert refusal(root, "link").code == "file-link"
    assert refusal(root, "link/x.md").code == "file-link"
    assert walked(root, "link")[0] == []
    assert codes(walked(root, "link")[1]) == [("file-link", "link", "error")]


def test_a_link_in_the_middle_of_a_path_is_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, "secret/x.md", "root/a/ok.md")
    (tmp_path / "root/a/b").symlink_to("../../secret")
    problem = refusal(tmp_path / "root", "a/b/x.md")
    assert (problem.code, problem.file) == ("file-link", "a/b")


def test_the_source_folder_itself_may_be_reached_over_a_link(tmp_path: Path) -> None:
    plant(tmp_path, "real/a.md")
    (tmp_path / "root").symlink_to("real")
    assert walked(tmp_path / "root") == (["a.md"], [])
    assert read_file(tmp_path / "root", "a.md") == b"real/a.md"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert codes(walked(tmp_path)[1]) == [("file-special", "pipe", "error")]
    assert refusal(tmp_path, "pipe").code == "file-special"


# --- reading


@pytest.mark.parametrize(
    "relative",
    ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\\b", "a\0b", "C:/x", "C:x", "..", "\ud800"],
)
def test_a_path_out_of_the_source_folder_is_refused(relative: str, tmp_path: Path) -> None:
    plant(tmp_path, "x", "root/a/b")
    assert refusal(tmp_path / "root", relative).code == "file-path"


def test_a_missing_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    plant(tmp_path, "logos/kupava.svg")
    problem = refusal(tmp_path, "logos/kupawa.svg")
    assert (problem.code, problem.file) == ("file-missing", "logos/kupawa.svg")
    assert problem.hint == "did you mean `kupava.svg`?"
    assert refusal(tmp_path, "logos/kupava.svg/x").code == "file-missing"
    assert refusal(tmp_path, "x" * 300).code in ("file-missing", "file-unreadable")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    plant(tmp_path, "a/b.md")
    assert refusal(tmp_path, "a").code == "file-special"


@pytest.mark.parametrize(
    ("name", "limit"),
    [("a.md", "markdown_bytes"), ("a.yaml", "yaml_bytes"), ("a.yml", "yaml_bytes"), ("a.zip", "file_bytes")],
)
def test_a_file_may_be_as_large_as_the_limit_of_its_kind(name: str, limit: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x" * 100)
    for allowed in (101, 100):
        assert len(read_file(tmp_path, name, limits=Limits(**{limit: allowed}))) == 100
    assert refusal(tmp_path, name, **{limit: 99}).code == "file-too-large"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    plant(tmp_path, "a.md", "b/c.md")
    (tmp_path / "a.md").chmod(0)
    (tmp_path / "b").chmod(0)
    assert refusal(tmp_path, "a.md").code == "file-unreadable"
    assert codes(walked(tmp_path)[1]) == [("file-unreadable", "b", "error")]
    (tmp_path / "b").chmod(0o700)


def test_a_deep_tree_is_listed(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 300)
    plant(tmp_path, f"{deep}/x.md")
    assert walked(tmp_path) == ([f"{deep}/x.md"], [])
