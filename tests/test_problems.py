"""Problems: collected once each, hinted at, and printed for people, scripts and workflow logs."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import partnersite.problems
from corpora import NAUGHTY_STRINGS, needs_corpora
from partnersite.problems import (
    PartnersiteError,
    Problem,
    Problems,
    ProblemsFound,
    did_you_mean,
    nearest,
    render_github,
    render_json,
    render_text,
    summary,
)

TIER = Problem(
    "unknown-tier",
    "The programme has no tier `goldd`.",
    file="partners.yaml",
    line=12,
    column=11,
    field="partners[3].tier",
    hint="did you mean `gold`?",
    excerpt="    tier: goldd",
)
TEXT = Problem("no-text", "The tagline is missing in `kk`.", "partners.yaml", 4, severity="warning")


def test_every_public_name_is_there_and_documented() -> None:
    for name in partnersite.problems.__all__:
        assert getattr(partnersite.problems, name).__doc__ or name == "Severity"


# --- collecting


def test_problems_are_sorted_by_place_and_kept_once() -> None:
    later, other = Problem("b", "B.", "partners.yaml", 20), Problem("c", "C.", "a.md", 99)
    problems = Problems([later, TIER])
    problems.add(TIER)
    problems.extend([TEXT, other, later])
    assert list(problems) == [other, TEXT, TIER, later]
    assert len(problems) == 4
    assert problems.warnings == [TEXT]
    assert problems.errors == [other, TIER, later]


def test_only_errors_are_raised_and_warnings_come_along() -> None:
    Problems([TEXT]).raise_if_errors()
    with pytest.raises(ProblemsFound) as failure:
        Problems([TIER, TEXT]).raise_if_errors()
    assert failure.value.problems == (TEXT, TIER)
    assert isinstance(failure.value, PartnersiteError)


def test_the_exception_says_one_line() -> None:
    assert str(ProblemsFound([TIER])) == "partners.yaml:12:11: The programme has no tier `goldd`."
    assert str(ProblemsFound([TIER, TEXT])) == "1 error and 1 warning in 1 file."
    assert str(ProblemsFound([Problem("x", "A\nB\x1b.")])) == "A\\nB\\x1b."


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ([], "No problems."),
        ([TIER], "1 error in 1 file."),
        ([TEXT], "1 warning in 1 file."),
        ([TIER, TEXT, Problem("x", "X.", "b.md")], "2 errors and 1 warning in 2 files."),
        ([Problem("x", "X.")], "1 error."),
    ],
)
def test_a_run_is_summed_up_in_one_line(problems: list[Problem], said: str) -> None:
    assert summary(problems) == said


# --- hints


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("descripton", "description"),
        ("Gold", "gold"),
        ("DESCRIPTION", "description"),
        ("sliver", "silver"),
        ("zzz", ""),
        ("", ""),
        ("gold" * 1_000_000, ""),
    ],
)
def test_the_nearest_name_is_found(word: str, name: str) -> None:
    assert nearest(word, ["gold", "silver", "description"]) == name


def test_a_hint_names_the_nearest_or_all_that_is_known() -> None:
    known = ["gold", "silver"]
    assert did_you_mean("golf", known) == "did you mean `gold`?"
    assert did_you_mean("zzz", known) == "known: gold, silver"
    assert did_you_mean("zzz", []) == ""
    assert did_you_mean("zzz", iter(f"name-{n}" for n in range(20)), shown=2) == ("known: name-0, name-1 and 18 more")


# --- for people


def test_a_problem_is_printed_with_its_line_and_a_caret() -> None:
    assert (
        render_text([TIER, TEXT])
        == """\
error[unknown-tier]: The programme has no tier `goldd`.
 --> partners.yaml:12:11  partners[3].tier
12 |     tier: goldd
   |           ^^^^^
   = did you mean `gold`?

warning[no-text]: The tagline is missing in `kk`.
 --> partners.yaml:4

