"""A Hugo site that writes the same landing and listing pages as ours from the same records, to compare build times.

What stands on every page is cut out of our built pages and put into Hugo's layouts as plain text, one layout for each
kind of page, depth and language, so that Hugo has nothing to compute there. Everything that differs between pages is
rendered by the templates in `bench/hugo`: a content adapter adds the pages, Goldmark renders the descriptions, and the
words of each language stand in the layouts. Hugo writes its sitemap as well; feeds and taxonomies are off.

What we write and Hugo does not: editorial pages, QR codes, vCards, search data, the directory as JSON, the manifest.
What we do and Hugo does not: check records against the schema, sanitise descriptions, look for private data in pages.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import statistics
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from measuring import Run, measured
from networks import LANGUAGES, write_json, write_site

TEMPLATES = Path(__file__).parent / "hugo"
ORIGIN = "https://partners.example.com/"
DISABLED = ("home", "section", "taxonomy", "term", "rss", "404", "robotstxt")
"""Kinds of pages that Hugo would write besides those that we add; its sitemap is written."""
LAYOUTS: Mapping[str, tuple[str, int, str]] = {
    "partner": ("partner.html", 2, "partners/ID/index.html"),
    "listing-1": ("listing.html", 1, "partners/index.html"),
    "listing-3": ("listing.html", 3, "partners/*/*/index.html"),
    "listing-5": ("listing.html", 5, "partners/*/*/page/2/index.html"),
}
"""Layout to template, depth below the language's root, and where our pages of that kind stand."""
CHROME = re.compile(
    r"(?P<chrome_head>.*?)<title>.*?"
    r'(?P<links><link rel="canonical".*?)\n<meta .*application/ld\+json">[^<]*</script>'
    r'(?P<chrome_top>.*? id="ps-content">\n)'
    r".*\n(?P<chrome_foot></article>.*)",
    re.DOTALL,
)
"""A built page of ours: chrome before its metadata, its links to itself, chrome around its content."""
TOKEN = re.compile(r"@([a-z_]+)@")
"""Where a template takes a word or a piece of chrome."""

Record = Mapping[str, Any]

PARTNER_WORDS = {
    "site": r'<meta property="og:site_name" content="([^"]*)"',
    "locale": r'<meta property="og:locale" content="([^"]*)"',
    "breadcrumb": r'class="ps-breadcrumb" aria-label="([^"]*)"',
    "partners": r'"position":2,"name":"([^"]*)"',
    "home": r'"position":1,"name":"[^"]*","item":"([^"]*)"',
    "comma": r'#place"/></svg> <bdi>[^<]*</bdi>(\W+)',
    "foreign": r'class="ps-head__kind"><a [^>]*><bdi([^>]*)>',
    "visit": r'<p class="ps-head__action"><a [^>]* href="http[^>]*>([^<]*)<',
    "email": r'<p class="ps-head__action"><a [^>]* href="mailto:([^"]*)"',
    "write": r'<p class="ps-head__action"><a [^>]* href="mailto:[^>]*>([^<]*)<',
    "about": r'<h2>([^<]*)</h2>\n<div class="ps-prose"',
    "competencies": r'<h2>([^<]*)</h2>\n<table class="ps-matrix"',
    "competency": r'<thead><tr><th scope="col">([^<]*)</th><th scope="col">[^<]*<',
    "class": r'<thead><tr><th scope="col">[^<]*</th><th scope="col">([^<]*)<',
    "where": r'</section>\n<section class="ps-section">\n<h2>([^<]*)</h2>\n<dl class="ps-facts">',
    "industries": r'<dt>([^<]*)</dt><dd>\n<ul class="ps-chips">',
    "languages": r"<dt>([^<]*)</dt><dd>[^<\n]+</dd></div>\n</dl>\n</section>\n</div>",
    "contacts": r'<section class="ps-panel">\n<h2>([^<]*)<',
    "website": r'<dt>([^<]*)</dt><dd><a href="https://[^"]*" rel="noopener noreferrer nofollow">',
    "mail": r'<dt>([^<]*)</dt><dd><a href="mailto:',
    "address": r"<dt>([^<]*)</dt><dd>\n<address",
    "open": r'data-open="([^"]*)"',
    "closed": r'data-closed="([^"]*)"',
    "yours": r'data-yours="([^"]*)"',
    "opens": r'data-next="([^"]*)"',
    "opens_yours": r'data-next-yours="([^"]*)"',
    "official": r'#official"/></svg> ([^<]*)</h2>',
    "confirms": r'#official"/></svg> [^<]*</h2>\n<p>([^<]*)</p>',
    "partner_since": r"<dt>([^<]*)</dt><dd><time",
    "qr": r'<img class="ps-qr" src="[^"]*" alt="([^"]*)"',
    "card": r'#card"/></svg> ([^<]*)</a>',
}
"""Words of a landing page, the same on every page that has them."""

