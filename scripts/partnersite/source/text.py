"""Text of a file: bytes that must be UTF-8 and hold only characters that every output format can carry."""

from __future__ import annotations

import codecs
import re

from partnersite.problems import Problem, ProblemsFound
from partnersite.source.lines import Lines

__all__ = ["FORBIDDEN", "decode", "name_of"]

FORBIDDEN = re.compile(
    # XML 1.0 cannot carry C0 controls, surrogates, U+FFFE and U+FFFF, escaped or not; C1 controls, U+2028 and
    # U+2029 end a line for some readers only; a byte order mark inside a text is left over from joined files.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no source file may hold, nor an escape in it make; tab and line feed are not among them."""

_NAMES = {
    0x00: "a NUL character", 0x08: "a backspace", 0x0B: "a vertical tab", 0x0C: "a form feed",
    0x0D: "a carriage return", 0x1B: "an escape character (a terminal command)", 0x7F: "a delete character",
    0x85: "a next-line character", 0x2028: "a line separator", 0x2029: "a paragraph separator",
    0xFEFF: "a byte order mark in the middle",
}  # fmt: skip


def name_of(character: str) -> str:
    """Return a forbidden character in words, such as `a NUL character (U+0000)`."""
    code = ord(character)
    kind = "half of a surrogate pair" if 0xD800 <= code <= 0xDFFF else "a control character"
    if code >= 0xFDD0:
        kind = "a code that is no character"
    return f"{_NAMES.get(code, kind)} (U+{code:04X})"


def decode(data: bytes, file: str) -> str:
    """Return the text of `data` with `\\n` line ends and no byte order mark; raises `ProblemsFound`.

    Refused: anything but UTF-8 (`not-utf-8`), `FORBIDDEN` characters (`control-character`, the first of each
    line is reported), and conflicts that a merge left behind (`merge-conflict`).
    """
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemsFound([_not_utf8(data, file, error)]) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if problems := [*_forbidden(text, file), *_conflict(text, file)]:
        raise ProblemsFound(problems)
    return text


def _not_utf8(data: bytes, file: str, error: UnicodeDecodeError) -> Problem:
    # `error` counts in the bytes after a byte order mark.
    start = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
    before = data[:start]
    said = f"The file is not UTF-8 at byte {start + 1}."
    hint = "save it again with the encoding UTF-8; it looks like an old 8-bit encoding such as Windows-1251"
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or data[:64].count(0) > 8:
        hint = "save it again with the encoding UTF-8; it looks like UTF-16 (often called “Unicode”)"
    elif error.reason == "unexpected end of data":
        hint = "the file ends in the middle of a character: it was cut off; copy or save it again"
    line_start = before.rfind(b"\n") + 1
    return Problem(
        "not-utf-8",
        said,
        file=file,
        line=before.count(b"\n") + 1,
        column=len(before[line_start:].decode("utf-8", "replace")) + 1,
        hint=hint,
    )


def _forbidden(text: str, file: str, limit: int = 100) -> list[Problem]:
    problems: list[Problem] = []
    lines = Lines(text)
    reported = 0
    for match in FORBIDDEN.finditer(text):
        line, column = lines.place(match.start())
        if line == reported:
            continue
        reported = line
        problems.append(
            Problem(
                "control-character",
                f"The line holds {name_of(match.group())}, which cannot be published.",
                file=file,
                line=line,
                column=column,
                hint="delete it; it often comes along with text pasted from another program",
                excerpt=lines.excerpt(match.start()),
            )
        )
        if len(problems) == limit:
            break
    return problems


def _conflict(text: str, file: str) -> list[Problem]:
    ours = 0 if text.startswith("<<<<<<< ") else text.find("\n<<<<<<< ") + 1
    if not ours and not text.startswith("<<<<<<< "):
        return []
    middle = text.find("\n=======\n", ours)
    if middle < 0 or text.find("\n>>>>>>> ", middle) < 0:
        return []
    return [
        Problem(
            "merge-conflict",
            "A merge left its conflict marks in the file: both versions stand here.",
            file=file,
            line=text.count("\n", 0, ours) + 1,
            column=1,
            hint="keep the right version and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
        )
    ]
