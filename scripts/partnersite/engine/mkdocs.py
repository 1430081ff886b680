"""MkDocs, or its drop-in fork ProperDocs, as a process of its own with a child per language."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from partnersite.engine.engine import EngineError
from partnersite.problems import Problem

PROCESS = "partnersite.engine.process"
"""What runs in the process; it says there how it is spoken to."""
DONE = '{"done": true}'
"""The last line of its answer."""

PACKAGES = ("mkdocs-material", "pymdown-extensions", "markdown", "jinja2", "pygments")
"""What decides the HTML beside the engine itself."""

THEME_PACKAGE = "material"
THEME_WORDS = Path("templates", "partials", "languages")
"""Where Material 9.8 keeps its own words, a file per language; a site's theme folder may add to them."""
MEANT = {"no": "nb", "sr-Latn": "sh", "zh-Hans": "zh", "iw": "he", "in": "id"}
"""Tags for which the theme knows the language under another."""

DOC_FILE = re.compile(r"Doc file '([^']+)'")
LINK = re.compile(r"link '([^']+)'")


class MkDocsEngine(AbstractContextManager["MkDocsEngine"]):
    """Runs `mkdocs` (or `properdocs`) in a process of its own, whose children render one tree each.

    The process imports the engine once, and no run can leave anything behind in another.
    """

    def __init__(self, package: str = "mkdocs") -> None:
        self.package = package
        self.process: subprocess.Popen[bytes] | None = None
        """Between `start` and `stop`."""
        self._control: socket.socket | None = None

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

    def start(self, theme: Path | None = None) -> None:
        """Starts the process; it lives until `stop`, at the longest as long as the thread that calls this."""
        if self.process is not None and self.process.poll() is None:
            return
        self.stop()  # what is left of one that has ended by itself
        self._control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                # -P: a file of the site's folder must not stand in for a module of the same name.
                [sys.executable, "-P", "-m", PROCESS, self.package, *([str(theme)] if theme else [])],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                    "PYTHONIOENCODING": "utf-8",
                    "NO_MKDOCS_2_WARNING": "1",
                },
            )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the process."""
        if self.process is not None and self._control is not None:
            with suppress(OSError):  # it may have ended
                self._control.shutdown(socket.SHUT_RDWR)  # not only closed: forked workers hold it too
            self._control.close()
            self.process.terminate()  # it may still be making ready
            self.process.wait()
        self.process = self._control = None

    def render(self, folder: Path) -> list[Problem]:
        """Renders one staged tree; raises EngineError with the end of its output when the engine fails."""
        lines = self._answer(folder)
        found = list(_messages(lines))
        if lines[-1:] != [DONE]:
            last = "\n".join([*found[-3:], *[line for line in lines if not line.startswith("{")][-3:]])
            raise EngineError(f"{self.package} failed on the language `{folder.name}`: {last}")
        return [self._problem(message, folder) for message in found]

    def _answer(self, folder: Path) -> list[str]:
        """The lines that a child prints while it renders a tree; the last is DONE where it has come to its end."""
        assert self._control is not None
        lines: list[str] = []
        ours, theirs = socket.socketpair()
        try:
            with ours, ours.makefile(encoding="utf-8", errors="replace") as answer:
                ours.sendall(os.fsencode(folder) + b"\n")
                with theirs:
                    socket.send_fds(self._control, [b"."], [theirs.fileno()])
                while (not lines or lines[-1] != DONE) and (line := answer.readline()):
                    lines.append(line.rstrip("\n"))
        except OSError as error:
            raise EngineError(f"The process of {self.package} has ended: {error.strerror}.") from error
        return lines

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


def _messages(lines: Iterable[str]) -> Iterator[str]:
    """The engine's warnings and errors among what else its plugins print."""
    for line in lines:
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
