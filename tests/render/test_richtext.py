"""Partner texts: whatever is written comes out as harmless HTML, and ordinary Markdown as what it means."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from corpora import NAUGHTY_STRINGS, XSS_PAYLOADS, needs_corpora
from limits import processor_time
from partnersite.render import richtext
from partnersite.render.richtext import LINK_REL, TAGS, to_html, to_text

WRAPPINGS = (
    "{}",
    "[text]({})",
    "[text](<{}>)",
    "<{}>",
    "![alt]({})",
    "[x]\n\n[x]: {}",
    "# {}",
    "- {}",
    "`{}`",
)
"""Places in Markdown that a hostile string can stand in."""


def faults(html: str) -> list[str]:
    """Everything in a partner text's HTML that the closed list does not know, as html5lib reads it."""
    found = oracle.active_nodes(html)
    for name, attributes in oracle.elements(oracle.parse(html)):
        if name not in TAGS:
            found.append(f"<{name}>")
        if name == "a":
            if set(attributes) != {"href", "rel"} or attributes["rel"] != LINK_REL:
                found.append(f"<a {sorted(attributes)}>")
            elif not re.match(r"(?:https?://[a-z0-9]|mailto:|tel:)", attributes["href"]):
                found.append(f"<a href={attributes['href']}>")
        elif attributes and name != "ol":
            found.append(f"<{name} {sorted(attributes)}>")
    return found


@needs_corpora
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_no_payload_becomes_active(wrapping: str) -> None:
    bad = {
        payload: found
        for payload in (*XSS_PAYLOADS, *NAUGHTY_STRINGS)
        if (found := faults(to_html(wrapping.format(payload))))
    }
    assert bad == {}


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("<>\"'&;:/\\[]()!#*_`~-=\n\t aAsS1javscriptdhonx\u0000\u202e\u00a0{}%"),
        max_size=200,
    )
)
def test_no_generated_text_becomes_active(text: str) -> None:
    assert faults(to_html(text)) == []


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("A & B <i>\"'", "<p>A &amp; B &lt;i&gt;\"'</p>\n"),
        (
            "**bold** *it* ~~old~~ `x<y`",
            "<p><strong>bold</strong> <em>it</em> <del>old</del> <code>x&lt;y</code></p>\n",
        ),
        ("{{ 7*7 }} {% include 'x' %} {{ config }}", "<p>{{ 7*7 }} {% include 'x' %} {{ config }}</p>\n"),
        ("# One\n### Two\n# Three\n", "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>\n"),
        ("###### Deep first", "<h3>Deep first</h3>\n"),
        ("![a shop](https://x.example/i.png)", "<p>a shop</p>\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |\n|---|---|\n| 1 | 2 |</p>\n"),
        (
            "[x](https://x.example/a?b=1&c=2 'title')",
            f'<p><a href="https://x.example/a?b=1&amp;c=2" rel="{LINK_REL}">x</a></p>\n',
        ),
        (
            "<https://x.example>",
            f'<p><a href="https://x.example/" rel="{LINK_REL}">https://x.example</a></p>\n',
        ),
        ('Text {: onclick=alert(1) } --8<-- "f"', '<p>Text {: onclick=alert(1) } --8&lt;-- "f"</p>\n'),
        ("\u202eabc\u200b", "<p>abc</p>\n"),
        ("Z" + "\u0301" * 30, "<p>Z" + "\u0301" * 4 + "</p>\n"),
        ("می\u200cخواهم 👩\u200d🍳", "<p>می\u200cخواهم 👩\u200d🍳</p>\n"),
        ("", ""),
    ],
)
def test_markdown_means_what_it_says(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#x09;script:alert(1)", "data:text/html,x"),
        *("vbscript:x", "file:///etc/x", "blob:https://x.example/1", "view-source:https://x.example"),
        *("//evil.example", "/\\evil.example", "https:evil.example", "///evil.example", "\\\\evil.example"),
        *(
            "/local",
            "page.html",
            "#top",
            "?q=1",
            "",
            " ",
            "ftp://x.example/",
            "mailto:someone",
            "tel:call-me",
        ),
        *("https://bank.example@evil.example/", "https://user:pass@evil.example", "https://x.example:99999/"),
        *("http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://localhost/"),
        *("http://server/", "https://x.example\\@evil.example"),
    ],
)
def test_a_link_that_is_not_public_becomes_its_text(address: str) -> None:
    assert "<a" not in to_html(f"[text](<{address}>)")
    assert "text" in to_html(f"[text](<{address}>)")


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("HTTPS://X.Example/Path", "https://x.example/Path"),
        ("https://пример.испытание/путь", "https://xn--e1afmkfd.xn--80akhbyknj4f/%D0%BF%D1%83%D1%82%D1%8C"),
        ("mailto:sales@x.example?cc=all@evil.example&body=hi", "mailto:sales@x.example"),
        ("tel:+1-555-0100", "tel:+1-555-0100"),
        ("http://x.example:8080/#a", "http://x.example:8080/#a"),
    ],
)
def test_a_public_link_is_kept_in_its_plain_form(address: str, href: str) -> None:
    assert f'href="{href}"' in to_html(f"[text](<{address}>)")


def test_a_definition_in_one_text_does_not_reach_another() -> None:
    to_html("[x]: https://a.example/")
    assert to_html("[x]") == "<p>[x]</p>\n"


def test_sanitising_again_changes_nothing() -> None:
    for text in (
        "# a\n- b\n  > c\n\n[d](https://d.example)",
        "<math><mglyph><svg>",
        "<noscript><p title='</noscript>'>",
    ):
        once = to_html(text)
        assert richtext._CLEANER.clean(once) == once


@pytest.mark.parametrize(
    "text",
    [
        *("![" * 2_000, "[" * 4_000, "> " * 2_000 + "a", "- " * 2_000 + "a", "1. " * 1_300, "*a " * 1_300),
        *(
            "**a_" * 1_000,
            "`" * 4_000,
            "[a](" * 1_000,
            "<a " * 1_300,
            "&" * 4_000,
            "www." * 1_000,
            "a@" * 2_000,
        ),
        *("((" * 2_000, "> " * 11 + "a", "[x](" + "\\" * 3_900 + ")", "~~" * 2_000, "\\" * 4_000),
        "\n".join("  " * i + "- a" for i in range(85)),
        "".join("e" + "`" * i for i in range(85)),
    ],
)
def test_hostile_markdown_is_answered_in_linear_time(text: str) -> None:
    with processor_time(2):
        html = to_html(text)
    assert faults(html) == []
    assert html.count("<blockquote>") <= richtext.MAX_NESTING


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head\nA **b** [c](https://c.example/?a=1&b=2)\n\n- one\n- two", "Head A b c one two"),
        ("A & B <i>", "A & B <i>"),
        ("a  \nb", "a b"),
    ],
)
def test_plain_text_keeps_the_words(markdown: str, text: str) -> None:
    assert to_text(markdown) == text
