"""Names of files and folders: which ones every system can keep, and which ones are an editor's leftovers."""

from __future__ import annotations

import re
import unicodedata

from partnersite.names import NAME_BYTES, is_device

__all__ = ["is_hidden", "is_leftover", "is_quiet", "name_fault"]

_REFUSED = frozenset('<>:"|?*\\')
"""Windows refuses them, and `\\` is a separator there."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_LEFTOVER = re.compile(
    # Backups and swap files of editors, rests of merges and downloads, what systems leave in every folder.
    r".*~|.*\.(?:orig|rej|bak|old|sw[a-p]|tmp|temp|part|crdownload)|#.*#|\.#.*|\._.*|~\$.*|\.~lock\..*#"
    r"|\.ds_store|thumbs\.db|ehthumbs\.db|desktop\.ini|\.directory",
    re.IGNORECASE,
)
_QUIET = frozenset(
    {".editorconfig", ".git", ".gitattributes", ".gitignore", ".gitkeep", ".idea", ".obsidian", ".vscode"}
)
"""Hidden names that belong in a working copy, so that nobody needs to be told of them."""


def name_fault(name: str) -> str:
    """Return why some system cannot keep a file of this name, as `The name` goes on; `""` if all can."""
    try:
        size = len(name.encode("utf-8"))
    except UnicodeEncodeError:
        return "is not UTF-8"
    if size > NAME_BYTES:
        return f"is longer than {NAME_BYTES} bytes"
    for character in name:
        if character in _REFUSED:
            return f"holds `{character}`, which Windows refuses"
        if unicodedata.category(character) in _INVISIBLE:
            return f"holds the invisible character U+{ord(character):04X}"
    if name.startswith("-"):
        return "begins with `-`, so commands take it for an option"
    if name.startswith(" "):
        return "begins with a space"
    if name.endswith((".", " ")):
        return f"ends with {'a dot' if name.endswith('.') else 'a space'}, which Windows drops"
    if is_device(name):
        return "is a device on Windows"
    if not unicodedata.is_normalized("NFC", name):
        return "is in decomposed Unicode form (NFD), so it is another name than the one people type"
    return ""


def is_leftover(name: str) -> bool:
    """Return whether an editor, a merge or a system left the file behind."""
    return _LEFTOVER.fullmatch(name) is not None


def is_hidden(name: str) -> bool:
    """Return whether the name begins with a dot."""
    return name.startswith(".")


def is_quiet(name: str) -> bool:
    """Return whether a hidden name belongs in a working copy."""
    return name in _QUIET
