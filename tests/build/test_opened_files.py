"""What a build reads is part of a key: no file decides what is published without deciding what is built again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zoneinfo
from collections import defaultdict
from pathlib import Path

import pytest

import partnersite
from build.test_small_changes import EDITS, edit
from partnersite.opening import WORK_FOLDER, watched
from partnersite.settings import read_settings

PACKAGE = Path(partnersite.__file__).parent
RECORDER = """
import json, os, sys
from contextlib import contextmanager
from pathlib import Path
from partnersite.build import build
from plain_engine import PlainEngine

step, opened, busy = "opening", [], False

def hook(event, arguments):
    global busy
    if event == "open" and isinstance(arguments[0], (str, bytes)) and not busy:
        busy = True
        path = os.fsdecode(arguments[0])
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if not flags & (os.O_WRONLY | os.O_RDWR) and os.path.isfile(path):
            opened.append((step, os.path.realpath(path)))
        busy = False

class Steps:
    def say(self, text):
        pass
    @contextmanager
    def step(self, name):
        global step
        step = name
        yield

engine = PlainEngine()
sys.addaudithook(hook)
build(Path(sys.argv[1]), site_dir=Path(sys.argv[2]), engine=engine, durable=False, jobs=1, progress=Steps())
print(json.dumps(opened))
"""

OF_RECORDS = {"partners.yaml", "program.yaml", "mkdocs.yml"}
EXPECTED = {
    # Logos of partners, albums that pages show, and the theme's templates and words.
    "fill": ("content/partners/", "content/brand/", "theme/pages/", "theme/locales/"),
    "index": ("theme/locales/",),
    "verify": (),
    "publish": (),
}
"""What steps may read of the sources and the theme after everything has been checked; keys of pages cover this."""


def opened(source: Path, site: Path) -> dict[str, set[str]]:
    """The files that each step of a build opens to read, below the source folder or the theme, by their names there.

    Those of Python, of its packages and of the program count by their versions and contents, see `keys`.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), str(Path(__file__).parents[1])])}
    result = subprocess.run(
        [sys.executable, "-c", RECORDER, str(source), str(site)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, set[str]] = defaultdict(set)
    places = {os.path.realpath(theme): "theme/" for theme in read_settings(source).theme_dirs}
    places |= {os.path.realpath(source): ""}
    others = (
        *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, PACKAGE, Path(__file__).parents[1],
        *(site.with_name(name) for name in (site.name, f".{site.name}.spare", f".{site.name}.building")),
        *zoneinfo.TZPATH,  # of a time zone, whether there is one of this name
        "/proc",
    )  # fmt: skip
    known = tuple(f"{os.path.realpath(place)}/" for place in others)
    for step, path in json.loads(result.stdout):
        for place, name in places.items():
            if path.startswith(f"{place}/"):
                found[step].add(name + path.removeprefix(f"{place}/"))
                break
        else:
            assert path.startswith(known), path
    return found


@pytest.mark.parametrize("change", ["from nothing", "a text that lists show", "a page", "the name of the vendor"])
def test_a_build_reads_nothing_that_no_key_covers(change: str, small_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    if change != "from nothing":
        opened(small_site, site)
        edit(small_site, EDITS[change])
    places = [path for path in watched(read_settings(small_site)) if path.is_relative_to(small_site)]
    covered = ["theme", *(path.relative_to(small_site).as_posix() for path in places)]
    steps = opened(small_site, site)
    assert steps["opening"] | steps["check"] >= OF_RECORDS
    for step, files in steps.items():
        for file in files:
            cached = file.startswith(f"{WORK_FOLDER}/cache/")
            assert cached or any(file == place or file.startswith(f"{place}/") for place in covered), file
            assert cached or step not in EXPECTED or file.startswith(EXPECTED[step]), f"{step}: {file}"


@pytest.mark.parametrize("file", ["partners.yaml", "program.yaml", "mkdocs.yml", "content/ru/index.md",
                                  "content/partners/logos/nord-pos.svg", "content/brand/kit/colours.txt"])  # fmt: skip
def test_a_byte_more_in_any_of_them_is_a_change(file: str, small_site: Path) -> None:
    from partnersite.opening import inputs_key
    from plain_engine import PlainEngine

    settings, engine = read_settings(small_site), PlainEngine()
    before = inputs_key(settings, engine)
    assert before == inputs_key(settings, engine)
    (small_site / file).write_bytes((small_site / file).read_bytes() + b"\n")
    assert inputs_key(settings, engine) != before
