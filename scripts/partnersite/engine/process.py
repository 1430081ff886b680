"""The engine's own process: `python -m partnersite.engine.process PACKAGE [THEME]`, its standard input a socket.

It imports the engine once, and renders a few pages in the look of a theme folder, see `rehearsal`. Over the socket it
is handed connections; for each of them it forks a child that reads the path of a staged tree from it, renders the tree
and answers with a line of JSON for each warning and a last one, DONE. What a run leaves behind ends with its child.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import logging
import os
import signal
import socket
import sys
from functools import cache, partial
from io import TextIOWrapper
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import jinja2
import yaml

from partnersite.engine.frames import FramedTemplate
from partnersite.engine.mkdocs import DONE
from partnersite.engine.rehearsal import rehearse
from partnersite.parallel.lifeline import end_with_parent
from partnersite.render.bytecode import SharedCode

CODE = SharedCode()
"""Templates that are compiled before the first child begins."""


class WarningLines(logging.Handler):
    """Writes each warning of the engine as one JSON line."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(json.dumps({"message": record.getMessage()}) + "\n")


def main(package: str, theme: str = "") -> None:
    """Serves until the other end of the socket is closed, or until it is told to end (SIGTERM)."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # what it has begun is put away
    end_with_parent()
    children = get_context("fork")
    with contextlib.suppress(Exception):  # the child imports it again, and answers with what is wrong
        import_engine(package)
        load_quickly(package)
        importlib.import_module("partnersite.engine.converter").convert_quickly(package)
        importlib.import_module("partnersite.engine.frontmatter").read_quickly(package)
        importlib.import_module("partnersite.engine.sections").read_quickly()
        if theme:
            rehearse(Path(theme), partial(run, package))
    gc.freeze()
    with socket.socket(fileno=sys.stdin.fileno()) as control:
        while received := socket.recv_fds(control, 1, 1)[1]:
            (connection,) = received
            children.Process(target=answer, args=(connection, package)).start()
            os.close(connection)


def answer(connection: int, package: str) -> None:
    """Renders the tree that a connection names; all that the engine and its plugins print goes there."""
    end_with_parent()
    for stream in (sys.stdout, sys.stderr):
        os.dup2(connection, stream.fileno())
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=True)
    with open(connection, encoding="utf-8") as request:
        folder = Path(request.readline().rstrip("\n"))
    logging.getLogger(package).addHandler(WarningLines(logging.WARNING))
    run(package, folder)
    sys.stdout.write(f"{DONE}\n")


def import_engine(package: str) -> None:
    """Imports `mkdocs`, or `properdocs` in its place."""
    if package == "properdocs":
        # Makes every `import mkdocs` of themes and plugins an import of ProperDocs.
        importlib.import_module("properdocs.replacement")
    for module in ("config", "commands.build"):
        importlib.import_module(f"{package}.{module}")


def load_quickly(package: str) -> None:
    """Has the engine find out once which themes are installed, and read settings with PyYAML's parser in C."""
    utils, defaults = (vars(importlib.import_module(f"{package}.{name}")) for name in ("utils", "config.defaults"))
    utils["entry_points"] = cache(utils["entry_points"])
    defaults["get_yaml_loader"] = partial(defaults["get_yaml_loader"], yaml.CLoader)


def run(package: str, folder: Path) -> None:
    """Renders `folder/docs` into `folder/site`."""
    import_engine(package)
    loaded = sys.modules[f"{package}.config"].load_config(str(folder / "mkdocs.yml"))
    share_templates(loaded.theme)
    loaded.plugins.on_startup(command="build", dirty=False)
    sys.modules[f"{package}.commands.build"].build(loaded)


def share_templates(theme: Any) -> None:
    """Makes the environments of a theme find what has been compiled already."""
    get_env = theme.get_env

    def environment() -> jinja2.Environment:
        made: jinja2.Environment = get_env()
        made.loader = ThemeLoader(theme.dirs)
        made.bytecode_cache = CODE
        made.template_class = FramedTemplate
        return made

    theme.get_env = environment


class ThemeLoader(jinja2.FileSystemLoader):
    """Lists no hidden folders: MkDocs 1.6 leaves their files out one by one, and Material's icons are 12,000."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for place in self.searchpath:
            for folder, folders, names in os.walk(place):
                folders[:] = [name for name in folders if not name.startswith(".")]
                inner = Path(folder).relative_to(place)
                found.update((inner / name).as_posix() for name in names)
        return sorted(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
