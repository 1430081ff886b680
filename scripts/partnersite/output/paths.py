"""Which paths may be published, and which two of them are one address."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from partnersite.names import NAME_BYTES, is_device, same_name
from partnersite.problems import Problem, ProblemsFound

PATH_BYTES = 800
"""Longest path below the site's root: Windows and web servers stop well before Linux' 4,096."""

MEDIA_TYPES: dict[str, str] = {
    "avif": "image/avif",
    "css": "text/css",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eps": "application/postscript",
    "gif": "image/gif",
    "html": "text/html",
    "ico": "image/x-icon",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "map": "application/json",
    "mjs": "text/javascript",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "vtt": "text/vtt",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}
"""The kinds of files that may be published, by extension in lower case."""

NAMED_FILES: frozenset[str] = frozenset({"_headers", "_redirects", ".nojekyll", "CNAME", ".well-known/security.txt"})
"""Published paths that hosts ask for and that the rules below would refuse."""

_FORBIDDEN = frozenset('<>:"|?*\\%~#')
"""Refused by Windows, read as something else in an address (`%`, `#`, `?`), or an editor's leftover (`~`)."""
_SLASH_LOOKALIKES = frozenset("\u2044\u2215\u2216\u29f5\u29f8\u29f9")
"""Some systems turn these into `/` or `\\` when they convert a name to their own code page."""
_RUN_BY_SERVERS = frozenset(
    {"asp", "aspx", "cgi", "htaccess", "jsp", "phar", "php", "phtml", "pl", "py", "sh", "shtml"}
)
"""Inner extensions (`logo.php.png`) that some web servers execute (Apache's mod_mime looks at every one)."""
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def path_fault(path: str) -> str:
    """Why a path may not be published, in plain words; empty when it may."""
    if path in NAMED_FILES:
        return ""
    try:
        size = len(path.encode("utf-8"))
    except UnicodeEncodeError:
        return "it is not valid Unicode"
    if not path:
        return "it is empty"
    if size > PATH_BYTES:
        return f"it is longer than {PATH_BYTES} bytes"
    if not unicodedata.is_normalized("NFC", path):
        return "its letters are not in composed form (Unicode NFC)"
    segments = next(filter(None, map(_segment_fault, path.split("/"))), "")
    return segments or _characters_fault(path) or _kind_fault(path)


def _characters_fault(path: str) -> str:
    if path.isascii() and path.isprintable():
        folded = path
    else:
        for character in path:
            if unicodedata.category(character) in _REFUSED_CATEGORIES or character in _SLASH_LOOKALIKES:
                return f"it holds the character U+{ord(character):04X}"
            if character.isspace() and character != " ":
                return f"it holds the character U+{ord(character):04X}"
        # Full-width `．．／` and the like become `../` on systems that convert names.
        folded = unicodedata.normalize("NFKC", path)
        if folded.count("/") != path.count("/") or any(part != part.strip(". ") for part in folded.split("/")):
            return "it holds characters that other systems read as `/` or `.`"
    forbidden = "" if _FORBIDDEN.isdisjoint(folded) else next(filter(_FORBIDDEN.__contains__, folded))
    return f"it holds the character `{forbidden}`" if forbidden else ""


@lru_cache(maxsize=1024)
def _segment_fault(segment: str) -> str:
    if not segment:
        return "it has an empty part (a leading, trailing or doubled `/`)"
    if segment in (".", ".."):
        return f"it has the part `{segment}`"
    if segment[0] in ".- ":
        return f"the name `{segment}` begins with `{segment[0]}`"
    if segment[-1] in ". ":
        return f"the name `{segment}` ends with `{segment[-1]}`"
    if len(segment) * 4 > NAME_BYTES and len(segment.encode("utf-8")) > NAME_BYTES:
        return f"it has a name longer than {NAME_BYTES} bytes"
    if is_device(segment):
        return f"the name `{segment}` is reserved on Windows"
    return ""


def _kind_fault(path: str) -> str:
    name = path.rpartition("/")[2]
    _, *inner, extension = name.lower().split(".") if "." in name else (name, "")
    if extension not in MEDIA_TYPES:
        return f"files of the kind `.{extension}` are not published" if extension else "it has no extension"
    for part in inner:
        if part in _RUN_BY_SERVERS:
            return f"some web servers run files with `.{part}` in the name"
    return ""


def check_path(path: str, origin: str = "") -> str:
    """The path itself where it may be published; raises ProblemsFound otherwise."""
    fault = path_fault(path)
    if fault:
        raise ProblemsFound((unsafe_path(path, fault, origin),))
    return path


def safe_join(root: Path, path: str) -> Path:
    """The place of a published path on disk; raises ProblemsFound unless it is plainly below `root`."""
    return root.joinpath(*check_path(path).split("/"))


def media_type(path: str) -> str:
    """The media type of a published path (RFC 6838), without parameters."""
    extension = path.rpartition("/")[2].lower().rpartition(".")[2]
    return MEDIA_TYPES.get(extension, "text/plain")


def unsafe_path(path: str, fault: str, origin: str) -> Problem:
    """The Problem of a path that may not be published."""
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return Problem(
        "unsafe-path",
        f"`{shown[:200]}` cannot be published: {fault}.",
        file=origin,
        hint="rename the file it is made from",
    )


def address_key(path: str) -> str:
    """What two paths have in common when a host or a file system would take one for the other.

    Letter case and Unicode form do not count, and `q.html` is `q/index.html`, as hosts serve both for `q`.
    """
    folded = same_name(path)
    for ending in ("/index.html", ".html"):
        if folded.endswith(ending):
            return folded[: -len(ending)] + "/"
    return folded
