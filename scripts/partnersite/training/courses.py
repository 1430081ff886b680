"""Courses: folders `training/<course>/` whose `index.md` lists its lessons in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.settings import SiteSettings
from partnersite.source.markdown import MarkdownDocument
from partnersite.stage.content import Content, EditorialPage
from partnersite.stage.navigation import pages_of
from partnersite.view import Words

FOLDER = "training"
INDEX = "index.md"
LONGEST_LESSON = 600
"""Minutes: ten hours."""

_LESSONS_BLOCK = re.compile(r"\{\{-?\s*lessons\s*\(")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page of a course: its cover or one of its lessons."""

    page: str
    """Path below a language's folder: `training/first-sale/objections.md`."""
    address: str
    """Address below a language's root: `training/first-sale/objections/`."""
    minutes: int
    """How long it takes; 0 where that is not stated."""
    titles: Mapping[str, Words]
    """By the language of the reader."""
    descriptions: Mapping[str, Words]
    """By the language of the reader; plain text."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its lessons in order."""

    id: str
    """The name of its folder."""
    cover: Lesson
    steps: tuple[Lesson, ...]

    @property
    def page(self) -> str:
        """Path of its cover below a language's folder."""
        return self.cover.page

    @property
    def lessons(self) -> tuple[str, ...]:
        """Paths of its lessons below a language's folder."""
        return tuple(step.page for step in self.steps)

    @property
    def minutes(self) -> int:
        """How long all lessons together take; 0 where one does not say."""
        minutes = [step.minutes for step in self.steps]
        return sum(minutes) if all(minutes) else 0


def read_courses(content: Content, settings: SiteSettings, problems: Problems) -> tuple[Course, ...]:
    """Read the courses of the source language's pages, in the order of the menu, then by name.

    A lesson that is listed and not there is an error, one that is there and not listed a warning.
    """
    pages = content.pages[settings.source_language]
    folders: dict[str, dict[str, EditorialPage]] = {}
    for path, page in pages.items():
        parts = PurePosixPath(path).parts
        if len(parts) == 3 and parts[0] == FOLDER:
            folders.setdefault(parts[1], {})[parts[2]] = page
    courses: dict[str, Course] = {}
    for folder in sorted(folders):
        course = _course(folder, folders[folder], content, settings, problems)
        if course is not None:
            courses[course.page] = course
    problems.extend(_misplaced_blocks(pages, courses))
    in_menu = [path for path in pages_of(settings.nav) if path in courses]
    return tuple(courses[path] for path in dict.fromkeys((*in_menu, *courses)))


def _course(
    folder: str,
    pages: Mapping[str, EditorialPage],
    content: Content,
    settings: SiteSettings,
    problems: Problems,
) -> Course | None:
    cover = pages.get(INDEX)
    if cover is None:
        first = pages[min(pages)].document
        hint = f"add {INDEX} with `title:` and `lessons: [...]`"
        problems.add(
            Problem("course-without-cover", "This course has no cover page.", file=first.file, hint=hint)
        )
        return None
    known = sorted(name.removesuffix(".md") for name in pages if name != INDEX)
    listed = cover.list("lessons")
    if not listed and known:
        hint = f"write in its front matter: `lessons: [{', '.join(known)}]`"
        problems.add(_at(cover.document, (), "course-without-lessons", "The course lists no lessons.", hint))
    steps: list[Lesson] = []
    for index, name in enumerate(listed):
        if name in listed[:index]:
            message = f"The lesson `{name}` is listed twice."
            problems.add(_at(cover.document, ("lessons", index), "duplicate-lesson", message))
        elif name not in known:
            message = f"There is no lesson `{name}` in this folder."
            hint = did_you_mean(name, known) if known else f"add {name}.md"
            problems.add(_at(cover.document, ("lessons", index), "missing-lesson", message, hint))
        else:
            steps.append(_lesson(pages[f"{name}.md"], content, settings, problems))
    for name in known if listed else ():
        if name not in listed:
            file = pages[f"{name}.md"].document.file
            hint = f"add `{name}` to `lessons` in {cover.document.file}"
            message = "This lesson is not listed in its course."
            problems.add(Problem("unlisted-lesson", message, file=file, hint=hint, severity="warning"))
    return Course(folder, _lesson(cover, content, settings, problems), tuple(steps))


def _lesson(page: EditorialPage, content: Content, settings: SiteSettings, problems: Problems) -> Lesson:
    titles: dict[str, Words] = {}
    descriptions: dict[str, Words] = {}
    for language in settings.languages:
        shown = content.pages[language].get(page.path, page)
        written_in = "" if shown.language == language else shown.language
        titles[language] = Words(shown.title, written_in)
        descriptions[language] = Words(shown.description, written_in) if shown.description else Words()
    return Lesson(page.path, page.address, _minutes(page, problems), titles, descriptions)


def _minutes(page: EditorialPage, problems: Problems) -> int:
    written = page.document.meta_value.get("minutes", "0")
    if isinstance(written, str) and re.fullmatch("[0-9]{1,3}", written) and int(written) <= LONGEST_LESSON:
        return int(written)
    message, hint = "`minutes` is not a number of minutes.", f"write a whole number up to {LONGEST_LESSON}"
    problems.add(_at(page.document, ("minutes",), "wrong-minutes", message, hint))
    return 0


def _misplaced_blocks(pages: Mapping[str, EditorialPage], courses: Mapping[str, Course]) -> Iterator[Problem]:
    """`{{ lessons() }}` has lessons to show only on the pages of a course."""
    own = {page for course in courses.values() for page in (course.page, *course.lessons)}
    for path, page in pages.items():
        match = _LESSONS_BLOCK.search(page.document.body)
        if match and path not in own:
            line = page.document.body_line + page.document.body.count("\n", 0, match.start())
            message = "`lessons()` shows the lessons of a course, and this page belongs to none."
            hint = "place it in training/<course>/index.md, or use `courses()`"
            yield Problem("lessons-outside-course", message, file=page.document.file, line=line, hint=hint)


def _at(
    document: MarkdownDocument, path: tuple[str | int, ...], code: str, message: str, hint: str = ""
) -> Problem:
    if document.meta is None:
        return Problem(code, message, file=document.file, hint=hint)
    return document.meta.problem(path, code, message, hint)
