"""What wakes the preview, and what does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from partnersite.serve import watching
from partnersite.serve.watching import Watcher, snapshot


def _later(path: Path) -> None:
    """Gives a file a time of change that differs from any before, however coarse the clock of the disk is."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000_000))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "content" / "en").mkdir(parents=True)
    (tmp_path / "content" / "en" / "index.md").write_text("Home", encoding="utf-8")
    (tmp_path / "partners.yaml").write_text("partners: []\n...\n", encoding="utf-8")
    return tmp_path


def _watched(source: Path) -> tuple[Path, ...]:
    return source / "partners.yaml", source / "partners", source / "content"


def _save(source: Path) -> None:
    (source / "partners.yaml").write_text("partners: [] # more\n...\n", encoding="utf-8")


def _save_by_rename(source: Path) -> None:
    (source / "new~").write_text("partners: [] # else\n...\n", encoding="utf-8")
    (source / "new~").rename(source / "partners.yaml")


def _new_page(source: Path) -> None:
    (source / "content" / "en" / "terms.md").write_text("Terms", encoding="utf-8")


def _new_language(source: Path) -> None:
    (source / "content" / "ru").mkdir()
    (source / "content" / "ru" / "index.md").write_text("Дом", encoding="utf-8")


def _delete_page(source: Path) -> None:
    (source / "content" / "en" / "index.md").unlink()


def _new_watched_folder(source: Path) -> None:
    (source / "partners").mkdir()
    (source / "partners" / "kupava.yaml").write_text("id: kupava\n...\n", encoding="utf-8")


def _delete_all(source: Path) -> None:
    shutil.rmtree(source / "content")


SAVES = [_save, _save_by_rename, _new_page, _new_language, _delete_page, _new_watched_folder, _delete_all]


@pytest.mark.parametrize("save", SAVES)
def test_a_change_wakes_the_preview_and_shows_in_the_snapshot(
    source: Path, save: Callable[[Path], None]
) -> None:
    before = snapshot(_watched(source))
    with Watcher(_watched(source)) as watcher:
        save(source)
        watcher.wait()
    assert snapshot(_watched(source)) != before


@pytest.mark.parametrize("save", SAVES)
def test_polling_notices_the_same_where_the_system_cannot_notify(
    source: Path, save: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_watches(observer: BaseObserver, *_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watching.Observer, "schedule", out_of_watches)
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.05)
    with Watcher(_watched(source)) as watcher:
        assert watcher.polling
        save(source)
        watcher.wait()


def test_a_folder_made_later_is_watched_from_the_next_refresh(source: Path) -> None:
    with Watcher(_watched(source)) as watcher:
        (source / "partners").mkdir()
        watcher.wait()
        watcher.refresh()
        (source / "partners" / "kupava.yaml").write_text("id: kupava\n...\n", encoding="utf-8")
        watcher.wait()


def test_a_folder_made_anew_is_watched_again(source: Path) -> None:
    with Watcher(_watched(source)) as watcher:
        shutil.move(source / "content", source / "old")
        shutil.copytree(source / "old", source / "content")
        watcher.wait()
        watcher.refresh()
        (source / "content" / "en" / "terms.md").write_text("Terms", encoding="utf-8")
        watcher.wait()


def test_leftovers_of_editors_and_files_beside_do_not_count(source: Path) -> None:
    before = snapshot(_watched(source))
    for name in (".index.md.swp", "index.md~", ".#index.md", "4913", "index.md.orig", ".DS_Store"):
        (source / "content" / "en" / name).write_text("x", encoding="utf-8")
    (source / "site").mkdir()
    (source / "site" / "index.html").write_text("x", encoding="utf-8")
    assert snapshot(_watched(source)) == before


def test_reading_does_not_wake(source: Path) -> None:
    with Watcher(_watched(source)) as watcher:
        noticed: list[tuple[str, ...]] = []
        woken = threading.Event()

        def notice(*places: str, whole: bool = False) -> None:
            noticed.append(places)
            woken.set()

        watcher.notice = notice  # type: ignore[method-assign]
        (source / "content" / "en" / "index.md").read_bytes()
        # The event of this write comes after those of the reading.
        _later(source / "partners.yaml")
        woken.wait()
    assert {place for places in noticed for place in places} == {str(source / "partners.yaml")}


@pytest.mark.parametrize("save", [_save, _save_by_rename, _new_page])
def test_a_file_that_has_been_written_to_its_end_is_not_waited_for_long(
    source: Path, save: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "QUIET_SECONDS", threading.TIMEOUT_MAX)
    begun: list[str] = []
    with Watcher(_watched(source)) as watcher:
        save(source)
        watcher.wait(lambda: begun.append("on_first"))
    assert begun == ["on_first"]


def test_links_are_not_followed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (source / "content" / "link").symlink_to(outside)
    before = snapshot(_watched(source))
    (outside / "page.md").write_text("x", encoding="utf-8")
    assert snapshot(_watched(source)) == before


def test_the_watching_library_says_nothing_on_the_terminal() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import partnersite.serve.watching, logging;"
            "logging.getLogger('watchdog.observers.inotify').error('called when the thread is inactive')",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert (said.stdout, said.stderr) == ("", "")
