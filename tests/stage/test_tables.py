"""Wide tables say in every cell what its column is called, so that a sheet can show rows as cards."""

from __future__ import annotations

import pytest
from lxml import html
from markdown import markdown

from partnersite.stage.config import TABLES

WIDE = "| What | Dealer | “A & B” |\n|---|---|---|\n| You *do* | sell | say <b>so</b> |\n| You get | | much |\n"


def table(text: str) -> html.HtmlElement:
    (found,) = html.fragment_fromstring(
        markdown(text, extensions=["tables", "attr_list", TABLES]), create_parent=True
    ).xpath(".//table")
    return found


def test_a_row_is_headed_by_its_first_cell_and_the_others_name_their_columns() -> None:
    wide = table(WIDE)
    assert wide.get("data-ps") == "cards"
    assert [(head.get("scope"), head.text_content()) for head in wide.xpath("tbody//th")] == [
        ("row", "You do"),
        ("row", "You get"),
    ]
    assert [cell.get("data-label") for cell in wide.xpath("tbody//td")] == ["Dealer", "“A & B”"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "| What | Dealer |\n|---|---|\n| You do | sell |\n",  # fits a phone
        WIDE.replace("Dealer", "<b>Dealer</b>"),  # no text for an attribute
    ],
)
def test_other_tables_stay_as_they_are(text: str) -> None:
    plain = table(text)
    assert plain.get("data-ps") is None
    assert not plain.xpath(".//*[@data-label or @scope]")
