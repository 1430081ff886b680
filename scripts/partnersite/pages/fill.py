"""Joins pages with their shells, judges and writes them; runs in worker processes, some pages of a kind at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from partnersite import directory, landing
from partnersite.intake.work import PageData
from partnersite.looks import Looks
from partnersite.model import Program
from partnersite.output.html_check import PageKind, PagePolicy, SiteFacts, check_page
from partnersite.output.store import Writer, Written
from partnersite.pages.joining import page_slots
from partnersite.parallel.shared import Shared
from partnersite.render.page import Page
from partnersite.render.shell import Shell
from partnersite.settings import SiteSettings
from partnersite.view import PartnerViews, program_view

LISTINGS_AT_ONCE = 20
"""Pages of lists in a task."""
OFTEN = (landing.TEMPLATE, directory.TEMPLATE)
"""Templates of many pages."""
ShellKey = tuple[str, int]
"""(layout, depth): a layout's shell is rendered once per depth, since its links are relative."""


@dataclass(frozen=True, slots=True)
class FillContext:
    """What all pages are filled with."""

    settings: SiteSettings
    looks: Looks
    program: Program
    listed_types: frozenset[str]
    listed_countries: frozenset[str]
    shells: Mapping[str, Mapping[ShellKey, Shell]]
    """By language."""
    policy: PagePolicy


class PartnerPages(NamedTuple):
    """All pages and files of one partner, to be made; a plain tuple, since tens of thousands pass between processes."""

    data: PageData
    around: Mapping[str, landing.Around]
    """By language; the partners that its pages name."""


@dataclass(frozen=True, slots=True)
class PartnersTask:
    """Some partners, in all languages."""

    context: Shared[FillContext]
    root: Path
    over: bool
    """Whether there may be such files already, of which these take the place."""
    partners: tuple[PartnerPages, ...]


@dataclass(frozen=True, slots=True)
class ListingsTask:
    """Some pages of lists."""

    context: Shared[FillContext]
    root: Path
    over: bool
    jobs: tuple[directory.DirectoryJob, ...]


@dataclass(slots=True)
class Filled:
    """What a task wrote, and what is known of it."""

    written: list[Written] = field(default_factory=list)
    facts: SiteFacts = field(default_factory=SiteFacts)


def depth_of(path: str, language: str, settings: SiteSettings) -> int:
    """How deep an address lies below its language's root."""
    return path.removeprefix(settings.path_of(language, "")).count("/")


def shell_key(layout: str, path: str, language: str, settings: SiteSettings) -> ShellKey:
    """The shell that a page is joined with."""
    return layout, depth_of(path, language, settings)


def listing_tasks(
    context: Shared[FillContext], root: Path, over: bool, jobs: Iterable[directory.DirectoryJob]
) -> Iterator[ListingsTask]:
    """The tasks of some pages of lists."""
    part: list[directory.DirectoryJob] = []
    for job in jobs:
        part.append(job)
        if len(part) == LISTINGS_AT_ONCE:
            yield ListingsTask(context, root, over, tuple(part))
            part = []
    if part:
        yield ListingsTask(context, root, over, tuple(part))


def fill(task: PartnersTask | ListingsTask) -> Filled:
    """Writes the pages and files of a task."""
    tools = task.context.made(_Tools)
    with Writer(task.root, over=task.over) as writer:
        filled = _Filling(writer, tools)
        if isinstance(task, PartnersTask):
            for partner in task.partners:
                _fill_partner(partner, filled)
        else:
            for job in task.jobs:
                filled.page(directory.render(job, tools.renderers[job.language]))
    return filled.result


def _fill_partner(partner: PartnerPages, filled: _Filling) -> None:
    tools = filled.tools
    settings = tools.context.settings
    record = partner.data.record()
    for language, views in tools.views.items():
        renderer = tools.renderers[language]
        view = views.page(record.partner, record.passages)
        filled.page(landing.render(view, partner.around.get(language, landing.Around()), renderer))
        for former in record.partner.formerly:
            filled.page(landing.render_moved(former, view, renderer))
        if language == settings.source_language:
            for path, data in landing.assets(view, settings):
                filled.file(path, data)


class _Tools:
    """What a process needs for all pages of a build."""

    def __init__(self, context: FillContext) -> None:
        self.context = context
        settings, program = context.settings, context.program
        self.renderers = context.looks.renderers
        self.views = {
            language: PartnerViews(
                program,
                program_view(program, language, settings, context.listed_types),
                language,
                settings,
                context.listed_countries,
            )
            for language in settings.languages
        }
        self.kinds: dict[tuple[str, ShellKey, str], PageKind] = {}
        """By language, shell and the folder they lie in: what has been seen of such pages."""
        self.quiet: set[str] = set()
        """What has been seen of all of them."""


class _Filling:
    """Writes pages and gathers what is known of them."""

    def __init__(self, writer: Writer, tools: _Tools) -> None:
        self.writer = writer
        self.tools = tools
        self.result = Filled()

    def file(self, path: str, data: bytes) -> None:
        self.result.written.append(self.writer.write(path, data))

    def page(self, page: Page) -> None:
        """Joins a page with its shell, judges it and writes it."""
        context = self.tools.context
        key = shell_key(page.shell, page.path, page.language, context.settings)
        shell = context.shells[page.language][key]
        renderer = self.tools.renderers[page.language]
        file = f"{page.path}index.html"
        html = shell.join_values(page_slots(page, shell, renderer) | {"main": page.main})
        kind_key = (page.language, key, page.path.rstrip("/").rpartition("/")[0])
        kind = self.tools.kinds.get(kind_key)
        if kind is None:
            # The first page of its kind is judged whole, with the shell that all of them have.
            self.tools.kinds[kind_key] = PageKind(shell.html, context.policy, self.tools.quiet)
            self.result.facts.gather(check_page(file, html, context.policy))
        else:
            self.result.facts.gather(kind.check(file, page.main))
        self.file(file, html)
