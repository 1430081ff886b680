"""Markdown files: where the front matter ends, what it holds, and on which line the text goes on."""

from __future__ import annotations

import pytest

from partnersite.problems import Problem, ProblemsFound
from partnersite.source import Limits, read_markdown

PAGE = """\
---
title: Become a dealer   # the menu entry
lessons: [intro, tills]
date: 2026-09-01
---

# Become a dealer

Text.
"""


def problem_of(text: str) -> Problem:
    with pytest.raises(ProblemsFound) as failure:
        read_markdown(text.encode(), "en/page.md")
    (problem,) = failure.value.problems
    assert problem.file == "en/page.md"
    return problem


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_front_matter_and_body_are_told_apart(ending: str) -> None:
    page = read_markdown(PAGE.replace("\n", ending).encode(), "en/page.md")
    assert page.meta_value == {
        "title": "Become a dealer",
        "lessons": ["intro", "tills"],
        "date": "2026-09-01",
    }
    assert page.body == "\n# Become a dealer\n\nText.\n"
    assert page.body_line == 6
    assert page.text == PAGE


def test_places_in_the_front_matter_are_places_in_the_file() -> None:
    page = read_markdown(PAGE.encode(), "en/page.md")
    assert page.meta is not None
    assert page.meta.locate(("title",)) == (2, 8)
    problem = page.meta.problem(("lessons", 1), "missing-lesson", "There is no lesson `tills`.")
    assert (problem.line, problem.column, problem.field) == (3, 18, "lessons[1]")
    assert problem.excerpt == "lessons: [intro, tills]"


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("# Hello\n", "# Hello\n", 1),
        ("", "", 1),
        ("---\n---\ntext", "text", 3),
        ("---\n# nothing yet\n\n---\ntext", "text", 5),
        ("\n---\na: b\n---\n", "\n---\na: b\n---\n", 1),
        ("----\na\n----\n", "----\na\n----\n", 1),
        ("--- x\n", "--- x\n", 1),
        ("text\n\n---\n\nmore\n", "text\n\n---\n\nmore\n", 1),
    ],
)
def test_a_page_without_front_matter_is_all_text(text: str, body: str, line: int) -> None:
    page = read_markdown(text.encode(), "page.md")
    assert (page.meta, page.meta_value, page.body, page.body_line) == (None, {}, body, line)


@pytest.mark.parametrize("closing", ["---", "...", "---  "])
@pytest.mark.parametrize("rest", ["", "\n", "\ntext\n---\nmore\n"])
def test_the_front_matter_ends_at_the_first_closing_line(closing: str, rest: str) -> None:
    page = read_markdown(f"---\na: b\n{closing}{rest}".encode(), "page.md")
    assert page.meta_value == {"a": "b"}
    assert page.body == rest.removeprefix("\n")


def test_front_matter_that_never_ends_is_refused() -> None:
    problem = problem_of("---\ntitle: x\n\n# Text\n")
    assert (problem.code, problem.line) == ("front-matter-open", 1)


@pytest.mark.parametrize("text", ["---\n- a\n---\n", "---\njust words\n---\n"])
def test_front_matter_that_is_no_mapping_is_refused(text: str) -> None:
    problem = problem_of(text)
    assert (problem.code, problem.line) == ("front-matter-form", 2)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\na: b\na: c\n---\n", "yaml-duplicate-key", 3),
        ("---\na: b\nc: 'd\n---\n", "yaml-syntax", 3),
        ("---\ntitle: Terms: dealers\n---\n", "yaml-syntax", 2),
        ("---\na: &x b\n---\n", "yaml-anchor", 2),
        ("---\na: b\n<<<<<<< x\n=======\n>>>>>>> y\n---\n", "merge-conflict", 3),
    ],
)
def test_front_matter_is_strict_yaml(text: str, code: str, line: int) -> None:
    problem = problem_of(text)
    assert (problem.code, problem.line) == (code, line)


def test_a_page_cut_in_its_front_matter_is_refused_at_any_byte() -> None:
    data = PAGE.encode()
    end = PAGE.index("\n---\n") + len("\n---")
    for size in range(len("---\n"), end):
        with pytest.raises(ProblemsFound):
            read_markdown(data[:size], "page.md")


def test_a_page_may_be_as_large_as_its_limit() -> None:
    limits = Limits(markdown_bytes=10)
    assert read_markdown(b"x" * 10, "page.md", limits=limits).body == "x" * 10
    with pytest.raises(ProblemsFound, match="markdown_bytes"):
        read_markdown(b"x" * 11, "page.md", limits=limits)
