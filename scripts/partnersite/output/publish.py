"""The live folder changes in one step: a build works beside it, and is swapped in when it is whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, TypeVar

from filelock import FileLock, Timeout

from partnersite.output import exchange
from partnersite.output.manifest import MANIFEST_FILE, Difference, Manifest, read_manifest, verify, write_respelled
from partnersite.output.spare import (
    TREE,
    Folders,
    Record,
    folder_times,
    folders_of,
    link_all,
    make_good,
    record_swap,
    recorded,
    set_aside,
    told,
)
from partnersite.output.store import DIRECTORY_MODE, WriteFailed, Written, write_file
from partnersite.output.target import check_target, refused
from partnersite.output.workfolder import is_work_folder, make_folder, make_work_folder, remove_work_folder
from partnersite.problems import PartnersiteError, Problem, ProblemsFound

Result = TypeVar("Result")

WAIT_SECONDS = 600.0
_LISTED = 20
"""Differences from the manifest that are reported one by one."""
_FEW = 1000
"""Files that are made good in less time than it takes to say that another process shall do it."""


class Beside(Protocol):
    """Another process of this machine that runs functions, one after the other."""

    def submit(self, function: Callable[..., Result], /, *arguments: object) -> Callable[[], Result]:
        """Begins to run a function; gives what waits for its result, which is asked for once or never."""
        ...


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

    With `spare`, the site that was live until then stays beside the new one (see `spare`), and the next build may
    `begin_with_live`. What only looks at the folders of a site, links its files or copies them, runs on `aside`
    meanwhile, where there is one: it waits for the system most of the time.

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
        self._looking = looking
        """What `told` says of the live folder."""
        self._looked = True
        """Whether the record is known to be true; there is nothing to look at where there is none."""
        self._making: Callable[[], Folders] | None = None
        """The making of a spare, or the making good of one; gives its folders, as `make_good` does."""
        self._writing: Callable[[], str] | None = None
        """The writing of the manifest; gives its digest, as `write_respelled` does."""
        self._on_live = on_live
        self._on_wait = on_wait
        self._wait_seconds = wait_seconds
        self._lock: FileLock | None = None
        self._record: Record | None = None
        """What is known of the live folder; None where nothing is, or it is not true any more."""
        self._began_with_live = False
        self._base: Mapping[str, Written] = {}
        """The files of the live folder, after `begin_with_live`."""
        self._made_good: tuple[str, ...] = ()
        """Paths in which the spare differed from the live folder before this build."""
        self._known_folders: Folders = {}
        """Of the spare, before anything of the new site was written there: all, or those changed to make it good."""
        self.live = site_dir
        """The live folder; absolute after entering."""
        self.changed: set[str] = set()
        """Paths of files below `root` that are written or removed after `begin_with_live`, or are about to be."""

    @property
    def recorded(self) -> str:
        """The digest of the manifest of the site that should be live; empty where nothing is known of one."""
        return self._record.live if self._record else ""

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
        return self._spare / TREE if self._began_with_live else self._work / TREE

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
    def _spare(self) -> Path:
        return self.live.with_name(f".{self.live.name}.spare")

    @property
    def _aside(self) -> Path:
        return self._work / "old"

    def __enter__(self) -> Publication:
        self._read_record()
        self.live = self._check()
        try:
            self.live.parent.mkdir(parents=True, exist_ok=True)
            self._lock, waited = self._locked()
            try:
                if self._clean() or waited:
                    # What was left, another build, or somebody has changed it meanwhile.
                    self._looking = None
                    self._read_record()
                    self.live = self._check()
                make_work_folder(self._work)
                make_folder(self.root, DIRECTORY_MODE)
            except BaseException:
                self._leave()
                raise
        except OSError as error:
            raise _failed(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._leave()

    def look_ahead(self) -> None:
        """Begin to look at the live folder some moments before entering or `commit`, which use what was found."""
        if self._beside is None or not self._keeps_spare:
            return
        if self._record is not None:
            self._looking = self._beside.submit(told, self.live, self._record)
        else:
            self._looking = begin_to_look(self._asked, self._beside)

    @property
    def has_spare(self) -> bool:
        """Whether there is a spare of the live site, or is about to be."""
        return self._making is not None or (self._record is not None and (self._spare / TREE).is_dir())

    def make_spare(self, paths: Iterable[str]) -> None:
        """Begin to make the spare of a live site whose files are `paths` what the live site is, where that takes long.

        Raises WriteFailed.
        """
        if self._beside is None:
            return
        try:
            if not (self._spare / TREE).is_dir():
                self._make_spare_folder()
                self._making = self._beside.submit(link_all, self.live, self._spare / TREE, (*paths, MANIFEST_FILE))
            elif self._record is not None and len(self._record.differing) > _FEW:
                self._distrust_spare(self._record)
                self._making = self._beside.submit(make_good, self.live, self._spare / TREE, self._made_good)
        except OSError as error:
            raise _failed(error) from error

    def begin_with_live(self, files: Mapping[str, Written], anew: Collection[str] = frozenset()) -> None:
        """Make `root` hold what the live folder holds, whose files by path are `files`; raises WriteFailed.

        Those of `anew`, which are all about to be written or removed, may be there or not, and be anything.
        """
        try:
            self._look()
            self._began_with_live, self._base = True, files
            making, self._making = self._making, None
            if making is not None:
                self._known_folders = making()
            elif self._record is not None and self.root.is_dir():
                self._distrust_spare(self._record)
                wanted = set(self._made_good).difference(anew, (MANIFEST_FILE,))
                self._known_folders = make_good(self.live, self.root, wanted)
            else:
                self._make_spare_folder()
                self._known_folders = link_all(self.live, self.root, (*files, MANIFEST_FILE))
        except OSError as error:
            raise _failed(error) from error

    def begin_manifest(self, manifest: Manifest) -> None:
        """Begin to write the manifest of the site below `root`, which `commit` is about to be given."""
        record, changed, base = self._record, self.changed - {MANIFEST_FILE}, self._base
        self.changed.add(MANIFEST_FILE)
        if self._beside is None or record is None or not self._began_with_live:
            return
        if len(manifest.entries) == len(base) and changed <= base.keys():  # no file has come, and so none has gone
            entries = [file for file in manifest.entries if file.path in changed]
            self._writing = self._beside.submit(
                write_respelled, self.live, self.root, record.live, manifest.start, entries
            )

    def commit(self, manifest: Manifest, *, look_again: bool = True) -> str:
        """Make the written tree the live site; gives the digest of its manifest file.

        Adds the manifest file, compares the tree with it, forces all to disk, and swaps. Raises
        ProblemsFound for a tree that differs from the manifest or a live folder that others wrote to
        meanwhile, WriteFailed when the system refuses; the live folder is then as it was. Without `look_again`, the
        look at the live folder that entering began is enough: little time has passed since.
        """
        try:
            digest = self._write_manifest(manifest)
            # What was there before has been looked at before, and the store knows what it wrote since.
            differences = [] if self._began_with_live else verify(self.root, manifest, contents=False)
            if differences:
                raise ProblemsFound(tuple(_differs(difference) for difference in differences[:_LISTED]))
            if self._durable:
                exchange.flush_tree(self.root)
            if look_again:
                self._read_record()
            self._look()
            self._check()
            self._swap()
            if self._durable:
                exchange.flush_folder(self.live.parent)
            if self._on_live is not None:
                self._on_live()
            if self._keeps_spare:
                self._note(digest, manifest)
        except OSError as error:
            raise _failed(error) from error
        return digest

    def _write_manifest(self, manifest: Manifest) -> str:
        """The digest of the manifest file, which is there now."""
        self.changed.add(MANIFEST_FILE)
        writing, self._writing = self._writing, None
        digest = writing() if writing else ""
        if not digest:
            digest = write_file(self.root, MANIFEST_FILE, manifest.to_bytes(), over=self._began_with_live).sha256
        return digest

    def _check(self) -> Path:
        """The live folder where it may be replaced; its files are not looked at again where its folders are known."""
        return check_target(
            self._asked,
            forbidden=self._forbidden,
            not_within=self._not_within,
            look_inside=self._record is None,
        )

    def _read_record(self) -> None:
        """Find what is said of the live folder, which is to be looked at."""
        live = self._asked.absolute()
        if self._keeps_spare and live.name and not self._began_with_live:
            self._record = Record.read(live.with_name(f".{live.name}.spare"))
        self._looked = self._record is None

    def _look(self) -> None:
        """Find out whether the record is true, where that is not known yet; raises ProblemsFound as entering does."""
        if not self._looked and self._record is not None:
            looking, self._looking = self._looking, None
            found = looking() if looking else told(self._asked.absolute(), self._record)
            self._looked = True
            if found != self._record.live:
                self._record = None
                self._check()

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

    def _note(self, digest: str, manifest: Manifest) -> None:
        """Keep what was live until now as the spare, and what is known of both."""
        record = self._record
        if not self._began_with_live:
            self._drop_spare()
            make_work_folder(self._spare)
            if self.root.is_dir():
                os.rename(self.root, self._spare / TREE)
            last = read_manifest(self._spare / TREE)
            base, after = last.by_path if last else {}, manifest.by_path
            differing = _differing(base, after, base.keys() | after.keys())
            folders = folder_times(self.live, folders_of(manifest.paths))
            Record.of(digest, folders, record.folders if record else {}, differing).write(self._spare)
            return
        after = {file.path: file for file in manifest.entries if file.path in self.changed}
        differing = _differing(self._base, after, self.changed)
        times = {**self._known_folders, **folder_times(self.live, folders_of(self.changed))}
        if self._made_good and record is not None and record.knows_spare:
            swap = (self._spare, digest, times, tuple(differing))
            if self._beside is not None:
                self._beside.submit(record_swap, *swap)
            else:
                record_swap(*swap)
        else:
            if self._made_good:
                times = folder_times(self.live, folders_of(manifest.paths))
            Record.of(digest, times, record.folders if record else {}, differing).write(self._spare)
        self._began_with_live = False

    def _make_spare_folder(self) -> None:
        self._drop_spare()
        make_work_folder(self._spare)
        make_folder(self._spare / TREE, DIRECTORY_MODE)

    def _distrust_spare(self, record: Record) -> None:
        """Forget what is recorded of the spare before it is changed."""
        set_aside(self._spare)
        if self._durable:
            exchange.flush_folder(self._spare)  # a power cut must not leave the record and yet some of the change
        self._made_good = record.differing

    def _end_making(self) -> None:
        """Wait for what still goes on in the spare and is of no use: somebody else is about to write there."""
        making, self._making = self._making, None
        with contextlib.suppress(OSError, PartnersiteError):
            if making is not None:
                making()

    def _drop_spare(self) -> None:
        self._end_making()
        spare = self._spare
        if os.path.lexists(spare):
            self._refuse_unless_ours(spare)
            remove_work_folder(spare)

    def _clean(self) -> bool:
        """Remove what a build left, after putting back a live folder that was on its way out; whether there was any."""
        work = self._work
        if not os.path.lexists(work):
            return False
        self._refuse_unless_ours(work)
        if self._aside.is_dir() and (not self.live.exists() or not any(self.live.iterdir())):
            os.rename(self._aside, self.live)
        remove_work_folder(work)
        return True

    def _refuse_unless_ours(self, folder: Path) -> None:
        if not is_work_folder(folder):
            raise refused(self._asked, f"`{folder.name}` beside it is in the way, and no build made it")

    def _leave(self) -> None:
        making, self._making = self._making, None
        with contextlib.suppress(OSError, PartnersiteError):
            made = making() if making else {}
            folders = {} if self._made_good else made
            if self._record is not None and (making or self._began_with_live):
                # The build came to nothing: the spare differs from the live site where it had begun to write.
                differing = {*self.changed, *self._made_good} if self._began_with_live else ()
                Record.of(self._record.live, self._record.folders, folders, differing).write(self._spare)
        # What cannot be removed now is removed when the next build enters.
        with contextlib.suppress(OSError, PartnersiteError):
            self._clean()
        if self._lock is not None:
            with contextlib.suppress(OSError):  # the lock ends with the process in any case
                self._lock.release()
            self._lock = None


def begin_to_look(site_dir: Path, beside: Beside) -> Callable[[], str]:
    """Begins to look at a live folder some moments before a `Publication` is entered, which takes what is found."""
    live = site_dir.absolute()
    return beside.submit(recorded, live, live.with_name(f".{live.name}.spare"))


def _differing(before: Mapping[str, Written], after: Mapping[str, Written], paths: Iterable[str]) -> set[str]:
    """Those of some paths that are not the same file in both sites, or in one of them only; the manifest's always."""
    return {path for path in paths if before.get(path) != after.get(path)} | {MANIFEST_FILE}


def _differs(difference: Difference) -> Problem:
    return Problem("tree-differs", f"A file of the built site is not as it was written: {difference}.")


def _failed(error: OSError) -> WriteFailed:
    return WriteFailed(f"The site could not be published: {os.strerror(error.errno or 0)}.")
