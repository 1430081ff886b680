"""From a place in a staged file back to the file that a person wrote."""

from __future__ import annotations

import re
from dataclasses import replace

from partnersite.problems import Problem
from partnersite.settings import SiteSettings
from partnersite.stage.content import Content

NAMED = re.compile("`([^`]+)`")


def at_source(problem: Problem, content: Content, settings: SiteSettings) -> Problem:
    """A problem of a staged file, `ru/program/dealer.md`, as one of the page that was written.

    One page that stands in for several translations gives the same problem each time.
    """
    language, _, path = problem.file.partition("/")
    root = f"{language}/"
    if language not in settings.languages[1:]:
        language, root, path = settings.source_language, "", problem.file
    page = content.pages[language].get(path)
    if page is None:
        return problem
    # Staging changes the front matter and the values in the text, so a line is found by what stands in it.
    lines = page.document.text.splitlines()
    line = lines.index(problem.excerpt) + 1 if problem.excerpt in lines else 0
    message = problem.message.replace(f"'{root}", "'")
    return replace(problem, file=page.document.file, line=line, column=problem.column if line else 0, message=message)


def in_written_page(problem: Problem, origin: str, content: Content) -> Problem:
    """A problem of a built page as one of the Markdown file that it was made from, `origin`.

    The line is the first that holds what the message names between backticks.
    """
    pages = (page for pages in content.pages.values() for page in pages.values())
    document = next((page.document for page in pages if page.document.file == origin), None)
    if document is None:
        return problem
    lines = document.text.splitlines()
    for named in NAMED.findall(problem.message):
        for number, line in enumerate(lines, 1):
            column = line.find(named.removesuffix("…")) + 1
            if column:
                return replace(problem, file=origin, line=number, column=column, excerpt=line)
    return replace(problem, file=origin, line=0, column=0)
