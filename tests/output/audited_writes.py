"""Tries every hostile path with the interpreter's audit events on; prints what of it reached the disk.

A program of its own, because an audit hook stays for the life of its process.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from output.test_paths import TRAVERSALS
from partnersite.output.tree import Tree
from partnersite.problems import ProblemsFound

CHANGES = frozenset({"os.mkdir", "os.rename", "os.link", "os.symlink", "os.chmod", "os.truncate"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(root: Path) -> None:
    """Tries all paths in a tree at `root`."""
    reached: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        opened = event == "open" and isinstance(args[2], int) and args[2] & WRITING
        if opened or event in CHANGES:
            reached.append(event)

    tree = Tree(root)
    sys.addaudithook(hook)
    tree.write("plain.html", b"so that the hook is known to work")
    expected = len(reached)
    for path in TRAVERSALS:
        with contextlib.suppress(ProblemsFound):
            tree.write(path, b"escaped")
    sys.stdout.write(f"{len(TRAVERSALS)} {expected} {len(reached) - expected}\n")


main(Path(sys.argv[1]))
