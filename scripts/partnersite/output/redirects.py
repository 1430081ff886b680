"""Old addresses: chains made short, loops refused, and the `_redirects` file that hosts read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import quote

from partnersite.output.paths import path_fault
from partnersite.problems import Problem, Problems, ProblemsFound

REDIRECTS_FILE = "_redirects"
REDIRECT_LIMIT = 2_000
"""Static redirects that Cloudflare Pages reads; it ignores the rest of the file."""
LINE_LIMIT = 1_000
"""Characters in one rule that Cloudflare Pages reads."""


def flatten(redirects: Mapping[str, str], *, pages: Collection[str] | None = None) -> dict[str, str]:
    """Old addresses with where they lead in the end, sorted.

    Addresses are paths below the site root, `''` or ending in `/`.
    Raises ProblemsFound for every loop and every address that is not plainly a page's. With `pages`, the
    addresses that exist, also for an old address that is in use again and for one that leads nowhere.
    """
    problems = Problems()
    final: dict[str, str] = {}
    for old in sorted(redirects):
        fault = _address_fault(old) or _address_fault(redirects[old])
        target = "" if fault else _end(old, redirects)
        if fault:
            problems.add(_problem("wrong-redirect", old, f"cannot be used: {fault}"))
        elif target is None:
            problems.add(_problem("redirect-loop", old, "leads back to itself"))
        elif pages is not None and old in pages:
            problems.add(_problem("redirect-over-page", old, "is the address of a page"))
        elif pages is not None and target not in pages:
            problems.add(_problem("redirect-to-nowhere", old, f"leads to `{target}`, where there is no page"))
        else:
            final[old] = target
    problems.raise_if_errors()
    return final


def redirects_file(redirects: Mapping[str, str], base_path: str = "/", *, limit: int = REDIRECT_LIMIT) -> bytes:
    """`_redirects` as Cloudflare, Netlify and GitLab Pages read it.

    `base_path` is the path of the site root on its host. Raises ProblemsFound past what hosts read.
    """
    if len(redirects) > limit:
        message = f"There are {len(redirects)} redirects, and hosts read no more than {limit}."
        raise ProblemsFound((Problem("too-many-redirects", message, hint="drop the oldest former ids"),))
    lines: list[str] = []
    for old, new in sorted(redirects.items()):
        line = f"{_rooted(base_path, old)} {_rooted(base_path, new)} 301\n"
        if len(line) > LINE_LIMIT:
            raise ProblemsFound((_problem("redirect-too-long", old, "is too long for hosts to read"),))
        lines.append(line)
    return "".join(lines).encode("ascii")


def _end(old: str, redirects: Mapping[str, str]) -> str | None:
    """Where an old address leads in the end; None in a loop."""
    seen = {old}
    target = redirects[old]
    while target in redirects:
        if target in seen:
            return None
        seen.add(target)
        target = redirects[target]
    return None if target in seen else target


def _address_fault(address: str) -> str:
    if address and not address.endswith("/"):
        return "an address ends with `/`"
    return path_fault(f"{address}index.html")


def _rooted(base_path: str, address: str) -> str:
    # `:` and `*` mean something to hosts and spaces part the fields; `quote` lets none of them through.
    return quote(base_path + address, safe="/")


def _problem(code: str, address: str, fault: str) -> Problem:
    return Problem(code, f"The old address `{address}` {fault}.", hint="look for it in the `formerly` lists")
