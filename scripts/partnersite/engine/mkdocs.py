"""MkDocs, or its drop-in fork ProperDocs, as a process of its own per language."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from partnersite.engine.engine import EngineError
from partnersite.problems import Problem

PACKAGES = ("mkdocs-material", "pymdown-extensions", "markdown", "jinja2", "pygments")
"""What decides the HTML beside the engine itself."""

THEME_PACKAGE = "material"
THEME_WORDS = Path("templates", "partials", "languages")
"""Where Material 9.8 keeps its own words, a file per language; a site's theme folder may add to them."""
MEANT = {"no": "nb", "sr-Latn": "sh", "zh-Hans": "zh", "iw": "he", "in": "id"}
"""Tags for which the theme knows the language under another."""

DOC_FILE = re.compile(r"Doc file '([^']+)'")
LINK = re.compile(r"link '([^']+)'")


@dataclass(frozen=True)
class MkDocsEngine:
    """Runs `mkdocs` (or `properdocs`) in a fresh interpreter, so that no run can leave anything behind in another."""

    package: str = "mkdocs"

    @cached_property
    def identity(self) -> str:
        versions = [f"python-{sys.version_info.major}.{sys.version_info.minor}"]
        # ProperDocs stands in for MkDocs without changing the result, so both share a key's other parts.
        for package in (self.package, *PACKAGES):
            try:
                versions.append(f"{package}-{version(package)}")
            except PackageNotFoundError:
                raise EngineError(f"The engine needs the package {package}, which is not installed.") from None
        return " ".join(versions)

    def render(self, folder: Path) -> list[Problem]:
        """Renders one staged tree; raises EngineError with the end of its output when the engine fails."""
        result = subprocess.run(
            # -P: a file of the site's folder must not stand in for a module of the same name.
            [sys.executable, "-P", "-m", "partnersite.engine.process", self.package, str(folder)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NO_MKDOCS_2_WARNING": "1"},
        )
        found = list(_messages(result.stdout))
        if result.returncode != 0:
            last = "\n".join([*found[-3:], *result.stderr.strip().splitlines()[-3:]])
            raise EngineError(f"{self.package} failed on the language `{folder.name}`: {last}")
        return [self._problem(message, folder) for message in found]

    def _problem(self, message: str, folder: Path) -> Problem:
        """A warning of the engine, placed in the staged file that it names (a path below `docs`)."""
        named = DOC_FILE.search(message)
        link = LINK.search(message)
        path, line, column, excerpt = "", 0, 0, ""
        if named:
            path = named[1]
            lines = (folder / "docs" / path).read_text(encoding="utf-8").splitlines()
            for number, text in enumerate(lines, 1):
                if link and link[1] in text:
                    line, column, excerpt = number, text.find(link[1]) + 1, text
                    break
        return Problem(
            "broken-link" if link else "engine-warning",
            message,
            file=path,
            line=line,
            column=column,
            excerpt=excerpt,
            hint="correct the link, or the name of the page it points to" if link else "",
        )


def _messages(lines: str) -> Iterator[str]:
    """The engine's warnings and errors among what else its plugins print."""
    for line in lines.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and isinstance(record.get("message"), str):
            yield record["message"]


def languages_without_words(languages: Iterable[str], theme_dirs: Iterable[Path]) -> dict[str, str]:
    """The languages in which neither the theme nor a folder of `theme_dirs` speaks, each with a hint."""
    package = importlib.util.find_spec(THEME_PACKAGE)
    places = [Path(place) / THEME_WORDS for place in (package.submodule_search_locations or [])] if package else []
    places += [folder / "partials" / "languages" for folder in theme_dirs]
    known = {file.stem for place in places for file in place.glob("*.html")}
    return {
        language: f"write `{MEANT[language]}`"
        if language in MEANT
        else f"add partials/languages/{language}.html to your theme folder, or use another tag"
        for language in languages
        if known and language not in known
    }
