"""What scripts add to a partner's hours, to the list of partners and to tables."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser import needs_browser
from live_sites import Site
from reader import PALETTE_BUTTON, settle

pytestmark = needs_browser

WEDNESDAY_NOON = "2025-01-15T07:00:00Z"
"""In Almaty, whose hours the small site's first partner keeps: noon of a Wednesday, UTC+5."""


@pytest.mark.parametrize(
    ("language", "zone", "now", "lines", "state"),
    [
        ("", "Asia/Almaty", WEDNESDAY_NOON, [], "Open now"),
        (
            "",
            "Europe/London",
            WEDNESDAY_NOON,
            ["In your time zone: 4:00 AM – 1:00 PM", "In your time zone: 5:00 AM – 9:00 AM"],
            "Open now",
        ),
        (
            "ru/",
            "Europe/London",
            WEDNESDAY_NOON,
            ["По вашему времени: 04:00 – 13:00", "По вашему времени: 05:00 – 09:00"],
            "Сейчас открыто",
        ),
        (
            "",
            "America/Los_Angeles",
            WEDNESDAY_NOON,
            [
                "In your time zone: Sunday – Thursday, 8:00 PM – 5:00 AM",
                "In your time zone: Friday, 9:00 PM – 1:00 AM",
            ],
            "Open now",
        ),
        # Saturday evening in Almaty.
        ("", "Asia/Almaty", "2025-01-18T13:00:00Z", [], "Closed now · Opens: Monday, 9:00 AM"),
        ("ru/", "Asia/Almaty", "2025-01-18T13:00:00Z", [], "Сейчас закрыто · Откроется: понедельник, 09:00"),
        ("", "Asia/Almaty", "2025-01-15T02:00:00Z", [], "Closed now · Opens: 9:00 AM"),
        (
            "",
            "America/Los_Angeles",
            "2025-01-18T13:00:00Z",
            [
                "In your time zone: Sunday – Thursday, 8:00 PM – 5:00 AM",
                "In your time zone: Friday, 9:00 PM – 1:00 AM",
            ],
            "Closed now · Opens: Sunday, 8:00 PM, your time",
        ),
    ],
)
def test_hours_are_told_on_the_reader_s_clock(
    language: str, zone: str, now: str, lines: list[str], state: str, small: Site, reader
) -> None:
    page = reader(360, timezone_id=zone).new_page()
    page.clock.set_fixed_time(now)
    page.goto(small.address + language + "partners/nord-pos/")
    told = page.locator(".ps-hours__now")
    told.wait_for()
    assert [_plain(text) for text in page.locator(".ps-hours__yours").all_inner_texts()] == lines
    assert _plain(told.inner_text()) == state


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_list_is_narrowed_without_a_shift_and_says_by_how_much(own: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(own.address + "az/partners/")
    settle(page)
    cards = page.locator(".ps-cards > .ps-card")
    status = page.get_by_role("status")
    of = cards.count()
    for typed in ("azərbaycan", "azerbaycan", "AZERBAYCAN"):
        page.get_by_role("searchbox").fill(typed)
        expect(status).not_to_be_empty()
        shown = page.locator(".ps-cards > .ps-card >> visible=true").count()
        assert 0 < shown < of
        expect(status).to_have_text(f"Göstərilir: {of} tərəfdaşdan {shown}")
    page.get_by_role("searchbox").fill("zzz")
    expect(status).to_have_text("Bu səhifədə uyğun tərəfdaş tapılmadı.")
    page.get_by_role("searchbox").fill("")
    expect(status).to_be_empty()


def test_the_field_that_narrows_a_list_is_there_from_the_first_frame(own: Site, reader) -> None:
    page = reader(360).new_page()
    page.route("**/partnersite.js", lambda route: None)
    page.goto(own.address + "partners/", wait_until="commit")
    expect(page.get_by_role("searchbox")).to_be_visible()
    still = reader(360, java_script_enabled=False).new_page()
    still.goto(own.address + "partners/")
    expect(still.get_by_role("searchbox")).to_be_hidden()


def test_tables_of_three_columns_are_cards_on_a_phone(own: Site, reader) -> None:
    for script in (True, False):
        page = reader(360, java_script_enabled=script).new_page()
        page.goto(own.address + "program/")
        table = page.locator("table[data-ps=cards]").first
        expect(table.locator("tbody th").first).to_have_css("display", "block")
        labels = table.locator("tbody tr").first.locator("td").evaluate_all(
            "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
        )
        heads = table.locator("thead th").all_text_contents()[1:]
        assert labels == [f'"{head}"' for head in heads]
        assert table.evaluate("table => table.scrollWidth <= table.clientWidth + 1")


def test_a_table_that_goes_on_says_so(own: Site, reader) -> None:
    page = reader(360).new_page()
    page.goto(own.address + "resources/market-questionnaire/")
    page.locator("table td").first.evaluate("cell => { cell.style.minWidth = '40rem' }")
    place = page.locator(".md-typeset__scrollwrap").first
    page.set_viewport_size({"width": 350, "height": 740})
    expect(place).to_have_attribute("data-after", "")
    expect(place).to_have_attribute("tabindex", "0")
    place.evaluate("place => place.scrollTo({left: place.scrollWidth, behavior: 'instant'})")
    expect(place).to_have_attribute("data-before", "")
    assert place.get_attribute("data-after") is None


def test_colours_follow_the_system_until_the_reader_chooses(small: Site, reader) -> None:
    context = reader()
    page, other = context.new_page(), context.new_page()
    body, tint = page.locator("body"), page.locator("meta[name=theme-color]")
    page.goto(small.address)
    other.goto(small.address + "program/")
    expect(tint).to_have_attribute("content", "rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(tint).not_to_have_attribute("content", "rgb(255, 255, 255)")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert page.evaluate("Object.keys(localStorage)") == []
    page.locator(PALETTE_BUTTON).click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.locator(PALETTE_BUTTON).click()
    # What is chosen in one tab holds in the others.
    expect(other.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