LISTING_WORDS = {
    "everyone": r'<p class="ps-count">[^<]*<a [^>]*>([^<]*)<',
    "list": r'<h2 class="ps-sr">([^<]*)<',
    "filter": r"<label>([^<]*?) ?<",
    "nobody": r'data-none="([^"]*)"',
    "narrow": r'class="ps-facets" aria-label="([^"]*)"',
    "pages": r'class="ps-pages" aria-label="([^"]*)"',
    "previous": r'rel="prev">([^<]*)</a>',
    "next": r'rel="next">([^<]*)</a>',
}
"""Words of the listings, the same on every page that has them."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one language says."""

    texts: Mapping[str, str]
    """Goes into the layouts, where templates have `@name@`."""
    tables: Mapping[str, Any]
    """Goes into Hugo's data folder: names of countries and the like, by the keys of the records."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The landing and listing pages of a built site."""

    count: int
    size: int
    """Bytes, all together."""


def write_twin(folder: Path, ours: Path, data: Path, languages: Sequence[str] = LANGUAGES) -> Path:
    """Writes the Hugo site that is the twin of a built site of ours; gives its folder.

    `ours` is the built site with a network of `networks.write_site`, `data` the same records by `networks.write_json`,
    and `languages` those of both, the source language first. Raises `ValueError` when a page of ours has not the
    shape that its chrome can be cut out of.
    """
    records = json.loads(data.read_text(encoding="utf-8"))
    (folder / "content").mkdir(parents=True)
    (folder / "layouts").mkdir()
    (folder / "data" / "words").mkdir(parents=True)
    shutil.copyfile(data, folder / "data" / "partners.json")
    shutil.copyfile(TEMPLATES / "_content.gotmpl", folder / "content" / "_content.gotmpl")
    _write_json(folder / "hugo.json", _configuration(languages))
    for language in languages:
        root = ours if language == languages[0] else ours / language
        words = _words(root, language, records)
        _write_json(folder / "data" / "words" / f"{language}.json", words.tables)
        up = 0 if language == languages[0] else 1
        for layout, text in _layouts(root, up, words.texts, records[0]["id"]):
            (folder / "layouts" / f"{layout}.{language}.html").write_text(text, encoding="utf-8")
    return folder


def packaged_hugo() -> str:
    """The program in the package `hugo`, without the Python that the package's own command would start first."""
    return str(distribution("hugo").locate_file("hugo/binaries/hugo"))


def build_twin(folder: Path, public: Path, hugo: str) -> Run:
    """Builds a twin into `public`, which must be absent; `hugo` is the program's path, 0.156 or newer."""
    command = [hugo, "build", "--source", str(folder), "--destination", str(public.absolute())]
    return measured([*command, "--noBuildLock", "--ignoreCache"])


def compare(ours: Path, twin: Path, languages: Sequence[str] = LANGUAGES) -> tuple[Pages, Pages]:
    """The pages below `partners/` of every language: of our built site, and of the twin's."""
    return _pages(ours, languages), _pages(twin, languages)


def _pages(site: Path, languages: Sequence[str]) -> Pages:
    roots = [site if language == languages[0] else site / language for language in languages]
    sizes = [page.stat().st_size for root in roots for page in (root / "partners").rglob("index.html")]
    return Pages(len(sizes), sum(sizes))


def _configuration(languages: Sequence[str]) -> dict[str, Any]:
    return {
        "baseURL": ORIGIN,
        "title": "Acme Partners",
        "defaultContentLanguage": languages[0],
        "languages": {language: {"weight": weight} for weight, language in enumerate(languages, 1)},
        "disableKinds": DISABLED,
    }


def _layouts(root: Path, up: int, texts: Mapping[str, str], partner: str) -> Iterator[tuple[str, str]]:
    """The layouts of a language: a template with our chrome around it and the language's words in it."""
    for layout, (template, depth, pattern) in LAYOUTS.items():
        example = next(iter(sorted(root.glob(pattern.replace("ID", partner)))), None)
        if example is None:  # no listing is that long
            continue
        path = f"{example.parent.relative_to(root).as_posix()}/"
        shown = "partners/{{ $p.id }}/" if layout == "partner" else "{{ $address }}"
        slots = {
            "up": "../" * (depth + up),
            "base": "../" * depth if not up else f"{'../' * (depth + up)}{root.name}/",
            **texts,
            **{name: _linked(piece, path, shown) for name, piece in _chrome(example).items()},
        }
        text = (TEMPLATES / template).read_text(encoding="utf-8").rstrip()
        yield layout, TOKEN.sub(partial(_fill, slots), text)


