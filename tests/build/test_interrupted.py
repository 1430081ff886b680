"""A build that is killed or that the system fails: the live folder stays as it was, and the next build is whole."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from partnersite.build import build
from partnersite.cli import main
from partnersite.problems import PartnersiteError
from plain_engine import PlainEngine

WATCHED = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.scandir", "os.truncate", "shutil.rmtree"}
)
"""Audit events of the system calls that change or list folders, or make a file shorter that has just been written over;
opening a file is counted where it writes."""

POINTS = 120
FAULTS = 24
LATER = "Van Builders of Old"
KEPT = {".site.lock", ".site.spare"}
"""What a build leaves beside a site: the lock, and the site's predecessor."""


def at_event(number: int, action: Callable[[], None]) -> None:
    """In this process, from now on: runs `action` when the file system is touched for the n-th time."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in WATCHED:
            seen += 1
            if seen == number:
                action()

    sys.addaudithook(hook)


def in_child(work: Callable[[], None]) -> int:
    """Runs `work` in a forked process; gives its wait status. An audit hook cannot be taken off again."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with open(os.devnull, "w") as quiet:
                os.dup2(quiet.fileno(), 2)
            work()
            status = 0
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 1
        except PartnersiteError:
            status = 3
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def run(source: Path, site: Path) -> None:
    build(source, site_dir=site, engine=PlainEngine(), jobs=1, durable=False)


def count_events(source: Path, site: Path) -> int:
    """How often an ordinary build touches the file system."""
    reader, writer = os.pipe()

    def work() -> None:
        total = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal total
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            total += bool(writes or event in WATCHED)

        sys.addaudithook(hook)
        run(source, site)
        os.write(writer, str(total).encode())

    assert in_child(work) == 0
    os.close(writer)
    return int(os.read(reader, 32))


