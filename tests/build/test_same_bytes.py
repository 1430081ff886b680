"""Same input, same bytes and modes: wherever, whenever and however the build runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from partnersite.build import build
from plain_engine import PlainEngine
from small_site import SMALL, copy_small_site

BUILD = (
    "import os, sys; os.umask(int(sys.argv[3], 8)); "
    "from pathlib import Path; from partnersite.build import build; from plain_engine import PlainEngine; "
    "build(Path(sys.argv[1]), site_dir=Path(sys.argv[2]), engine=PlainEngine(), jobs=int(sys.argv[4]), durable=False)"
)

VARIATIONS: dict[str, dict[str, str]] = {
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "hash seed": {"PYTHONHASHSEED": "4242"},
    "home": {"HOME": "/nonexistent"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
    "umask": {"umask": "077"},
    "jobs": {"jobs": "7"},
    "a longer path": {"folder": "a folder with a longer name/üñí/source"},
}


def run_build(source: Path, site: Path, variation: dict[str, str]) -> None:
    """Builds in a process of its own, whose environment the variation changes."""
    root = Path(__file__).parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(root / "scripts"), str(root / "tests"))),
        **{name: value for name, value in variation.items() if name.isupper()},
    }
    arguments = [str(source), str(site), variation.get("umask", "022"), variation.get("jobs", "1")]
    subprocess.run([sys.executable, "-c", BUILD, *arguments], env=environment, check=True)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as an ordinary build gives it."""
    folder = tmp_path_factory.mktemp("reference")
    copy_small_site(folder / "source")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        run_build(folder / "source", folder / "site", {})
    return folder / "site"


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_environment_changes_nothing(
    name: str, reference: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    source = tmp_path / VARIATIONS[name].get("folder", "source")
    copy_small_site(source)
    run_build(source, tmp_path / "site", VARIATIONS[name])
    assert digest_of(tmp_path / "site") == digest_of(reference)


def test_times_and_order_of_the_source_files_change_nothing(
    reference: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    files = sorted(path for path in SMALL.rglob("*") if path.is_file())
    for file in reversed(files):
        copy = tmp_path / "source" / file.relative_to(SMALL)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        os.utime(copy, (86400, 86400))
    run_build(tmp_path / "source", tmp_path / "site", {})
    assert digest_of(tmp_path / "site") == digest_of(reference)


def test_a_second_build_with_a_cache_gives_the_same_as_a_clean_one(
    reference: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    copy_small_site(tmp_path / "source")
    for _ in range(2):
        run_build(tmp_path / "source", tmp_path / "site", {})
        assert digest_of(tmp_path / "site") == digest_of(reference)


def test_a_damaged_cache_is_not_used(reference: Path, tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    copy_small_site(tmp_path / "source")
    run_build(tmp_path / "source", tmp_path / "site", {})
    kept = list((tmp_path / "source" / ".partnersite").rglob("*.html"))
    assert kept
    for file in kept:
        file.write_bytes(file.read_bytes().replace(b"</html>", b"<!-- damaged --></html>"))
    run_build(tmp_path / "source", tmp_path / "site", {})
    assert digest_of(tmp_path / "site") == digest_of(reference)


def test_a_process_makes_each_of_two_sites_from_its_own_files(tmp_path: Path) -> None:
    """They differ in a logo alone, so that nothing else tells them apart."""
    logos = {}
    for name in ("first", "second"):
        source = copy_small_site(tmp_path / name / "source")
        logo = source / "content" / "partners" / "logos" / "nord-pos.svg"
        logo.write_bytes(logos.setdefault(name, logo.read_bytes().replace(b"<svg ", f'<svg id="{name}" '.encode())))
        build(source, site_dir=tmp_path / name / "site", engine=PlainEngine(), jobs=1, durable=False)
        shutil.rmtree(source)
    for name, data in logos.items():
        assert (tmp_path / name / "site" / "partners" / "nord-pos" / "logo.svg").read_bytes() == data


def test_dates_in_the_site_follow_the_source_date_and_not_the_clock(
    reference: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    for name, epoch in (("first", "1700000000"), ("second", "1700000000"), ("third", "1764547200")):
        copy_small_site(tmp_path / name / "source")
        run_build(tmp_path / name / "source", tmp_path / name / "site", {"SOURCE_DATE_EPOCH": epoch})
    assert digest_of(tmp_path / "first" / "site") == digest_of(tmp_path / "second" / "site")
    assert digest_of(tmp_path / "third" / "site") == digest_of(reference)
