"""SVG pictures: real logos pass untouched; what acts, loads or explodes is a problem."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from corpora import FOLDER, XSS_PAYLOADS, needs_corpora
from limits import processor_time
from partnersite.media import svg
from partnersite.media.svg import check_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def codes(picture: str | bytes) -> list[str]:
    data = picture.encode() if isinstance(picture, str) else picture
    return [problem.code for problem in check_svg(data, "x.svg")]


def inside(content: str) -> list[str]:
    return codes(f"{HEAD}{content}</svg>")


@needs_corpora
def test_real_logos_pass() -> None:
    logos = sorted((FOLDER / "logos").glob("*.svg"))
    refused = {
        logo.name: problems
        for logo in logos
        if (problems := [p for p in check_svg(logo.read_bytes(), logo.name) if p.severity == "error"])
    }
    assert len(logos) > 100
    assert refused == {}


@pytest.mark.parametrize(
    "content",
    [
        '<path d="M0 0h1v1z" fill="#123" style="fill:red;stroke:none"/>',
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><rect fill="url(#g)"/>',
        '<defs><g id="a"/></defs><use href="#a"/><use xlink:href="#a"/>',
        "<style>.a{fill:red} .b{fill:url(#g)}</style>",
        '<image href="data:image/png;base64,AAAA"/>',
        '<text font-family="Arial" xml:space="preserve">a &amp; b &#x3c; c</text>',
        '<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="Layer"/>',
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
        '<g data-name="Layer 1" aria-hidden="true" role="img"/><!-- a comment -->',
        "<title>A &lt;script&gt;</title><desc><![CDATA[<b>]]></desc>",
    ],
)
def test_what_drawing_programs_write_passes(content: str) -> None:
    assert inside(content) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<script>alert(1)</script>", "svg-element"),
        ('<script xlink:href="https://evil.example/x.js"/>', "svg-element"),
        ('<g onload="alert(1)"/>', "svg-attribute"),
        ('<g onLoad="alert(1)"/>', "svg-attribute"),
        ("<foreignObject><p/></foreignObject>", "svg-element"),
        ('<p xmlns="http://www.w3.org/1999/xhtml">x</p>', "svg-element"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>', "svg-element"),
        ('<script xmlns="">1</script>', "svg-element"),
        ('<a href="https://x.example/"><path/></a>', "svg-element"),
        ('<animate attributeName="href" values="javascript:alert(1)"/>', "svg-element"),
        ('<set attributeName="onload" to="alert(1)"/>', "svg-element"),
        ('<handler type="application/ecmascript">1</handler>', "svg-element"),
        ("<iframe/>", "svg-element"),
        ('<image href="https://evil.example/a.png"/>', "svg-reference"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "svg-reference"),
        ('<image href="//evil.example/a.png"/>', "svg-reference"),
        ('<use href="https://evil.example/a.svg#x"/>', "svg-reference"),
        ('<use xlink:href="data:image/svg+xml,x#y"/>', "svg-reference"),
        ('<use href="other.svg#x"/>', "svg-reference"),
        ('<g xml:base="https://evil.example/"/>', "svg-attribute"),
        ('<rect fill="url(https://evil.example/#a)"/>', "svg-reference"),
        ('<rect style="background:URL( &quot;//evil.example/&quot; )"/>', "svg-reference"),
        ('<rect style="fill:u\\72l(//evil.example)"/>', "svg-style"),
        ("<style>@import url(//evil.example/x.css);</style>", "svg-style"),
        ("<style>@im<![CDATA[port]]> 'x';</style>", "svg-style"),
        ("<style>a{background:url('x.png')}</style>", "svg-reference"),
        ("<style>a{background:image-set('x.png' 1x)}</style>", "svg-style"),
        ('<rect mask="url(#a) url(//evil.example)"/>', "svg-reference"),
        ('<rect width="1e9"/>', "svg-too-large"),
        ("<?xml-stylesheet href='x.css'?>", "svg-instruction"),
        ("<font-face-uri/>", "svg-element"),
        ('<g formaction="x"/>', "svg-attribute"),
        ('<g xmlns:evil="urn:evil" evil:href="x"/>', "svg-attribute"),
        ("<path><b></path>", "svg-not-xml"),
        ("&undefined;", "svg-not-xml"),
    ],
)
def test_what_acts_or_loads_is_a_problem(content: str, code: str) -> None:
    assert code in inside(content)


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"", "svg-not-xml"),
        (b"<html/>", "svg-not-svg"),
        (b"<svg/>", "svg-not-svg"),
        (b"\x89PNG\r\n\x1a\n", "svg-encoding"),
        (b"\x1f\x8b\x08", "svg-encoding"),
        ((HEAD + "</svg>").encode("utf-16"), "svg-encoding"),
        (f'<?xml version="1.0" encoding="utf-7"?>{HEAD}</svg>'.encode(), "svg-encoding"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}&a;</svg>'.encode(), "svg-doctype"),
        (f'<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">{HEAD}</svg>'.encode(), "svg-doctype"),
        (
            f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/hostname">%a;]>{HEAD}</svg>'.encode(),
            "svg-doctype",
        ),
        (b"<svg " + b"a" * svg.MAX_BYTES, "svg-too-large"),
        (f"{HEAD.replace('0 0 9 9', '0 0 1e12 9')}</svg>".encode(), "svg-too-large"),
    ],
)
def test_what_is_no_plain_svg_is_a_problem(picture: bytes, code: str) -> None:
    assert codes(picture) == [code]


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>{HEAD}<text>&a9;</text></svg>'.encode()


def doubling(element: str, reference: str) -> str:
    """Each part draws the one before it twice: 2^30 in all."""
    parts = ['<path id="p0"/>']
    for level in range(1, 31):
        parts.append(f'<g id="p{level}">{reference.format(level - 1) * 2}</g>')
    return "".join(parts) + element.format(30)


@pytest.mark.parametrize(
    "picture",
    [
        billion_laughs(),
        (HEAD + doubling('<use href="#p{}"/>', '<use href="#p{}"/>') + "</svg>").encode(),
        (HEAD + doubling('<g fill="url(#p{})"/>', '<g mask="url(#p{})"/>') + "</svg>").encode(),
        (HEAD + '<g id="a"><use href="#a"/></g></svg>').encode(),
        (HEAD + '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>').encode(),
        (HEAD + "<g/>" * (svg.MAX_ELEMENTS + 1) + "</svg>").encode(),
        (HEAD + "<g>" * 50_000 + "</g>" * 50_000 + "</svg>").encode(),
        (HEAD + "<feOffset/>" * 200 + "</svg>").encode(),
        (HEAD + '<path id="a"/>' + '<use href="#a"/>' * 15_000 + "</svg>").encode(),
        (HEAD + '<g id="a">' + '<use href="#a"/>' * 15_000 + "</g></svg>").encode(),
        (
            HEAD + "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(9_000)) + "</svg>"
        ).encode(),
        (HEAD + "<script/>" * 30_000 + "</svg>").encode(),
    ],
)
def test_explosive_pictures_are_answered_without_exploding(picture: bytes) -> None:
    with processor_time(5):
        problems = check_svg(picture, "x.svg")
    assert any(problem.severity == "error" for problem in problems)
    assert len(problems) <= svg.MAX_FAULTS


@needs_corpora
def test_no_payload_passes_as_markup() -> None:
    """Whatever of the payloads is let through inside a picture is harmless in a page, too."""
    for payload in XSS_PAYLOADS:
        if not inside(payload):
            assert oracle.active_nodes(f"{HEAD}{payload}</svg>", known=["svg"]) == [], payload


def test_a_problem_says_where_it_is_and_what_to_do() -> None:
    (problem,) = check_svg(f"{HEAD}\n  <g/>\n  <script/></svg>".encode(), "content/brand/kit/x.svg")
    assert (problem.file, problem.line, problem.column) == ("content/brand/kit/x.svg", 3, 3)
    assert "script" in problem.message
    assert problem.hint


def test_a_large_picture_is_a_warning() -> None:
    (problem,) = check_svg(f'{HEAD}<path d="{"M0 0" * 30_000}"/></svg>'.encode(), "x.svg")
    assert (problem.code, problem.severity) == ("svg-large", "warning")


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("<>/=\"'&;#![]-?xsvgcriptonuseh:(){}\n \0é"), max_size=80), st.binary(max_size=40)
)
def test_no_bytes_make_it_fail(text: str, data: bytes) -> None:
    check_svg(f"{HEAD}{text}</svg>".encode(), "x.svg")
    check_svg(HEAD.encode() + data, "x.svg")
    check_svg(data, "x.svg")
