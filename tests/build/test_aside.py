"""The process beside the build's own: what it runs, what it raises, and that it ends."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from partnersite.parallel.aside import Aside


def test_results_are_asked_for_in_any_order_or_never() -> None:
    with Aside() as aside:
        first, _, third = aside.submit(len, "a"), aside.submit(len, "ab"), aside.submit(len, "abc")
        assert (third(), first()) == (3, 1)
        assert aside.submit(os.getpid)() != os.getpid()


def test_what_is_sent_and_what_comes_back_may_be_large() -> None:
    large = b"x" * 1_000_000  # more than a pipe holds
    with Aside() as aside:
        results = [aside.submit(bytes.upper, large) for _ in range(3)]
        assert results[2]() == results[0]() == large.upper()


def test_what_a_function_raises_is_raised_where_its_result_is_asked_for(tmp_path: Path) -> None:
    with Aside() as aside:
        gone, after = aside.submit(os.listdir, tmp_path / "gone"), aside.submit(len, "ab")
        with pytest.raises(FileNotFoundError):
            gone()
        assert after() == 2


def test_a_process_that_has_ended_is_answered_as_a_failure_of_the_system() -> None:
    with Aside() as aside:
        ended = aside.submit(os._exit, 1)
        with pytest.raises(ChildProcessError):
            ended()


def test_nobody_waits_for_what_could_not_be_sent() -> None:
    with Aside() as aside:
        with pytest.raises((AttributeError, pickle.PicklingError)):
            aside.submit(lambda: 1)
        assert aside.submit(len, "ab")() == 2
        aside.finish()


def test_nothing_runs_any_more_when_it_has_finished(tmp_path: Path) -> None:
    with Aside() as aside:
        made = aside.submit(os.mkdir, tmp_path / "made")
        aside.finish()
        assert (tmp_path / "made").is_dir()
        assert made() is None
        aside.submit(os._exit, 1)
        aside.finish()


def test_it_ends_with_what_began_it() -> None:
    with Aside() as aside:
        process = aside.submit(os.getpid)()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
