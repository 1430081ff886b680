"""The site being written: which file stands at which address, and where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Set
from functools import cached_property
from pathlib import Path

from partnersite.names import same_name
from partnersite.output.paths import address_key, check_path
from partnersite.output.site_files import NO_FILES, SiteFiles
from partnersite.output.store import Written, move_file, remove_file, taken, write_file
from partnersite.problems import Problem, Problems, ProblemsFound


class Tree:
    """The site being written: every file once, with the source it comes from.

    With `base`, the folder holds that site already, except for `anew`, where there may be anything: only what differs
    from it is written, and `finish` removes what the new site has not.

    Invariant: no two files share an address (see `address_key`), no folder is spelled two ways, and nothing
    is both a file and a folder.
    """

    def __init__(
        self,
        root: Path,
        base: SiteFiles = NO_FILES,
        changed: set[str] | None = None,
        anew: Collection[str] = frozenset(),
    ) -> None:
        self.root = root
        self.base = base
        """The files that the folder held at first."""
        self.changed: set[str] = set() if changed is None else changed
        """Paths of files that are not what they were in `base`, or may not be."""
        # Whatever happens from here on, this is where the two may differ.
        self.changed.update(anew)
        self._anew = anew
        self._new: dict[str, Written] = {}
        """Files that are not in `base`, or not as they are there, by their path."""
        self._unclaimed: set[str] = set(base)
        """Paths of files of `base` that are not known to be of the new site."""
        self._gone: frozenset[str] = frozenset()
        """Paths of files of `base` that are known not to be."""
        self._origins: dict[str, str] = {}
        """Of files that were written or taken over one by one."""
        self._kept = ""
        """The origin of all others."""
        self._single: set[str] = set()
        self._addresses: dict[str, str] = {}
        """The path that holds an address, by `address_key`."""
        self._folders: dict[str, tuple[str, str]] = {}
        """A folder as it is spelled and the first file below it, by the folded spelling."""

    @property
    def single(self) -> Set[str]:
        """The paths of the files that were written one by one, or kept as such, not adopted from workers."""
        return self._single

    def __contains__(self, path: str) -> bool:
        return path in self._new or (path in self.base and path not in self._unclaimed and path not in self._gone)

    @cached_property
    def files(self) -> SiteFiles:
        """All files, after `finish`."""
        return self.base.changed(self._new, self._gone)

    def origin(self, path: str) -> str:
        """The source that a file was made from; empty where its maker named none."""
        return self._origins.get(path, self._kept)

    def write(self, path: str, data: bytes, origin: str = "", key: str = "") -> Written:
        """Write one file; raises ProblemsFound when its address is taken, naming both origins."""
        check_path(path, origin)
        problem = self._claim(path, origin)
        if problem:
            raise ProblemsFound((problem,))
        self._single.add(path)
        known = self.base.get(path)
        if known is not None and path not in self._anew and _holds(known, data):
            return known
        return self._written(write_file(self.root, path, data, key=key, over=known is not None))

    @property
    def named(self) -> Set[str]:
        """The paths of files that were written, adopted or taken over by their paths."""
        return self._origins.keys()

    def keep_but(self, paths: Iterable[str], origin: str = "") -> None:
        """Take over all files of `base` at once but some, before anything else is done: what is not known of them."""
        self._unclaimed, self._kept = set(paths), origin

    def keep(self, paths: Iterable[str], origin: str = "", *, single: bool = False) -> None:
        """Take over files of `base` that need not be made again; `single` ones as if they had been written one by one.
        """
        kept = tuple(paths)
        before = len(self._unclaimed)
        self._unclaimed.difference_update(kept)
        if before - len(self._unclaimed) != len(kept):
            raise KeyError("a file that is not there, or is of the new site already")
        self._origins.update(dict.fromkeys(kept, origin))
        if single:
            self._single.update(kept)

    def finish(self) -> None:
        """Remove the files of `base` that the new site has not."""
        self._gone, self._unclaimed = frozenset(self._unclaimed), set()
        for path in self._gone:
            remove_file(self.root, path)
        self.changed.update(self._gone)

    def adopt(self, records: Iterable[Written], origin: str = "") -> None:
        """Take over files that workers wrote with `write_file`; raises ProblemsFound with every conflict."""
        problems = Problems()
        for record in records:
            problem = self._claim(record.path, origin)
            if problem:
                problems.add(problem)
            else:
                self._written(record)
        problems.raise_if_errors()

    def move_in(self, folder: Path, record: Written, origin: str = "") -> None:
        """Take over a file that was written into another folder of the same disk; raises as `write` does."""
        problem = self._claim(record.path, origin)
        if problem:
            raise ProblemsFound((problem,))
        move_file(folder, self.root, record.path)
        self._written(record)

    def _written(self, record: Written) -> Written:
        if self.base.get(record.path) == record:
            self.changed.discard(record.path)
        else:
            self._new[record.path] = record
            self.changed.add(record.path)
        return record

    def _claim(self, path: str, origin: str) -> Problem | None:
        """Takes the address of a file and the names of its folders; what is wrong where another file has one of them.
        """
        if path in self:
            return taken(path, self.origin(path) or path, origin or path)
        address = address_key(path)
        other = self._addresses.get(address) or self._folders.get(address, ("", ""))[1]
        folders: dict[str, tuple[str, str]] = {}
        folder = path.rpartition("/")[0]
        while folder and not other:
            folded = same_name(folder)
            known = self._folders.get(folded)
            if known is not None:
                other = "" if known[0] == folder else known[1]
                break
            other = self._addresses.get(folded, "")
            folders[folded] = folder, path
            folder = folder.rpartition("/")[0]
        if other:
            return taken(path, self.origin(other) or other, origin or path)
        self._unclaimed.discard(path)
        self._origins[path] = origin
        self._addresses[address] = path
        self._folders |= folders
        return None


def _holds(known: Written, data: bytes) -> bool:
    return known.size == len(data) and known.sha256 == hashlib.sha256(data).hexdigest()
