"""Whatever has become of what builds remember, no page is wrong: what is not whole is made again."""

from __future__ import annotations

import errno
import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import partnersite
from build.test_small_changes import EDITS, edit, from_nothing, run
from partnersite.cache import keys
from partnersite.cache.memory import KEPT, Memory, Standing, memory_file
from partnersite.engine.cache import FolderCache
from partnersite.intake.shelf import Kept, Shelf, TextDamaged
from partnersite.intake.work import TextKind
from partnersite.opening import WORK_FOLDER
from partnersite.problems import ProblemsFound
from small_site import copy_small_site

FLIPS = 250
"""Places in a file at which a bit is turned over, one after the other."""


def turned(data: bytes, at: int) -> bytes:
    """With one bit of a byte turned over."""
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def damages(whole: bytes) -> Iterator[bytes]:
    """A file cut off at every tenth of it, and with one bit turned over in many places."""
    for tenth in range(10):
        yield whole[: len(whole) * tenth // 10]
    yield whole[:-1]
    for at in range(0, len(whole), max(1, len(whole) // FLIPS)):
        yield turned(whole, at)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the small site has left."""
    folder = tmp_path_factory.mktemp("cached")
    run(copy_small_site(folder / "source"), folder / "site")
    return folder / "source" / WORK_FOLDER / "cache"


def pieces(cache: Path) -> list[Path]:
    return sorted((cache / "pieces").iterdir())


def memories(cache: Path) -> list[Path]:
    return sorted(cache.glob("built-*"))


def said(kept: Kept) -> tuple[object, ...]:
    """All that a piece says, its texts apart."""
    return kept[0].read, kept[0].listed, kept[0].digests, kept[1]


def test_a_damaged_piece_is_as_none_and_a_damaged_text_is_never_taken_for_what_it_was(
    cache: Path, tmp_path: Path
) -> None:
    for file in pieces(cache):
        whole = Shelf(file.parent, {}).get(file.name)
        assert whole is not None
        texts = dict(whole[0].texts)
        damaged = 0
        for data in damages(file.read_bytes()):
            (tmp_path / file.name).write_bytes(data)
            found = Shelf(tmp_path, {}).get(file.name)
            if found is None:
                damaged += 1
                continue
            assert said(found) == said(whole)
            for kind, text in texts.items():
                try:
                    assert found[0].texts[kind] == text
                except TextDamaged:
                    damaged += 1
        assert damaged >= FLIPS


def test_a_piece_under_the_name_of_another_is_as_none(cache: Path, tmp_path: Path) -> None:
    file = pieces(cache)[0]
    other = "0" * len(file.name)
    shutil.copyfile(file, tmp_path / other)
    assert Shelf(tmp_path, {}).get(other) is None


def test_a_damaged_memory_is_as_none(cache: Path, tmp_path: Path) -> None:
    (file,) = memories(cache)
    standing = Standing.read(file)
    assert standing is not None
    whole = Memory.read(file, standing)
    assert whole is not None
    copy = tmp_path / file.name
    for data in damages(file.read_bytes()):
        copy.write_bytes(data)
        start = Standing.read(copy)
        assert start in (None, standing)
        assert start is None or Memory.read(copy, start) is None


def test_what_another_version_remembers_is_as_none(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = memories(cache)
    monkeypatch.setattr("partnersite.cache.memory.program_key", lambda: b"another")
    assert Standing.read(file) is None


def test_another_version_is_one_that_differs_in_any_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Path(partnersite.__file__).parent
    assert package == keys.PROGRAM
    copy = tmp_path / "partnersite"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("*.pyc"))
    monkeypatch.setattr(keys, "PROGRAM", copy)
    before = keys.program_key.__wrapped__()
    for module in (copy / "cli.py", copy / "output" / "store.py"):
        module.write_text(f"{module.read_text('utf-8')}\n", encoding="utf-8")
        after = keys.program_key.__wrapped__()
        assert after != before
        before = after


def test_a_damaged_folder_of_the_engine_is_as_none(cache: Path, tmp_path: Path) -> None:
    shutil.copytree(cache / "engine", tmp_path / "engine")
    entry = next((tmp_path / "engine").iterdir())
    assert FolderCache(tmp_path / "engine").get(entry.name) == entry / "files"
    for file in (entry / "listing.sha256", next((entry / "files").rglob("index.html"))):
        whole = file.read_bytes()
        for data in damages(whole):
            file.write_bytes(data)
            assert FolderCache(tmp_path / "engine").get(entry.name) is None
        file.write_bytes(whole)


def rendered(folder: Path) -> Path:
    """A folder with a page in it."""
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "index.html").write_text("<p>Page</p>", encoding="utf-8")
    return folder


def test_a_folder_that_is_kept_stands_in_the_cache_and_nowhere_else(tmp_path: Path) -> None:
    known = FolderCache(tmp_path / "cache")
    place = known.put("key", rendered(tmp_path / "site"))
    assert place == known.get("key")
    assert (place / "en" / "index.html").read_text(encoding="utf-8") == "<p>Page</p>"
    assert not (tmp_path / "site").exists()


def test_a_folder_from_another_disk_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def on_one_disk(source: Path, target: Path) -> Path:
        if source.parent == tmp_path:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", on_one_disk)
    known = FolderCache(tmp_path / "cache")
    place = known.put("key", rendered(tmp_path / "site"))
    assert place == known.get("key")


def test_what_another_build_has_kept_meanwhile_stays_where_it_reads_it(tmp_path: Path) -> None:
    known = FolderCache(tmp_path / "cache")
    first = known.put("key", rendered(tmp_path / "one"))
    before = (first / "en" / "index.html").stat().st_ino
    second = known.put("key", rendered(tmp_path / "two"))
    assert (first / "en" / "index.html").stat().st_ino == before
    assert (second / "en" / "index.html").is_file()


def test_a_cache_that_cannot_be_written_leaves_the_folder_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    site = rendered(tmp_path / "site")
    assert FolderCache(tmp_path / "cache").put("key", site) == site
    assert (site / "en" / "index.html").is_file()


DAMAGES: Mapping[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "one bit": lambda data: turned(data, len(data) * 2 // 3),
    "another's": lambda data: marshal.dumps((1, data)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("kind", ["pieces/*", "built-*", "engine/*/files/**/*.html", "engine/*/listing.sha256", "**/*"])
def test_after_damage_a_build_gives_what_a_build_from_nothing_gives(
    kind: str, damage: Callable[[bytes], bytes], small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    site = tmp_path / "site"
    run(small_site, site)
    spoiled = [file for file in (small_site / WORK_FOLDER / "cache").glob(kind) if file.is_file()]
    assert spoiled
    for file in spoiled:
        file.write_bytes(damage(file.read_bytes()))
    edit(small_site, EDITS["a text that lists show"])
    run(small_site, site)
    assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew"))


def test_a_text_that_was_damaged_is_on_the_shelf_again_after_the_build(small_site: Path, tmp_path: Path) -> None:
    run(small_site, tmp_path / "site")
    whole = {}
    for file in pieces(small_site / WORK_FOLDER / "cache"):
        whole[file] = texts_of(file)
        data, text = file.read_bytes(), whole[file]["en", "data"]
        file.write_bytes(turned(data, data.index(text) + len(text) // 2))
    shutil.rmtree(tmp_path / "site")
    run(small_site, tmp_path / "site")
    assert {file: texts_of(file) for file in whole} == whole


def texts_of(piece: Path) -> Mapping[TextKind, bytes]:
    kept = Shelf(piece.parent, {}).get(piece.name)
    assert kept is not None
    return dict(kept[0].texts)


# --- two at once


def test_writers_of_one_piece_and_of_one_memory_never_leave_a_mixture(cache: Path, tmp_path: Path) -> None:
    (memory,), piece = memories(cache), pieces(cache)[0]
    standing = Standing.read(memory)
    assert standing is not None
    remembered, kept = Memory.read(memory, standing), Shelf(piece.parent, {}).get(piece.name)
    assert remembered is not None
    assert kept is not None
    others = [
        Memory(
            Standing(f"site {number}", b"", number, number),
            {f"unit {number}": b"key"},
            remembered.files.changed({}, list(remembered.files)[:number]),
        )
        for number in range(8)
    ]
    one = memory_file(tmp_path, tmp_path / "site")
    Shelf(tmp_path / "pieces", {}).put(piece.name, kept[0])
    first = Shelf(tmp_path / "pieces", {}).get(piece.name)
    assert first is not None

    def write(number: int) -> None:
        others[number % 8].write(one)
        Shelf(tmp_path / "pieces", {}).put(piece.name, kept[0])

    def read(number: int) -> bool:
        start = Standing.read(one)
        found = Memory.read(one, start) if start else None
        right = found is None or (
            found.units == others[found.standing.pages].units and found.files == others[found.standing.pages].files
        )
        again = Shelf(tmp_path / "pieces", {}).get(piece.name)
        return right and again is not None and said(again) == said(first)

    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(write, number) for number in range(80)]
        reads = [pool.submit(read, number) for number in range(80)]
        assert all(done.result() for done in reads)
        for done in writes:
            done.result()
    assert read(0)


BUILD = (
    "import sys; from pathlib import Path; from partnersite.build import build; from plain_engine import PlainEngine; "
    "build(Path(sys.argv[1]), site_dir=Path(sys.argv[2]), engine=PlainEngine(), durable=False, jobs=1)"
)


def test_builds_of_one_source_at_once_share_what_they_remember(
    small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    places = [str(Path(partnersite.__file__).parents[1]), str(Path(__file__).parents[1])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    sites = [tmp_path / f"site-{number}" for number in range(2)]
    for name in ("a text that lists show", "a name, and with it the order of lists"):
        edit(small_site, EDITS[name])
        running = [
            subprocess.Popen([sys.executable, "-c", BUILD, str(small_site), str(site)], env=environment)
            for site in sites
        ]
        assert [process.wait() for process in running] == [0, 0]
        anew = digest_of(from_nothing(small_site, tmp_path / "anew"))
        assert {digest_of(site) for site in sites} == {anew}


# --- how much is kept


def test_what_is_remembered_has_a_bound(small_site: Path, tmp_path: Path) -> None:
    cache = small_site / WORK_FOLDER / "cache"
    (cache / "pieces").mkdir(parents=True)
    (cache / "pieces" / ".new-left").write_bytes(b"by a build that was killed")
    for number in range(KEPT + 3):
        result = run(small_site, tmp_path / f"site-{number}")
    first = {file.name for file in pieces(cache)}
    assert len(memories(cache)) == KEPT
    assert ".new-left" not in first
    assert result.cache == sum(file.stat().st_size for file in cache.rglob("*") if file.is_file())
    edit(small_site, EDITS["a text that lists show"])
    run(small_site, tmp_path / "site-0")
    assert len(pieces(cache)) == len(first)


# --- what came with the sources


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments], cwd=folder, check=True)


@pytest.mark.parametrize("clean", [False, True], ids=["as it is", "clean"])
def test_what_git_holds_of_the_cache_is_refused_before_any_of_it_is_read(
    clean: bool, small_site: Path, tmp_path: Path
) -> None:
    from partnersite.build import build

    site = tmp_path / "site"
    run(small_site, site)
    git(small_site, "init", "--quiet")
    run(small_site, site)  # it stands in a repository, and not in git
    git(small_site, "add", "--force", WORK_FOLDER)
    opened: list[str] = []
    recording = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if recording and event in ("open", "os.scandir", "os.remove", "os.rename", "os.unlink"):
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)
    with pytest.raises(ProblemsFound) as refused:
        build(small_site, site_dir=site, durable=False, jobs=1, clean=clean)
    recording = False
    (problem,) = refused.value.problems
    assert (problem.code, problem.file) == ("cache-in-git", WORK_FOLDER)
    assert "git rm" in problem.hint
    assert opened
    assert not [path for path in opened if WORK_FOLDER in path]
    git(small_site, "rm", "-r", "--quiet", "--cached", WORK_FOLDER)
    assert run(small_site, site).changed == 0


def test_git_leaves_out_what_is_remembered(small_site: Path, tmp_path: Path) -> None:
    git(small_site, "init", "--quiet")
    run(small_site, tmp_path / "site")
    git(small_site, "add", "--all")
    assert run(small_site, tmp_path / "site").changed == 0