1 error and 1 warning in 1 file.
"""
    )


def test_without_problems_nothing_is_printed() -> None:
    assert render_text([]) == ""
    assert render_github([]) == ""
    assert json.loads(render_json([]))["problems"] == []


def test_a_problem_without_a_place_is_one_line_and_a_summary() -> None:
    assert render_text([Problem("x", "No file.")]) == "error[x]: No file.\n\n1 error.\n"


MARKS = [
    ("a: b", 4, "b"),
    ("a: b c d", 4, "b"),
    ('a: "b c" # d', 4, '"b c"'),
    ("a: 'b, c', d", 4, "'b, c'"),
    ("a: [b, c]", 5, "b"),
    ("a: {b: c}", 5, "b"),
    ("a: https://x.example/?y=z", 4, "https://x.example/?y=z"),
    ("a: [x", 4, "["),
    ('a: "open', 4, '"'),
    ("a: имя", 4, "имя"),
    ("a: 日本語 x", 4, "日本語"),
    ("日本語: x", 6, "x"),
    ("\ta: b", 5, "b"),
    ("e\u0301: b", 5, "b"),
    ("a: b", 9, ""),
]


@pytest.mark.parametrize(("line", "column", "marked"), MARKS)
def test_the_caret_stands_under_what_is_meant(line: str, column: int, marked: str) -> None:
    printed = render_text([Problem("x", "X.", "f", 1, column, excerpt=line)]).splitlines()
    shown, carets = printed[2], printed[3]
    cells = "".join(character + "\0" * (len(_cells(character)) - 1) for character in shown if _cells(character))
    start, end = carets.index("^"), carets.rindex("^") + 1
    under = cells[start:end].replace("\0", "")
    assert under == marked.replace("\u0301", "")


def _cells(character: str) -> str:
    """The terminal cells of a character: two for the ideographs used here, none for the accent."""
    return "" if character == "\u0301" else "xx" if "\u3000" <= character <= "\u9fff" else "x"


@pytest.mark.parametrize("column", [1, 50, 100, 250, 400, 500])
def test_of_a_long_line_the_part_around_the_place_is_shown(column: int) -> None:
    line = "".join(chr(0x4E00 + n) if n % 50 == 0 else "abcdefghij"[n % 10] for n in range(500))
    shown, carets = render_text([Problem("x", "X.", "f", 1, column, excerpt=line)]).splitlines()[2:4]
    assert len(shown) < 120
    assert "^" in carets
    assert "…" in shown


def test_colour_is_added_only_when_asked_for() -> None:
    plain, coloured = render_text([TIER, TEXT]), render_text([TIER, TEXT], color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert coloured.count("\x1b[1;31m") == 2  # severity and caret
    assert coloured.count("\x1b[1;33m") == 1


# --- for scripts


def test_json_has_every_key_of_every_problem_and_a_summary() -> None:
    data = json.loads(render_json([TIER, TEXT]))
    assert data["summary"] == {"errors": 1, "warnings": 1, "files": 1}
    assert data["problems"][0] == {
        "severity": "error",
        "code": "unknown-tier",
        "file": "partners.yaml",
        "line": 12,
        "column": 11,
        "field": "partners[3].tier",
        "message": "The programme has no tier `goldd`.",
        "hint": "did you mean `gold`?",
        "excerpt": "    tier: goldd",
    }
    assert data["problems"][1].keys() == data["problems"][0].keys()


# --- for GitHub


def test_github_gets_one_command_a_problem() -> None:
    assert render_github([TIER, TEXT]) == (
        "::error file=partners.yaml,line=12,col=11,title=unknown-tier::"
        "partners[3].tier: The programme has no tier `goldd`.%0Adid you mean `gold`?\n"
        "::warning file=partners.yaml,line=4,title=no-text::The tagline is missing in `kk`.\n"
    )


@pytest.mark.parametrize(
    ("file", "message", "command"),
    [
        ("a,b:c.md", "x", "::error file=a%2Cb%3Ac.md,title=t::x\n"),
        ("a.md", "100 %, a:b", "::error file=a.md,title=t::100 %25, a:b\n"),
        ("a.md", "x\n::set-output name=a::b", "::error file=a.md,title=t::x\\n::set-output name=a::b\n"),
        ("a.md\n::warning::x", "y", "::error file=a.md\\n%3A%3Awarning%3A%3Ax,title=t::y\n"),
        ("", "%0A::error::x", "::error title=t::%250A::error::x\n"),
        ("", "\r\x1b[2J", "::error title=t::\\r\\x1b[2J\n"),
    ],
)
def test_github_commands_cannot_be_broken_out_of(file: str, message: str, command: str) -> None:
    assert render_github([Problem("t", message, file)]) == command


# --- nothing a person wrote reaches the terminal as a command


def assert_harmless(problem: Problem) -> None:
    text, github, data = render_text([problem]), render_github([problem]), render_json([problem])
    for said in (text, github, data):
        said.encode("utf-8")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", said)
    assert github.count("\n") == 1
    assert json.loads(data)["problems"][0]["message"] == problem.message


def problem_of(text: str) -> Problem:
    return Problem("code", text, text, 1, 3, text, text, "error", text)


@given(st.text())
def test_any_text_is_printed_harmlessly(text: str) -> None:
    assert_harmless(problem_of(text))


@needs_corpora
def test_naughty_strings_are_printed_harmlessly() -> None:
    for text in NAUGHTY_STRINGS:
        assert_harmless(problem_of(text))


@given(st.text(max_size=300), st.integers(0, 400))
def test_any_line_and_column_are_printed(line: str, column: int) -> None:
    printed = render_text([Problem("x", "X.", "f", 1, column, excerpt=line)])
    assert printed.startswith("error[x]: X.\n")
