"""Hostile text in every text field of a partner: refused with a Problem, or harmless and readable in its page."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpora import NAUGHTY_STRINGS, XSS_PAYLOADS, needs_corpora
from oracle import active_nodes, duplicate_ids, foreign_requests, visible_text
from partnersite.build import build
from partnersite.problems import ProblemsFound
from plain_engine import PlainEngine
from small_site import copy_small_site

PARTS = 8
OWN_ELEMENTS = ("script", "link", "meta", "svg")
"""Elements of the shell and the head; what stands in them is checked by itself below."""

GENERATED = (
    "A & B <i>\"'",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% include 'x' %}",
    "[x](javascript:alert(1))",
    "![x](https://tracker.example.net/p.png)",
    "<!--partnersite:head-->",
    "</script><script>",
    "[a]: javascript:alert(1)\n\n[a]",
    "<a href='//evil.example'>x</a>",
    "&lt;b&gt; &amp;amp;",
    "]]>",
    "\u2028x",
    "--8<-- 'x'",
)
"""Cases of our own, so that this test says something where the corpora are absent."""


def record(number: int, payload: str) -> dict[str, Any]:
    """A partner with the payload in every text field."""
    return {
        "id": f"p{number}",
        "name": payload,
        "type": "dealer",
        "status": "active",
        "address": {"country": "KZ", "region": payload, "city": payload, "street": payload, "postal_code": payload},
        "contacts": {
            "website": payload,
            "email": payload,
            "phone": payload,
            "messengers": [{"kind": "telegram", "address": payload}],
            "social": [{"kind": "facebook", "url": payload}],
        },
        "tagline": payload,
        "description": payload,
        "references": [{"customer": payload, "summary": payload, "url": payload}],
        "referral": {"place": "blog", "url": payload, "summary": payload},
        "integration": {"product": payload, "kind": "loyalty", "summary": payload, "url": payload},
    }


def as_yaml(records: list[dict[str, Any]]) -> str:
    """JSON is YAML but for its surrogate pairs; `...` ends the file."""
    lines = "\n".join("  - " + SURROGATES.sub(_one_character, json.dumps(record)) for record in records)
    return f"partners:\n{lines}\n...\n"


SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)(\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})")


def _one_character(pair: re.Match[str]) -> str:
    return f"{pair[1]}\\U{ord(json.loads(chr(34) + pair[2] + chr(34))):08x}"


def without(records: list[dict[str, Any]], fields: Iterator[str]) -> None:
    """Removes from the records what was refused; a name that was refused is replaced, since each needs one."""
    for field in fields:
        path: list[Any] = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", field)][1:]
        index, key, *rest = path
        if key == "name":
            records[index]["name"] = f"Partner {records[index]['id']}"
        elif isinstance(records[index].get(key), dict) and rest and rest[0] in records[index][key]:
            del records[index][key][rest[0]]
        else:
            records[index].pop(key, None)


def build_with(payloads: list[str], folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A site with one partner per payload; what is refused is taken out until the rest builds."""
    source = copy_small_site(folder / "source")
    config = source / "mkdocs.yml"
    config.write_text(config.read_text().replace("[en, ru, ar]", "[en]"))
    records = [record(number, payload) for number, payload in enumerate(payloads)]
    for _ in range(6):
        (source / "partners.yaml").write_text(as_yaml(records), encoding="utf-8", errors="surrogatepass")
        try:
            build(source, site_dir=folder / "site", engine=PlainEngine(), durable=False)
            return folder / "site", records
        except ProblemsFound as found:
            errors = [problem for problem in found.problems if problem.severity == "error"]
            assert all(problem.code and problem.message and problem.file == "partners.yaml" for problem in errors)
            before = copy.deepcopy(records)
            without(records, (problem.field for problem in errors))
            assert records != before, errors[:3]
    raise AssertionError("the records were refused again and again")


@pytest.fixture(
    params=[pytest.param(None, id="generated")]
    + [pytest.param(part, marks=needs_corpora, id=f"corpora-{part}") for part in range(PARTS)]
)
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A built site full of hostile texts."""
    payloads = GENERATED if request.param is None else (*XSS_PAYLOADS, *NAUGHTY_STRINGS)[request.param :: PARTS]
    writable = [payload for payload in payloads if _can_stand_in_a_file(payload)]
    return build_with(writable, tmp_path)


def _can_stand_in_a_file(payload: str) -> bool:
    try:
        payload.encode()
    except UnicodeEncodeError:
        return False
    return True


def test_no_hostile_text_is_active_and_names_can_be_read(hostile: tuple[Path, list[dict[str, Any]]]) -> None:
    site, records = hostile
    for record in records:
        html = (site / "partners" / record["id"] / "index.html").read_text(encoding="utf-8")
        assert active_nodes(html, known=OWN_ELEMENTS) == [], record
        assert foreign_requests(html, "https://partners.example.com/") == [], record
        assert duplicate_ids(html) == [], record
        name = " ".join(record["name"].split())
        assert name in visible_text(html), record
        assert html.count("<script") == html.count("</script>") == _expected_scripts(html), record


def _expected_scripts(html: str) -> int:
    """The shell's one inline script and the page's data for search engines."""
    return 1 + html.count('<script type="application/ld+json">')
