"""What a build begins with: the way to the live folder, what is remembered of it, and what tells of changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from partnersite.cache.keys import files_key, key, site_key
from partnersite.cache.memory import Memory
from partnersite.cache.warm import Warm
from partnersite.clock import date_key
from partnersite.engine import Engine, environment_of
from partnersite.output.publish import Publication
from partnersite.parallel.aside import Aside, Here
from partnersite.problems import Problem, ProblemsFound
from partnersite.settings import CONFIG_FILE, SiteSettings

WORK_FOLDER = ".partnersite"
"""Beside the site's sources: what a build may find again. It may be deleted at any time."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build published."""

    site_dir: Path
    pages: int
    files: int
    changed: int
    """Files that are not what they were before, or are new, or gone."""
    cache: int
    """Bytes that are kept for the next build."""
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A site that must be built, at least in part."""

    settings: SiteSettings
    publication: Publication
    cache: Path
    """The folder of what builds find again."""
    made_from: bytes
    """The key of everything that the site is made from."""
    memory: Memory | None
    """What is known of the site that is live; None where nothing is."""
    beside: Aside | Here
    """Runs what need not be done by the build itself."""
    warm: Warm
    """What the process keeps for its next build."""


def inputs_key(settings: SiteSettings, engine: Engine) -> bytes:
    """The key of everything that a site is made from and with; a build of the same key gives the same site."""
    return key(
        site_key(settings),
        engine.identity,
        environment_of(settings.config_text),
        date_key(settings.source_dir),
        files_key(watched(settings)),
    )


def watched(settings: SiteSettings) -> tuple[Path, ...]:
    """The files and folders that a site is made from, whether they exist or not."""
    names = (CONFIG_FILE, "program.yaml", "partners.yaml", "partners")
    return (*(settings.source_dir / name for name in names), settings.content_dir, *settings.theme_dirs)


def pages_touched(settings: SiteSettings, since: float) -> bool:
    """Whether what the engine is given seems to be newer than a time; a hint, since clocks and copies may be wrong."""
    return looks_touched(settings, since) or _touched((settings.content_dir,), since)


def looks_touched(settings: SiteSettings, since: float) -> bool:
    """Whether something that may change all pages seems to be newer than a time; a hint, too."""
    source = settings.source_dir
    return _touched((source / CONFIG_FILE, source / "program.yaml", *settings.theme_dirs), since)


def _touched(places: Iterable[Path], since: float) -> bool:
    files = (file for place in places for file in (place, *place.rglob("*")))
    try:
        return any(file.lstat().st_mtime > since for file in files)
    except OSError:  # it is gone, or just being saved
        return True


def folder_size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(
        os.lstat(os.path.join(place, name)).st_size for place, _, names in os.walk(folder) for name in names
    )


def cache_folder(settings: SiteSettings, *, clean: bool) -> Path:
    """The folder of what builds find again, emptied for a `clean` one.

    Raises ProblemsFound for one that came with the sources.
    """
    folder = settings.source_dir / WORK_FOLDER
    if os.path.lexists(folder) and _in_git(folder):
        message = f"`{WORK_FOLDER}/` is in git with the sources: what it holds may not be what a build made of them."
        hint = f"git rm -r --cached {WORK_FOLDER}, and write {WORK_FOLDER}/ into .gitignore"
        raise ProblemsFound((Problem("cache-in-git", message, file=WORK_FOLDER, hint=hint),))
    if clean:
        shutil.rmtree(folder / "cache", ignore_errors=True)
    with suppress(OSError):  # a build goes without it, too
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder / "cache"


def _in_git(folder: Path) -> bool:
    command = ["git", "ls-files", "-z", "--", folder.name]
    try:
        return bool(subprocess.run(command, cwd=folder.parent, capture_output=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError):  # no git, or no repository
        return False
