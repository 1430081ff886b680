"""Builds of a site of ours, from nothing and after a change."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from measuring import Run, measured


def build(source: Path) -> Run:
    """Builds the site in `source` into its folder `site`."""
    return command("build", "--source", str(source), "--no-sync")


def command(*arguments: str) -> Run:
    """Runs `partnersite` with some arguments."""
    return measured([sys.executable, "-m", "partnersite", *arguments])


def changed(source: Path, file: Path, change: Callable[[str], str]) -> Run:
    """Builds a site after one of its files was changed; raises `ValueError` when there is nothing to change."""
    save(file, change)
    return build(source)


def save(file: Path, change: Callable[[str], str]) -> float:
    """Changes a file as careful editors do, so that nobody ever reads half of it; gives the moment of `perf_counter`.

    Raises `ValueError` when there is nothing to change.
    """
    before = file.read_text(encoding="utf-8")
    after = change(before)
    if after == before:
        raise ValueError(f"there is nothing to change in {file}")
    beside = file.with_name(f"{file.name}~")
    beside.write_text(after, encoding="utf-8")
    now = time.perf_counter()
    beside.replace(file)
    return now


def renamed(name: str) -> Callable[[str], str]:
    """The change of a partner's name in `partners.yaml`: ` & Sons` is added each time."""
    return lambda text: text.replace(name, f"{name} & Sons", 1)


def extended(words: str) -> Callable[[str], str]:
    """The change of an editorial page: a paragraph more."""
    return lambda text: f"{text}\n{words}\n"


def files_changed(run: Run) -> str:
    """How many files of the site a build has written or removed, as the table says it."""
    found = re.search(r"(\d+) changed\s*$", run.output)
    if not found:
        raise ValueError(f"a build does not say what has changed: {run.output[-200:]}")
    return f"{int(found[1]):,} files changed"


def pages_of(site: Path) -> int:
    """The pages of a built site."""
    return sum(name.endswith(".html") for _, _, names in os.walk(site) for name in names)
