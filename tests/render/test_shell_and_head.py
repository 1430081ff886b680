"""Pages joined with their shells, and the head that every page gets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from partnersite.output.html_tokens import csp_hash
from partnersite.render.head import head_html, json_in_html
from partnersite.render.page import Page
from partnersite.render.shell import Shell, slot
from partnersite.settings import SiteSettings

SETTINGS = SiteSettings(
    "A & B", "https://example.com/p/", ("en", "ru"), Path("/s"), Path("/s/content"), (Path("/t"),), Path("/s/site")
)
HOSTILE = "A & B <i>\"'</title></script><script>alert(1)</script>\u2028"


def page(**changes: object) -> Page:
    values: dict[str, object] = {
        "path": "ru/x/", "shell": "", "language": "ru", "title": HOSTILE, "description": HOSTILE, "main": "",
        "alternates": (("en", "x/"), ("ru", "ru/x/")), "json_ld": ({"name": HOSTILE},),
    }  # fmt: skip
    return Page(**{**values, **changes})  # type: ignore[arg-type]


def head(settings: SiteSettings = SETTINGS, **changes: object) -> html.HtmlElement:
    return html.document_fromstring(f"<head>{head_html(page(**changes), settings, 'p')}</head><body></body>")


def test_a_page_is_cut_at_its_slots_and_joined_again() -> None:
    shell = Shell.cut(f"<a>{slot('head')}<b>{slot('terms', 'dealer')}</b>{slot('head')}")
    assert shell.slots == (("head", ""), ("terms", "dealer"), ("head", ""))
    assert shell.join(lambda name, argument: f"[{name}{argument}]") == b"<a>[head]<b>[termsdealer]</b>[head]"
    assert shell.html == "<a><b></b>"


def test_only_scripts_of_the_theme_that_run_are_known() -> None:
    """What is joined, or stands in the Markdown, may hold no script that a browser runs."""
    shell = Shell.cut(
        f"<head>{slot('head')}<script>z()</script><script src='a.js'></script><script>a()</script>"
        '<script type="application/ld+json">{}</script><script type="speculationrules">{"prefetch": []}</script></head>'
        f"{slot('content-begin')}<script>typed()</script>{slot('terms', 'dealer')}<script>typed()</script>"
        f"{slot('content-end')}<script>\n  end()\n</script>"
    )
    known = ("z()", "a()", '{"prefetch": []}', "\n  end()\n")
    assert shell.script_hashes == tuple(sorted(csp_hash(script) for script in known))


@pytest.mark.parametrize("name", ["Head", "a b", "", "x-->", "x:y:z"])
def test_a_slot_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="not a slot"):
        slot(name)


def test_texts_are_escaped_once_in_title_attributes_and_data() -> None:
    document = head()
    assert document.findtext(".//title") == f"{HOSTILE} – A & B"
    assert document.xpath("//meta[@name='description']/@content") == [HOSTILE]
    assert document.xpath("//meta[@property='og:title']/@content") == [HOSTILE]
    (data,) = document.xpath("//script")
    assert json.loads(data.text) == {"name": HOSTILE}


def test_data_in_a_page_cannot_end_its_element_or_line() -> None:
    written = json_in_html(HOSTILE)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == HOSTILE


def test_a_translation_names_all_translations_and_itself_as_canonical() -> None:
    document = head()
    links = {link.get("hreflang"): link.get("href") for link in document.xpath("//link[@hreflang]")}
    assert links == {
        "en": "https://example.com/p/x/", "ru": "https://example.com/p/ru/x/", "x-default": "https://example.com/p/x/",
    }  # fmt: skip
    assert document.xpath("//link[@rel='canonical']/@href") == ["https://example.com/p/ru/x/"]


def test_a_stand_in_names_no_translations_and_the_original_as_canonical() -> None:
    document = head(alternates=(("en", "x/"),))
    assert document.xpath("//link[@hreflang]") == []
    assert document.xpath("//link[@rel='canonical']/@href") == ["https://example.com/p/x/"]


def test_a_moved_page_leads_on_and_is_not_indexed() -> None:
    document = head(redirect="ru/y/", indexable=False)
    assert document.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=https://example.com/p/ru/y/"]
    assert document.xpath("//link[@rel='canonical']/@href") == ["https://example.com/p/ru/y/"]
    assert document.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize(
    ("own", "default", "shown"),
    [
        ("", "", []),
        ("", "brand/kit/card.png", ["https://example.com/p/brand/kit/card.png"]),
        ("brand/kit/logo.png", "brand/kit/card.png", ["https://example.com/p/brand/kit/logo.png"]),
    ],
)
def test_a_shared_page_is_shown_with_its_own_picture_or_the_sites(own: str, default: str, shown: list[str]) -> None:
    document = head(replace(SETTINGS, share_image=default), image=own)
    assert document.xpath("//meta[@property='og:image']/@content") == shown


def test_the_quotes_of_a_policy_are_written_as_they_are() -> None:
    html_of = head_html(page(), SETTINGS, "default-src 'none'")
    assert """content="default-src 'none'">""" in html_of
