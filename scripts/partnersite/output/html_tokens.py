"""Tags of a built page, read strictly: what another parser could read in another way is a fault, not a guess.

The grammar is the part of the HTML standard (13.2.5) on which all parsers agree. A tag is read once and
remembered, because nearly all tags of a page stand on thousands of others.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import NamedTuple

_ATTRIBUTES_END = r"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>"""
_RAW = "".join(
    rf"|<{name}(?=[\s>]){_ATTRIBUTES_END}.*?</{name}\s*>" for name in ("script", "style", "title", "textarea")
)
TOKEN = re.compile(rf"<!--.*?-->{_RAW}|<[a-zA-Z/!?]{_ATTRIBUTES_END}|<(?=[a-zA-Z/!?])", re.IGNORECASE | re.DOTALL)
"""A comment, an element whose content is text, a tag; or a `<` that browsers take for the start of one."""

_ATTRIBUTE = re.compile(r"""\s+([^\s"'<>/=\x00-\x1f\x7f]+)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|([^\s"'=<>`]+)))?""")
_START_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9:-]*)((?:{_ATTRIBUTE.pattern})*)\s*/?>")
_END_TAG = re.compile(r"</[a-zA-Z][a-zA-Z0-9:-]*\s*>")
_RAW_ELEMENT = re.compile(rf"(<(script|style|title|textarea){_ATTRIBUTES_END})(.*)</\2\s*>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"""\s(?:href|src)="([^\s"'<>&=`\0]+)\"""")
"""An address that says nothing of the rest of its tag, where that is one tag without single quotes."""
_ANY = "\0"
"""Stands for such an address in tags that differ in it alone."""
_DOCTYPE = re.compile(r"<!doctype html>", re.IGNORECASE)

FORBIDDEN_ELEMENTS = frozenset(
    {"applet", "base", "embed", "frame", "frameset", "iframe", "listing", "marquee", "noembed", "noframes"}
    | {"noscript", "object", "plaintext", "portal", "xmp"}
    | {"animate", "animatemotion", "animatetransform", "annotation-xml", "foreignobject", "handler", "listener"}
    | {"math", "set"}
)
"""Elements that load pages into a page, change attributes later, or change how all that follows is read."""
_SCRIPT_TYPES = frozenset(
    {"", "module", "text/javascript", "application/javascript", "text/ecmascript"} | {"importmap", "speculationrules"}
)
"""`type` of a script that runs, or that a Content-Security-Policy counts as one; any other holds data."""
_QUIET_RELS = frozenset({"alternate", "author", "canonical", "help", "license", "next", "prev"})
"""`rel` of a `link` that makes a browser fetch nothing."""
_LOADING = frozenset(
    {"src", "poster", "data", "background", "xlink:href", "srcset", "imagesrcset"}
    | {"archive", "classid", "codebase", "dynsrc", "lowsrc", "manifest", "profile"}  # of browsers long gone
)
_SENDING = frozenset({"action", "formaction"})
_REFRESH = re.compile(r"\d+; url=([^\s'\"]+)")
_HASHES = re.compile(r"'(sha256-[A-Za-z0-9+/=]+)'")


class Reference(NamedTuple):
    """An address in a tag."""

    address: str
    """As a browser reads it: character references resolved, spaces around it dropped."""
    use: str
    """`link`, `load` (fetched with the page), `send` (a form's target), or `alternate` (a translation)."""
    language: str = ""
    """The `hreflang` of an `alternate`."""


class Tag(NamedTuple):
    """What a tag contributes to a page's facts."""

    name: str = ""
    ids: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    script: str = ""
    """CSP hash of an inline script that runs."""
    style: str = ""
    """CSP hash of a style element's content."""
    allowed: frozenset[str] | None = None
    """The script hashes of a Content-Security-Policy that stands in the page."""
    faults: tuple[tuple[str, str], ...] = ()
    """(problem code, what is wrong)."""


NOTHING = Tag()


def csp_hash(text: str) -> str:
    """The CSP source hash of an inline script or style, without the quotes around it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=1 << 12)
def read_token(token: str) -> Tag:
    """What one match of `TOKEN` contributes; `NOTHING` for the many that contribute nothing."""
    if token.startswith("</"):
        return NOTHING if _END_TAG.fullmatch(token) else _malformed(token)
    if token.startswith("<!--"):
        return Tag(faults=(("html-comment", f"a comment is published: {_shown(token)}"),))
    if token.startswith(("<!", "<?")):
        return NOTHING if _DOCTYPE.fullmatch(token) else _malformed(token)
    opened = without_address(token)
    if opened:
        alike = read_token(opened[0])
        if not alike.faults:
            references = tuple([_with_address(one, opened[1]) for one in alike.references])
            return Tag(alike.name, alike.ids, references, alike.script, alike.style, alike.allowed)
    raw = _RAW_ELEMENT.fullmatch(token)
    match = _START_TAG.fullmatch(raw[1] if raw else token)
    if match is None:
        return _malformed(token)
    name = match[1].lower()
    attributes: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    for attribute in _ATTRIBUTE.finditer(match[2]):
        key = attribute[1].lower()
        if key in attributes:
            faults.append(("malformed-html", f"the attribute `{key}` stands twice in {_shown(token)}"))
        attributes.setdefault(key, unescape(attribute[2] or attribute[3] or attribute[4] or ""))
    return _tag(token, name, attributes, raw[3] if raw else None, faults)


def without_address(token: str) -> tuple[str, str] | None:
    """A tag with a hole where its first plain address stands, and that address; None where it has none."""
    found = _ADDRESS.search(token)
    if found is None or "'" in token or _ANY in token or token.find(">") < len(token) - 1:
        return None
    start, end = found.span(1)
    return f"{token[:start]}{_ANY}{token[end:]}", found[1]


@lru_cache(maxsize=1 << 10)
def says_only_where_to(opened: str) -> bool:
    """Whether a tag with a hole for an address says nothing but that there is something at it."""
    return read_token(opened) in (Tag(references=(Reference(_ANY, use),)) for use in ("link", "load"))


def _with_address(reference: Reference, address: str) -> Reference:
    return Reference(address, reference.use, reference.language) if reference.address == _ANY else reference


def _tag(token: str, name: str, attributes: dict[str, str], text: str | None, faults: list[tuple[str, str]]) -> Tag:
    if name in FORBIDDEN_ELEMENTS:
        faults.append(("forbidden-element", f"the element `{name}` may not stand in a page"))
    if name in ("script", "style", "title", "textarea") and text is None:
        faults.append(("malformed-html", f"the element `{name}` is not closed"))
    for key in attributes:
        if key.startswith("on"):
            faults.append(("inline-handler", f"the attribute `{key}` runs code: {_shown(token)}"))
    if "style" in attributes:
        faults.append(("inline-style", f"browsers refuse the style attribute in {_shown(token)}"))
    if name == "html" and not attributes.get("lang"):
        faults.append(("no-language", "the page does not say its language"))
    script = style = ""
    allowed = None
    if name == "script":
        script = _script(attributes, text or "", faults)
    elif text is not None and "<" in text:
        faults.append(("malformed-html", f"the text of `{name}` holds a `<`: {_shown(token)}"))
    if name == "style":
        style = csp_hash(text or "")
    if name == "title" and not (text or "").strip():
        faults.append(("no-title", "the page has no title"))
    if name == "meta" and "http-equiv" in attributes:
        header = attributes["http-equiv"].lower()
        if header == "content-security-policy":
            allowed = frozenset(_HASHES.findall(attributes.get("content", "")))
        elif header != "refresh":
            faults.append(("forbidden-element", f"a page may not set the header `{header}`"))
    # An anchor may say its id twice, in the old way and in the new.
    ids = tuple(dict.fromkeys(filter(None, (attributes.get("id"), attributes.get("name") if name == "a" else None))))
    references = tuple(_references(name, attributes, faults))
    landmark = name if name in ("html", "title") else ""
    tag = Tag(landmark, ids, references, script, style, allowed, tuple(faults))
    return NOTHING if tag == NOTHING else tag


def _script(attributes: dict[str, str], text: str, faults: list[tuple[str, str]]) -> str:
    """The hash of an inline script that runs; empty for data and for scripts in files."""
    runs = attributes.get("type", "").strip().lower() in _SCRIPT_TYPES
    if "src" in attributes:
        if text.strip():
            faults.append(("malformed-html", "a script with `src` has a text of its own"))
        return ""
    if "<!--" in text or re.search(r"</?script", text, re.IGNORECASE) or (not runs and "<" in text):
        faults.append(("malformed-html", f"a script holds what parsers read in different ways: {_shown(text)}"))
    return csp_hash(text) if runs else ""


def _references(name: str, attributes: dict[str, str], faults: list[tuple[str, str]]) -> list[Reference]:
    found: list[Reference] = []
    for key, value in attributes.items():
        if key in ("srcset", "imagesrcset"):
            found.extend(Reference(part.split()[0], "load") for part in value.split(",") if part.strip())
        elif key in _LOADING or (key == "href" and name in ("image", "use")):
            found.append(Reference(_stripped(value), "load"))
        elif key in _SENDING:
            found.append(Reference(_stripped(value), "send"))
        elif key == "ping":
            faults.append(("foreign-request", "the attribute `ping` reports clicks"))
        elif key == "href":
            found.append(_link(name, _stripped(value), attributes))
    if name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        refresh = _REFRESH.fullmatch(attributes.get("content", ""))
        if refresh:
            found.append(Reference(refresh[1], "link"))
        else:
            faults.append(("malformed-html", "a page moves on in a way that parsers read differently"))
    return found


def _link(name: str, address: str, attributes: dict[str, str]) -> Reference:
    if name != "link":
        return Reference(address, "link")
    rels = set(attributes.get("rel", "").lower().split())
    if "alternate" in rels and "hreflang" in attributes:
        return Reference(address, "alternate", attributes["hreflang"])
    return Reference(address, "link" if rels and rels <= _QUIET_RELS else "load")


def _malformed(token: str) -> Tag:
    return Tag(faults=(("malformed-html", f"a tag that parsers read in different ways: {_shown(token)}"),))


def _stripped(address: str) -> str:
    return address.strip("\t\n\f\r ")


def _shown(text: str) -> str:
    return f"`{text[:80]}{'…' if len(text) > 80 else ''}`"
