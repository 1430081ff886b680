"""Pages fit every screen, are big enough for a finger, stand still while they load, and never flash."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from browser import needs_browser
from live_sites import KINDS, LANGUAGES, Site
from reader import PALETTE_BUTTON, open_menu, open_search, settle

pytestmark = needs_browser

WIDTHS = (320, 360, 640, 1280, 1920)
"""In CSS pixels. 640 is a screen of 1280 at a zoom of 200 %, 320 the same at 400 % (WCAG 1.4.10)."""

STICKING_OUT = """() => {
    const scrolls = element => !["visible", "clip"].includes(getComputedStyle(element).overflowX);
    const named = element => `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? ["the page scrolls sideways"] : [];
    for (const element of document.querySelectorAll("main *, header *, footer *")) {
        const box = element.getBoundingClientRect();
        if (!element.checkVisibility({visibilityProperty: true}) || box.width < 2 || box.height < 2) continue;
        if (box.left >= -1 && box.right <= root.clientWidth + 1) continue;
        let around = element.parentElement;
        while (around && around !== document.body && !scrolls(around)) around = around.parentElement;
        if (around === document.body) found.push(named(element));
    }
    return found;
}"""
"""Elements that reach over the edge of the screen and that nothing around them can scroll to."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_fits_every_width(language: str, small: Site, reader) -> None:
    page = reader().new_page()
    faults = []
    for kind, path in KINDS.items():
        page.goto(small.address + LANGUAGES[language] + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{kind} at {width}: {fault}" for fault in page.evaluate(STICKING_OUT)]
    assert faults == []


def test_long_words_without_a_break_fit_a_phone(small: Site, reader) -> None:
    page = reader(320).new_page()
    for path in ("partners/nord-pos/", "partners/", "training/start/first/"):
        page.goto(small.address + path)
        page.evaluate(
            """() => {
                for (const element of document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, td, a)")) {
                    if (!element.children.length) element.textContent = "Donaudampfschifffahrtsgesellschaft".repeat(3);
                }
            }"""
        )
        assert page.evaluate(STICKING_OUT) == []


SMALL_TARGETS = """() => {
    const SIZE = 44;
    const text = element => element.textContent.trim().replace(/\\s+/g, " ").slice(0, 30);
    const BLOCKS = "p, li, dd, td, figcaption, blockquote, summary";
    const inProse = element => getComputedStyle(element).display === "inline" && element.closest(BLOCKS)
        && (text(element.closest(BLOCKS)) !== text(element) || element.closest(".ps-prose"));
    const found = [];
    const targets = "a[href], button, summary, label[for], input:not([type=hidden]), select";
    for (const target of document.querySelectorAll(targets)) {
        if (!target.checkVisibility({visibilityProperty: true, opacityProperty: true}) || inProse(target)) continue;
        let box = target.getBoundingClientRect();
        if (box.width <= 1 || box.height <= 1) continue;
        if (box.width >= SIZE && box.height >= SIZE) continue;
        target.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
        box = target.getBoundingClientRect();
        const hits = (x, y) => {
            const hit = document.elementFromPoint(x, y);
            return hit && (target.contains(hit) || hit.control === target);
        };
        const [x, y, half] = [box.left + box.width / 2, box.top + box.height / 2, SIZE / 2 - 1];
        // A sheet may make what can be hit larger than what is seen.
        const wide = box.width >= SIZE || hits(x - half, y) && hits(x + half, y);
        const high = box.height >= SIZE || hits(x, y - half) && hits(x, y + half);
        // A short word is as wide as it is where it stands in a line of its own.
        const line = target.matches("a") && box.width >= 24;
        if (!high || !(wide || line)) {
            const size = `${box.width.toFixed()} x ${box.height.toFixed()}`;
            found.push(`${target.localName}.${target.className} "${text(target)}" ${size}`);
        }
    }
    return found;
}"""
"""What can be pressed and is smaller than 44 CSS pixels (WCAG 2.5.5); links within a text are as high as its lines."""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_can_be_pressed_is_big_enough_for_a_finger(language: str, small: Site, reader) -> None:
    page = reader(360, has_touch=True).new_page()
    faults = []
    for kind, path in KINDS.items():
        page.goto(small.address + LANGUAGES[language] + path)
        faults += [f"{kind}: {fault}" for fault in page.evaluate(SMALL_TARGETS)]
    page.goto(small.address + LANGUAGES[language])
    open_menu(page)
    faults += [f"menu: {fault}" for fault in page.evaluate(SMALL_TARGETS)]
    page.reload()
    open_search(page)
    faults += [f"search: {fault}" for fault in page.evaluate(SMALL_TARGETS)]
    assert faults == []


WATCH_SHIFTS = """
window.__shifts = [];
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
        const names = entry.sources.map(({node}) => node?.className || node?.nodeName);
        window.__shifts.push([entry.value, names.join(" ")]);
    }
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(width: int, small: Site, reader) -> None:
    context = reader(width)
    context.add_init_script(WATCH_SHIFTS)
    page = context.new_page()
    faults = []
    for language in ("en", "ar"):
        for kind, path in KINDS.items():
            page.goto(small.address + LANGUAGES[language] + path)
            settle(page)
            shifts = page.evaluate("window.__shifts")
            if sum(value for value, _ in shifts) >= 0.02:
                faults.append(f"{kind} {language}: {shifts}")
    assert faults == []


def test_images_say_their_size(small: Site, reader) -> None:
    page = reader().new_page()
    for kind, path in KINDS.items():
        page.goto(small.address + path)
        assert page.locator("img:not([width][height])").count() == 0, kind


def test_the_way_back_to_the_top_is_in_the_corner_of_a_phone(own: Site, reader) -> None:
    for path, edge in (("program/", "right"), ("ru/program/", "right")):
        page = reader(360, has_touch=True).new_page()
        page.goto(own.address + path)
        for top in (1500, 900):
            page.evaluate("top => scrollTo({top, behavior: 'instant'})", top)
            settle(page)
        button = page.locator(".md-top")
        button.wait_for()
        box = button.evaluate("button => button.getBoundingClientRect().toJSON()")
        assert box["bottom"] > 740 - 60
        assert box[edge] > 360 - 60
        assert min(box["width"], box["height"]) >= 44
        expect(button).not_to_have_accessible_name("")


def test_a_heading_of_the_home_page_has_no_sign(own: Site, reader) -> None:
    page = reader().new_page()
    page.goto(own.address)
    page.locator("#ps-content h2").first.hover()
    expect(page.locator(".headerlink >> visible=true")).to_have_count(0)


WATCH_BACKGROUND = """
window.__backgrounds = [];
(function watch() {
    if (document.body) {
        let element = document.body;
        let colour = getComputedStyle(element).backgroundColor;
        if (colour === "rgba(0, 0, 0, 0)") colour = getComputedStyle(document.documentElement).backgroundColor;
        window.__backgrounds.push(colour);
    }
    requestAnimationFrame(watch);
})();
"""


@pytest.mark.parametrize("kind", ["home", "partner with everything", "not found"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_never_flashes_in_the_wrong_colours(scheme: str, kind: str, small: Site, reader) -> None:
    context = reader(360, scheme)
    context.add_init_script(WATCH_BACKGROUND)
    page = context.new_page()
    seen = _backgrounds(page, small.address + KINDS[kind])
    assert len(seen) == 1, seen
    assert (_brightness(seen.pop()) > 0.5) is (scheme == "light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_that_the_reader_chose_are_there_from_the_first_frame(scheme: str, small: Site, reader) -> None:
    context = reader(1280, scheme)
    page = context.new_page()
    page.goto(small.address)
    page.locator(PALETTE_BUTTON).click()
    context.add_init_script(WATCH_BACKGROUND)
    for path in ("program/dealer/", "ru/partners/nord-pos/", "ar/"):
        seen = _backgrounds(page, small.address + path)
        assert len(seen) == 1, f"{path}: {seen}"
        assert (_brightness(seen.pop()) > 0.5) is (scheme == "dark"), path


def _backgrounds(page: Page, address: str) -> list[str]:
    """The backgrounds that frames of the page were painted with, in order, its scripts coming late."""
    held: list[Route] = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    page.evaluate(
        """() => new Promise(done => (function wait() {
            if (__backgrounds.length > 2) done();
            else requestAnimationFrame(wait);
        })())"""
    )
    late, held = held, []
    for route in late:
        route.continue_()
    page.unroute("**/*.js")
    page.wait_for_load_state("load")
    settle(page)
    return list(dict.fromkeys(page.evaluate("window.__backgrounds")))


def _brightness(colour: str) -> float:
    """0 is black and 1 white, of a computed colour in sRGB."""
    numbers = colour.partition("(")[2].rstrip(")").replace(",", " ").split()[:3]
    return sum(float(number) for number in numbers) / 3 / 255
