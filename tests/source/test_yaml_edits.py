"""Files cut off, saved in part, or edited at random: a value, or problems, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpora import NAUGHTY_STRINGS, YAML_CASES, needs_corpora
from partnersite.problems import Problem, ProblemsFound, render_github, render_json, render_text
from partnersite.source import YamlDocument, read_yaml

GOOD = (Path(__file__).parent / "partners.yaml").read_bytes()
END = GOOD.index(b"\n...\n") + len(b"\n...")

EDITS = settings(max_examples=400, deadline=timedelta(seconds=5))


@pytest.mark.parametrize("data", [GOOD, GOOD.replace(b"\n", b"\r\n")], ids=["LF", "CRLF"])
def test_a_file_cut_at_any_byte_is_never_taken_for_a_whole_one(data: bytes) -> None:
    whole = read_yaml(data, "partners.yaml").value
    end = data.index(b"\n...") + len(b"\n...")
    for size in range(end):
        with pytest.raises(ProblemsFound) as failure:
            read_yaml(data[:size], "partners.yaml")
        assert all(problem.code and problem.message for problem in failure.value.problems)
    for size in range(end, len(data) + 1):  # without the last line end nothing is missing
        assert read_yaml(data[:size], "partners.yaml").value == whole


def test_a_file_cut_at_the_beginning_keeps_nothing_private() -> None:
    for start in range(0, GOOD.index(b"internal:"), 7):
        assert_quiet(read_or_problems(GOOD[start:])[1])


# --- random edits

TYPED = [
    b"\n", b"\n\n", b"\t", b"\r", b"  ", b"    ", b": ", b"- ", b"? ", b"# ", b"#", b",",
    b"'", b'"', b"[", b"]", b"{", b"}",
    b"|", b">", b"|-\n", b"&a ", b"*a", b"!x ", b"<<: ", b"...\n", b"---\n",
    b"%", b"@", b"`", b"~", b"\\", b"\\0", b"internal:",
]  # fmt: skip
"""What people type, and what means something in YAML."""


@st.composite
def edited(draw: st.DrawFn, good: bytes = GOOD) -> bytes:
    """A good file after a few edits: spans deleted, doubled, moved, overwritten, characters typed."""
    data = good
    typed = st.one_of(
        st.text(max_size=5).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.binary(max_size=3),
        st.sampled_from(TYPED),
    )
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        span = data[start:end]
        match draw(st.sampled_from(["delete", "double", "move", "overwrite", "insert"])):
            case "delete":
                data = data[:start] + data[end:]
            case "double":
                data = data[:end] + span + data[end:]
            case "move":
                rest = data[:start] + data[end:]
                to = draw(st.integers(0, len(rest)))
                data = rest[:to] + span + rest[to:]
            case "overwrite":
                data = data[:start] + draw(typed) + data[end:]
            case _:
                data = data[:start] + draw(typed) + data[start:]
    return data


def read_or_problems(data: bytes, *, end_mark: bool = True) -> tuple[YamlDocument | None, tuple[Problem, ...]]:
    """What reading answers; anything but a document or `ProblemsFound` fails the test."""
    try:
        document = read_yaml(data, "partners.yaml", end_mark=end_mark)
    except ProblemsFound as failure:
        return None, failure.problems
    return document, document.warnings


def assert_sound(data: bytes, *, end_mark: bool = True) -> None:
    """Reading gives libyaml's own value, with places, or problems that can be printed."""
    document, problems = read_or_problems(data, end_mark=end_mark)
    assert_printable(problems, data)
    if document is None:
        assert any(problem.severity == "error" for problem in problems)
        return
    assert problems == document.warnings
    ended = document.text if document.text.endswith("\n") else document.text + "\n"
    assert document.value == yaml.load(ended, Loader=yaml.CBaseLoader)
    assert_located(document)


def assert_printable(problems: tuple[Problem, ...], data: bytes) -> None:
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message.endswith(".")
    for text in (render_text(problems), render_json(problems), render_github(problems)):
        text.encode("utf-8")
        assert not any(ord(character) < 32 and character != "\n" for character in text)


def assert_located(document: YamlDocument) -> None:
    """Every key is found where it is written."""
    lines = document.text.split("\n")
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document.value)]
    while waiting:
        path, value = waiting.pop()
        line, column = document.locate(path)
        assert 1 <= line <= len(lines)
        if isinstance(value, dict):
            for key, item in value.items():
                line, column = document.locate((*path, key), key=True)
                written = lines[line - 1][column - 1 :]
                assert written.startswith((key.split(" ")[0], "'", '"', "|", ">")), (key, written)
                waiting.append(((*path, key), item))
        elif isinstance(value, list):
            waiting += [((*path, index), item) for index, item in enumerate(value)]


def assert_quiet(problems: tuple[Problem, ...]) -> None:
    said = render_text(problems) + render_json(problems) + render_github(problems)
    for secret in ("D-2015-17", "40 %", "Do not tell"):
        assert secret not in said


def test_a_good_file_is_sound() -> None:
    assert_sound(GOOD)


@EDITS
@given(edited())
@example(GOOD.replace(b"  -\n", b"  - <<: &a\n"))
@example(GOOD.replace(b"\n", b"\n\n"))
def test_any_edit_of_a_good_file_gives_a_value_or_problems(data: bytes) -> None:
    assert_sound(data)


@EDITS
@given(edited())
def test_any_edit_without_the_end_mark_gives_a_value_or_problems(data: bytes) -> None:
    assert_sound(data, end_mark=False)


@settings(EDITS, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_problems(data: bytes) -> None:
    assert_sound(data, end_mark=False)


@settings(EDITS, max_examples=300)
@given(st.text(alphabet="ab \n\t:-?#,[]{}'\"|>&*!%@`~.\\0<=é\u2028", max_size=40))
def test_any_signs_of_yaml_give_a_value_or_problems(text: str) -> None:
    assert_sound(text.encode(), end_mark=False)


@needs_corpora
@settings(EDITS, max_examples=200)
@given(st.data())
def test_any_edit_of_a_case_of_the_suite_gives_a_value_or_problems(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(YAML_CASES))
    assert_sound(data.draw(edited(good=case.yaml.encode())), end_mark=False)


@needs_corpora
def test_naughty_strings_in_quotes_are_read_as_they_are_or_refused() -> None:
    read = 0
    for text in NAUGHTY_STRINGS:
        quoted = "'" + text.replace("'", "''") + "'"
        document, problems = read_or_problems(f"a: {quoted}\n...\n".encode("utf-8", "surrogatepass"))
        if document:
            assert document.value == {"a": text}
            read += 1
        else:
            assert {problem.code for problem in problems} <= {"control-character", "not-utf-8"}
    assert read > len(NAUGHTY_STRINGS) * 0.9


SECRETS = GOOD[GOOD.index(b"    internal:") : GOOD.index(b"  -\n")]


@EDITS
@given(
    st.integers(0, len(SECRETS)),
    st.sampled_from([b"\n", b" ", b"'", b'"', b"- ", b": ", b"\t", b"[", b"&x "]),
)
def test_an_error_in_an_internal_value_shows_nothing_of_it(at: int, typed: bytes) -> None:
    start = GOOD.index(SECRETS)
    data = GOOD[: start + at] + typed + GOOD[start + at :]
    if b"internal:" in data:
        assert_quiet(read_or_problems(data)[1])
