"""Folders beside the live one in which builds work: each says whose it is, and is removed whatever it holds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MARKER = "made-by-partnersite.txt"
_MARKER_TEXT = b"A build works here. When none runs, this folder may be deleted.\n"


def make_work_folder(folder: Path) -> None:
    """Makes a folder of a build; nobody else reads a site before it is whole."""
    make_folder(folder, 0o700)
    descriptor = os.open(folder / MARKER, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        os.write(descriptor, _MARKER_TEXT)
    finally:
        os.close(descriptor)


def make_folder(folder: Path, mode: int) -> None:
    """Makes a folder of a mode, whatever the umask."""
    os.mkdir(folder, mode)
    os.chmod(folder, mode)


def is_work_folder(folder: Path) -> bool:
    """Whether a build has made a folder, or may have: one that was killed at once leaves an empty one."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return not any(folder.iterdir()) or (folder / MARKER).is_file()


def remove_work_folder(folder: Path) -> None:
    """Removes a folder of a build; the marker goes last: a removal that is killed before is still known as ours."""
    for path in folder.iterdir():
        if path.name != MARKER:
            remove_tree(path)
    remove_tree(folder)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all below it, without following symbolic links; also folders without rights."""
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink()
        return
    try:
        shutil.rmtree(folder)
    except PermissionError:
        # A build killed between making a folder and setting its mode leaves one that a strict umask closed.
        folder.chmod(0o700)
        for parent, names, _ in os.walk(folder):
            for name in names:
                if not os.path.islink(os.path.join(parent, name)):
                    os.chmod(os.path.join(parent, name), 0o700)
        shutil.rmtree(folder)
