"""The room that the benchmark needs, found out before it begins.

ext4 does not give the number of a file that was deleted within the last minutes to a new one, and searches long for
others: after 70,000 files were deleted, making a folder was measured to take six times as long (280 us, not 45).
Whatever were built next would be charged for it. So nothing is deleted before the last figure is known: every build,
ours and others', has a new place, and the table needs room for all of them at once.
"""

from __future__ import annotations

import os
from pathlib import Path

from networks import LANGUAGES

BYTES = 25_000
"""On disk for each landing page, with all that stands beside it, blocks that are not full included."""
FILES = 3
"""Files and folders for each landing page."""
FIXED = 1_500_000_000
"""Bytes for what is no network."""
FIXED_FILES = 100_000


def require(folder: Path, partners: int, growth: int, huge: int, runs: int) -> str:
    """What is needed and what is free in a folder, in words; where it is not enough, this ends and says so."""
    # Of the large network: sites made from nothing (twice as many as runs), again after a change of everything, by
    # Hugo and by cp, and one of the preview. Of the smaller one, one in each number of languages, and MkDocs'.
    large = partners * len(LANGUAGES) * (6 * runs + 1)
    smaller = growth * (sum(range(1, len(LANGUAGES) + 1)) * runs + 2 * len(LANGUAGES))
    pages = large + smaller + huge * 2
    space = os.statvfs(folder)
    needed, free = pages * BYTES + FIXED, space.f_bavail * space.f_frsize
    files, free_files = pages * FILES + FIXED_FILES, space.f_favail
    said = f"{needed / 1e9:.0f} GB and {files / 1e6:.1f} million files are needed below {folder}"
    # Some file systems do not limit the number of files, and say 0 of 0.
    if needed > free or (space.f_files and files > free_files):
        raise SystemExit(
            f"{said}; there is room for {free / 1e9:.0f} GB and {free_files / 1e6:.1f} million files."
            " Set TMPDIR to a larger place, or give smaller numbers: --partners, --huge."
        )
    return f"{said}, {free / 1e9:.0f} GB are free"
