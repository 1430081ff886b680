"""Readers who want less motion, who force their own colours, or who print."""

from __future__ import annotations

import pytest

from browser import needs_browser
from live_sites import KINDS, Site
from reader import open_menu, search

pytestmark = needs_browser

MOVING = """() => [...document.querySelectorAll("*")].filter(element => [null, "::before", "::after"].some(part => {
    const style = getComputedStyle(element, part);
    const longest = list => Math.max(...list.split(",").map(parseFloat));
    return longest(style.transitionDuration) > 0.01
        || style.animationName !== "none" && longest(style.animationDuration) > 0.01
        || style.scrollBehavior === "smooth";
})).map(element => `${element.localName}.${element.className.baseVal ?? element.className}`)"""


def test_nothing_moves_for_readers_who_want_less_motion(small: Site, reader) -> None:
    page = reader(360, reduced_motion="reduce").new_page()
    for kind, path in KINDS.items():
        page.goto(small.address + path)
        assert page.evaluate(MOVING) == [], kind
    page.goto(small.address)
    open_menu(page)
    assert page.evaluate(MOVING) == []
    page.goto(small.address)
    search(page, "Acme").first.wait_for()
    assert page.evaluate(MOVING) == []


LOST = """() => {
    const canvas = getComputedStyle(document.body).backgroundColor;
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            if (part && style.content === "none") continue;
            const masked = style.maskImage !== "none";
            if (masked && [canvas, "rgba(0, 0, 0, 0)"].includes(style.backgroundColor)) {
                found.push(`${element.localName}.${element.className} ${part ?? ""}: an icon like the page`);
            }
        }
    }
    for (const control of document.querySelectorAll("button, input, summary, a.md-button")) {
        if (!control.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const style = getComputedStyle(control);
        const bordered = style.borderStyle !== "none" && parseFloat(style.borderWidth) > 0;
        if (control.matches("a.md-button, input:not(.md-toggle, .md-option)") && !bordered) {
            found.push(`${control.localName}.${control.className}: no border`);
        }
    }
    return found;
}"""
"""What only a background shows: forced colours take it away."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_lost_in_forced_colours(scheme: str, small: Site, reader) -> None:
    page = reader(1280, scheme, forced_colors="active").new_page()
    faults = []
    for kind, path in KINDS.items():
        page.goto(small.address + path)
        faults += [f"{kind}: {fault}" for fault in page.evaluate(LOST)]
    assert faults == []


MARKS = """() => [...document.querySelectorAll(".md-search-result mark")].map(mark => {
    const style = getComputedStyle(mark);
    return [style.color, style.backgroundColor];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_are_read_in_forced_colours(scheme: str, small: Site, reader) -> None:
    page = reader(1280, scheme, forced_colors="active").new_page()
    page.goto(small.address)
    search(page, "Nord").first.wait_for()
    marks = page.evaluate(MARKS)
    assert marks
    for ink, ground in marks:
        assert ink != ground
        assert ground != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("path", ["brand/kit/", "partners/nord-pos/"])
def test_dark_pictures_keep_their_light_ground_in_forced_colours(path: str, small: Site, reader) -> None:
    page = reader(1280, "dark", forced_colors="active").new_page()
    page.goto(small.address + path)
    grounds = page.locator(".ps-asset__frame, img.ps-sign").evaluate_all(
        "frames => frames.map(frame => getComputedStyle(frame).forcedColorAdjust)"
    )
    assert grounds
    assert set(grounds) == {"none"}


ON_PAPER = """() => {
    const seen = selector => [...document.querySelectorAll(selector)]
        .filter(element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter(element => element.getBoundingClientRect().width > 1)
        .map(element => `${element.localName}.${element.className} is printed`);
    const bright = colour => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
    const found = seen(".md-header button, nav, .md-search, .md-skip, .ps-join, .ps-official a, .ps-hours__now");
    const kept = "nav, [hidden], details:not([open]), .ps-hours__now";
    if (!seen("main h1").length) found.push("the heading is not printed");
    for (const element of document.querySelectorAll("main :is(h1, h2, p, li, td, dd)")) {
        if (!element.textContent.trim()) continue;
        const printed = element.checkVisibility({visibilityProperty: true, opacityProperty: true});
        if (!printed && !element.closest(kept) && !element.querySelector(".md-button")) {
            found.push(`${element.localName} "${element.textContent.trim().slice(0, 30)}" is not printed`);
        } else if (bright(getComputedStyle(element).color) > 140) {
            found.push(`${element.localName}.${element.className} is printed pale`);
        }
    }
    const ground = getComputedStyle(document.body).backgroundColor;
    if (!ground.endsWith(", 0)") && bright(ground) < 250) found.push(`the paper is ${ground}`);
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push("is wider than the paper");
    return found;
}"""
"""What is wrong with a page on paper."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_content_dark_on_white_and_nothing_to_press(scheme: str, small: Site, reader) -> None:
    page = reader(794, scheme).new_page()  # the width of A4 at 96 pixels an inch
    page.emulate_media(media="print")
    faults = []
    for kind in ("terms", "partner with everything", "partner with little", "ended", "lesson", "directory"):
        page.goto(small.address + KINDS[kind])
        faults += [f"{kind}: {fault}" for fault in page.evaluate(ON_PAPER)]
    assert faults == []