def _linked(piece: str, path: str, shown: str) -> str:
    """Chrome whose links to the page itself, in any language, lead to the page that Hugo makes."""
    return piece.replace(f'{path}" hreflang=', f'{shown}" hreflang=').replace(f'{path}">', f'{shown}">')


def _fill(slots: Mapping[str, str], slot: re.Match[str]) -> str:
    return slots[slot[1]]


def _chrome(page: Path) -> dict[str, str]:
    """The pieces of a page of ours, by name; raises `ValueError` when it has another shape."""
    found = CHROME.fullmatch(page.read_text(encoding="utf-8"))
    if not found or any("{{" in piece for piece in found.groups()):
        raise ValueError(f"{page} is not a page that Hugo's layouts can be cut out of")
    return found.groupdict()


def _words(root: Path, language: str, records: Iterable[Record]) -> Words:
    """The words of a language, read from its pages; those that no page has are empty."""
    partner_texts, partner_tables = _partner_words(root / "partners", records)
    listing_texts, listing_tables = _listing_words(root / "partners")
    texts = {"language": language, "origin": ORIGIN, "host": ORIGIN.split("/")[2]}
    texts |= partner_texts | listing_texts
    missing = sorted(name for name, text in texts.items() if not text and name != "foreign")
    if missing:
        warnings.warn(f"no page in {root} has: {', '.join(missing)}; has the theme changed?", stacklevel=2)
    return Words(texts, {**partner_tables, **listing_tables})


def _partner_words(folder: Path, records: Iterable[Record]) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """Words and tables out of landing pages, of which no more are read than those that have something new to say."""
    wanted = {*PARTNER_WORDS, "since", "more", "introduction"}
    texts: dict[str, str] = {}
    tables: dict[str, dict[str, Any]] = {}
    for record in records:
        if texts.keys() == wanted and all(key in tables[table] for table, key in _entries(record, "")):
            continue
        page = (folder / record["id"] / "index.html").read_text(encoding="utf-8")
        for (table, key), value in _entries(record, page).items():
            tables.setdefault(table, {})[key] = value
        new = {name: found[1] for name, pattern in PARTNER_WORDS.items() if (found := re.search(pattern, page))}
        country = tables["countries"][record["address"]["country"]]
        new["more"] = _found(r'ps-section--wide">\n<h2>([^<]*)<', page).replace(country, "{{ $p.country }}")
        if "since" in record:
            date = tables["dates"][record["since"]]
            new["since"] = _found(r'#date"/></svg> ([^<]*)</li>', page).replace(date, "{{ . }}")
        if not record.keys() & {"tagline", "description"}:
            text = _found(r'<meta name="description" content="([^"]*)"', page)
            new["introduction"] = text.replace(record["name"], "{{ $p.name }}")
        texts = new | texts
    return dict.fromkeys(wanted, "") | texts, tables


def _entries(record: Record, page: str) -> dict[tuple[str, str], Any]:
    """What a record's page says for values of the record, by table and key; without a page, which keys there are."""
    entries: dict[tuple[str, str], Any] = {
        ("kinds", record["type"]): _plain(r'ps-head__kind"><a [^>]*><bdi[^>]*>([^<]*)<', page),
        ("countries", record["address"]["country"]): _plain(r"<br>\n([^<\n]*)\n</address>", page),
    }
    if "since" in record:
        entries["dates", record["since"]] = _plain(r"<time [^>]*>([^<]*)<", page)
    if "languages" in record:
        entries["speaks", ",".join(record["languages"])] = _plain(r"<dd>([^<\n]+)</dd></div>\n</dl>\n</section>", page)
    for vertical in record.get("verticals", ()):
        entries["verticals", vertical] = _plain(r'class="ps-chip"><bdi[^>]*>([^<]*)<', page)
    for skill in record.get("competencies", ()):
        entries["competencies", skill["competency"]] = _plain(r'<th scope="row"><bdi[^>]*>([^<]*)<', page)
        entries["sla", skill["sla"]] = {
            "name": _plain(r'<td[^>]*><span class="ps-pill"><bdi[^>]*>([^<]*)<', page),
            "response": _plain(r'ps-matrix__note"><bdi[^>]*>([^<]*)<', page),
        }
    if "contacts" in record:
        hours = record["contacts"]["hours"]
        entries["zones", hours["time_zone"]] = _plain(r'#clock"/></svg> ([^<]*)</caption>', page)
        for opening in hours["open"]:
            entries["days", opening["days"]] = {
                "numbers": _plain(r'data-days="([^"]*)"', page),
                "text": _plain(r'data-closes="[^"]*"><th scope="row">([^<]*)<', page),
            }
            entries["times", opening["from"]] = _plain(r"data-closes=.*<td>([^<]*) – ", page)
            entries["times", opening["to"]] = _plain(r"data-closes=.*<td>[^<]* – ([^<]*)<", page)
    return entries


