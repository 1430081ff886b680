"""Worker processes end with the build that started them, also when it is killed."""

from __future__ import annotations

import ctypes
import os
import signal

_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2), Linux."""


def end_with_parent() -> None:
    """Ask the system to end this process when its parent ends; without effect where the system cannot.

    A worker that outlives a killed build would write into the folder of the next one.
    """
    parent = os.getppid()
    call = getattr(ctypes.CDLL(None), "prctl", None)
    if call is not None:
        call(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)
