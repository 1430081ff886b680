"""Where pages are made does not show in them: processes of this machine, an executor of the caller's, a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from partnersite.build import build
from plain_engine import PlainEngine
from small_site import copy_small_site


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as pool:
        yield pool


@contextmanager
def cluster() -> Iterator[Executor]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as workers,
        Client(workers) as client,
        client.get_executor() as executor,
    ):
        yield executor


@pytest.mark.parametrize("where", [processes, cluster])
def test_a_site_is_the_same_wherever_its_pages_are_made(
    where: Callable[[], AbstractContextManager[Executor]], tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    source = copy_small_site(tmp_path / "source")
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    build(source, site_dir=here, engine=PlainEngine(), clean=True, durable=False, jobs=1)
    with where() as executor:
        build(source, site_dir=elsewhere, engine=PlainEngine(), clean=True, durable=False, executor=executor)
    assert digest_of(elsewhere) == digest_of(here)
