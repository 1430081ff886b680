"""The blocks `{{ types() }}`, `{{ terms("dealer") }}`, `{{ commission("dealer") }}` and `{{ joining() }}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from partnersite.view.labels import PERIODS, REQUIREMENT_KINDS
from partnersite.view.program import RequirementView, TypeView

if TYPE_CHECKING:
    from partnersite.blockcontext import BlockContext


def block(name: str, argument: str, context: BlockContext) -> str:
    """HTML of a block for a page; `argument` is a partner type, where one is needed."""
    return BLOCKS[name](argument, context)


def _terms(argument: str, context: BlockContext) -> str:
    kind: TypeView = context.view.program.types[argument]
    gettext = context.renderer.gettext
    requirements = [
        (gettext(REQUIREMENT_KINDS[kind_of]), tuple(texts)) for kind_of, texts in _by_kind(kind.requirements)
    ]
    return _render("terms.html", context, kind=kind, requirements=requirements)


def _commission(argument: str, context: BlockContext) -> str:
    kind: TypeView = context.view.program.types[argument]
    period = context.renderer.gettext(PERIODS[kind.commission.period]) if kind.commission else ""
    return _render("commission.html", context, scale=kind.commission, period=period)


def _types(argument: str, context: BlockContext) -> str:
    settings, language = context.renderer.settings, context.renderer.language
    own = {kind.id: f"program/{kind.id}" for kind in context.view.program.types}
    pages = {key: settings.path_of(language, f"{page}/") for key, page in own.items() if f"{page}.md" in context.pages}
    return _render("types.html", context, types=context.view.program.types, pages=pages)


def _joining(argument: str, context: BlockContext) -> str:
    return _render("joining.html", context, steps=context.view.program.joining)


BLOCKS: Mapping[str, Callable[[str, BlockContext], str]] = {
    "terms": _terms,
    "commission": _commission,
    "joining": _joining,
    "types": _types,
}


def _render(template: str, context: BlockContext, **values: object) -> str:
    vendor = context.view.program.vendor
    return context.renderer.render(template, context.path, vendor=vendor, **values)


def _by_kind(requirements: tuple[RequirementView, ...]) -> list[tuple[str, list[RequirementView]]]:
    """Requirements grouped by kind, kinds in the order of their labels, texts in the order of the file."""
    order = list(REQUIREMENT_KINDS)

    def position(requirement: RequirementView) -> int:
        return order.index(requirement.kind)

    ordered = sorted(requirements, key=position)
    return [(order[at], list(texts)) for at, texts in groupby(ordered, key=position)]
