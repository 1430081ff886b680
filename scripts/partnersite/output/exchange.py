"""What the operating system gives for publishing: folders exchanged in one step, data forced to disk."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_THERE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What kernels and file systems answer that cannot exchange (Linux before 3.15, NFS, some FUSE)."""


def exchange(first: Path, second: Path) -> bool:
    """Let two existing paths change places in one step; False where the system cannot, OSError on failure.

    renameat2(2) with RENAME_EXCHANGE: whoever opens either path sees one or the other, never none.
    """
    call = getattr(_libc(), "renameat2", None)
    if call is None:
        return False
    result: int = call(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_THERE:
        return False
    raise OSError(code, os.strerror(code), os.fspath(first), None, os.fspath(second))


def flush_tree(root: Path) -> None:
    """Force everything written below `root` to disk; syncfs(2) also reports what went wrong."""
    call = getattr(_libc(), "syncfs", None)
    if call is None:
        os.sync()
        return
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if call(folder) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), os.fspath(root))
    finally:
        os.close(folder)


def flush_folder(folder: Path) -> None:
    """Force the names in one folder to disk, after a rename."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
