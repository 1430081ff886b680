"""Terms blocks answer everything that the programme says about a partner type."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

import pytest

import oracle
import view_data
from partnersite import terms
from partnersite.pages.blockcontext import BlockContext

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

REQUIREMENTS: dict[str, Any] = {
    **view_data.PROGRAM["requirements"],
    "shop": {"text": "A shop.", "types": ["dealer"], "kind": "investment"},
}

def block(
    name: str, argument: str = "", language: str = "en", pages: Collection[str] = (), **program: Any
) -> str:
    view = view_data.view(view_data.full(), language=language, **program)
    renderer = view_data.renderer(language)
    context = BlockContext(view, renderer, "program/dealer/", "program/dealer.md", pages=pages)
    return terms.block(name, argument, context)


def hrefs(html: str, start: str = "") -> list[str]:
    return [link["href"] for link in oracle.links(html) if link.get("href", "").startswith(start)]


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
    assert [text for _, text in oracle.headings(html)] == ["What you undertake", "How to join"]
    assert "<nav" not in html
    assert "<details" not in html
    assert "<ul>\n</ul>" not in html


@pytest.mark.parametrize("name", ["terms", "commission"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_blocks_are_harmless_below_a_page_title(name: str, language: str) -> None:
    html = block(name, "dealer", language, types={"dealer": EVERYTHING})
    assert oracle.active_nodes(html) == []
    assert oracle.heading_faults(f"<h1>Dealer</h1>{html}") == []
    assert oracle.duplicate_ids(html) == []


def test_terms_begin_with_what_decides_and_fold_the_rest() -> None:
    html = block("terms", "dealer", types={"dealer": EVERYTHING}, requirements=REQUIREMENTS)
    assert [text for level, text in oracle.headings(html) if level == 2] == [
        *("Dealer's commission", "What is required", "What you get", "What you undertake"),
        *("What is not allowed", "How we work together", "How to join"),
    ]
    folded = html[html.index("<details") :]
    for text in ("Pays text.", "Proof text.", "Indirect text.", "Differs text."):
        assert text in folded
        assert html.count(text) == 1
    assert html.index(">Become a partner<") < html.index("<details")


def test_what_a_tier_asks_and_gives_is_said_once_at_the_tier() -> None:
    html = block("terms", "dealer", types={"dealer": EVERYTHING}, requirements=REQUIREMENTS)
    text = oracle.visible_text(html)
    for once in ("Train two.", "Lessons.", "A shop.", "15%", "sample values"):
        assert text.count(once) == (2 if once == "15%" else 1), once
    assert text.index("A shop.") < text.index("Silver") < text.index("Train two.") < text.index("Lessons.")
    assert "Training Train two." in text


def test_every_part_of_the_terms_has_an_address_of_its_own_that_its_own_menu_names() -> None:
    html = block("terms", "dealer", types={"dealer": EVERYTHING})
    parts = ["commission", "requirements", "benefits", "duties", "limits", "work", "joining"]
    assert oracle.ids(html) == [f"terms-dealer-{part}" for part in parts]
    assert hrefs(html, "#") == [f"#terms-dealer-{part}" for part in parts]
    assert set(oracle.ids(block("terms", "integrator"))).isdisjoint(oracle.ids(html))


@pytest.mark.parametrize(
    ("language", "pages", "leads_to"),
    [
        ("en", ["program/joining.md"], "../../program/joining/"),
        ("ru", ["program/joining.md"], "../../ru/program/joining/"),
        ("en", [], "mailto:partners@example.com?subject="),
    ],
)
def test_terms_end_in_the_way_to_become_a_partner(language: str, pages: list[str], leads_to: str) -> None:
    html = block("terms", "dealer", language, pages)
    (button,) = (link["href"] for link in oracle.links(html) if "md-button--primary" in link.get("class", ""))
    assert button.startswith(leads_to)


def test_terms_of_a_vendor_who_can_not_be_written_to_have_no_empty_button() -> None:
    vendor = {key: value for key, value in view_data.PROGRAM["vendor"].items() if key != "email"}
    assert "md-button" not in block("terms", "dealer", vendor=vendor)
    assert hrefs(block("application", vendor=vendor)) == ["https://www.example.com/"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_application_is_a_letter_that_asks_what_the_page_asks(language: str) -> None:
    html = block("application", language=language, types={"dealer": {**EVERYTHING, "name": "R & D: 100 % + «ж»?"}})
    letter, plain = hrefs(html, "mailto:")
    assert plain == "mailto:partners@example.com"
    assert "partners@example.com" in oracle.visible_text(html)
    assert not set(letter) & set(' +"<>\r\n')
    address, _, query = letter.removeprefix("mailto:").partition("?")
    assert address == "partners@example.com"
    fields = dict(field.split("=") for field in query.split("&"))
    assert fields.keys() == {"subject", "body"}
    assert "SmartTouch POS" in unquote(fields["subject"])
    asked = [line.removesuffix(":") for line in unquote(fields["body"]).split("\r\n") if line]
    assert len(asked) == 5
    assert any("R & D: 100 % + «ж»?" in question for question in asked)
    shown = oracle.visible_text(html)
    for question in asked:
        assert question in shown


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
