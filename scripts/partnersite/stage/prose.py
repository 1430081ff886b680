"""Values of the programme in prose: one sandboxed, strict Jinja step over an editorial page.

Numbers have one home, `program.yaml`; a page says `{{ program.types.dealer.commission.max }}` and its translations
cannot disagree. Blocks such as `{{ terms("dealer") }}` become slots that are filled after the engine has run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from numbers import Number
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.render.shell import SLOT, slot
from partnersite.stage.content import EditorialPage

TEMPLATE_FILE = "<template>"
"""The file name that Jinja gives to the frames of a template made from a string."""

PROGRAM_ONLY = frozenset({"pprint", "random"})
"""Filters of Jinja whose result changes from run to run, or shows how the program is made."""

FIRST_VALUE = re.compile(r"\{[{%#]")

OWN_SLOT = re.compile("<!--partnersite:")
"""How a slot begins; a page asks for one by a block's name."""


class Prose:
    """Renders the pages of one language with the programme's values in that language."""

    def __init__(self, values: Mapping[str, object], blocks: Mapping[str, Sequence[str]]) -> None:
        """`values` are the names that prose may use; `blocks` maps a block's name to the arguments it knows, if any."""
        self.environment = _Sandbox(undefined=_Unknown, keep_trailing_newline=True, finalize=_written_value)
        self.environment.globals.clear()
        for name in PROGRAM_ONLY:
            del self.environment.filters[name]
        self.environment.globals.update(values)
        for name, arguments in blocks.items():
            self.environment.globals[name] = _block(name, arguments)
        self._blocks = blocks

    def render(self, page: EditorialPage, problems: Problems) -> str:
        """The page's Markdown with its values; an unknown name becomes a Problem with its line."""
        document = page.document
        own = OWN_SLOT.search(document.body)
        if own:
            problems.add(self._own_mark(page, document.body.count("\n", 0, own.start()) + 1))
            return document.body
        if "{{" not in document.body and "{%" not in document.body and "{#" not in document.body:
            return document.body
        try:
            text = self.environment.from_string(document.body).render()
            if all(self._is_block(text, mark.start()) for mark in OWN_SLOT.finditer(text)):
                return text
            problems.add(self._own_mark(page, _line_of_first_value(document.body)))
            return document.body
        except TemplateSyntaxError as error:
            line, message = error.lineno, f"This value is not written right: {error.message}."
        except UndefinedError as error:
            line, message = _line_of(error), f"This name is not known: {error.message}"
            message += "" if message.endswith("?") else "."
        except SecurityError as error:
            line, message = _line_of(error), f"This is not allowed in prose: {error}."
        except (RecursionError, MemoryError) as error:
            fault = "is nested too deeply" if isinstance(error, RecursionError) else "becomes too large"
            line, message = _line_of(error, document.body), f"This value cannot be worked out: it {fault}."
        except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            line, message = _line_of(error), f"This value cannot be worked out: {error}."
        problems.add(self._problem(page, line, message))
        return document.body

    def _is_block(self, text: str, start: int) -> bool:
        """Whether a mark is that of a block, as its name gives it: a page may put together any text out of others."""
        mark = SLOT.match(text, start)
        arguments = self._blocks.get(mark[1]) if mark else None
        if mark is None or arguments is None:
            return False
        return mark[2] in arguments if arguments else not mark[2]

    def _own_mark(self, page: EditorialPage, line: int) -> Problem:
        message = "A comment that begins so is the program's own mark."
        return self._problem(page, line, message, 'write a block by its name: {{ terms("dealer") }}')

    def _problem(self, page: EditorialPage, line: int, message: str, hint: str = "") -> Problem:
        document = page.document
        lines = document.body.splitlines()
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        column = max(excerpt.find("{{"), excerpt.find("{%"), -1) + 1
        names = [str(name) for name in self.environment.globals]
        wrong = re.search(r"'(\w+)' is undefined", message)
        if not hint and wrong:
            hint = did_you_mean(wrong[1], names)
        return Problem(
            "unknown-value-in-prose",
            message,
            file=document.file,
            line=document.body_line + line - 1,
            column=column,
            hint=hint or "text that shall stay as it is: {% raw %}{{ ... }}{% endraw %}",
            excerpt=excerpt,
        )


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, in which a short line cannot fill the memory of the machine."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not (isinstance(left, Number) and isinstance(right, Number)):
            raise ValueError(f"`{operator}` works with two numbers only" if operator == "*" else "there are no powers")
        return super().call_binop(context, operator, left, right)


class _Unknown(StrictUndefined):
    """A name that is not there, told by the name that was written and the names that are there."""

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint or owner is missing or not isinstance(name, str):
            return super()._undefined_message
        known: list[str] = []
        if is_dataclass(owner):
            known = [field.name for field in fields(owner)]
        elif isinstance(owner, Mapping):
            known = [str(key) for key in owner]
        hint = did_you_mean(name, known) if known else ""
        return f"there is no `{name}` here" + (f", {hint}" if hint else "")


def _written_value(value: object) -> object:
    """A value as it is put into the page; raises ValueError for what has no words of its own.

    Python would write an address in memory, which differs from run to run.
    """
    if isinstance(value, Undefined):
        return value
    if callable(value):
        raise ValueError(f"`{getattr(value, '__name__', 'it')}` is a block, which is written with brackets")
    if value is None or (not isinstance(value, Number) and type(value).__str__ is object.__str__):
        raise ValueError("it has no text of its own; name one of its values")
    return value


def _block(name: str, arguments: Sequence[str]) -> Callable[[str], str]:
    def place(argument: str = "") -> str:
        if arguments and argument not in arguments:
            hint = did_you_mean(argument, arguments)
            raise ValueError(f'{name}("{argument}") is unknown, {hint}')
        if not arguments and argument:
            raise ValueError(f"{name}() takes nothing between its brackets")
        return slot(name, argument)

    place.__name__ = name
    return place


def _line_of(error: BaseException, body: str = "") -> int:
    """The template's line in the traceback that Jinja has rewritten; that of the first value where there is none."""
    line = _line_of_first_value(body)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TEMPLATE_FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _line_of_first_value(body: str) -> int:
    first = FIRST_VALUE.search(body)
    return body.count("\n", 0, first.start()) + 1 if first else 1
