"""One page of the built site, judged by itself: what it refers to, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from partnersite.output.html_tokens import (
    NOTHING,
    TOKEN,
    Reference,
    Tag,
    read_token,
    says_only_where_to,
    without_address,
)
from partnersite.problems import Problem

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\]|^//")
"""What browsers repair in an address, each in its own way; and an address without its scheme."""
_STEPS = re.compile(r"(?:\.\.?(?:/|$))+")
_ABOVE = re.compile(r"((?:\.\./)+)([A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*(?:\.[a-z0-9]+)?/?)")
"""The usual address of something that lies elsewhere in the site: the steps up, and the way from there."""
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_TAG = re.compile("<(?!/[a-z0-9]+>)[a-zA-Z/!?][^>]*>?")
"""A tag where no attribute holds a `>`; where one does, what is cut off is no tag by the strict grammar.

But for end tags in the usual form, which say nothing.
"""
_MOST = 4096
"""Tags that are remembered of a kind of pages."""
_LINKED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class PagePolicy:
    """What built pages may do; the same for the whole site."""

    base_url: str
    """Absolute address of the site root, ending in `/`."""
    script_hashes: frozenset[str] = frozenset()
    """CSP hashes of the inline scripts that are ours."""
    style_hashes: frozenset[str] = frozenset()
    form_action: tuple[str, ...] = ()
    """Addresses elsewhere that forms may be sent to, such as `https://forms.example.com/`."""

    def __hash__(self) -> int:
        """Asked for at each address, and there is hardly more than one of them."""
        return hash(self.base_url)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page, as much of it as others need; small and picklable."""

    path: str
    """The file below the site root."""
    links: tuple[str, ...] = ()
    """Files of the site that the page refers to, each once, with `#fragment` where there is one."""
    ids: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    """The translations it names, as (language, file), sorted."""
    problems: tuple[Problem, ...] = ()


def check_page(path: str, data: bytes, policy: PagePolicy) -> PageFacts:
    """The facts of one HTML file; pure, so that workers can be given it."""
    page = _Page(path, policy)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return PageFacts(path, problems=(Problem("not-utf-8", "The page is not UTF-8.", file=path),))
    page.read(text)
    for name, code in (("html", "no-language"), ("title", "no-title")):
        if name not in page.landmarks:
            page.fault(code, f"the page has no `{name}` element", text, "")
    return page.facts()


class PageKind:
    """Pages that have everything in common but one part: what many of them say need not be looked at each time.

    They lie equally deep in one folder, so that an address that begins by leaving the page's own folder leads to the
    same file from each. A page is judged by those tags of its own part that pages before it have not shown to be
    harmless.
    """

    def __init__(self, chrome: str, policy: PagePolicy, quiet: set[str] | None = None) -> None:
        """`chrome` is the HTML of a page without its own part, and known to be right.

        All kinds of one site may be given one set `quiet`, which they fill.
        """
        self._ids = _ids_in(chrome, policy)
        self._policy = policy
        self._known: set[str] = set()
        """Tags of which there is nothing to tell any more: they mean the same on each page of the kind."""
        self._quiet = set() if quiet is None else quiet
        """Those among them of which there is nothing to tell whatever page they stand on."""

    def check(self, path: str, part: str) -> PageFacts:
        """The facts of a page's own part; what the kind has shown before is not told again."""
        page = _Page(path, self._policy, self._ids)
        for token in sorted(set(_TAG.findall(part)) - self._known):
            if token in self._quiet:
                _keep(token, self._known)
                continue
            opened = without_address(token)
            if opened and says_only_where_to(opened[0]) and page.leads_above(opened[1]):
                _keep(token, self._known)
                continue
            tag = read_token(token)
            if tag.faults:  # it may be only a part of a tag, or begin an element of text
                page = _Page(path, self._policy, self._ids)
                page.read(part)
                break
            page.tag(tag, token, part, part.count(token) if tag.ids else 1)
            if not tag.ids and not page.problems:
                self._learn(token, tag)
        return page.facts()

    def _learn(self, token: str, tag: Tag) -> None:
        """Keeps a tag in which nothing is wrong, where it need not be told of again; memory stays small."""
        quiet = True
        for one in tag.references:
            if _read_address(one.address, one.use, self._policy).file is not None:
                quiet = False
                if not one.address.startswith("../"):
                    return
        _keep(token, self._known)
        if quiet:
            _keep(token, self._quiet)


