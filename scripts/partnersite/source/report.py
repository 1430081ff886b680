"""The report on one YAML file: what was found in it as problems, each at its place."""

from __future__ import annotations

import re
from itertools import islice

from partnersite.problems import Problem, Severity
from partnersite.source.compose import Composition
from partnersite.source.events import Path
from partnersite.source.limits import Limits
from partnersite.source.lines import Lines, is_private
from partnersite.source.positions import Positions
from partnersite.source.refusals import Finding, shorten
from partnersite.source.strict import slips
from partnersite.source.syntax import explain

__all__ = ["field_path", "report"]

_SIMPLE = re.compile(r"[\w-]+")


def field_path(path: Path) -> str:
    """Return `path` as people read it, such as `partners[3].contacts.website`; very long keys are cut."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f"[{part}]"
        elif _SIMPLE.fullmatch(part):
            said += f".{shorten(part)}" if said else shorten(part)
        else:
            said += f'["{shorten(part)}"]'
    return said


def report(found: Composition, text: str, file: str, limits: Limits, *, end_mark: bool) -> list[Problem]:
    """Return all problems of a file that was composed; warnings only where its value can be used."""
    slipped = [] if found.stopped else list(islice(slips(text), limits.problems))
    if found.whole and (found.ended or not end_mark) and not slipped:
        return []
    lines = Lines(text)
    positions = None
    if found.whole or any(finding.twin for finding in found.findings):
        positions = Positions(text, limits.depth, until=found.index)
    # In a file with errors nobody knows where its internal values end.
    private = positions.private if positions and found.whole else None

    def problem(
        code: str, message: str, index: int, path: Path = (), hint: str = "", severity: Severity = "error"
    ) -> Problem:
        line, column = lines.place(index)
        excerpt = "" if is_private(path) else lines.excerpt(index, private)
        return Problem(code, message, file, line, column, field_path(path), hint, severity, excerpt)

    problems = []
    for finding in found.findings:
        message, index, hint = finding.message, finding.index, finding.hint
        if positions and finding.twin:
            message, index = _same_keys(finding, positions, lines)
            hint = "keep one of them"
        problems.append(problem(finding.code, message, index, finding.path, hint))
    for slip in slipped:
        severity: Severity = "warning" if slip.warning else "error"
        problems.append(problem(slip.code, slip.message, slip.index, (), slip.hint, severity))
    if found.error and found.ended:
        message = "The file goes on after the line `...` that ends it."
        hint = "move the line `...` to the end of the file"
        problems.append(problem("yaml-after-end", message, explain(found.error, text).index, (), hint))
    elif found.error:
        syntax = explain(found.error, text)
        # The parser stopped before the item: its number would mislead.
        path = found.path[:-1] if found.path and isinstance(found.path[-1], int) else found.path
        problems.append(problem("yaml-syntax", syntax.message, syntax.index, path, syntax.hint))
    elif not found.stopped and found.value is None:
        problems.append(problem("yaml-empty", "The file holds no data.", 0))
    elif not found.stopped and end_mark and not found.ended:
        message = "The file does not end with the line `...`, so a part of it may be missing."
        hint = "if the file is whole, add a last line `...`"
        problems.append(problem("yaml-end-mark", message, len(text.rstrip()), (), hint))
    return problems


def _same_keys(finding: Finding, positions: Positions, lines: Lines) -> tuple[str, int]:
    """Return what to say of two keys, and the index of the later one."""
    key, twin = str(finding.path[-1]), str(finding.twin[-1])
    first = positions.find(finding.twin, key=True)
    second = finding.index if finding.index >= 0 else positions.find(finding.path, key=True)
    if first > second:
        key, twin, first, second = twin, key, second, first
    line = lines.place(first)[0]
    if key == twin:
        return f"The key `{shorten(key)}` stands here and in line {line}.", second
    message = f"The key `{shorten(key)}` is too much like `{shorten(twin)}` in line {line}: "
    how = "their letters differ only in form" if key.casefold() != twin.casefold() else "only capitals differ"
    return f"{message}{how}.", second
