"""Addresses that texts from outside may link to."""

from __future__ import annotations

import re
from urllib.parse import unquote

MAX_ADDRESS = 2_000
"""Longest address in characters that is linked; servers and browsers cut longer ones."""

LOCAL_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "test",
    "invalid",
    "onion",
)
"""Last labels of host names that lead nowhere, or into the reader's own network."""

_WEB = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#@:\\]+)(?P<port>:\d{1,5})?(?P<rest>(?:[/?#].*)?)", re.I
)
_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_PHONE = re.compile(r"\+?[0-9][0-9().\-]{2,30}")


def public_address(address: str) -> str:
    """Give the address if a page may link to it, else an empty string.

    Kept are absolute `http:` and `https:` addresses of named public hosts (no user name, no number as a
    host, no local name), `mailto:` without its query, and `tel:`. What a reader of RFC 3986 and a browser
    (WHATWG URL) could understand differently is dropped: backslashes, spaces, control and invisible
    characters, a missing `//`. International host names come back in their ASCII form, so that look-alike
    letters stay visible.
    """
    if len(address) > MAX_ADDRESS or _FORBIDDEN.search(address):
        return ""
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if not colon:
        return ""
    if scheme in ("http", "https"):
        return _web_address(address)
    if scheme == "mailto":
        mail = rest.partition("?")[0]
        host = mail.rpartition("@")[2]
        return f"mailto:{mail}" if _MAIL.fullmatch(mail) and public_host(host) else ""
    if scheme == "tel":
        return f"tel:{rest}" if _PHONE.fullmatch(rest) else ""
    return ""


def bare_address(url: str) -> str:
    """Give a web address as people say it: without scheme, `www.` and a closing slash."""
    return url.partition("://")[2].removeprefix("www.").removesuffix("/") or url


def public_host(host: str) -> str:
    """Give the host name in lower-case ASCII, or an empty string if it is not a public name."""
    name = host
    if "%" in name:
        name = unquote(name, errors="replace")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(labels) < 2 or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return ""
    last = labels[-1]
    if not last[0].isalpha() or last in LOCAL_NAMES:
        return ""
    return name


def _web_address(address: str) -> str:
    match = _WEB.fullmatch(address)
    if match is None:
        return ""
    host = public_host(match["host"])
    if not host:
        return ""
    port = match["port"] or ""
    if port and not 0 < int(port[1:]) < 65_536:
        return ""
    rest = match["rest"] or "/"
    return f"{match['scheme'].lower()}://{host}{port}{rest}"
