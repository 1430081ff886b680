"""Whatever stops a build, wherever: the live folder is the old site or the new, and the next build cleans."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from output.faulty_system import Calls, dying, failing, without_exchange
from output.site_trees import PAGES, Snapshot, beside, build, built, error_of, site, snapshot
from partnersite.output.publish import Publication

NEW_PAGES = (*PAGES[1:], "partners/luchik/index.html", "es/index.html")
"""The new version drops a page and has two more, so that a mixture of both is seen."""


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "work" / "site"


@pytest.fixture
def old(tmp_path: Path) -> Snapshot:
    return built(tmp_path, "old")


@pytest.fixture
def new(tmp_path: Path) -> Snapshot:
    return built(tmp_path, "new", NEW_PAGES)


def in_killed_child(work: Callable[[], None]) -> bool:
    """Runs work in a forked process; True when it was killed, False when it came to its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def publish_new_dying(live: Path, at: int) -> Callable[[], None]:
    def work() -> None:
        with dying(Calls(at)):
            build(live, site("new", NEW_PAGES), durable=True, staged=True)

    return work


def points(live: Path) -> int:
    """At how many points a build of the new version can be killed."""
    calls = Calls()
    with dying(calls):
        build(live, site("new", NEW_PAGES), durable=True, staged=True)
    return calls.count


def test_kill_at_any_point_leaves_the_old_site_or_the_new_one_whole(live: Path, old: Snapshot, new: Snapshot) -> None:
    build(live, site("old"))
    total = points(live)
    assert total >= 100
    outcomes: list[bool] = []
    for at in range(1, total + 1):
        build(live, site("old"))
        assert beside(live) == {"site", ".site.lock"}
        assert in_killed_child(publish_new_dying(live, at)), at
        found = snapshot(live)
        assert found in (old, new), f"killed at point {at}"
        outcomes.append(found == new)
    assert outcomes == sorted(outcomes), "the swap is one moment: old before it, new after it"
    assert True in outcomes
    assert False in outcomes
    build(live, site("old"))
    assert snapshot(live) == old


def test_kill_during_the_first_build_leaves_no_site_or_a_whole_one(live: Path, new: Snapshot) -> None:
    total = points(live)
    for at in range(1, total + 1):
        _remove_site(live)
        assert in_killed_child(publish_new_dying(live, at)), at
        assert snapshot(live) in ({}, new), f"killed at point {at}"
        assert live.exists() == bool(snapshot(live))
    build(live, site("new", NEW_PAGES))
    assert snapshot(live) == new
    assert beside(live) == {"site", ".site.lock"}


def test_without_exchange_the_next_build_puts_a_killed_swap_right(live: Path, old: Snapshot, new: Snapshot) -> None:
    with without_exchange():
        build(live, site("old"))
        total = points(live)
        gaps = 0
        for at in range(1, total + 1):
            build(live, site("old"))
            assert in_killed_child(publish_new_dying(live, at)), at
            gaps += not live.exists()
            with Publication(live, durable=False):
                pass  # a build that enters and fails must be enough
            assert snapshot(live) in (old, new), f"killed at point {at}"
            assert beside(live) == {"site", ".site.lock"}
    assert gaps == 1, "there is one moment between the two renames"


@pytest.mark.parametrize(
    ("code", "lasting"),
    [(errno.ENOSPC, False), (errno.EIO, False), (errno.EACCES, False), (errno.ENOSPC, True)],
    ids=["full for a moment", "broken for a moment", "locked for a moment", "full from then on"],
)
def test_failure_of_any_call_leaves_the_old_site_or_the_new_one_whole(
    live: Path, old: Snapshot, new: Snapshot, code: int, lasting: bool
) -> None:
    build(live, site("old"))
    at = 0
    published = 0
    while True:
        at += 1
        calls = Calls(at, lasting=lasting)
        with failing(calls, code):
            # A lock that is refused looks like one that is taken, so the wait must end.
            error = error_of(lambda: build(live, site("new", NEW_PAGES), durable=True, wait_seconds=0))
        if calls.count < at:
            break
        found = snapshot(live)
        assert found in (old, new), f"call {at}, {calls.names[at - 1]}"
        assert error or found == new, f"call {at}, {calls.names[at - 1]}: a success that published nothing"
        if found == new:
            published += 1
            build(live, site("old"))
        else:
            with Publication(live, durable=False):
                assert beside(live) == {"site", ".site.lock", ".site.building"}
        assert snapshot(live) == old
        assert beside(live) == {"site", ".site.lock"}, f"call {at}"
    assert at > 200
    assert published > 0


def test_failure_of_any_call_without_exchange_keeps_a_whole_site(live: Path, old: Snapshot, new: Snapshot) -> None:
    with without_exchange():
        build(live, site("old"))
        at = 0
        while True:
            at += 1
            calls = Calls(at)
            with failing(calls, errno.EIO):
                error_of(lambda: build(live, site("new", NEW_PAGES), durable=True))
            if calls.count < at:
                break
            assert snapshot(live) in (old, new), f"call {at}, {calls.names[at - 1]}"
            build(live, site("old"))
    assert at > 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_the_live_site_as_it_was(live: Path, old: Snapshot, number: signal.Signals) -> None:
    build(live, site("old"))
    child = os.fork()
    if child == 0:
        signal.signal(number, signal.SIG_DFL)
        with Publication(live, durable=False) as publication:
            (publication.root / "half").write_text("half")
            os.kill(os.getpid(), number)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert snapshot(live) == old
    build(live, site("old"))
    assert beside(live) == {"site", ".site.lock"}


def test_everything_is_on_disk_before_the_swap_and_the_swap_before_the_end(live: Path) -> None:
    build(live, site("old"))
    calls = Calls()
    with dying(calls):
        build(live, site("new", NEW_PAGES), durable=True)
    names = calls.names
    swap = names.index("renameat2")
    assert max(index for index, name in enumerate(names) if name == "write") < names.index("syncfs") < swap
    assert swap < names.index("fsync") < names.index("unlink")


def test_an_interrupted_build_removes_its_work_at_once(live: Path, old: Snapshot) -> None:
    build(live, site("old"))
    with pytest.raises(KeyboardInterrupt), Publication(live, durable=False) as publication:
        _press_ctrl_c(publication.root)
    assert snapshot(live) == old
    assert beside(live) == {"site", ".site.lock"}


def _press_ctrl_c(root: Path) -> NoReturn:
    (root / "half").write_text("half")
    raise KeyboardInterrupt


def _remove_site(live: Path) -> None:
    if live.exists():
        live.rename(live.with_name("gone"))
        for path in sorted(live.with_name("gone").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        live.with_name("gone").rmdir()
