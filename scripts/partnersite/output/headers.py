"""Security headers: the Content-Security-Policy of every page, and the `_headers` file of some hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from partnersite.problems import Problem, ProblemsFound

HEADERS_FILE = "_headers"
RULE_LIMIT = 100
"""Rules that Cloudflare Pages reads."""
LINE_LIMIT = 2_000
"""Characters in one line that Cloudflare Pages reads."""

SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""An SVG opened by itself is a document: its own styles may work, nothing else."""

_HASH = re.compile(r"sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}")
_SOURCE = re.compile(r"'self'|https://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?|mailto:")

_PATTERN = re.compile(r"/[A-Za-z0-9._~%/-]*\*?[A-Za-z0-9._~%/-]*")

_EVERYWHERE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("X-Frame-Options", "DENY"),
)
_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
_SHARED = ("Cross-Origin-Resource-Policy", "cross-origin")
_IMMUTABLE = ("Cache-Control", "public, max-age=31536000, immutable")


def csp(
    script_hashes: Iterable[str],
    style_hashes: Iterable[str] = (),
    *,
    form_action: Sequence[str] = ("'self'",),
    header: bool = False,
) -> str:
    """A Content-Security-Policy (CSP 3) that allows the site's own files and inline code of the given hashes.

    Hashes are written `sha256-…`. `form_action` lists where forms may be sent. The policy fits a `meta`
    element; `header=True` adds the directives that browsers accept in a header only, or that would break a
    local preview. Raises ValueError for a hash or source that is none.
    """
    directives = [
        "default-src 'none'",
        f"script-src 'self'{_hashes(script_hashes)}",
        f"style-src 'self'{_hashes(style_hashes)}",
        "img-src 'self' data:",  # the theme's icons are CSS masks with data: addresses
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action " + (" ".join(_sources(form_action)) or "'none'"),
    ]
    if header:
        directives += ["frame-ancestors 'none'", "upgrade-insecure-requests"]
    return "; ".join(directives)


def headers_file(
    policy: str,
    *,
    immutable: Sequence[str] = (),
    shared: Sequence[str] = (),
    transport_security: bool = False,
    base_path: str = "/",
) -> bytes:
    """`_headers` as Cloudflare Pages and Netlify read it.

    `policy` is the header form of `csp`, with the hashes of all pages. `immutable` lists patterns below the
    site root whose names change with their content (`assets/javascripts/bundle.*`), `shared` those that
    other sites may embed. `transport_security` asks browsers for HTTPS for a year, subdomains included.
    Raises ProblemsFound past what hosts read.
    """
    always = [("Content-Security-Policy", policy), *_EVERYWHERE]
    if transport_security:
        always.append(_TRANSPORT)
    # `! Name` takes a header of an earlier rule off (Cloudflare); Netlify passes over a line without a
    # colon, and the two policies then both hold.
    rules: list[tuple[str, list[str]]] = [
        (f"{base_path}*", [_line(*pair) for pair in always]),
        (
            f"{base_path}*.svg",
            ["  ! Content-Security-Policy", _line("Content-Security-Policy", SVG_POLICY)],
        ),
        (f"{base_path}*.zip", [_line("Content-Disposition", "attachment")]),
        *((base_path + pattern, [_line(*_IMMUTABLE)]) for pattern in immutable),
        *((base_path + pattern, [f"  ! {_SHARED[0]}", _line(*_SHARED)]) for pattern in shared),
    ]
    problems = [problem for rule in rules for problem in _rule_problems(*rule)]
    if len(rules) > RULE_LIMIT:
        message = f"There are {len(rules)} header rules; hosts read no more than {RULE_LIMIT}."
        problems.append(Problem("too-many-headers", message))
    if problems:
        raise ProblemsFound(tuple(problems))
    return "\n".join("".join(f"{line}\n" for line in (path, *lines)) for path, lines in rules).encode("ascii")


def _rule_problems(path: str, lines: list[str]) -> Iterable[Problem]:
    if not _PATTERN.fullmatch(path):
        message = f"`{path}` cannot stand in {HEADERS_FILE}: at most one `*`, no spaces and no colons."
        yield Problem("wrong-header-path", message)
    for line in lines:
        name = line.split(":")[0].strip()
        if len(line) > LINE_LIMIT:
            message = f"The header {name} has {len(line)} characters; hosts read no more than {LINE_LIMIT}."
            yield Problem("header-too-long", message)
        if not line.isascii() or not line.isprintable():
            yield Problem("wrong-header", f"The header {name} holds a character that it must not.")


def _line(name: str, value: str) -> str:
    return f"  {name}: {value}"


def _hashes(hashes: Iterable[str]) -> str:
    found = sorted(set(hashes))
    for value in found:
        if not _HASH.fullmatch(value):
            raise ValueError(f"not a hash of a Content-Security-Policy: {value}")
    return "".join(f" '{value}'" for value in found)


def _sources(sources: Sequence[str]) -> Sequence[str]:
    for source in sources:
        if not _SOURCE.fullmatch(source):
            raise ValueError(f"not a source of a Content-Security-Policy: {source}")
    return sources
