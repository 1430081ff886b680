"""The blocks of the programme: `types`, `terms`, `commission`, `joining` and `application`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from partnersite.render.templates import root_of
from partnersite.terms.application import SUBJECT, letter, questions
from partnersite.view.labels import PERIODS, REQUIREMENT_KINDS
from partnersite.view.program import RequirementView, TypeView

if TYPE_CHECKING:
    from partnersite.pages.blockcontext import BlockContext

JOINING = "program/joining"
"""The page about joining, below a language's root, where a site has one."""


def block(name: str, argument: str, context: BlockContext) -> str:
    """HTML of a block for a page; `argument` is a partner type, where one is needed."""
    return BLOCKS[name](argument, context)


def _terms(argument: str, context: BlockContext) -> str:
    program = context.view.program
    kind: TypeView = program.types[argument]
    gettext = context.renderer.gettext
    later = {need.id for tier in kind.tiers for need in tier.requirements}
    given_later = {text for tier in kind.tiers for text in tier.benefits}
    return _render(
        "terms.html",
        context,
        kind=kind,
        scale=kind.commission,
        period=_period(kind, context),
        labels={key: gettext(label) for key, label in REQUIREMENT_KINDS.items()},
        # What a tier asks and gives is said at the tier.
        requirements=_in_order(need for need in kind.requirements if need.id not in later),
        benefits=[*kind.gains, *(text for text in kind.benefits if text not in given_later)],
        steps=program.joining,
        apply=_way_in(context),
    )


def _commission(argument: str, context: BlockContext) -> str:
    kind: TypeView = context.view.program.types[argument]
    return _render("commission.html", context, scale=kind.commission, period=_period(kind, context))


def _types(argument: str, context: BlockContext) -> str:
    settings, language = context.renderer.settings, context.renderer.language
    own = {kind.id: f"program/{kind.id}" for kind in context.view.program.types}
    pages = {key: settings.path_of(language, f"{page}/") for key, page in own.items() if f"{page}.md" in context.pages}
    return _render("types.html", context, types=context.view.program.types, pages=pages)


def _joining(argument: str, context: BlockContext) -> str:
    return _render("joining.html", context, steps=context.view.program.joining)


def _application(argument: str, context: BlockContext) -> str:
    asked = questions(context.view.program, context.renderer.gettext)
    return _render("application.html", context, questions=asked, letter=_letter(context))


BLOCKS: Mapping[str, Callable[[str, BlockContext], str]] = {
    "terms": _terms,
    "commission": _commission,
    "joining": _joining,
    "types": _types,
    "application": _application,
}


def _render(template: str, context: BlockContext, **values: object) -> str:
    vendor = context.view.program.vendor
    return context.renderer.render(template, context.path, vendor=vendor, **values)


def _period(kind: TypeView, context: BlockContext) -> str:
    return context.renderer.gettext(PERIODS[kind.commission.period]) if kind.commission else ""


def _way_in(context: BlockContext) -> str:
    """Where somebody who wants to join goes from here: the page about it, else a letter."""
    settings, language = context.renderer.settings, context.renderer.language
    if f"{JOINING}.md" in context.pages:
        return root_of(context.path) + settings.path_of(language, f"{JOINING}/")
    return _letter(context)


def _letter(context: BlockContext) -> str:
    program, gettext = context.view.program, context.renderer.gettext
    subject = gettext(SUBJECT) % {"vendor": program.vendor.name.text}
    return letter(program.vendor.email, subject, questions(program, gettext))


def _in_order(requirements: Iterable[RequirementView]) -> list[RequirementView]:
    """Requirements in the order of their kinds' labels, those of a kind in the order of the file."""
    order = list(REQUIREMENT_KINDS)
    return sorted(requirements, key=lambda requirement: order.index(requirement.kind))
