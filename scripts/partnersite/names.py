"""What every system can keep as the name of a file: shared by what is read, checked and written."""

from __future__ import annotations

import re
import unicodedata

NAME_BYTES = 200
"""Longest name in UTF-8: file systems stop at 255 bytes, and archives and mirrors add to names."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[. ].*)?", re.DOTALL)


def is_device(name: str) -> bool:
    """Whether a name is a device on Windows, whatever its extension."""
    return _DEVICE.fullmatch(name.casefold()) is not None


def same_name(name: str) -> str:
    """What two names have in common that some system takes for one, whatever their letter case or Unicode form."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
