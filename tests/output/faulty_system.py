"""A system that fails or dies at a chosen call, so that every point of a build is tried, without chance."""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import fcntl
import io
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from partnersite.output import exchange

MUTATING = ("open", "write", "mkdir", "chmod", "fchmod", "rename", "unlink", "rmdir")
"""Calls that change the disk; a process can die before each of them, and in the middle of a write."""
FAILING = (*MUTATING, "close", "scandir", "listdir", "stat", "lstat")
"""Calls that can give an error."""


class Calls:
    """Counts calls; at the chosen one, and with `lasting` at all later ones, something happens instead."""

    def __init__(self, at: int = 0, *, lasting: bool = False) -> None:
        self.at = at
        self.lasting = lasting
        self.count = 0
        self.names: list[str] = []

    def now(self, name: str) -> bool:
        self.count += 1
        self.names.append(name)
        return self.count == self.at or (self.lasting and 0 < self.at < self.count)


@contextlib.contextmanager
def failing(calls: Calls, code: int) -> Iterator[None]:
    """Let the chosen call give the error `code` without doing anything; a file is closed all the same."""

    def failed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def replacement(*args: Any, **kwargs: Any) -> Any:
            if not calls.now(name):
                return call(*args, **kwargs)
            if name == "close":
                call(*args, **kwargs)
            raise OSError(code, os.strerror(code))

        return replacement

    def libc_failed(name: str, call: Callable[..., int]) -> Callable[..., int]:
        def replacement(*args: Any) -> int:
            if calls.now(name):
                ctypes.set_errno(code)
                return -1
            return call(*args)

        return replacement

    with _replaced(FAILING, failed, libc_failed):
        yield


@contextlib.contextmanager
def dying(calls: Calls) -> Iterator[None]:
    """Let the process be killed as by `kill -9` at the chosen call: before it, or after half of a write."""

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def deadly(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def replacement(*args: Any, **kwargs: Any) -> Any:
            if calls.now(name):
                die()
            if name == "write" and calls.now("half a write"):
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
                die()
            return call(*args, **kwargs)

        return replacement

    with _replaced(MUTATING, deadly, deadly):
        yield


@contextlib.contextmanager
def without_exchange() -> Iterator[None]:
    """A system that cannot exchange two folders in one step."""
    with mock.patch.object(exchange, "exchange", return_value=False):
        yield


@contextlib.contextmanager
def _replaced(
    names: tuple[str, ...],
    replacement: Callable[[str, Callable[..., Any]], Callable[..., Any]],
    libc_replacement: Callable[[str, Callable[..., int]], Callable[..., int]],
) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)

    class Libc:
        renameat2 = staticmethod(libc_replacement("renameat2", libc.renameat2))
        syncfs = staticmethod(libc_replacement("syncfs", lambda folder: 0))

    lock, unlock = replacement("flock", fcntl.flock), fcntl.flock

    def flock(file: int, operation: int) -> None:
        # Giving a lock back cannot fail, and ends with the process at the latest.
        (unlock if operation == fcntl.LOCK_UN else lock)(file, operation)

    with contextlib.ExitStack() as stack:
        for name in names:
            stack.enter_context(mock.patch.object(os, name, replacement(name, getattr(os, name))))
        for module in (builtins, io):
            stack.enter_context(mock.patch.object(module, "open", replacement("open", io.open)))
        stack.enter_context(mock.patch.object(fcntl, "flock", flock))
        # Forcing the disk hundreds of times would only make the tests wait for other programs' data.
        stack.enter_context(mock.patch.object(os, "fsync", replacement("fsync", lambda file: None)))
        stack.enter_context(mock.patch.object(exchange, "_libc", Libc))
        yield
