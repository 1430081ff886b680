"""The small site in `sites/small`: every status, every kind of page, a Cyrillic and a right-to-left language."""

from __future__ import annotations

import shutil
from pathlib import Path

SMALL = Path(__file__).parent / "sites" / "small"


def copy_small_site(folder: Path) -> Path:
    """Copies the small site to a folder that does not exist yet; gives the folder."""
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns(".partnersite", "site"))
    return folder
