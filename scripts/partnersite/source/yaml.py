"""A strict subset of YAML: mappings, lists and texts, each with its place in the file.

Every scalar is the text that was written (`NO`, `012`, `12:30`, `~`); the model gives it a type. What YAML
offers beyond that (anchors, aliases, merge keys, tags, directives, several documents, keys that are
collections) is a problem, and so is a key that stands twice, also in another letter case or Unicode form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from partnersite.problems import Problem, ProblemsFound, Severity
from partnersite.source.compose import compose
from partnersite.source.events import Path, Value
from partnersite.source.limits import LIMITS, Limits
from partnersite.source.lines import Lines, is_private
from partnersite.source.positions import Positions
from partnersite.source.report import field_path, report
from partnersite.source.text import decode

__all__ = ["Path", "Value", "YamlDocument", "field_path", "parse_yaml", "read_yaml"]


@dataclass(frozen=True)
class YamlDocument:
    """One YAML file that was read: its value, and the way from a value back to its line."""

    file: str
    """Path relative to the source folder."""
    text: str
    value: Any
    """`dict[str, ...]`, `list` and `str` only, at any depth; an empty value is the text `""`."""
    warnings: tuple[Problem, ...] = ()
    """What was read without doubt, and is still hardly what was meant."""
    depth: int = LIMITS.depth
    """Deepest nesting that was allowed."""
    lines_before: int = 0
    """Lines of the file before `text`, where that is a piece of it."""
    items_before: int = 0
    """Items of the list under the one key of the file before those in `text`, where that is a piece of it."""

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.text, self.depth)

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at `path` or its key, else of the nearest parent."""
        line, column = self._lines.place(self._positions.find(path, key=key))
        return line + self.lines_before, column

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = "error",
        key: bool = False,
    ) -> Problem:
        """Return a problem of the value at `path`, or of its key, with its place, field and line.

        At and below a key `internal` no line is shown, and a value quoted in the message or hint is masked.
        """
        index = self._positions.find(path, key=key)
        line, column = self._lines.place(index)
        excerpt = ""
        if is_private(path):
            secret = self._text_at(path)
            message, hint = _mask(message, secret), _mask(hint, secret)
        else:
            excerpt = self._lines.excerpt(index, self._positions.private)
            if key and excerpt:
                # A misspelt key may be `internal`, so what follows it is not shown.
                end = excerpt.find(":", column - 1) + 1
                excerpt = excerpt[:end] + " …" * bool(excerpt[end:].strip()) if end else ""
        line += self.lines_before
        return Problem(code, message, self.file, line, column, field_path(self._in_file(path)), hint, severity, excerpt)

    def _in_file(self, path: Path) -> Path:
        """A path of this piece as the whole file has it."""
        if len(path) > 1 and isinstance(path[1], int):
            return path[0], path[1] + self.items_before, *path[2:]
        return path

    def _text_at(self, path: Path) -> str:
        value = self.value
        try:
            for part in path:
                value = value[part]
        except (LookupError, TypeError):
            return ""
        return value if isinstance(value, str) else ""


def _mask(said: str, secret: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "…", said) if secret else said


def read_yaml(
    data: bytes, file: str, *, limits: Limits = LIMITS, end_mark: bool = True, tags: bool = False
) -> YamlDocument:
    """Read one YAML file of the strict subset; raises `ProblemsFound` with all that is wrong in it.

    With `end_mark` the file must end with the line `...`: without it a file that was saved or copied only in
    part could pass for a whole one. With `tags`, tags are ignored instead of refused: `mkdocs.yml` has some.
    """
    if len(data) > limits.yaml_bytes:
        message = f"The file is larger than {limits.yaml_bytes:,} bytes (limit `yaml_bytes`)."
        hint = "give each partner a file of its own below `partners/`"
        raise ProblemsFound([Problem("file-too-large", message, file, hint=hint)])
    return parse_yaml(decode(data, file), file, limits=limits, end_mark=end_mark, tags=tags)


def parse_yaml(
    text: str, file: str, *, limits: Limits = LIMITS, end_mark: bool = True, tags: bool = False
) -> YamlDocument:
    """Read YAML out of `text` that `decode` has passed, as `read_yaml` does."""
    composition = compose(text, limits, tags=tags)
    problems = report(composition, text, file, limits, end_mark=end_mark)
    if any(problem.severity == "error" for problem in problems):
        raise ProblemsFound(problems)
    return YamlDocument(file, text, composition.value, tuple(problems), limits.depth)
