"""`partnersite new`: a site of one's own to begin with, small and complete."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from partnersite.model import json_schema
from partnersite.problems import PartnersiteError, Problem, ProblemsFound

STARTER = Path(__file__).resolve().parent / "starter"

ALLOWED = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What may be there already: a fresh repository, and what file browsers leave in every folder."""

SCHEMAS = ("partner", "partners", "program")
"""Kinds of data files (`partner`: one record below `partners/`) that editors check while one types."""


def new_site(folder: Path) -> None:
    """Write the starter site to `folder`, which must be absent or empty; raises ProblemsFound otherwise.

    When the system refuses (a full disk, no rights), what was written is removed again and PartnersiteError
    says why.
    """
    if folder.exists() and (
        not folder.is_dir() or any(entry.name not in ALLOWED for entry in folder.iterdir())
    ):
        raise ProblemsFound(
            (
                Problem(
                    "folder-in-use",
                    f"`{folder}` is not an empty folder, so nothing was written there.",
                    hint="name a folder that does not exist yet",
                ),
            )
        )
    made = not folder.exists()
    try:
        _write(folder)
    except OSError as error:
        _remove(folder, made)
        raise PartnersiteError(
            f"The site cannot be written to `{folder}`: {error.strerror or error}."
        ) from None


def _write(folder: Path) -> None:
    # Contents only: the modes are those of whoever starts the site, not of an installed package.
    for source in sorted(STARTER.rglob("*")):
        target = folder / source.relative_to(STARTER)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    (folder / "schema").mkdir()
    for kind in SCHEMAS:
        text = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        (folder / "schema" / f"{kind}.schema.json").write_text(text + "\n", encoding="utf-8")


def _remove(folder: Path, made: bool) -> None:
    if made:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in {"schema", *(entry.name for entry in STARTER.iterdir())}:
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
