"""Web addresses, e-mail addresses and phone numbers that may be published.

One parser for all of them, stricter than browsers' (WHATWG URL): what two parsers could read
differently is refused, so that the check and the browser always mean the same host.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from partnersite.model.characters import prose_flaw
from partnersite.model.lookalikes import disguised_whole, mixes_scripts, scripts
from partnersite.model.refusal import Flaw, shown

URL_LENGTH = 500
EMAIL_LENGTH = 254

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_URL = re.compile(r"(https?)://([^/?#]*)([/?#].*)?", re.IGNORECASE)
_NEVER = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^]|\s")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]*\]|[^:\[\]@]*)(?::([0-9]{1,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_WIDE_LABEL = re.compile(r"\w(?:[\w\u00b7\u0300-\u036f\u200c\u200d-]*\w)?")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAILBOX = re.compile(r"[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*")
_PHONE = re.compile(r"\+[0-9](?:[ .()-]{0,2}[0-9])+")

# What each service documents for its public names; the others go by phone number.
_BY_PHONE = frozenset(("whatsapp", "telegram", "viber", "signal"))
_HANDLES = {
    "telegram": re.compile("@?[A-Za-z][A-Za-z0-9_]{3,31}"),
    "signal": re.compile("[A-Za-z_][A-Za-z0-9_]{2,31}[.][0-9]{2,9}"),
    "wechat": re.compile("[A-Za-z_][A-Za-z0-9_-]{4,19}"),
    "messenger": re.compile("[A-Za-z0-9.]{5,50}"),
    "line": re.compile("@?[a-z0-9._-]{2,20}"),
}
_HANDLE_EXAMPLES = {
    "whatsapp": "+51 1 555 0100",
    "viber": "+51 1 555 0100",
    "telegram": "@name or +51 1 555 0100",
    "signal": "name.01 or +51 1 555 0100",
    "wechat": "name_2015",
    "messenger": "page.name",
    "line": "@name",
}

# RFC 6761, RFC 6762, RFC 8375 and ICANN's .internal: names that mean nothing outside one house.
_PRIVATE_ENDS = frozenset(
    (
        *("localhost", "localdomain", "local", "internal", "intranet"),
        *("private", "lan", "home", "corp", "invalid", "test"),
    )
)
_SECRETS = re.compile(
    r"[?&#;](?:access_?token|token|api_?key|apikey|key|secret|password|passwd|pwd|sig|signature)=", re.I
)


def url_flaw(url: str) -> Flaw | None:
    """What is wrong with an address that must be an absolute http or https one, or None."""
    if len(url) > URL_LENGTH:
        return Flaw("url-long", f"The address is longer than {URL_LENGTH} characters.", "link to a shorter one")
    if _NEVER.search(url) or (not url.isascii() and prose_flaw(url)):
        return Flaw(
            "url-characters",
            f"{shown(url)} holds a character that no web address may hold.",
            "copy the address from the browser's address bar",
        )
    parts = _URL.fullmatch(url)
    if parts is None:
        return _not_absolute(url)
    authority = _AUTHORITY.fullmatch(parts[2])
    if "@" in parts[2]:
        return Flaw("url-user", f"{shown(url)} holds a user name before `@`.", "write the address without it")
    if authority is None or (authority[2] is not None and not 1 <= int(authority[2]) <= 65535):
        return Flaw("url-host", f"{shown(url)} has no readable host.", "write it like https://www.example.com/")
    if _PERCENT.search(parts[3] or ""):
        return Flaw("url-percent", f"{shown(url)} has a `%` without two hexadecimal digits.", "write %25 for `%`")
    return host_flaw(authority[1])


def url_is_insecure(url: str) -> bool:
    """Whether an address goes over plain http."""
    return url[:5].lower() == "http:"


def url_holds_secret(url: str) -> bool:
    """Whether a query names what looks like a token or password."""
    return _SECRETS.search(url) is not None


@lru_cache(maxsize=1024)  # website, e-mail and social pages of a partner often share one
def host_flaw(host: str) -> Flaw | None:
    """What is wrong with a host that must be a public one, or None."""
    if host.startswith("["):
        return _address_flaw(host[1:-1], host)
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _address_flaw(name, host)
    if len(name) > 253 or not all(_label_fits(label) for label in labels):
        return Flaw("url-host", f"{shown(host)} is not a host name.", "write it like www.example.com")
    if len(labels) == 1 or labels[-1] in _PRIVATE_ENDS or name.endswith(".home.arpa"):
        return Flaw("url-private", f"{shown(host)} is a name of a private network.", "use the public address")
    for label in labels:
        flaw = _spoof_flaw(label, labels[-1])
        if flaw:
            return flaw
    return None


def email_flaw(email: str) -> Flaw | None:
    """What is wrong with an e-mail address, or None."""
    if email.lower().startswith("mailto:"):
        return Flaw("email", f"{shown(email)} is a link.", "write the address only, without `mailto:`")
    mailbox, at, host = email.rpartition("@")
    if not at or not _MAILBOX.fullmatch(mailbox) or len(email) > EMAIL_LENGTH or len(mailbox) > 64:
        return Flaw("email", f"{shown(email)} is not an e-mail address.", "write it like sales@example.com")
    flaw = host_flaw(host) if host and host[0] != "[" else Flaw("email", "")
    if flaw is None:
        return None
    return Flaw(
        "email",
        flaw.message or f"{shown(email)} is not an e-mail address.",
        "write it like sales@example.com",
    )


def phone_flaw(phone: str) -> Flaw | None:
    """What is wrong with a phone number that must be dialled from any country, or None (ITU-T E.164)."""
    if not phone.startswith("+"):
        return Flaw("phone", f"{shown(phone)} does not begin with a country code.", "write it like +51 1 555 0100")
    digits = sum(c.isdigit() for c in phone)
    if not _PHONE.fullmatch(phone) or not 7 <= digits <= 15 or phone[1] == "0":
        return Flaw(
            "phone",
            f"{shown(phone)} is not a phone number.",
            "7 to 15 digits after `+`; spaces, dashes, dots and brackets may stand between them",
        )
    return None


def handle_flaw(kind: str, address: str) -> Flaw | None:
    """What is wrong with an address at a messenger service, or None."""
    if address.startswith("+"):
        return phone_flaw(address) if kind in _BY_PHONE else _unlike_handle(kind, address)
    pattern = _HANDLES.get(kind)
    if pattern is None or not pattern.fullmatch(address):
        return _unlike_handle(kind, address)
    return None


def dialled(phone: str) -> str:
    """A phone number as `tel:` links and messengers take it: "+" and digits."""
    return "+" + "".join(c for c in phone if c.isdigit())


def _unlike_handle(kind: str, address: str) -> Flaw:
    hint = f"write it like {_HANDLE_EXAMPLES[kind]}" if kind in _HANDLE_EXAMPLES else ""
    return Flaw("handle", f"{shown(address)} is no address of this messenger.", hint)


def _not_absolute(url: str) -> Flaw:
    if url.startswith(("//", "/")):
        return Flaw("url-relative", f"{shown(url)} names no scheme.", "begin it with https://")
    scheme = _SCHEME.match(url)
    if scheme and scheme.group().lower() in ("http:", "https:"):
        return Flaw("url-host", f"{shown(url)} has no host.", "write it like https://www.example.com/")
    if scheme and "." not in scheme.group():
        return Flaw("url-scheme", f"{shown(scheme.group())} links are not published.", "use an https:// address")
    return Flaw("url-relative", f"{shown(url)} is not a full web address.", "begin it with https://")


def _label_fits(label: str) -> bool:
    if label.isascii():
        return len(label) <= 63 and _LABEL.fullmatch(label) is not None
    return len(label.encode("punycode")) <= 59 and _WIDE_LABEL.fullmatch(label) is not None


def _address_flaw(address: str, host: str) -> Flaw | None:
    """Hosts can be numbers in many spellings (decimal, octal, mapped); only a plain public one passes."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return Flaw("url-host", f"{shown(host)} is neither a host name nor a plain IP address.", "use the name")
    public = number.is_global and not number.is_multicast
    if isinstance(number, ipaddress.IPv6Address):
        # Tunnels and mappings carry an IPv4 address inside, perhaps a private one.
        public = public and not (number.ipv4_mapped or number.sixtofour or number.teredo)
        public = public and number not in ipaddress.IPv6Network("64:ff9b::/96")
    if not public:
        return Flaw("url-private", f"{shown(host)} is an address of a private network.", "use the public address")
    return None


def _spoof_flaw(label: str, top: str) -> Flaw | None:
    if label.startswith("xn--"):
        try:
            label = label[4:].encode("ascii").decode("punycode")
        except (UnicodeError, ValueError, OverflowError):
            return Flaw("url-host", f"{shown(label)} is not a host name.", "write it like www.example.com")
    if label.isascii():
        return None
    if mixes_scripts(label):
        return Flaw("url-lookalike", f"{shown(label)} mixes letters of several scripts in a host.", "type it again")
    if disguised_whole(label) and not scripts(label) <= scripts(top):
        return Flaw("url-lookalike", f"{shown(label)} only looks like Latin letters.", "type it again")
    return None