def _keep(token: str, known: set[str]) -> None:
    if len(known) >= _MOST:
        known.clear()
    known.add(token)


@lru_cache(maxsize=64)
def _ids_in(html: str, policy: PagePolicy) -> tuple[str, ...]:
    page = _Page("", policy)
    page.read(html)
    return tuple(page.ids)


class _Page:
    """Collects one page's facts."""

    def __init__(self, path: str, policy: PagePolicy, known_ids: Iterable[str] = ()) -> None:
        self.path = path
        self.policy = policy
        self.ids: dict[str, None] = dict.fromkeys(known_ids)
        self.landmarks: set[str] = set()
        self.links: dict[str, None] = {}
        self.fragments: dict[str, tuple[str, str]] = {}
        self.alternates: list[tuple[str, str]] = []
        self.problems: dict[tuple[str, str], Problem] = {}
        self.parents = _parents(path.rpartition("/")[0])

    def read(self, text: str) -> None:
        """Judges the tags of a page, or of parts of it."""
        scripts: set[str] = set()
        styles: set[str] = set()
        allowed: frozenset[str] | None = None
        for token, count in Counter(TOKEN.findall(text)).items():
            tag = read_token(token)
            if tag is NOTHING:
                continue
            self.tag(tag, token, text, count)
            if tag.script:
                scripts.add(tag.script)
            if tag.style:
                styles.add(tag.style)
            if tag.allowed is not None:
                allowed = tag.allowed
        if allowed is not None and not (scripts | styles) <= allowed:
            self.fault("blocked-script", "the page's own policy does not allow its inline scripts", text, "")

    def tag(self, tag: Tag, token: str, text: str, count: int) -> None:
        """Takes in one tag that stands `count` times in `text`."""
        self.landmarks.add(tag.name)
        for code, fault in tag.faults:
            self.fault(code, fault, text, token)
        for name in tag.ids:
            if name in self.ids or count > 1:
                self.fault("duplicate-id", f"the id `{name}` stands twice", text, token)
            self.ids[name] = None
        for reference in tag.references:
            self.refer(reference, text, token)
        if tag.script and tag.script not in self.policy.script_hashes:
            self.fault("unknown-script", f"an inline script is not one of ours ({tag.script})", text, token)
        if tag.style and tag.style not in self.policy.style_hashes:
            self.fault("inline-style", f"an inline style is not one of ours ({tag.style})", text, token)

    def fault(self, code: str, fault: str, text: str, token: str) -> None:
        line = text.count("\n", 0, text.find(token)) + 1 if token else 0
        message = f"{fault[:1].upper()}{fault[1:]}."
        self.problems.setdefault((code, message), Problem(code, message, file=self.path, line=line))

    def refer(self, reference: Reference, text: str, token: str) -> None:
        target = _read_address(reference.address, reference.use, self.policy)
        if target.code:
            self.fault(target.code, target.fault, text, token)
        if reference.use == "alternate" and not target.absolute:
            self.fault("relative-hreflang", f"the translation `{reference.address}` is not absolute", text, token)
        if target.file is None:
            return
        if target.steps >= len(self.parents):
            self.fault("broken-link", f"`{reference.address}` leads out of the site", text, token)
            return
        if not target.absolute and target.file and self.path.rpartition("/")[2] == "404.html":
            # Hosts show this page at any address, so nothing in it can be relative to where it stands.
            self.fault("relative-link", f"`{reference.address}` is relative on a page without a place", text, token)
        file = target.file if target.absolute else self._file(target)
        if reference.use == "alternate":
            self.alternates.append((reference.language, file))
        if file == self.path:
            if target.fragment:
                self.fragments.setdefault(target.fragment, (text, token))
        else:
            self.links[f"{file}#{target.fragment}" if target.fragment else file] = None

    def leads_above(self, address: str) -> bool:
        """Takes in an address of the usual form; False where it is another one, of which there is more to say."""
        found = _ABOVE.fullmatch(address)
        steps = len(found[1]) // 3 if found else len(self.parents)
        if found is None or steps >= len(self.parents) or self.path.endswith("404.html"):
            return False
        file = _index(self.parents[steps] + found[2])
        if file != self.path:
            self.links[file] = None
        return True

    def _file(self, target: _Target) -> str:
        assert target.file is not None
        if not target.file and not target.steps and not target.folder:
            return self.path
        return _index(self.parents[target.steps] + target.file)

    def facts(self) -> PageFacts:
        for fragment, (text, token) in self.fragments.items():
            if fragment not in self.ids and fragment != "top":
                self.fault("broken-link", f"there is no `#{fragment}` on this page", text, token)
        return PageFacts(
            self.path,
            tuple(self.links),
            tuple(self.ids),
            tuple(sorted(self.alternates)),
            tuple(self.problems.values()),
        )


