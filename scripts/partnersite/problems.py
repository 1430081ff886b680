"""Problems: what is wrong in a file that a person wrote, said in plain words, and the ways to print them.

A problem is a value, not an exception: readers and checks collect all of a run, the command line prints them.

    PartnersiteError        whatever stops a run; printed in one line, without a traceback
    └── ProblemsFound       the files hold errors; carries every problem of the run
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "PartnersiteError",
    "Problem",
    "Problems",
    "ProblemsFound",
    "Severity",
    "did_you_mean",
    "nearest",
    "render_github",
    "render_json",
    "render_text",
    "summary",
]

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its place and the way out."""

    code: str
    """Stable name in kebab-case, such as `yaml-duplicate-key`; what scripts and searches go by."""
    message: str
    """What is wrong, in plain words, ending with a full stop; never a value of an internal field."""
    file: str = ""
    """Path relative to the source folder, with `/` between its parts."""
    line: int = 0
    """Counted from 1; 0 where unknown."""
    column: int = 0
    """Counted from 1 in characters; 0 where unknown."""
    field: str = ""
    """Path inside the file, such as `partners[3].contacts.website`."""
    hint: str = ""
    """What to do, such as ``did you mean `gold`?``."""
    severity: Severity = "error"
    """`error` stops the build, `warning` does not."""
    excerpt: str = ""
    """The offending line of the file; empty where it is private or unknown."""


class PartnersiteError(Exception):
    """Base of every error this program raises on purpose; its text is one line for a person."""


class ProblemsFound(PartnersiteError):
    """The files hold errors; `problems` lists every problem found, warnings too."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            problem = self.problems[0]
            return escape_controls(f"{_place(problem)}: {problem.message}".removeprefix(": "))
        return summary(self.problems)


class Problems:
    """Collects the problems of one run; iterates sorted by file, line and column, each problem once."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems: dict[Problem, None] = dict.fromkeys(problems)

    def add(self, problem: Problem) -> None:
        """Add one problem."""
        self._problems[problem] = None

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add many problems."""
        self._problems.update(dict.fromkeys(problems))

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return [problem for problem in self if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not stop a build."""
        return [problem for problem in self if problem.severity == "warning"]

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._problems, key=_order))

    def __len__(self) -> int:
        return len(self._problems)

    def raise_if_errors(self) -> None:
        """Raise `ProblemsFound` with everything collected if any of it is an error."""
        if self.errors:
            raise ProblemsFound(self)


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    return problem.file, problem.line, problem.column, problem.code, problem.message


# --- hints


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name that `word` was probably meant to be, or `""`."""
    names = list(known)
    by_case = {name.casefold(): name for name in names}
    wanted = word.casefold()[:100]  # the comparison is quadratic; no name is this long
    if wanted in by_case:
        return by_case[wanted]
    close = difflib.get_close_matches(wanted, by_case, n=1, cutoff=0.6)
    return by_case[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str], *, shown: int = 12) -> str:
    """Return a hint: the nearest known name, or the first `shown` known names, or `""` if none is known."""
    names = list(known)
    name = nearest(word, names)
    if name:
        return f"did you mean `{name}`?"
    if not names:
        return ""
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return f"known: {', '.join(names[:shown])}{more}"


# --- printing

_UNSAFE = re.compile(
    # Controls move the cursor or colour the terminal; bidi and invisible marks make a line read as another.
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def escape_controls(text: str) -> str:
    r"""Return `text` in one line, safe for a terminal: controls and invisible marks as `\x1b`, `\u202e`."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    named = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(character)
    if named:
        return named
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _place(problem: Problem) -> str:
    place = problem.file
    if problem.line:
        place += f":{problem.line}"
        if problem.column:
            place += f":{problem.column}"
    return place


def summary(problems: Iterable[Problem]) -> str:
    """Return one line such as `2 errors and 1 warning in 2 files.`, or `No problems.`."""
    counts = _count(problems)
    parts = [f"{n} {word}{'s' * (n != 1)}" for word in ("error", "warning") if (n := counts[word + "s"])]
    if not parts:
        return "No problems."
    files = counts["files"]
    return " and ".join(parts) + (f" in {files} file{'s' * (files != 1)}" if files else "") + "."


