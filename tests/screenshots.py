"""Takes a picture of every kind of page and lays them out on a contact sheet, `.screenshots/index.html`.

`make screenshots` takes all of them: every kind of page of the small site on a phone and on a desk, in light and dark,
in Latin, Cyrillic and Arabic letters, and the main pages of this repository's own site in all its languages; some of
them with the menu or the search open, and as they are printed.
`make screenshots ARGS="partner 360"` takes those whose names have all these words.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from browser import chromium
from live_sites import KINDS, LANGUAGES, REPOSITORY, Site, live_site
from reader import open_menu, search, settle

FOLDER = REPOSITORY / ".screenshots"
SIZES = {360: 740, 1280: 800}
"""Height of the screen by its width."""
PAPER = 794
"""The width of A4 at 96 pixels an inch."""
SCHEMES = ("light", "dark")

OWN_PAGES = {
    "home": "",
    "programme": "program/",
    "terms": "program/dealer/",
    "integrator": "program/integrator/",
    "markets": "program/markets/",
    "rules": "program/rules/",
    "joining": "program/joining/",
    "directory": "partners/",
    "partner": "partners/kupava/",
    "stories": "stories/",
    "courses": "training/",
    "course": "training/first-sale/",
    "lesson": "training/first-sale/objections/",
    "resources": "resources/",
    "questionnaire": "resources/market-questionnaire/",
    "brand": "brand/",
    "album": "brand/smarttouch-pos/",
    "support": "support/",
    "news": "news/",
    "events": "events/",
}
OPENED = {"menu open": "", "search open": "program/"}
"""Pages of our own site with something open, on a phone."""
PRINTED = {
    "terms": "program/dealer/",
    "partner": "partners/kupava/",
    "questionnaire": "resources/market-questionnaire/",
}
"""Pages of our own site that people print."""
OWN_LANGUAGES = {"en": "", "ru": "ru/", "es": "es/", "kk": "kk/", "az": "az/"}

SHEET = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Contact sheet</title>
<style>
  body {{ font: 14px/1.4 system-ui, sans-serif; margin: 24px; background: #e9e9ec; color: #222; }}
  section {{ display: flex; flex-wrap: wrap; gap: 16px; align-items: start; margin-block-end: 40px; }}
  h2 {{ flex-basis: 100%; margin: 0; }}
  figure {{ margin: 0; }}
  img {{ display: block; block-size: 460px; inline-size: auto; max-inline-size: 520px; border: 1px solid #999; }}
  img {{ object-fit: cover; object-position: top; }}
  a:focus img {{ outline: 3px solid #06c; }}
</style>
<h1>Contact sheet</h1>
{sections}
</html>
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take."""

    site: str
    kind: str
    path: str
    language: str
    width: int
    scheme: str
    medium: str = "screen"

    @property
    def name(self) -> str:
        """The picture's file name; its words are what can be chosen by."""
        scheme = self.scheme if self.medium == "screen" else self.medium
        return f"{self.site} {self.kind} {self.width} {scheme} {self.language}.png".replace(" ", "-")


def shots() -> Iterator[Shot]:
    """All pictures, those of one kind of page beside each other."""
    for site, kinds, languages in (("small", KINDS, LANGUAGES), ("own", OWN_PAGES, OWN_LANGUAGES)):
        for kind, path in kinds.items():
            for width in SIZES:
                for scheme in SCHEMES:
                    for language, root in languages.items():
                        yield Shot(site, kind, root + path, language, width, scheme)
    for language, root in OWN_LANGUAGES.items():
        for kind, path in OPENED.items():
            for scheme in SCHEMES:
                yield Shot("own", kind, root + path, language, min(SIZES), scheme)
        for kind, path in PRINTED.items():
            yield Shot("own", kind, root + path, language, PAPER, "light", "print")


LOADED = """async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map(picture => picture.decode().catch(() => {})));
}"""
"""A picture shows the whole page: what waits until it is scrolled to is loaded, too."""


def take(browser: Browser, site: Site, wanted: list[Shot]) -> None:
    """Takes pictures of one site: whole pages, or a screen where something is open."""
    looks = dict.fromkeys((shot.width, shot.scheme, shot.medium) for shot in wanted)
    for width, scheme, medium in looks:
        viewport = {"width": width, "height": SIZES.get(width, 1123)}
        with browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce") as context:
            page = context.new_page()
            page.emulate_media(media=medium, color_scheme=scheme)
            for shot in wanted:
                if (shot.width, shot.scheme, shot.medium) == (width, scheme, medium):
                    page.goto(site.address + shot.path)
                    page.evaluate(LOADED)
                    if shot.kind == "menu open":
                        open_menu(page)
                    if shot.kind == "search open":
                        search(page, "SmartTouch").first.wait_for()
                    settle(page)
                    page.screenshot(path=FOLDER / shot.name, full_page=shot.kind not in OPENED)


def sheet(wanted: list[Shot]) -> str:
    """The contact sheet's HTML."""
    sections = []
    for site, kind in dict.fromkeys((shot.site, shot.kind) for shot in wanted):
        figures = "\n".join(
            f'<figure><a href="{escape(shot.name)}"><img src="{escape(shot.name)}" alt="" loading="lazy"></a>'
            f"<figcaption>{shot.width} {shot.scheme} {shot.medium} {shot.language}</figcaption></figure>"
            for shot in wanted
            if (shot.site, shot.kind) == (site, kind)
        )
        sections.append(f"<section><h2>{escape(kind)} ({site} site)</h2>\n{figures}</section>")
    return SHEET.format(sections="\n".join(sections))


def main(words: list[str]) -> None:
    """Takes the pictures whose names have all words, and writes the sheet."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1764547200")
    wanted = [shot for shot in shots() if all(word in shot.name for word in words)]
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as folder, chromium() as browser:
        for name in dict.fromkeys(shot.site for shot in wanted):
            with live_site(name, Path(folder)) as site:
                take(browser, site, [shot for shot in wanted if shot.site == name])
    (FOLDER / "index.html").write_text(sheet(wanted), encoding="utf-8")
    sys.stdout.write(f"{len(wanted)} pictures: open {FOLDER.relative_to(REPOSITORY)}/index.html\n")


if __name__ == "__main__":
    main(sys.argv[1:])
