"""The predecessor of a live site in one build: it is made good, and the new site is written there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from partnersite.output import exchange
from partnersite.output.beside import Beside
from partnersite.output.inventory import folders_of
from partnersite.output.manifest import MANIFEST_FILE, Manifest, read_manifest
from partnersite.output.site_files import NO_FILES, SiteFiles
from partnersite.output.spare import (
    TREE,
    Folders,
    Record,
    folder_times,
    link_all,
    make_good,
    record_swap,
    recorded,
    set_aside,
    told,
)
from partnersite.output.store import DIRECTORY_MODE
from partnersite.output.target import refuse_unless_ours
from partnersite.output.workfolder import make_folder, make_work_folder, remove_work_folder
from partnersite.problems import PartnersiteError

_FEW = 1000
"""Files that are made good in less time than it takes to say that another process shall do it."""


class Predecessor:
    """What stands in `.NAME.spare` beside a live folder (see `spare`), and what is known of both.

    What only looks at the folders of a site, links its files or copies them, runs on `beside` meanwhile, where there
    is one: it waits for the system most of the time. All methods raise OSError when the system refuses.
    """

    def __init__(
        self, live: Path, *, beside: Beside | None, durable: bool, looking: Callable[[], str] | None
    ) -> None:
        """`live` is absolute; `looking` is what `begin_to_look` has given."""
        self.live = live
        self.record: Record | None = None
        """What is known of the live folder; None where nothing is, or it is not true any more."""
        self.began = False
        """Whether the new site is written here."""
        self.base = NO_FILES
        """The files of the live folder, after `begin`."""
        self.changed: set[str] = set()
        """Paths of files that are written or removed after `begin`, or are about to be."""
        self._beside = beside
        self._durable = durable
        self._looking = looking
        """What `told` says of the live folder."""
        self._looked = True
        """Whether the record is known to be true; there is nothing to look at where there is none."""
        self._making: Callable[[], Folders] | None = None
        """The making of a tree, or the making good of one; gives its folders, as `make_good` does."""
        self._made_good: tuple[str, ...] = ()
        """Paths in which the tree differed from the live folder before this build."""
        self._known_folders: Folders = {}
        """Of the tree, before anything of the new site was written there: all, or those changed to make it good."""

    @property
    def _folder(self) -> Path:
        return self.live.with_name(f".{self.live.name}.spare")

    @property
    def tree(self) -> Path:
        """The site that was live before this one."""
        return self._folder / TREE

    @property
    def is_there(self) -> bool:
        """Whether there is a predecessor of the live site, or is about to be."""
        return self._making is not None or (self.record is not None and self.tree.is_dir())

    def read_record(self) -> None:
        """Find what is said of the live folder, which is to be looked at."""
        if not self.began and self.live.name:
            self.record = Record.read(self._folder)
        self._looked = self.record is None

    def forget_look(self) -> None:
        """Whatever has been seen of the live folder, it may be another one now."""
        self._looking = None

    def look_ahead(self) -> None:
        """Begin to look at the live folder some moments before `look`, which uses what was found."""
        if self._beside is not None:
            if self.record is not None:
                self._looking = self._beside.submit(told, self.live, self.record)
            else:
                self._looking = begin_to_look(self.live, self._beside)

    def look(self) -> bool:
        """Find out whether the record is true, where that is not known yet; False where it has turned out not to be."""
        if self._looked or self.record is None:
            return True
        looking, self._looking = self._looking, None
        found = looking() if looking else told(self.live, self.record)
        self._looked = True
        if found != self.record.live:
            self.record = None
        return self.record is not None

    def make_ahead(self, paths: Iterable[str]) -> None:
        """Begin to make the tree what the live site is, whose files are `paths`, where that takes long."""
        if self._beside is None:
            return
        if not self.tree.is_dir():
            self._make_folder()
            self._making = self._beside.submit(link_all, self.live, self.tree, (*paths, MANIFEST_FILE))
        elif self.record is not None and len(self.record.differing) > _FEW:
            self._distrust(self.record)
            self._making = self._beside.submit(make_good, self.live, self.tree, self._made_good)

    def begin(self, files: SiteFiles, anew: Collection[str]) -> None:
        """Make the tree hold what the live folder holds, whose files by path are `files`.

        Those of `anew`, which are all about to be written or removed, may be there or not, and be anything.
        """
        self.began, self.base = True, files
        making, self._making = self._making, None
        if making is not None:
            self._known_folders = making()
        elif self.record is not None and self.tree.is_dir():
            self._distrust(self.record)
            wanted = set(self._made_good).difference(anew, (MANIFEST_FILE,))
            self._known_folders = make_good(self.live, self.tree, wanted)
        else:
            self._make_folder()
            self._known_folders = link_all(self.live, self.tree, (*files, MANIFEST_FILE))

    def take_over(
        self,
        digest: str,
        manifest: Manifest,
        replaced: Path,
        folders: Folders,
        known: SiteFiles | None = None,
    ) -> None:
        """Keep what was live until now, which is at `replaced`, and what is known of it and of the new site.

        `folders` are those of the new site, where it was not written here. `known` are the files of the old one by
        their paths, where they need not be read from its manifest.
        """
        if self.began:
            self._record_swap(digest, manifest)
            return
        self.drop()
        make_work_folder(self._folder)
        if replaced.is_dir():
            os.rename(replaced, self.tree)
        if known is None:
            last = read_manifest(self.tree)
            known = last.files if last else NO_FILES
        differing = known.differing(manifest.files) | {MANIFEST_FILE}
        self._write_record(digest, {**folders, **folder_times(self.live, [""])}, differing)

    def drop(self) -> None:
        """Remove the tree and what is known of it; somebody else may be about to write there."""
        making, self._making = self._making, None
        with contextlib.suppress(OSError, PartnersiteError):
            if making is not None:
                making()
        if os.path.lexists(self._folder):
            refuse_unless_ours(self.live, self._folder)
            remove_work_folder(self._folder)

    def leave(self) -> None:
        """Record where the tree differs from the live site, where the build came to nothing after it had begun."""
        making, self._making = self._making, None
        made = making() if making else {}
        if self.record is not None and (making or self.began):
            differing = {*self.changed, *self._made_good} if self.began else ()
            folders = {} if self._made_good else made
            Record.of(self.record.live, self.record.folders, folders, differing).write(self._folder)

    def _record_swap(self, digest: str, manifest: Manifest) -> None:
        differing = self.base.differing_among(manifest.files, self.changed) | {MANIFEST_FILE}
        times = {**self._known_folders, **folder_times(self.live, folders_of(self.changed))}
        if not self._made_good:
            self._write_record(digest, times, differing)
        elif self.record is None or not self.record.knows_spare:
            self._write_record(digest, folder_times(self.live, folders_of(manifest.files)), differing)
        elif self._beside is not None:
            self._beside.submit(record_swap, self._folder, digest, times, tuple(differing))
        else:
            record_swap(self._folder, digest, times, tuple(differing))
        self.began = False

    def _write_record(self, digest: str, folders: Folders, differing: Iterable[str]) -> None:
        before = self.record.folders if self.record is not None else {}
        Record.of(digest, folders, before, differing).write(self._folder)

    def _make_folder(self) -> None:
        self.drop()
        make_work_folder(self._folder)
        make_folder(self.tree, DIRECTORY_MODE)

    def _distrust(self, record: Record) -> None:
        """Set aside what is recorded of the tree before it is changed."""
        set_aside(self._folder)
        if self._durable:
            exchange.flush_folder(self._folder)  # a power cut must not leave the record and yet some of the change
        self._made_good = record.differing


def begin_to_look(live: Path, beside: Beside) -> Callable[[], str]:
    """Begins to look at a live folder some moments before a build, which takes what is found."""
    live = live.absolute()
    return beside.submit(recorded, live, live.with_name(f".{live.name}.spare"))