def _listing_words(folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Words out of the listings' first pages, and out of the second of the first listing that has one."""
    texts = dict.fromkeys((*LISTING_WORDS, "page", "some"), "")
    lists: dict[str, dict[str, str]] = {}
    paged = "%s %d"
    for first in (folder / "index.html", *sorted(folder.glob("*/*/index.html"))):
        path = f"/{first.parent.relative_to(folder).as_posix()}/".replace("/./", "/")
        if path.startswith("/page/"):
            continue
        page = first.read_text(encoding="utf-8")
        title = _plain(r"<h1>([^<]*)<", page)
        lists[path] = {
            "title": title,
            "crumb": "" if path == "/" else _plain(r'<span aria-current="page"><bdi>([^<]*)<', page),
            "count": _plain(r'<p class="ps-count">([^<]*?)(?: · )?<', page),
            "about": _plain(r'<meta name="description" content="([^"]*)"', page),
        }
        some, cards = _found(r'data-some="([^"]*)"', page), page.count('<li class="ps-card"')
        texts["some"] = texts["some"] or some.replace(str(cards), "{{ len $cards }}")
        second = first.parent / "page" / "2" / "index.html"
        if second.exists() and not texts["page"]:
            page += second.read_text(encoding="utf-8")
            paged = _plain(r"<h1>[^<]*<.*<h1>([^<]*)<", page).replace(title, "%s").replace("2", "%d")
            crumb = _found(r'<span aria-current="page"><bdi>([^<]*2[^<]*)<', page)
            texts["page"] = crumb.replace("2", "{{ $p.number }}")
        for name, pattern in LISTING_WORDS.items():
            texts[name] = texts[name] or _found(pattern, page)
        if path == "/":
            facets = [
                {"label": html.unescape(label), "lists": re.findall(r'href="[^"]*?partners(/[^"]*)"', links)}
                for label, links in re.findall(r'<p class="ps-facets__label">([^<]*)</p>(.*?)</ul>', page, re.DOTALL)
            ]
    return texts, {"lists": lists, "paged": paged, "facets": facets}


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    return found[1] if found else ""


def _plain(pattern: str, page: str) -> str:
    return html.unescape(_found(pattern, page))


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Builds a network of ours and its twin, and prints counts, bytes and times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", type=int, default=1000, help="size of the network")
    parser.add_argument("--runs", type=int, default=1, help="builds by Hugo; the median is shown")
    parser.add_argument("--hugo", help="the program's path; that of the package `hugo` unless given")
    arguments = parser.parse_args()
    hugo = arguments.hugo or packaged_hugo()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        source = write_site(folder / "source", arguments.partners)
        ours = [measured([sys.executable, "-m", "partnersite", "build", "--source", str(source), "--quiet"])]
        write_json(folder / "partners.json", arguments.partners)
        twin = write_twin(folder / "twin", source / "site", folder / "partners.json")
        theirs = [build_twin(twin, folder / f"public-{run}", hugo) for run in range(arguments.runs)]
        own, other = compare(source / "site", folder / "public-0")
    sys.stdout.write(f"{'':>6} {'pages':>8} {'bytes':>12} {'seconds':>8} {'largest':>10}\n")
    for name, pages, runs in (("ours", own, ours), ("Hugo", other, theirs)):
        seconds = statistics.median(run.seconds for run in runs)
        largest = max(run.largest for run in runs)
        sys.stdout.write(f"{name:>6} {pages.count:>8} {pages.size:>12} {seconds:>8.2f} {largest:>7} MB\n")
    sys.stdout.write(f"Hugo's bytes by ours: {other.size / own.size:.4f}\n")


if __name__ == "__main__":
    main()
