"""The live folder changes in one step: a build works beside it, and is swapped in when it is whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from partnersite.output import exchange
from partnersite.output.beside import Beside
from partnersite.output.inventory import Difference, differences, take_large_inventory
from partnersite.output.manifest import MANIFEST_FILE, Manifest, read_manifest, write_respelled
from partnersite.output.predecessor import Predecessor
from partnersite.output.site_files import SiteFiles
from partnersite.output.spare import TREE
from partnersite.output.store import DIRECTORY_MODE, WriteFailed, write_file
from partnersite.output.target import check_target, refuse_unless_ours
from partnersite.output.workfolder import make_folder, make_work_folder, remove_work_folder
from partnersite.problems import PartnersiteError, Problem, ProblemsFound

WAIT_SECONDS = 600.0
_LISTED = 20
"""Differences from the manifest that are reported one by one."""


class AnotherBuild(PartnersiteError):
    """Another build of the same site folder did not end in time."""


class Publication:
    """One build's way to the live folder.

        with Publication(site_dir, forbidden=(source_dir, content_dir)) as publication:
            ... write the site below publication.root ...
            publication.commit(manifest)

    The work is done in `.NAME.building` beside the live folder, under the lock `.NAME.lock`. Leaving without
    `commit` (an error, Ctrl+C) removes the work; what a killed build left is removed, and where it was killed
    half-way through a swap of two renames, put right, when the next one enters. The live folder is at every
    moment the old site or the new one, whole.

    With `spare`, the site that was live until then stays beside the new one (see `predecessor`), and the next build may
    `begin_with_live`. What waits for the system most of the time runs on `aside` meanwhile, where there is one.

    Entering raises ProblemsFound for a folder that may not be replaced (see `target`), AnotherBuild when the
    lock stays taken for `wait_seconds`, WriteFailed when the system refuses; `on_wait` is called once when
    there is another build to wait for, `on_live` as soon as the new site is live. `looking` is what `begin_to_look`
    has given. `durable` forces the new site to disk before the swap, so that also a
    power cut leaves the old site or the new one.
    """

    def __init__(
        self,
        site_dir: Path,
        *,
        forbidden: Iterable[Path] = (),
        not_within: Iterable[Path] = (),
        durable: bool = True,
        spare: bool = False,
        aside: Beside | None = None,
        looking: Callable[[], str] | None = None,
        on_live: Callable[[], None] | None = None,
        on_wait: Callable[[], None] | None = None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._asked = site_dir
        self._forbidden = tuple(forbidden)
        self._not_within = tuple(not_within)
        self._durable = durable
        self._keeps_spare = spare
        self._beside = aside
        self._predecessor = Predecessor(site_dir.absolute(), beside=aside, durable=durable, looking=looking)
        self._writing: Callable[[], str] | None = None
        """The writing of the manifest; gives its digest, as `write_respelled` does."""
        self._on_live = on_live
        self._on_wait = on_wait
        self._wait_seconds = wait_seconds
        self._lock: FileLock | None = None
        self.live = site_dir
        """The live folder; absolute after entering."""

    @property
    def changed(self) -> set[str]:
        """Paths of files below `root` that are written or removed after `begin_with_live`, or are about to be."""
        return self._predecessor.changed

    @property
    def recorded(self) -> str:
        """The digest of the manifest of the site that should be live; empty where nothing is known of one."""
        record = self._predecessor.record
        return record.live if record else ""

    @property
    def known(self) -> str:
        """As `recorded`, where the live folder is as its last build left it; else empty. Waits for the look at it.

        Raises ProblemsFound as entering does.
        """
        self._look()
        return self.recorded

    @property
    def previous(self) -> Manifest | None:
        """What the live folder holds; None where there is no site yet."""
        return read_manifest(self.live)

    @property
    def root(self) -> Path:
        """Where the new site is written; empty on entering, and what the live folder holds after `begin_with_live`."""
        return self._predecessor.tree if self._predecessor.began else self._work / TREE

    @property
    def stage(self) -> Path:
        """Where the build may keep what it works on and does not publish; absent on entering."""
        return self._work / "stage"

    @property
    def anteroom(self) -> Path:
        """Where files of the new site may wait until `root` is ready; absent on entering."""
        return self._work / "anteroom"

    @property
    def _work(self) -> Path:
        return self.live.with_name(f".{self.live.name}.building")

    @property
    def _aside(self) -> Path:
        return self._work / "old"

    def __enter__(self) -> Publication:
        self._enter_live()
        with _answered():
            self.live.parent.mkdir(parents=True, exist_ok=True)
            self._lock, waited = self._locked()
            try:
                if self._clean() or waited:
                    # What was left, another build, or somebody has changed it meanwhile.
                    self._predecessor.forget_look()
                    self._enter_live()
                make_work_folder(self._work)
                make_folder(self.root, DIRECTORY_MODE)
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._leave()

    def look_ahead(self) -> None:
        """Begin to look at the live folder some moments before entering or `commit`, which use what was found."""
        if self._keeps_spare:
            self._predecessor.look_ahead()

    @property
    def has_spare(self) -> bool:
        """Whether there is a spare of the live site, or is about to be."""
        return self._predecessor.is_there

    def make_spare(self, paths: Iterable[str]) -> None:
        """Begin to make the spare of a live site whose files are `paths` what the live site is, where that takes long.

        Raises WriteFailed.
        """
        with _answered():
            self._predecessor.make_ahead(paths)

    def begin_with_live(self, files: SiteFiles, anew: Collection[str] = frozenset()) -> None:
        """Make `root` hold what the live folder holds, whose files by path are `files`; raises WriteFailed.

        Those of `anew`, which are all about to be written or removed, may be there or not, and be anything.
        """
        with _answered():
            self._look()
            self._predecessor.begin(files, anew)

    def begin_manifest(self, manifest: Manifest) -> None:
        """Begin to write the manifest of the site below `root`, which `commit` is about to be given."""
        record, changed, base = self._predecessor.record, self.changed - {MANIFEST_FILE}, self._predecessor.base
        self.changed.add(MANIFEST_FILE)
        if self._beside is None or record is None or not self._predecessor.began:
            return
        files = manifest.files
        if len(files) == len(base) and all(map(base.__contains__, changed)):  # no file has come, and so none has gone
            entries = [files[path] for path in changed]
            self._writing = self._beside.submit(
                write_respelled, self.live, self.root, record.live, manifest.start, entries
            )

    def commit(
        self, manifest: Manifest, *, look_again: bool = True, replaced: SiteFiles | None = None
    ) -> str:
        """Make the written tree the live site; gives the digest of its manifest file.

        Adds the manifest file, compares the tree with it, forces all to disk, and swaps. Raises
        ProblemsFound for a tree that differs from the manifest or a live folder that others wrote to
        meanwhile, WriteFailed when the system refuses; the live folder is then as it was. Without `look_again`, the
        look at the live folder that entering began is enough: little time has passed since. `replaced` are the files of
        the site that was `known`, by their paths, where they are at hand.
        """
        predecessor = self._predecessor
        with _answered():
            digest = self._write_manifest(manifest)
            # What was there before has been looked at before, and the store knows what it wrote since.
            folders = {} if predecessor.began else self._folders_compared(manifest)
            if self._durable:
                exchange.flush_tree(self.root)
            if look_again and self._keeps_spare:
                predecessor.read_record()
            predecessor.look()
            self._check()
            self._swap()
            if self._durable:
                exchange.flush_folder(self.live.parent)
            if self._on_live is not None:
                self._on_live()
            if self._keeps_spare:
                predecessor.take_over(
                    digest, manifest, self.root, folders, replaced if predecessor.record else None
                )
        return digest

    def _folders_compared(self, manifest: Manifest) -> dict[str, int]:
        """The folders of the written tree with their times; raises ProblemsFound where it is not as its manifest says.
        """
        found = take_large_inventory(self.root, manifest, self._beside)
        wrong = differences(found, manifest)
        if wrong:
            raise ProblemsFound(tuple(_differs(difference) for difference in wrong[:_LISTED]))
        return found.folders

    def _write_manifest(self, manifest: Manifest) -> str:
        """The digest of the manifest file, which is there now."""
        self.changed.add(MANIFEST_FILE)
        writing, self._writing = self._writing, None
        digest = writing() if writing else ""
        if not digest:
            digest = write_file(self.root, MANIFEST_FILE, manifest.to_bytes(), over=self._predecessor.began).sha256
        return digest

    def _enter_live(self) -> None:
        """Find the live folder, and what is said of it."""
        if self._keeps_spare:
            self._predecessor.read_record()
        self.live = self._predecessor.live = self._check()

    def _look(self) -> None:
        """Wait for the look at the live folder; whatever it is, it must be one that may be replaced."""
        if not self._predecessor.look():
            self._check()

    def _check(self) -> Path:
        """The live folder where it may be replaced; its files are not looked at again where its folders are known."""
        return check_target(
            self._asked,
            forbidden=self._forbidden,
            not_within=self._not_within,
            look_inside=self._predecessor.record is None,
        )

    def _locked(self) -> tuple[FileLock, bool]:
        """The lock, and whether another build had it."""
        lock = FileLock(self.live.with_name(f".{self.live.name}.lock"), thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if self._on_wait is not None:
                self._on_wait()
            try:
                lock.acquire(timeout=self._wait_seconds)
            except Timeout:
                message = f"Another build is writing `{self.live.name}`; try again when it is done."
                raise AnotherBuild(message) from None
            return lock, True
        return lock, False

    def _swap(self) -> None:
        if not self.live.exists():
            os.rename(self.root, self.live)
        elif not exchange.exchange(self.root, self.live):
            # Two renames: between them there is no live folder, and `_clean` puts the old one back.
            os.rename(self.live, self._aside)
            os.rename(self.root, self.live)
            os.rename(self._aside, self.root)

    def _clean(self) -> bool:
        """Remove what a build left, after putting back a live folder that was on its way out; whether there was any."""
        work = self._work
        if not os.path.lexists(work):
            return False
        refuse_unless_ours(self._asked, work)
        if self._aside.is_dir() and (not self.live.exists() or not any(self.live.iterdir())):
            os.rename(self._aside, self.live)
        remove_work_folder(work)
        return True

    def _leave(self) -> None:
        with contextlib.suppress(OSError, PartnersiteError):
            self._predecessor.leave()
        # What cannot be removed now is removed when the next build enters.
        with contextlib.suppress(OSError, PartnersiteError):
            self._clean()
        if self._lock is not None:
            with contextlib.suppress(OSError):  # the lock ends with the process in any case
                self._lock.release()
            self._lock = None


def _differs(difference: Difference) -> Problem:
    return Problem("tree-differs", f"A file of the built site is not as it was written: {difference}.")


@contextlib.contextmanager
def _answered() -> Iterator[None]:
    """Raises WriteFailed where the system refuses."""
    try:
        yield
    except OSError as error:
        raise WriteFailed(f"The site could not be published: {os.strerror(error.errno or 0)}.") from error
