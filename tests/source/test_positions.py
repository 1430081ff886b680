"""From a value back to its line: places, field paths, the offending line, and nothing of what is internal."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnersite.problems import ProblemsFound, render_github, render_json, render_text
from partnersite.source import Path as ValuePath
from partnersite.source import YamlDocument, field_path, read_yaml

GOOD = (Path(__file__).parent / "partners.yaml").read_bytes()
LINES = GOOD.decode().splitlines()


@pytest.fixture
def document() -> YamlDocument:
    return read_yaml(GOOD, "partners.yaml")


PLACES: list[tuple[ValuePath, bool, str]] = [
    ((), False, "partners:"),
    (("partners",), True, "partners:"),
    (("partners", 0), False, "id: smarttouch-pos-peru"),
    (("partners", 0, "id"), False, "smarttouch-pos-peru"),
    (("partners", 0, "name"), True, "name: SmartTouch POS Perú"),
    (("partners", 0, "territories", 1), False, '{territory: "NO"'),
    (("partners", 0, "territories", 1, "territory"), False, '"NO"'),
    (("partners", 0, "territories", 1, "exclusive"), True, "exclusive: no"),
    (("partners", 0, "languages", 1), False, "en]"),
    (("partners", 0, "contacts", "hours", "open", 0, "to"), False, '"18:00"'),
    (("partners", 0, "tagline", "en"), False, "Tills that"),
    (("partners", 0, "tagline", "ja"), False, "レジ"),
    (("partners", 0, "description", "en"), False, "|"),
    (("partners", 1, "id"), True, 'id: "kupava"'),
    (("partners", 1, "nothing"), False, "{}"),
    # What is not there is at its nearest parent.
    (("partners", 1, "address", "city"), False, 'id: "kupava"'),
    (("partners", 0, "languages", 7), False, "[es, en]"),
    (("partners", 9), False, "- id"),
    (("nobody",), True, "partners:"),
    (("partners", "name"), True, "- id"),
    (("partners", 0, "id", "deeper", 3), False, "smarttouch-pos-peru"),
]


@pytest.mark.parametrize(("path", "key", "written"), PLACES)
def test_a_value_is_found_where_it_is_written(document: YamlDocument, path: ValuePath, key: bool, written: str) -> None:
    line, column = document.locate(path, key=key)
    assert LINES[line - 1][column - 1 :].startswith(written)


@pytest.mark.parametrize("prefix", ["", "\ufeff"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_byte_order_marks_move_no_place(prefix: str, ending: str) -> None:
    data = (prefix + GOOD.decode().replace("\n", ending)).encode()
    document = read_yaml(data, "partners.yaml")
    assert document.value == read_yaml(GOOD, "partners.yaml").value
    path = ("partners", 1, "id")
    assert document.locate(path) == read_yaml(GOOD, "partners.yaml").locate(path)


def test_columns_count_characters_not_bytes() -> None:
    document = read_yaml("{имя: 日本語, 😀: x}\n...\n".encode(), "data.yaml")
    assert document.locate(("имя",)) == (1, 7)
    assert document.locate(("😀",), key=True) == (1, 12)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((), ""),
        (("partners", 3, "contacts", "website"), "partners[3].contacts.website"),
        ((0, 1), "[0][1]"),
        (("a b", "x"), '["a b"].x'),
        (("x", "a.b"), 'x["a.b"]'),
        (("имя", "zh-Hans"), "имя.zh-Hans"),
    ],
)
def test_a_field_is_written_as_people_read_it(path: ValuePath, said: str) -> None:
    assert field_path(path) == said


def test_a_problem_carries_everything_a_person_needs(document: YamlDocument) -> None:
    problem = document.problem(("partners", 0, "type"), "unknown-type", "No type `dealer`.", "add it")
    assert problem.code == "unknown-type"
    assert problem.file == "partners.yaml"
    assert problem.field == "partners[0].type"
    assert problem.excerpt == "    type: dealer"
    assert problem.excerpt[problem.column - 1 :] == "dealer"
    assert (problem.message, problem.hint, problem.severity) == ("No type `dealer`.", "add it", "error")


# --- internal

INTERNAL = """\
partners:
  - id: a
    internal: {contract: SECRET-1, rate: SECRET-2}
    type: dealer
  - {id: b, internal: {notes: SECRET-3}, type: dealer}
  - internal:
      notes: |
        SECRET-4
        SECRET-5
      list:
        - SECRET-6
    type: dealer
  - Internal: SECRET-7
    type: dealer
  - "internal": {a: SECRET-8,
      b: SECRET-9}
    type: dealer
  - {id: c, internals: SECRET-10}
  - intrenal: {a: SECRET-0}
    type: dealer
