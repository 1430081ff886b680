"""Plain MkDocs with Material, without our program, to compare build times: partners as Markdown pages, and our pages.

Partners are written the way people do it by hand: a folder for each language with a `mkdocs.yml` of its own, each
partner a Markdown file below `partners/` that is kept out of the navigation, and one run of MkDocs after the other.
The theme has the palette and features of our own test site, and search is on. Labels are English in every language,
which costs MkDocs the same; there are no listings, neighbours, structured data or links between languages.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from measuring import Run, measured
from networks import LANGUAGES, SMALL_SITE, Record, records, write_site

MATERIAL = ("en", "ru", "ar", "es")
"""Languages of networks that Material knows; the others have its English words."""


def write_twin(folder: Path, partners: Iterable[Record], languages: Sequence[str] = LANGUAGES) -> Path:
    """Writes a site for each language, `folder/en` and so on, with a page for each partner; gives the folder."""
    partners = list(partners)
    for language in languages:
        pages = folder / language / "docs" / "partners"
        pages.mkdir(parents=True)
        (pages.parent / "index.md").write_text("# Partners\n", encoding="utf-8")
        for record in partners:
            (pages / f"{record['id']}.md").write_text(partner_page(record, language), encoding="utf-8")
        _write_configuration(folder / language, language, "/partners/")
    return folder


def build_twin(folder: Path, sites: Path) -> Run:
    """Builds every language of a twin below `sites`, one after the other; gives them as one run."""
    configurations = sorted(folder.glob("*/mkdocs.yml"))
    runs = [build_pages_site(file.parent, sites / file.parent.name) for file in configurations]
    return Run(
        seconds=sum(run.seconds for run in runs),
        cpu=sum(run.cpu for run in runs),
        largest=max(run.largest for run in runs),
        together=max(run.together for run in runs),
    )


def write_pages_site(folder: Path, source: Path) -> Path:
    """Writes one site with the additional editorial pages of a network in all its languages; gives the folder.

    `source` is written by `networks.write_site` with `pages`: its `content/en/articles/article-0000.md` becomes
    `docs/en/articles/article-0000.md`, and so on.
    """
    for articles in sorted((source / "content").glob("*/articles")):
        shutil.copytree(articles, folder / "docs" / articles.parent.name / "articles")
    (folder / "docs" / "index.md").write_text("# Articles\n", encoding="utf-8")
    _write_configuration(folder, "en", "/*/articles/")
    return folder


def build_pages_site(folder: Path, site: Path) -> Run:
    """Builds one site into `site`, which must be absent."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    return measured([*command, "--site-dir", str(site.absolute())])


def partner_page(record: Record, language: str) -> str:
    """The Markdown of a partner's page."""
    values: dict[str, Any] = dict(record)
    contacts = values.get("contacts", {})
    address = values["address"]
    lines = [f"# {values['name']}"]
    if "tagline" in values:
        lines.append(f"*{values['tagline'][language]}*")
    if "description" in values:
        lines += ["## About", values["description"][language]]
    reached = [f"- Website: <{contacts['website']}>", f"- E-mail: <{contacts['email']}>"] if contacts else []
    reached.append(f"- Address: {address['city']}, {address['country']}")
    if "hours" in contacts:
        hours = contacts["hours"]
        reached += [
            f"- Opening hours: {opening['days']} {opening['from']} – {opening['to']}, {hours['time_zone']}"
            for opening in hours["open"]
        ]
    facts = [f"- Type: {values['type']}"]
    facts += [f"- Partner since: {values['since']}"] if "since" in values else []
    facts += [
        f"- {label}: {', '.join(values[key])}"
        for key, label in (("verticals", "Industries"), ("languages", "Languages"))
        if key in values
    ]
    facts += [f"- Competency: {one['competency']}, {one['sla']}" for one in values.get("competencies", ())]
    lines += ["## Contacts", "\n".join(reached), "## Facts", "\n".join(facts)]
    return "\n\n".join(lines) + "\n"


def _write_configuration(folder: Path, language: str, unlisted: str) -> None:
    """A `mkdocs.yml` with the look of our test site; `unlisted` is the pattern of the pages out of the navigation."""
    ours = yaml.safe_load((SMALL_SITE / "mkdocs.yml").read_text(encoding="utf-8"))
    configuration = {
        "site_name": ours["site_name"],
        "site_url": ours["site_url"],
        "theme": {**ours["theme"], "language": language if language in MATERIAL else "en"},
        "nav": ["index.md"],
        "not_in_nav": unlisted,
        "plugins": ["search"],
        "markdown_extensions": ours["markdown_extensions"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(configuration, allow_unicode=True), encoding="utf-8")


def main() -> None:
    """Builds both kinds of sites and prints their pages, bytes and seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", type=int, default=1000, help="partners of the twin")
    parser.add_argument("--pages", type=int, default=200, help="editorial pages in each language")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        twin = write_twin(folder / "twin", records(arguments.partners, LANGUAGES, 1))
        source = write_site(folder / "source", 1, pages=arguments.pages)
        pages = write_pages_site(folder / "pages", source)
        for name, site, run in (
            ("partners", folder / "partners-site", build_twin(twin, folder / "partners-site")),
            ("pages", folder / "pages-site", build_pages_site(pages, folder / "pages-site")),
        ):
            sizes = [page.stat().st_size for page in site.rglob("*.html")]
            taken = f"{run.seconds:.2f} seconds, largest process {run.largest} MB"
            sys.stdout.write(f"{name}: {len(sizes)} pages, {sum(sizes)} bytes, {taken}\n")


if __name__ == "__main__":
    main()
