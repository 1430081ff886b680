"""The table of the benchmark: printed line by line as the figures are known, and written as Markdown."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from measuring import Run

HEADINGS = ("", "pages", "seconds", "CPU s", "largest", "together", "")
LINE = "{:<50} {:>8} {:>8} {:>8} {:>8} {:>8}  {}"
ABOUT = (
    "Each figure is that of a whole process, its start included, and the median of the runs; * marks a single run.",
    "CPU s: seconds of all processors together, user and system. largest, together: MB of the largest process at its",
    "peak, and of all processes at theirs, shared memory counted once; a preview's without the browser's. Nobody",
    "forces anything to disk.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line: something that was run, a few times or once."""

    what: str
    pages: int | None
    """None where no site is built."""
    runs: Sequence[Run]
    note: str = ""

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median, in seconds."""
        return statistics.median(run.cpu for run in self.runs)

    def noted(self, note: str) -> Row:
        """The same line with a note."""
        return replace(self, note=note)

    def by(self, other: Row) -> str:
        """How often this takes what another row takes."""
        return f"{self.seconds / other.seconds:.2f} times the seconds, {self.cpu / other.cpu:.2f} times the CPU"

    def cells(self) -> tuple[str, ...]:
        """The texts of the line."""
        return (
            f"{self.what}{' *' if len(self.runs) == 1 else ''}",
            "" if self.pages is None else f"{self.pages:,}",
            f"{self.seconds:.2f}",
            f"{self.cpu:.2f}",
            _megabytes(max(run.largest for run in self.runs)),
            _megabytes(max(run.together for run in self.runs)),
            self.note,
        )


class Table:
    """The table so far; `head` says what it is of, line by line."""

    def __init__(self, head: Sequence[str]) -> None:
        self._head = head
        self._sections: list[tuple[str, list[Row]]] = []
        for line in (*head, "", *ABOUT, "", LINE.format(*HEADINGS).rstrip()):
            _say(line)

    def section(self, title: str, rows: Iterable[Row]) -> list[Row]:
        """Prints a title and each row below it as soon as it is there; gives the rows."""
        found: list[Row] = []
        self._sections.append((title, found))
        _say(title)
        for row in rows:
            found.append(row)
            what, *cells = row.cells()
            _say(LINE.format(f"  {what}", *cells).rstrip())
        return found

    def write(self, file: Path) -> None:
        """Writes the table in Markdown."""
        lines = [_markdown(HEADINGS), "|---|--:|--:|--:|--:|--:|---|"]
        for title, rows in self._sections:
            lines.append(_markdown((f"**{title}**", *[""] * (len(HEADINGS) - 1))))
            lines += [_markdown(cell.replace("*", r"\*") for cell in row.cells()) for row in rows]
        text = "\n".join((*self._head, "", *lines, "", *ABOUT))
        file.write_text(f"{text}\n", encoding="utf-8")


def _megabytes(peak: int) -> str:
    return f"{peak:,} MB" if peak else ""


def _markdown(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
