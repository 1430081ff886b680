"""axe-core, which judges how accessible a page is, run in the page that a test has open."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Tags of the rules: WCAG 2.2 level AA, and what the makers of axe hold to be good practice."""

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on colours alone."""

_RUN = """async ({type, values}) => {
    const options = {runOnly: {type, values}, resultTypes: ["violations"], iframes: false, preload: false};
    if (values.includes("wcag22aa")) options.rules = {"target-size": {enabled: true}};
    const {violations} = await axe.run(document, options);
    return violations.flatMap(({id, nodes}) => nodes.map(node => {
        const why = [...node.any, ...node.all, ...node.none].map(check => check.message).join(" ");
        return `${id}: ${node.target.join(" ")}: ${why}`;
    }));
}"""


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe holds against the page as it is now: by `rules`, or by everything of ours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found: list[str] = page.evaluate(_RUN, {"type": "rule" if rules else "tag", "values": list(rules or EVERYTHING)})
    return found
