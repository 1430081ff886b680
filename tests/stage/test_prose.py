"""Values of the programme in prose: written in the page's language, and refused with a line where they are unknown."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from partnersite.problems import Problem, Problems
from partnersite.render.shell import slot
from partnersite.source.markdown import read_markdown
from partnersite.stage.content import EditorialPage
from partnersite.stage.prose import Prose


@dataclass(frozen=True)
class Scale:
    minimum: str
    maximum: str


VALUES = {
    "program": SimpleNamespace(
        vendor=SimpleNamespace(name="Acme"),
        rates=["15 %", "25 %"],
        scales={"dealer": Scale("15 %", "25 %")},
        thing=object(),
        nothing=None,
    )
}
BLOCKS = {"terms": ("dealer", "referral"), "courses": ()}


def render(body: str) -> tuple[str, list[Problem]]:
    """The rendered body of a page whose text begins in line 5, and what is wrong with it."""
    document = read_markdown(f"---\ntitle: A page\n---\n\n{body}".encode(), "content/en/page.md")
    problems = Problems()
    text = Prose(VALUES, BLOCKS).render(EditorialPage("page.md", "en", document), problems)
    return text.lstrip("\n"), list(problems)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ program.vendor.name }} and others", "Acme and others"),
        ("{{ program.rates | join(', ') }}", "15 %, 25 %"),
        ('{{ terms("dealer") }}', slot("terms", "dealer")),
        ("{{ courses() }}", slot("courses")),
        ("{% raw %}{{ as it is }}{% endraw %}", "{{ as it is }}"),
        ("{{ program.rates | length }} rates, {{ 1 > 2 }}", "2 rates, False"),
        ("{{ 3 * 4 }} {{ 2 * 1.5 }}", "12 3.0"),
        ("a {# note to the editors #}b", "a b"),
        ("no values, 100 % { } text", "no values, 100 % { } text"),
    ],
)
def test_values_and_blocks(written: str, shown: str) -> None:
    assert render(written) == (shown, [])


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("one\n\n{{ programm.vendor }}", 7, "did you mean `program`?"),
        ("one\ntwo {{ program.vendr.name }}", 6, "vendr"),
        ("{{ program.scales.deeler.maximum }}", 5, "did you mean `dealer`?"),
        ("{{ program.scales.dealer.maximun }}", 5, "did you mean `maximum`?"),
        ("{{ program.vendor.name", 5, "not written right"),
        ("a\n{% if %}", 6, "not written right"),
        ('{{ terms("deeler") }}', 5, "did you mean `dealer`?"),
        ('{{ courses("x") }}', 5, "takes nothing"),
        ("{{ 1 / 0 }}", 5, "cannot be worked out"),
        ("{{ program.__class__.__mro__ }}", 5, ""),
        ("{{ ''.__class__.__base__.__subclasses__() }}", 5, ""),
        ("{% include '/etc/passwd' %}", 5, ""),
        ("{{ config }}", 5, "not known"),
        ("{% for a in range(3) %}", 5, ""),
        ("{{ namespace }}{{ lipsum }}", 5, "not known"),
        ("one\n{{ '{}'.format() }}", 6, "cannot be worked out"),
        ("{{ '%(a)s' % {} }}", 5, "cannot be worked out"),
        ("{{ [].pop() }}", 5, "cannot be worked out"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", 5, "nested too deeply"),
        ("{{ " + "-" * 5000 + "1 }}", 5, "nested too deeply"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 5, "nested too deeply"),
        ("one\n{{ 'a' * 10000000000 }}", 6, "two numbers"),
        ("{{ [1] * 10000000000 }}", 5, "two numbers"),
        ("{{ 9 ** 9 ** 9 }}", 5, "no powers"),
        ("one\n<!--partnersite:head-->", 6, "own mark"),
        ("<!--partnersite:nothing-->", 5, "own mark"),
        ("one\n\n{{ '<!--partners' ~ 'ite:content-end-->' }}", 7, "own mark"),
        ("{{ '<!--partners' }}ite:head-->", 5, "own mark"),
        ('{{ terms("dealer") | replace("terms:dealer", "content-end") }}', 5, "own mark"),
        ('{{ terms("dealer") | replace("dealer", "nobody") }}', 5, "own mark"),
    ],
)
def test_what_is_unknown_or_forbidden_is_a_problem_with_its_line(written: str, line: int, said: str) -> None:
    _, problems = render(written)
    (problem,) = problems
    assert (problem.file, problem.line, problem.severity) == ("content/en/page.md", line, "error")
    assert said in f"{problem.message} {problem.hint}"
    assert problem.excerpt


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ terms }}", "written with brackets"),
        ("{{ program.thing }}", "name one of its values"),
        ("{{ program.rates }}", "name one of its values"),
        ("{{ program.nothing }}", "name one of its values"),
        ("{{ program.rates | random }}", "random"),
        ("{{ program | pprint }}", "pprint"),
    ],
)
def test_what_would_differ_from_run_to_run_is_a_problem(written: str, said: str) -> None:
    _, problems = render(written)
    (problem,) = problems
    assert said in problem.message


def test_the_program_itself_cannot_be_changed_by_a_page() -> None:
    _, problems = render("{% set program = 1 %}{{ program }}{{ program.rates.append('x') }}")
    assert problems
    assert VALUES["program"].rates == ["15 %", "25 %"]