@pytest.fixture
def changed_site(small_site: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A live site, and its sources changed since."""
    run(small_site, tmp_path / "site")
    file = small_site / "partners.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Van Builders", "Van & Truck Builders"), encoding="utf-8")
    return small_site, tmp_path / "site"


def killed(source: Path, site: Path, point: int) -> None:
    """A build that is killed when it touches the file system for the n-th time."""
    status = in_child(lambda: (at_event(point, lambda: os.kill(os.getpid(), signal.SIGKILL)), run(source, site))[0])
    assert os.WIFSIGNALED(status) or status == 0


def points_of(total: int, number: int = POINTS) -> list[int]:
    """Some of the moments at which a build touches the file system, the last among them."""
    return sorted({max(1, round(total * n / number)) for n in range(1, number + 1)})


def beside(site: Path) -> set[str]:
    """What stands beside a site and belongs to it."""
    return {path.name for path in site.parent.iterdir() if path.name.startswith(f".{site.name}.")}


def test_a_build_killed_at_any_point_leaves_the_old_site_or_the_new_one_whole(
    changed_site: tuple[Path, Path], tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    source, site = changed_site
    shutil.copytree(site, tmp_path / "before", copy_function=shutil.copy2)
    before = digest_of(site)
    run(source, site)
    after = digest_of(site)
    assert before != after

    def begin() -> None:
        """As after the first build, but that nothing is remembered."""
        shutil.rmtree(site)
        shutil.copytree(tmp_path / "before", site, copy_function=shutil.copy2)
        shutil.rmtree(source / ".partnersite", ignore_errors=True)

    begin()
    total = count_events(source, site)
    points = points_of(total)
    assert len(points) >= 100
    for point in points:
        begin()
        killed(source, site, point)
        assert digest_of(site) in (before, after), f"killed at event {point} of {total}"
    run(source, site)
    assert digest_of(site) == after
    assert beside(site) <= KEPT


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (["Acme"], "Acme"),
        (["Acme", "Acme"], "Acme"),
        (["Acme", "Acme"], "Acme & Sons"),
        (["Acme", "A", "The Acme Corporation"], "Acme"),
    ],
    ids=[
        "the first small change",
        "a small change after another",
        "a change of all pages after a small one",
        "a change of all pages after others",
    ],
)
def test_a_change_killed_at_any_point_is_made_whole_by_the_next_build(
    before: list[str], then: str, small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    """Such a build writes where the site before last was: nothing of it may be taken for what it is not.

    The vendor's name stands on all pages.
    """
    source, work = small_site, tmp_path / "work"
    site, partners, program = work / "site", source / "partners.yaml", source / "program.yaml"
    first = partners.read_text(encoding="utf-8"), program.read_text(encoding="utf-8")
    work.mkdir()

    def write(name: str, vendor: str = then) -> None:
        partners.write_text(first[0].replace("Van Builders", name), encoding="utf-8")
        program.write_text(first[1].replace("name: Acme\n", f"name: {vendor}\n"), encoding="utf-8")

    for name, vendor in zip(("Van Builders", "Vans of Then", "Vans"), before, strict=False):
        write(name, vendor)
        run(source, site)
    old = digest_of(site)
    saved = tmp_path / "saved"
    saved.mkdir()
    # Times and hard links are part of what is saved.
    subprocess.run(["cp", "-a", work, source / ".partnersite", saved], check=True)

    def begin() -> None:
        write("Van & Truck Builders")
        for folder in (work, source / ".partnersite"):
            shutil.rmtree(folder)
            subprocess.run(["cp", "-a", saved / folder.name, folder], check=True)

    write(LATER)
    run(source, tmp_path / "later")
    later = digest_of(tmp_path / "later")
    begin()
    total = count_events(source, site)
    after = digest_of(site)
    assert len({old, after, later}) == 3
    for point in points_of(total, POINTS // 3):
        begin()
        killed(source, site, point)
        assert digest_of(site) in (old, after), f"killed at event {point} of {total}"
        run(source, site)
        assert digest_of(site) == after, f"built again after event {point} of {total}"
        assert beside(site) <= KEPT
        # What was kept for the build after that is right as well.
        write(LATER)
        run(source, site)
        assert digest_of(site) == later, f"changed after event {point} of {total}"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failing_disk_stops_the_build_with_an_answer_and_leaves_the_live_site(
    code: int, changed_site: tuple[Path, Path], digest_of: Callable[[Path], str]
) -> None:
    source, site = changed_site
    before = digest_of(site)
    total = count_events(source, site.with_name("counted"))

    def fail() -> None:
        raise OSError(code, os.strerror(code))

    for point in sorted({max(1, round(total * n / FAULTS)) for n in range(1, FAULTS + 1)}):
        status = in_child(lambda: (at_event(point, fail), run(source, site))[0])  # noqa: B023
        assert os.waitstatus_to_exitcode(status) in (0, 3), f"{errno.errorcode[code]} at event {point} of {total}"
        if digest_of(site) != before:
            assert os.waitstatus_to_exitcode(status) == 0
            break
    run(source, site)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_request_to_stop_ends_the_command_in_order(
    number: int, code: int, changed_site: tuple[Path, Path], digest_of: Callable[[Path], str]
) -> None:
    source, site = changed_site
    before, neighbours = digest_of(site), beside(site)

    def work() -> None:
        at_event(300, lambda: os.kill(os.getpid(), number))
        main(["build", "--source", str(source), "--site-dir", str(site), "--clean", "--quiet"])

    assert os.waitstatus_to_exitcode(in_child(work)) == code
    assert digest_of(site) == before
    assert beside(site) == neighbours <= KEPT


def test_ctrl_c_leaves_the_live_site(changed_site: tuple[Path, Path], digest_of: Callable[[Path], str]) -> None:
    source, site = changed_site
    before = digest_of(site)

    class Interrupted(PlainEngine):
        def render(self, folder: Path) -> list[object]:  # type: ignore[override]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(source, site_dir=site, engine=Interrupted(), jobs=1, durable=False, clean=True)
    assert digest_of(site) == before