...
"""


def paths_of(value: object, path: ValuePath = ()) -> list[ValuePath]:
    if isinstance(value, dict):
        return [path, *(found for key, item in value.items() for found in paths_of(item, (*path, key)))]
    if isinstance(value, list):
        below = [paths_of(item, (*path, index)) for index, item in enumerate(value)]
        return [path, *(found for paths in below for found in paths)]
    return [path]


def test_no_problem_shows_a_line_with_an_internal_value() -> None:
    document = read_yaml(INTERNAL.encode(), "partners.yaml")
    shown = []
    for path in paths_of(document.value):
        for key in (False, True):
            problem = document.problem(path, "test", "Wrong.", key=key)
            if path[:2] == ("partners", 6) and not (key and path[-1] == "intrenal"):
                continue  # a key that nobody knows is all that can be wrong there
            shown.append(problem.excerpt)
    assert not any("SECRET" in excerpt for excerpt in shown)
    assert "    type: dealer" in shown
    assert "  - intrenal: …" in shown


def test_a_value_of_an_internal_field_is_masked_in_what_is_said() -> None:
    document = read_yaml(INTERNAL.encode(), "partners.yaml")
    path = ("partners", 0, "internal", "contract")
    problem = document.problem(path, "test", "`SECRET-1` is no number, SECRET-12.", "not `SECRET-1`")
    assert (problem.message, problem.hint) == ("`…` is no number, SECRET-12.", "not `…`")
    assert problem.field == "partners[0].internal.contract"
    assert problem.line == 3
    for said in (render_text([problem]), render_json([problem]), render_github([problem])):
        assert "SECRET-1`" not in said


BROKEN = [
    "partners:\n  - id: a\n    internal:\n      notes: 'SECRET\n    type: dealer\n...\n",
    "partners:\n  - id: a\n    internal:\n      a: b\n     notes: SECRET\n...\n",
    "partners:\n  - id: a\n    internal:\n      a: b: SECRET\n...\n",
    "partners:\n  - id: a\n    internal:\n      a: &x SECRET\n      a: !x SECRET\n...\n",
    "partners:\n  - id: a\n    internal: {a: SECRET, b\n...\n",
    "partners:\n  - id: a\n    internal:\n\t  a: SECRET\n...\n",
    "partners:\n  - id: a\n    internal:\n      a: SECRET\x07\n...\n",
    'partners:\n  - id: a\n    internal:\n      a: "SECRET\n...\n',
    'partners:\n  - id: a\n    internal:\n      a: "SECRET \\0"\n...\n',
    "partners:\n  - id: a\n    INTERNAL :\n    - @ SECRET\n...\n",
    "partners:\n  - id: a\n    internal:\n  - x: &x SECRET\n...\n",
    "partners:\n  - id: a\n    internal:\n      a: b\n      a: SECRET\n...\n",
    "internal: SECRET: x\n...\n",
    "internal:\n  a: !SECRET x\n  b: &SECRET y\n  c: *SECRET\n  d: [&SECRET z]\n...\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_an_error_in_an_internal_value_shows_nothing_of_it(text: str) -> None:
    with pytest.raises(ProblemsFound) as failure:
        read_yaml(text.encode(), "partners.yaml")
    problems = failure.value.problems
    assert "SECRET" not in render_text(problems) + render_json(problems) + render_github(problems)
    assert all(problem.line for problem in problems)


def test_an_error_in_the_next_record_shows_its_line() -> None:
    text = "partners:\n  - id: a\n    internal:\n      a: x\n  - id: b\n    name: c: d\n...\n"
    with pytest.raises(ProblemsFound) as failure:
        read_yaml(text.encode(), "partners.yaml")
    assert failure.value.problems[0].excerpt == "    name: c: d"
