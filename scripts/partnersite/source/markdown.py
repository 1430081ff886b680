"""Markdown files: front matter between `---` lines, read as strict YAML, and the text below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from partnersite.problems import Problem, ProblemsFound
from partnersite.source.limits import LIMITS, Limits
from partnersite.source.text import decode
from partnersite.source.yaml import YamlDocument, parse_yaml

__all__ = ["MarkdownDocument", "read_markdown"]

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_NO_DATA = re.compile(r"(?:[ \t]*(?:#.*)?\n)*")


@dataclass(frozen=True, slots=True)
class MarkdownDocument:
    """One Markdown file that was read."""

    file: str
    """Path relative to the source folder."""
    text: str
    """The whole file, with `\\n` line ends."""
    meta: YamlDocument | None
    """The front matter, with positions in the file; None where there is none or it is empty."""
    body: str
    """What follows the front matter."""
    body_line: int
    """Line of the file, from 1, in which `body` begins."""

    @property
    def meta_value(self) -> dict[str, Any]:
        """The mapping in the front matter; empty where there is none."""
        return self.meta.value if self.meta else {}


def read_markdown(data: bytes, file: str, *, limits: Limits = LIMITS) -> MarkdownDocument:
    """Read one Markdown file; raises `ProblemsFound` with what is wrong in its encoding and front matter."""
    if len(data) > limits.markdown_bytes:
        message = f"The file is larger than {limits.markdown_bytes:,} bytes (limit `markdown_bytes`)."
        raise ProblemsFound([Problem("file-too-large", message, file, hint="split the page")])
    text = decode(data, file)
    opening = _OPENING.match(text)
    if not opening:
        return MarkdownDocument(file, text, None, text, 1)
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        message = "The file begins with `---`, but the line `---` that ends its front matter is missing."
        hint = "add it below the last key; a line across the page is also written `***`"
        raise ProblemsFound([Problem("front-matter-open", message, file, 1, 1, hint=hint, excerpt="---")])
    body_line = text.count("\n", 0, closing.end()) + 1
    body = text[closing.end() :]
    # The empty line stands for `---`, so that places count from the beginning of the file.
    front = "\n" + text[opening.end() : closing.start()]
    if _NO_DATA.fullmatch(front):
        return MarkdownDocument(file, text, None, body, body_line)
    meta = parse_yaml(front, file, limits=limits, end_mark=False)
    if not isinstance(meta.value, dict):
        message = "The front matter is not a mapping."
        hint = "write one `key: value` in each line, or an empty line before the first `---`"
        raise ProblemsFound([meta.problem((), "front-matter-form", message, hint)])
    return MarkdownDocument(file, text, meta, body, body_line)
