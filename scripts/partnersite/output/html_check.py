"""The last look at the built site: links lead somewhere, nothing comes from elsewhere, no unknown script.

Runs over the finished files, whoever wrote them. Pages are judged one by one in workers; what many of them
have in common is gathered, so that a fault of the theme is told once, not per page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from partnersite.output.html_page import PageFacts as PageFacts
from partnersite.output.html_page import PageKind as PageKind
from partnersite.output.html_page import PagePolicy as PagePolicy
from partnersite.output.html_page import check_page as check_page
from partnersite.output.html_page import check_style as check_style
from partnersite.problems import Problem, Problems

_CHECKS = {".html": check_page, ".css": check_style}


@dataclass(slots=True)
class SiteFacts:
    """Many pages: what they refer to, and what is wrong with how many of them."""

    links: dict[str, str] = field(default_factory=dict)
    """What is referred to, with the first page that does."""
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alternates: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    faults: dict[tuple[str, str], tuple[Problem, int]] = field(default_factory=dict)
    """By (code, message): the first page's Problem, and the number of pages."""

    @classmethod
    def of(cls, pages: Iterable[PageFacts]) -> SiteFacts:
        """The facts of pages in the order of their paths."""
        facts = cls()
        for page in pages:
            facts.ids[page.path] = page.ids
            if page.alternates:
                facts.alternates[page.path] = page.alternates
            facts.gather(page)
        return facts

    def gather(self, page: PageFacts) -> None:
        """Take in one page of many that are alike: what it refers to, and what is wrong with it."""
        for link in page.links:
            self.links.setdefault(link, page.path)
        for problem in page.problems:
            self._count(problem, 1)

    def add(self, other: SiteFacts) -> None:
        """Take in the facts of pages that follow these."""
        self.ids.update(other.ids)
        self.alternates.update(other.alternates)
        for link, page in other.links.items():
            self.links.setdefault(link, page)
        for problem, pages in other.faults.values():
            self._count(problem, pages)

    def _count(self, problem: Problem, pages: int) -> None:
        key = (problem.code, problem.message)
        first, before = self.faults.get(key, (problem, 0))
        self.faults[key] = (first, before + pages)


def check_links(facts: SiteFacts | Iterable[PageFacts], files: Collection[str]) -> Problems:
    """Everything wrong with the site: each page's own faults, links to nowhere, translations that disagree.

    `files` holds all paths of the built tree.
    """
    site = facts if isinstance(facts, SiteFacts) else SiteFacts.of(facts)
    problems = Problems()
    for problem, pages in site.faults.values():
        more = f" The same holds for {pages - 1} more." if pages > 1 else ""
        problems.add(replace(problem, message=problem.message + more))
    for link, page in site.links.items():
        file, _, fragment = link.partition("#")
        if file not in files and f"{file}/index.html" not in files:
            problems.add(Problem("broken-link", f"`{file}` is linked to, and does not exist.", file=page))
        elif fragment and fragment != "top" and file in site.ids and fragment not in site.ids[file]:
            problems.add(Problem("broken-link", f"There is no `#{fragment}` on `{file}`.", file=page))
    problems.extend(_translations(site))
    return problems


def _translations(site: SiteFacts) -> Iterator[Problem]:
    """Translations must name each other, themselves included, each language once."""
    for page, alternates in site.alternates.items():
        languages = [language for language, _ in alternates]
        files = {file for _, file in alternates}
        if len(set(languages)) < len(languages):
            yield Problem("wrong-hreflang", "The page names two translations in one language.", file=page)
        if page not in files:
            yield Problem("wrong-hreflang", "The page does not name itself among its translations.", file=page)
        for file in sorted(files):
            if file in site.ids and site.alternates.get(file) != alternates:
                yield Problem(
                    "wrong-hreflang",
                    f"The page names `{file}` as a translation, which names others.",
                    file=page,
                )


def check_files(
    root: Path, files: Iterable[str], policy: PagePolicy, judged: Mapping[str, PageFacts] | None = None
) -> SiteFacts:
    """The facts of those of some files that are pages or styles; `judged` are those that are known, by path."""
    pages = sorted(path for path in files if path.endswith(tuple(_CHECKS)))
    known = {**(judged or {})}
    known |= judge_files(root, [path for path in pages if path not in known], policy)
    return SiteFacts.of(known[path] for path in pages)


def judge_files(root: Path, files: Iterable[str], policy: PagePolicy) -> dict[str, PageFacts]:
    """What is known of each of some files, which are pages or styles, by its path."""
    return {path: _CHECKS[Path(path).suffix](path, (root / path).read_bytes(), policy) for path in files}


def read_targets(facts: SiteFacts, root: Path, policy: PagePolicy) -> None:
    """Adds the ids of pages that others lead into, where only what is wrong with these pages has been gathered."""
    asked = {file for file, _, fragment in (link.partition("#") for link in facts.links) if fragment}
    for file in sorted(asked - facts.ids.keys()):
        if file.endswith(".html") and (root / file).is_file():
            facts.ids[file] = check_page(file, (root / file).read_bytes(), policy).ids


def check_site(root: Path, files: Sequence[str], policy: PagePolicy) -> Problems:
    """Everything wrong with a built tree; `files` are all its paths."""
    return check_links(check_files(root, files, policy), frozenset(files))
