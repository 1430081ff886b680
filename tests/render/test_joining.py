"""A page joined with its shell: its own head, and the same page in the other languages."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from lxml import html

import view_data
from partnersite.pages.joining import join_page, switcher
from partnersite.render.page import Page
from partnersite.render.shell import Shell, slot

LANGUAGES = ("en", "ru", "ar")
SCRIPT = "<script>own()</script>"
SHELL = Shell.cut(
    f"<!doctype html><html><head>{slot('head')}{SCRIPT}</head><body><ul>{slot('switcher')}</ul>"
    f"<b>{slot('title')}</b><main>{slot('main')}{slot('terms', 'dealer')}</main></body></html>"
)


def page(path: str, language: str) -> Page:
    return Page(path=path, shell="", language=language, title="A & B <i>", description="", main="<p>Main</p>")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("neutral", ["", "404/", "partners/kupava/", "training/a&b/", "partners/country/kz/page/2/"])
def test_a_page_leads_to_itself_in_each_language(language: str, neutral: str) -> None:
    settings, renderer = view_data.settings(*LANGUAGES), view_data.renderer(language, *LANGUAGES)
    for _ in range(2):
        path = settings.path_of(language, neutral)
        links = html.fromstring(f"<ul>{switcher(path, renderer)}</ul>").xpath("//a")
        assert [urljoin(settings.absolute(path), link.get("href")) for link in links] == [
            settings.absolute(settings.path_of(tag, neutral)) for tag in LANGUAGES
        ]
        assert all(link.get("href") for link in links)
        assert [link.get("lang") for link in links if link.get("aria-current")] == [language]


def test_a_page_without_a_place_leads_to_the_home_pages_from_anywhere() -> None:
    renderer = view_data.renderer("ru", *LANGUAGES)
    links = html.fromstring(f"<ul>{switcher('ru/', renderer, root='/p/')}</ul>").xpath("//a/@href")
    assert links == ["/p/", "/p/ru/", "/p/ar/"]


def test_every_slot_is_filled_once_and_what_is_no_slot_of_the_page_is_a_block() -> None:
    asked: list[tuple[str, str]] = []

    def block(name: str, argument: str) -> str:
        asked.append((name, argument))
        return f"[{name} {argument}]"

    renderer = view_data.renderer("ru", *LANGUAGES)
    made = join_page(page("ru/x/", "ru"), SHELL, renderer, {"main": "<p>Main</p>"}, block).decode()
    assert asked == [("terms", "dealer")]
    document = html.document_fromstring(made)
    assert document.findtext(".//b") == "A & B <i>"
    assert document.findtext(".//main/p") == "Main"
    assert "[terms dealer]" in made
    assert len(document.xpath("//ul//a")) == 3
    assert "partnersite:" not in made
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert SHELL.script_hashes
    assert all(f"'{digest}'" in policy for digest in SHELL.script_hashes)


def test_a_slot_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError, match="terms"):
        join_page(page("x/", "en"), SHELL, view_data.renderer("en", *LANGUAGES), {"main": ""})