def _index(path: str) -> str:
    """The file that is shown at an address below the site root."""
    return f"{path}index.html" if not path or path.endswith("/") else path


@lru_cache(maxsize=256)
def _parents(folder: str) -> tuple[str, ...]:
    """A page's folder, the folder above it, and so on up to the root, which is empty."""
    if not folder:
        return ("",)
    return (f"{folder}/", *_parents(folder.rpartition("/")[0]))


class _Target(NamedTuple):
    """Where an address leads, apart from the page that it stands on."""

    file: str | None = None
    """Below the page's folder after `steps` up, or below the site root; None outside the site."""
    steps: int = 0
    folder: bool = False
    """Whether a relative address names a folder, although it is empty after the steps."""
    fragment: str = ""
    absolute: bool = False
    code: str = ""
    fault: str = ""


@lru_cache(maxsize=1 << 12)
def _read_address(address: str, use: str, policy: PagePolicy) -> _Target:
    if _ODD.search(address):
        return _Target(code="unsafe-address", fault=f"the address `{address[:200]}` is not plain")
    if address.startswith(policy.base_url):
        return _inside(address[len(policy.base_url) :])
    scheme = _SCHEME.match(address)
    if scheme:
        return _outside(address, scheme[0][:-1].lower(), use, policy)
    base_path = _path_of(policy.base_url)
    if address.startswith(base_path):
        return _inside(address[len(base_path) :])
    if address.startswith("/"):
        return _Target()  # another part of the same host
    path, _, fragment = address.partition("#")
    path = unquote(path.partition("?")[0])
    steps = _STEPS.match(path)
    up = steps[0].count("..") if steps else 0
    rest = path[steps.end() :] if steps else path
    if "/./" in f"/{rest}/" or "/../" in f"/{rest}/":
        return _Target(code="unsafe-address", fault=f"the address `{address[:200]}` is not plain")
    return _Target(rest, up, steps is not None, unquote(fragment))


@lru_cache(maxsize=16)
def _path_of(address: str) -> str:
    return urlsplit(address).path


def _inside(rest: str) -> _Target:
    path, _, fragment = rest.partition("#")
    path = unquote(path.partition("?")[0]).removeprefix("./")
    if path == ".":
        path = ""  # the theme writes the root so
    return _Target(_index(path), fragment=unquote(fragment), absolute=True)


def _outside(address: str, scheme: str, use: str, policy: PagePolicy) -> _Target:
    shown = address[:200]
    if use == "load":
        if address.startswith("data:image/"):
            return _Target()
        return _Target(code="foreign-request", fault=f"`{shown}` would be fetched from elsewhere")
    if use == "send":
        if any(address.startswith(allowed) for allowed in policy.form_action):
            return _Target()
        return _Target(code="foreign-form", fault=f"a form would be sent to `{shown}`")
    if scheme not in _LINKED_SCHEMES:
        return _Target(code="unsafe-address", fault=f"links may not lead to `{shown}`")
    return _Target()


def check_style(path: str, data: bytes, policy: PagePolicy) -> PageFacts:
    """The facts of one CSS file: what it loads."""
    page = _Page(path, policy)
    text = data.decode("utf-8", "replace")
    for match in _CSS_ADDRESS.finditer(text):
        address = next(filter(None, match.groups()), "")
        if not address.startswith(("#", "data:image/", "data:font/")):
            page.refer(Reference(address, "load"), text, match[0])
    return page.facts()
