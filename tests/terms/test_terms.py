"""Terms blocks answer everything that the programme says about a partner type."""

from __future__ import annotations

from typing import Any

import pytest

import oracle
import view_data
from partnersite import terms
from partnersite.blockcontext import BlockContext

EVERYTHING: dict[str, Any] = {
    "name": "Dealer",
    "plural": "Dealers",
    "summary": "Summary text.",
    "portrait": "Portrait **text**.",
    "gains": ["Gain one.", "Gain [two](https://x.example.com/)."],
    "proof": ["Proof text."],
    "pays_when": ["Pays text."],
    "differs": "Differs text.",
    "works": "Works text.",
    "indirect": ["Indirect text."],
    "growth": "Growth text.",
    "commission": "dealer-sales",
    "sub_partners": "yes",
}


def block(name: str, argument: str = "", language: str = "en", **program: Any) -> str:
    view = view_data.view(view_data.full(), language=language, **program)
    context = BlockContext(view, view_data.renderer(language), "program/dealer/", "program/dealer.md")
    return terms.block(name, argument, context)


@pytest.mark.parametrize(
    "text",
    [
        *("Summary text.", "Portrait text.", "Gain one.", "Gain two.", "Proof text.", "Pays text."),
        *("Differs text.", "Works text.", "Indirect text.", "Growth text.", "15% to 25%"),
        *(
            "Train two.",
            "Lessons.",
            "A site.",
            "Dumping.",
            "Bronze",
            "Silver",
            "Own partners below you allowed",
        ),
        *("Training", "are sample values", "See who is a partner of this type already"),
    ],
)
def test_terms_answer_every_question(text: str) -> None:
    assert text in oracle.visible_text(block("terms", "dealer", types={"dealer": EVERYTHING}))


def test_terms_of_a_type_of_which_little_is_said_have_no_empty_parts() -> None:
    html = block("terms", "integrator")
    assert [text for _, text in oracle.headings(html)] == ["What you undertake"]
    assert "<ul>\n</ul>" not in html


@pytest.mark.parametrize("name", ["terms", "commission"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_blocks_are_harmless_below_a_page_title(name: str, language: str) -> None:
    html = block(name, "dealer", language, types={"dealer": EVERYTHING})
    assert oracle.active_nodes(html) == []
    assert oracle.heading_faults(f"<h1>Dealer</h1>{html}") == []
    assert oracle.ids(html) == []


def test_a_commission_is_shown_step_by_step_in_the_readers_language() -> None:
    text = oracle.visible_text(block("commission", "dealer"))
    for part in (
        "Sales per quarter",
        "below $10,000 15%",
        "from $10,000 to below $30,000 20%",
        "from $30,000 25%",
    ):
        assert part in text
    russian = oracle.visible_text(block("commission", "dealer", "ru"))
    assert "10 000 $" in russian.replace("\u00a0", " ")


def test_a_type_without_commission_says_so() -> None:
    assert "No commission is paid" in block("commission", "referral")


def test_joining_is_a_list_of_steps() -> None:
    html = block("joining")
    assert html.count("<li") == 1
    assert "Apply 5 working days Write to us." in oracle.visible_text(html)


def test_terms_that_are_real_carry_no_notice() -> None:
    vendor = {**view_data.PROGRAM["vendor"], "illustrative": "no"}
    assert "sample values" not in block("joining", vendor=vendor)
    assert "sample values" in block("joining")
