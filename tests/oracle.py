"""Judges HTML with html5lib, the parser of the HTML standard in Python, not the sanitiser's own.

Used on partner texts, on templates and on whole built pages: what a browser would run, fetch or be confused
by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

ACTIVE_ELEMENTS = frozenset(
    [
        "script",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "base",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "math",
        "svg",
        "template",
        "portal",
        "audio",
        "video",
        "source",
        "track",
        "marquee",
        "isindex",
        "keygen",
        "dialog",
        "noscript",
        "style",
        "link",
        "meta",
        "image",
        "listing",
        "xmp",
        "plaintext",
        "noembed",
        "noframes",
        "param",
        "canvas",
        "slot",
    ]
)
"""Elements that run, load, send or change how the rest is read; none of them may come from data."""

ADDRESS_ATTRIBUTES = frozenset(
    [
        "href",
        "src",
        "srcset",
        "action",
        "formaction",
        "data",
        "poster",
        "background",
        "cite",
        "longdesc",
        "ping",
        "manifest",
        "profile",
        "codebase",
        "archive",
        "classid",
        "usemap",
        "dynsrc",
        "lowsrc",
        "icon",
        "xlink:href",
    ]
)
SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
LOADING = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "link": ("href",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "image": ("href",),
    "use": ("href",),
    "input": ("src",),
}
"""Attributes that make a browser fetch something as soon as it sees the page."""

LINK_RELS_WITHOUT_REQUEST = frozenset({"canonical", "alternate", "next", "prev", "license", "author", "help"})

_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def parse(html: str) -> Element:
    """Parse a whole document, or a fragment as the content of `body`; HTML elements without namespace."""
    if re.match(r"\s*<(?:!doctype|html)\b", html, re.I):
        whole: Element = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
        return whole
    fragment: Element = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return fragment


def is_element(node: Element) -> bool:
    """False for comments and processing instructions, whose `tag` is a function."""
    return not callable(node.tag)


def elements(tree: Element) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element as (name without namespace, attributes with names in lower case)."""
    for node in tree.iter():
        if is_element(node) and node.tag != "DOCUMENT_FRAGMENT":
            attributes = {_local(str(name)): value for name, value in node.attrib.items()}
            yield _local(node.tag), attributes


PICTURES = frozenset(["ps-icon", "ps-sign", "ps-message__art"])
"""First class of the pictures that our templates draw."""


def _drawn_here(element: str, attributes: dict[str, str]) -> bool:
    """Whether an `svg` is one of our templates': decoration without an address or a name of its own.

    What lies in it is judged like everything else.
    """
    plain = {"class", "viewBox", "viewbox", "width", "height", "aria-hidden"}
    own = attributes.get("class", "").split()[:1]
    return element == "svg" and attributes.keys() <= plain and set(own) <= PICTURES and bool(own)


def active_nodes(html: str, *, known: Iterable[str] = ()) -> list[str]:
    """What would run or take over: active elements, `on...` handlers, styles, and addresses that run script.

    `known` lists elements that the page's own templates use and the caller checks itself, such as `script`.
    """
    allowed = frozenset(known)
    found: list[str] = []
    for name, attributes in elements(parse(html)):
        if name in ACTIVE_ELEMENTS and name not in allowed and not _drawn_here(name, attributes):
            found.append(f"<{name}>")
        for attribute, value in attributes.items():
            if attribute.startswith("on"):
                found.append(f"<{name} {attribute}>")
            elif attribute in ("style", "srcdoc", "http-equiv", "formaction", "autofocus", "contenteditable"):
                if name not in allowed:
                    found.append(f"<{name} {attribute}>")
            elif attribute in ADDRESS_ATTRIBUTES and scheme_of(value) not in SAFE_SCHEMES:
                found.append(f"<{name} {attribute}={value[:60]!r}>")
    return found


def scheme_of(address: str) -> str:
    """The scheme a browser would see: WHATWG URL drops white space and controls inside an address."""
    head, colon, _ = _SPACE.sub("", address).partition(":")
    return head.lower() if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*", head) else ""


def foreign_requests(html: str, site_url: str) -> list[str]:
    """Addresses outside the site that a browser would fetch by itself while showing the page."""
    own = urlsplit(site_url)
    found: list[str] = []
    for name, attributes in elements(parse(html)):
        rels = set(attributes.get("rel", "").lower().split())
        if name == "link" and rels and rels <= LINK_RELS_WITHOUT_REQUEST:
            continue
        for attribute in LOADING.get(name, ()):
            for candidate in _candidates(attribute, attributes.get(attribute, "")):
                target = urlsplit(urljoin(site_url, candidate))
                if target.scheme == "data":
                    continue
                if (target.scheme, target.netloc) != (own.scheme, own.netloc):
                    found.append(f"<{name} {attribute}={candidate!r}>")
    return found


def ids(html: str) -> list[str]:
    """Every `id` and `name` in document order; one from data confuses scripts and anchors."""
    return [
        attributes[attribute]
        for name, attributes in elements(parse(html))
        for attribute in ("id", "name")
        if attribute in attributes and not (name == "meta" and attribute == "name")
    ]


def duplicate_ids(html: str) -> list[str]:
    """Values of `id` that stand more than once."""
    seen: set[str] = set()
    twice: list[str] = []
    for _, attributes in elements(parse(html)):
        value = attributes.get("id")
        if value is not None:
            if value in seen:
                twice.append(value)
            seen.add(value)
    return twice


def links(html: str) -> list[dict[str, str]]:
    """The attributes of every `a` element, in document order."""
    return [attributes for name, attributes in elements(parse(html)) if name == "a"]


def visible_text(html: str) -> str:
    """The text a reader sees, white space folded; scripts and styles left out."""
    parts: list[str] = []
    _collect_text(parse(html), parts)
    return " ".join("".join(parts).split())


def headings(html: str) -> list[tuple[int, str]]:
    """(level, text) of every heading in document order."""
    return [
        (int(node.tag[1]), " ".join("".join(node.itertext()).split()))
        for node in parse(html).iter()
        if is_element(node) and re.fullmatch(r"h[1-6]", node.tag)
    ]


def heading_faults(html: str) -> list[str]:
    """Where the headings are not one h1 followed by levels that are never skipped."""
    levels = headings(html)
    faults = [] if sum(level == 1 for level, _ in levels) == 1 else ["not exactly one h1"]
    if levels and levels[0][0] != 1:
        faults.append(f"starts with h{levels[0][0]}")
    for (before, _), (level, text) in pairwise(levels):
        if level > before + 1:
            faults.append(f"h{before} is followed by h{level} `{text}`")
    return faults


def _collect_text(node: Element, parts: list[str]) -> None:
    if is_element(node) and _local(node.tag) not in ("script", "style", "template"):
        parts.append(node.text or "")
        for child in node:
            _collect_text(child, parts)
            parts.append(child.tail or "")
        if re.fullmatch(r"p|li|h[1-6]|div|dt|dd|td|th|tr|section|header|br", node.tag):
            parts.append(" ")


def _candidates(attribute: str, value: str) -> list[str]:
    if attribute == "srcset":
        return [part.split()[0] for part in value.split(",") if part.split()]
    return [value] if value else []


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
