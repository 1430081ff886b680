"""The programme in prose: values format themselves for the page's language, unknown names are found."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from jinja2 import StrictUndefined, TemplateRuntimeError
from jinja2.sandbox import SandboxedEnvironment

import view_data
from partnersite.view import ProgramView, program_view


def program(language: str = "en", **changes: Any) -> ProgramView:
    return program_view(view_data.program(**changes), language, view_data.settings("en", language))


def said(prose: str, language: str = "en", **changes: Any) -> str:
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    return environment.from_string(prose).render(program=program(language, **changes))


@pytest.mark.parametrize(
    ("language", "prose", "text"),
    [
        ("en", "{{ program.types.dealer.commission.max }}", "25%"),
        ("ru", "{{ program.types.dealer.commission.max }}", "25\u00a0%"),
        ("az", "{{ program.types.dealer.commission.min }}", "15%"),
        ("en", "{{ program.commission_scales['dealer-sales'].steps[1].start }}", "$10,000"),
        ("ru", "{{ program.commission_scales['dealer-sales'].steps[0].end }}", "10\u00a0000\u00a0$"),
        ("en", "{{ program.tiers.silver.name }}", "Silver"),
        ("en", "{{ program.tiers.silver.requirements|join(', ') }}", "Train two."),
        ("ru", "{{ program.types.dealer.name }}", "Дилер"),
        ("en", "{{ program.vendor.email }}", "partners@example.com"),
        ("en", "{{ program.joining|length }}", "1"),
        ("en", "{{ program.types.dealer.gains }}", "Commission, Training"),
        ("en", "{% for t in program.types %}{{ t }};{% endfor %}", "Dealer;Referral partner;Integrator;"),
        ("en", "{{ program.types.dealer.benefits|length }}", "1"),
    ],
)  # fmt: skip
def test_prose_shows_values_in_its_language(language: str, prose: str, text: str) -> None:
    assert said(prose, language) == text


@pytest.mark.parametrize(
    "prose",
    [
        "{{ program.types.delaer.name }}",
        "{{ program.types.dealer.comission }}",
        "{{ program.types.referral.commission.max }}",
        "{{ program.internal }}",
        "{{ program.types._values }}",
    ],
)
def test_unknown_names_are_found(prose: str) -> None:
    with pytest.raises(TemplateRuntimeError):
        said(prose)


def test_a_type_may_be_called_like_a_method() -> None:
    kind = {"name": "Items", "plural": "Items", "summary": "An odd name."}
    assert said("{{ program.types.items.name }} {{ program.types['keys'].name }}", types={
        "items": kind, "keys": {**kind, "name": "Keys"}, **view_data.PROGRAM["types"],
    }) == "Items Keys"  # fmt: skip


def test_clauses_reach_the_types_they_hold_for() -> None:
    types = program().types
    assert [str(text) for text in types["dealer"].prohibited] == ["Dumping."]
    assert types["referral"].prohibited == ()
    assert [str(text) for text in types["integrator"].obligations] == ["A site."]
    assert [need.kind for need in types["dealer"].requirements] == ["training"]
    assert [tier.id for tier in types["dealer"].tiers] == ["bronze", "silver"]
    assert types["integrator"].commission is None


def test_it_survives_the_way_to_a_worker_process() -> None:
    view = program()
    again = pickle.loads(pickle.dumps(view))
    assert again == view
    assert again.types["dealer"].commission.max.text == "25%"