def _count(problems: Iterable[Problem]) -> dict[str, int]:
    found = list(problems)
    errors = sum(problem.severity == "error" for problem in found)
    files = len({problem.file for problem in found if problem.file})
    return {"errors": errors, "warnings": len(found) - errors, "files": files}


_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_RED, _YELLOW, _CYAN, _BLUE = "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[34m"

_WIDTH = 100  # characters of the offending line shown, so that a caret still stands under its place


def render_text(problems: Iterable[Problem], *, color: bool = False) -> str:
    """Return the problems for people, each with its line and a caret, and a summary; `""` if none."""
    found = list(problems)
    if not found:
        return ""

    def paint(style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if color and text else text

    blocks = []
    for problem in found:
        tone = _RED if problem.severity == "error" else _YELLOW
        message, field = escape_controls(problem.message), escape_controls(problem.field)
        gutter = " " * max(len(str(problem.line)), 2)
        lines = [
            f"{paint(tone, problem.severity)}{paint(_DIM, f'[{escape_controls(problem.code)}]')}"
            f"{paint(_BOLD, f': {message}')}"
        ]
        place = escape_controls(_place(problem))
        where = "  ".join(filter(None, (place, paint(_DIM, field))))
        if where:
            lines.append(f"{gutter[1:]}{paint(_BLUE, '-->')} {where}")
        if problem.excerpt and problem.line:
            shown, before, marked = _frame(problem.excerpt, problem.column)
            bar = paint(_BLUE, "|")
            lines.append(f"{paint(_BLUE, str(problem.line).rjust(len(gutter)))} {bar} {shown}")
            if problem.column:
                lines.append(f"{gutter} {bar} {' ' * before}{paint(tone, '^' * marked)}")
        if problem.hint:
            lines.append(f"{gutter} {paint(_BLUE, '=')} {paint(_CYAN, escape_controls(problem.hint))}")
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, paint(_BOLD, summary(found))]) + "\n"


_TOKEN = re.compile(r"""  # what the caret underlines: one quoted text, one word, or one character
    "(?:[^"\\]|\\.)*" | '[^']*' | [^\s,\[\]{}:"']+(?::(?!\s|$)[^\s,\[\]{}:"']*)* | .
""", re.VERBOSE)  # fmt: skip


def _frame(line: str, column: int) -> tuple[str, int, int]:
    """Return the part of `line` around `column`, and the cells before the caret and under it."""
    start = max(column - 1, 0)
    token = _TOKEN.match(line, start)
    end = token.end() if token else start + 1
    first = 0 if len(line) <= _WIDTH else max(0, min(start - _WIDTH // 3, len(line) - _WIDTH))
    last = min(len(line), first + _WIDTH)
    left, right = "…" * (first > 0), "…" * (last < len(line))
    before = left + _printable(line[first:start])
    marked = _printable(line[start : min(end, last)])
    return left + _printable(line[first:last]) + right, _cells(before), max(_cells(marked), 1)


def _printable(text: str) -> str:
    return escape_controls(text.replace("\t", "    "))


def _cells(text: str) -> int:
    """Return how many terminal cells `text` takes: East Asian wide letters two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def render_json(problems: Iterable[Problem]) -> str:
    """Return `{"problems": [...], "summary": {"errors", "warnings", "files"}}`, every key always there."""
    found = list(problems)
    listed = [
        {
            "severity": problem.severity,
            "code": problem.code,
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "field": problem.field,
            "message": problem.message,
            "hint": problem.hint,
            "excerpt": problem.excerpt,
        }
        for problem in found
    ]
    # ASCII: a terminal or log shows no control character, and a lone surrogate stays valid JSON.
    text = json.dumps({"problems": listed, "summary": _count(found)}, indent=2)
    return text.replace("\x7f", "\\u007f") + "\n"


def render_github(problems: Iterable[Problem]) -> str:
    """Return one GitHub workflow command a problem, which GitHub shows beside the line of the file.

    Escaping as in actions/toolkit, `packages/core/src/command.ts`.
    """
    return "".join(_workflow_command(problem) for problem in problems)


def _workflow_command(problem: Problem) -> str:
    properties = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.code}
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    lines = [f"{problem.field}: {problem.message}" if problem.field else problem.message, problem.hint]
    message = "%0A".join(escape_controls(line).replace("%", "%25") for line in lines if line)
    return f"::{problem.severity} {said}::{message}\n"


def _property(value: str) -> str:
    return escape_controls(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
