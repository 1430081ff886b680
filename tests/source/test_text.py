"""Bytes of a file: UTF-8 in every disguise, and no character that an output could not carry."""

from __future__ import annotations

import codecs

import pytest

from partnersite.problems import Problem, ProblemsFound, render_text
from partnersite.source import decode, read_markdown, read_yaml

TEXT = "имя: Кýпава\nцена: 12 €\n"
DATA = TEXT.encode()


def problems_of(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as failure:
        decode(data, "data.yaml")
    return failure.value.problems


@pytest.mark.parametrize(
    "data",
    [
        DATA,
        codecs.BOM_UTF8 + DATA,
        DATA.replace(b"\n", b"\r\n"),
        DATA.replace(b"\n", b"\r"),
        DATA.replace(b"\n", b"\r\n", 1),
        codecs.BOM_UTF8 + DATA.replace(b"\n", b"\r\n"),
    ],
    ids=["LF", "BOM", "CRLF", "CR", "mixed", "BOM and CRLF"],
)
def test_line_ends_and_byte_order_mark_make_no_difference(data: bytes) -> None:
    assert decode(data, "data.yaml") == TEXT


@pytest.mark.parametrize(
    ("data", "byte", "line", "hint"),
    [
        (TEXT.encode("utf-16"), 1, 1, "UTF-16"),
        (TEXT.encode("utf-16-le"), 13, 1, "UTF-16"),
        ("name: Купава\n".encode("utf-16-be"), 0, 1, "UTF-16"),
        (TEXT.replace("ý", "у").encode("cp1251", "replace"), 1, 1, "8-bit"),
        ("a: b\nname: Perú\n".encode("latin-1"), 15, 2, "8-bit"),
        ("a: b\nname: Perú\n".encode("cp437"), 15, 2, "8-bit"),
        ("name: Perú".encode()[:-1], 10, 1, "cut off"),
        (codecs.BOM_UTF8 + b"a: \xff\n", 7, 1, "8-bit"),
        (b"a: \xed\xa0\x80\n", 4, 1, "8-bit"),
        (b"a: \xc0\xaf\n", 4, 1, "8-bit"),
        (b"a: \xf4\x90\x80\x80\n", 4, 1, "8-bit"),
        ("a: b\n".encode("utf-32"), 1, 1, "UTF-16"),
        ("name: Купава".encode("koi8-r"), 7, 1, "8-bit"),
    ],
)
def test_anything_but_utf_8_is_refused_with_its_byte(data: bytes, byte: int, line: int, hint: str) -> None:
    problem = problems_of(data)[0]
    if problem.code == "control-character":  # UTF-16 of plain letters is UTF-8 full of NULs
        assert "U+0000" in problem.message
        return
    assert problem.code == "not-utf-8"
    assert f"byte {byte}." in problem.message
    assert problem.line == line
    assert hint in problem.hint
    assert problem.excerpt == ""


CONTROLS = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"] + [chr(code) for code in range(0x7F, 0xA0)]
OTHERS = ["\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\ufdd0", "\ufdef"]


@pytest.mark.parametrize("character", CONTROLS + OTHERS, ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_that_cannot_be_published_is_refused_raw_and_escaped(character: str) -> None:
    raw = f"a: b\nname: x{character}y\n...\n"
    (problem,) = problems_of(raw.encode())
    assert problem.code == "control-character"
    assert (problem.line, problem.column) == (2, 8)
    assert f"U+{ord(character):04X}" in problem.message
    assert character not in render_text([problem])

    escaped = f'a: b\nname: "x\\u{ord(character):04X}y"\n...\n'
    with pytest.raises(ProblemsFound) as failure:
        read_yaml(escaped.encode(), "data.yaml")
    (problem,) = failure.value.problems
    assert problem.code == "control-character"
    assert (problem.line, problem.field) == (2, "name")

    with pytest.raises(ProblemsFound):
        read_markdown(raw.encode(), "page.md")


@pytest.mark.parametrize("escape", ["\\uD800", "\\uDFFF", "\\U0000D800", "\\U00110000", "\\uZZZZ", "\\x"])
def test_an_escape_that_is_no_character_is_refused(escape: str) -> None:
    with pytest.raises(ProblemsFound):
        read_yaml(f'a: "{escape}"\n...\n'.encode(), "data.yaml")


@pytest.mark.parametrize("character", ["\t", "\u00a0", "\u200d", "\u202e", "\ufffd", "😀", "\U0010fffd", "ı"])
def test_other_characters_are_read(character: str) -> None:
    """Which of them a name may hold is for the model to say."""
    assert read_yaml(f"a: 'x{character}y'\n...\n".encode(), "data.yaml").value == {"a": f"x{character}y"}


def test_every_line_with_a_control_character_is_reported_once() -> None:
    assert [problem.line for problem in problems_of(b"\x00\x00\nok\n\x07\x1b\n")] == [1, 3]


def test_a_flood_of_control_characters_is_cut() -> None:
    assert len(problems_of(b"\x00\n" * 10_000)) == 100
