"""Values of the programme in prose: one sandboxed, strict Jinja step over an editorial page.

Numbers have one home, `program.yaml`; a page says `{{ program.types.dealer.commission.max }}` and its translations
cannot disagree. Blocks such as `{{ terms("dealer") }}` become slots that are filled after the engine has run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.render.shell import slot
from partnersite.stage.content import EditorialPage

TEMPLATE_FILE = "<template>"
"""The file name that Jinja gives to the frames of a template made from a string."""


class Prose:
    """Renders the pages of one language with the programme's values in that language."""

    def __init__(self, values: Mapping[str, object], blocks: Mapping[str, Sequence[str]]) -> None:
        """`values` are the names that prose may use; `blocks` maps a block's name to the arguments it knows, if any."""
        self.environment = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
        self.environment.globals.clear()
        self.environment.globals.update(values)
        for name, arguments in blocks.items():
            self.environment.globals[name] = _block(name, arguments)

    def render(self, page: EditorialPage, problems: Problems) -> str:
        """The page's Markdown with its values; an unknown name becomes a Problem with its line."""
        document = page.document
        if "{{" not in document.body and "{%" not in document.body and "{#" not in document.body:
            return document.body
        try:
            return self.environment.from_string(document.body).render()
        except TemplateSyntaxError as error:
            line, message = error.lineno, f"This value is not written right: {error.message}."
        except UndefinedError as error:
            line, message = _line_of(error), f"This name is not known: {error.message}."
        except SecurityError as error:
            line, message = _line_of(error), f"This is not allowed in prose: {error}."
        except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            line, message = _line_of(error), f"This value cannot be worked out: {error}."
        problems.add(self._problem(page, line, message))
        return document.body

    def _problem(self, page: EditorialPage, line: int, message: str) -> Problem:
        document = page.document
        lines = document.body.splitlines()
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        column = max(excerpt.find("{{"), excerpt.find("{%"), -1) + 1
        names = [str(name) for name in self.environment.globals]
        wrong = re.search(r"'(\w+)' is undefined", message)
        hint = (
            did_you_mean(wrong[1], names) if wrong else "text that shall stay as it is: {% raw %}{{ ... }}{% endraw %}"
        )
        return Problem(
            "unknown-value-in-prose",
            message,
            file=document.file,
            line=document.body_line + line - 1,
            column=column,
            hint=hint,
            excerpt=excerpt,
        )


def _block(name: str, arguments: Sequence[str]) -> Callable[[str], str]:
    def place(argument: str = "") -> str:
        if arguments and argument not in arguments:
            hint = did_you_mean(argument, arguments)
            raise ValueError(f'{name}("{argument}") is unknown, {hint}')
        if not arguments and argument:
            raise ValueError(f"{name}() takes nothing between its brackets")
        return slot(name, argument)

    return place


def _line_of(error: BaseException) -> int:
    """The template's line in the traceback that Jinja has rewritten; 1 where there is none."""
    line = 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TEMPLATE_FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
