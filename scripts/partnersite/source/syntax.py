"""Syntax errors of the YAML parser in plain words, at the place where a person has to look."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

__all__ = ["SyntaxFinding", "explain"]


@dataclass(frozen=True, slots=True)
class SyntaxFinding:
    """A syntax error: what is wrong, where as an index into the text, and what to do."""

    message: str
    index: int
    hint: str = ""


_QUOTES = "put quotes around a text that holds `: `, ` #`, or begins with one of ``{ [ & * ! | > % @ ` ' \"``"

_DIRECTIVE = ("Lines that begin with `%` are not used here.", "delete the line", False)

# libyaml's words (src/scanner.c, src/parser.c): ours, the hint, and whether to look where it all began.
_WORDS: dict[str, tuple[str, str, bool]] = {
    "could not find expected ':'": (
        "The line is neither a key with a colon nor part of the text before it.",
        "write `key: value` with a space after the colon, or indent the line to continue a text",
        True,
    ),
    "mapping values are not allowed in this context": (
        "A colon with a space after it stands where no key can be.",
        "put quotes around a text with a colon in it, or check the indentation",
        False,
    ),
    "mapping keys are not allowed in this context": (
        "The sign `? ` stands where no key can be.",
        "put quotes around a text that begins with `?`",
        False,
    ),
    "block sequence entries are not allowed in this context": (
        "A list item `- ` stands where none can be.",
        "begin the list in a line of its own, below its key",
        False,
    ),
    "did not find expected key": (
        "The line does not line up with the keys above it.",
        "indent it like its neighbours; " + _QUOTES,
        False,
    ),
    "did not find expected '-' indicator": (
        "The line does not line up with the list items above it.",
        "begin it with `- ` in the same column as the other items",
        False,
    ),
    "did not find expected ',' or ']'": (
        "A comma or the closing `]` is missing{opened}.",
        "separate the items with commas and close the list with `]`",
        False,
    ),
    "did not find expected ',' or '}'": (
        "A comma or the closing `}}` is missing{opened}.",
        "separate the entries with commas and close the mapping with `}`",
        False,
    ),
    "did not find expected node content": (
        "A value is expected here.",
        "put quotes around a text that begins with a special character",
        False,
    ),
    "found unexpected end of stream": (
        "The closing quote is missing.",
        "close the text that begins here",
        True,
    ),
    "found unexpected document indicator": (
        "The closing quote is missing: the text runs into the line `---` or `...`.",
        "close the text that begins here",
        True,
    ),
    "found unknown escape character": (
        "A `\\` in double quotes stands before a letter that has no meaning there.",
        "write `\\\\` for a backslash, or use single quotes",
        False,
    ),
    "found character that cannot start any token": (
        "A value cannot begin with this character.",
        "indent with spaces, not tabs; put quotes around a text that begins with `@`, `%` or a backquote",
        False,
    ),
    "found a tab character where an indentation space is expected": (
        "The line is indented with a tab.",
        "use spaces",
        False,
    ),
    "found a tab character that violates indentation": (
        "The line is indented with a tab.",
        "use spaces",
        False,
    ),
    "did not find expected <document start>": (
        "The file goes on after its value has ended.",
        "check the indentation of this line and the ones above",
        False,
    ),
    "did not find expected comment or line break": (
        "After `|` or `>` the text begins in the next line.",
        "move the text to the next line and indent it, or put quotes around it",
        False,
    ),
    "found unexpected ':'": (
        "A colon stands inside a text in brackets.",
        "put quotes around the text",
        False,
    ),
    "did not find expected alphabetic or numeric character": (
        "A text cannot begin with this character.",
        "put quotes around a text that begins with `&` or `*`",
        False,
    ),
    "found unknown directive name": _DIRECTIVE,
    "could not find expected directive name": _DIRECTIVE,
    "found incompatible YAML document": _DIRECTIVE,
    "found undefined tag handle": (
        "Tags such as `!name!` are not used here.",
        "put quotes around the text",
        False,
    ),
}


def explain(error: yaml.YAMLError, text: str) -> SyntaxFinding:
    """Return the parser's `error` in plain words; an unknown one in the parser's own."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return SyntaxFinding(f"The YAML cannot be read: {error}.", 0)
    place = error.problem_mark or error.context_mark
    index = place.index if place else 0
    began = error.context_mark.index if error.context_mark else index
    known = _WORDS.get(error.problem or "")
    if known is None:
        said = " ".join(part for part in (error.context, error.problem) if part)
        return SyntaxFinding(f"The YAML cannot be read: {said}.", index, _QUOTES)
    message, hint, at_beginning = known
    opened = ""
    if not text[index:].strip():
        index = len(text[:index].rstrip())
        hint += "; the file may have been cut off"
    if error.context_mark and error.context_mark.line != (place.line if place else -1):
        opened = f" after the bracket opened in line {error.context_mark.line + 1}"
    return SyntaxFinding(message.format(opened=opened), began if at_beginning else index, hint)
