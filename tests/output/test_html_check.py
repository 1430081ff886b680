"""The finished site is judged from its files: a broken link, a foreign request or an unknown script is found."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import XSS_PAYLOADS, needs_corpora
from oracle import active_nodes, foreign_requests, ids
from partnersite.output.html_check import SiteFacts, check_files, check_links, check_site
from partnersite.output.html_page import PageFacts, PageKind, PagePolicy, check_page, check_style
from partnersite.output.html_tokens import TOKEN, csp_hash, read_token
from partnersite.problems import Problem

SITE = "https://partners.example.com/p/"
SCRIPT = 'document.documentElement.classList.add("js")'
POLICY = PagePolicy(SITE, frozenset({csp_hash(SCRIPT)}), form_action=("https://forms.example.com/", "mailto:"))
HERE = "ru/partners/kupava/index.html"
FILES = frozenset(
    {HERE, "index.html", "404.html", "ru/index.html", "ru/partners/index.html", "assets/a.css", "assets/é b.svg"}
)


def page(body: str, head: str = "") -> bytes:
    return f'<!doctype html>\n<html lang="en"><head><title>T</title>{head}</head>\n<body>{body}</body></html>'.encode()


def problems(body: str = "", head: str = "", path: str = HERE) -> list[Problem]:
    return list(check_links([check_page(path, page(body, head), POLICY)], FILES))


def codes(body: str = "", head: str = "", path: str = HERE) -> list[str]:
    return [problem.code for problem in problems(body, head, path)]


GOOD = [
    '<a href="../../..">home</a>',
    '<a href="../../../">home</a>',
    '<a href="../">partners</a>',
    '<a href="..">partners</a>',
    '<a href="./">this</a>',
    '<a href="">this</a>',
    '<a href=".">this</a>',
    '<a href="?q=1">this</a>',
    '<a href="#">top</a><a href="#top">top</a>',
    '<h2 id="касса">x</h2><a href="#касса">a</a><a href="#%D0%BA%D0%B0%D1%81%D1%81%D0%B0">b</a>',
    '<a name="old"></a><a href="#old">x</a>',
    '<a id="line-1" name="line-1" href="#line-1"></a>',
    f'<a href="{SITE}">home</a><a href="{SITE}ru/partners/?a=b">x</a>',
    '<a href="/p/ru/">x</a><a href="/p/.">x</a><a href="/elsewhere/">another site on this host</a>',
    '<a href="https://partners.example.com/other/">x</a>',
    '<a href="https://example.org/?a=1&amp;b=2#c" rel="noopener">x</a>',
    '<a href="mailto:sales@example.org">x</a><a href="tel:+77010000000">x</a>',
    '<img src="../../../assets/%C3%A9%20b.svg" alt="">',
    '<img src="../../../assets/é%20b.svg" alt="">',
    '<img srcset="../../../assets/%C3%A9%20b.svg 1x, /p/assets/%C3%A9%20b.svg 2x" alt="">',
    '<img src="data:image/svg+xml,%3Csvg/%3E" alt="">',
    f"<script>{SCRIPT}</script>",
    '<script type="application/ld+json">{"name": "\\u003c/script\\u003e"}</script>',
    '<script src="../../../assets/a.css"></script>',
    '<form action="https://forms.example.com/apply" method="post"></form><form action="mailto:a@example.org"></form>',
    '<form action="../"></form><form></form>',
    '<svg viewBox="0 0 1 1"><title>A</title><path d="M0 0h1"/></svg>',
    "<input type=checkbox checked><br/><textarea name='t'>a &lt; b</textarea>",
    "a < b, 1 <2, <3 & x > y",
]  # fmt: skip


@pytest.mark.parametrize("body", GOOD)
def test_what_is_right_is_let_through(body: str) -> None:
    assert problems(body) == []


BAD = {
    '<a href="../nobody/">x</a>': "broken-link",
    '<a href="../../../../..">x</a>': "broken-link",
    '<a href="../../../assets/b.css">x</a>': "broken-link",
    f'<a href="{SITE}nowhere/">x</a>': "broken-link",
    '<a href="/p/nowhere/">x</a>': "broken-link",
    '<a href="#nowhere">x</a>': "broken-link",
    '<img src="logo.svg" alt="">': "broken-link",
    '<form action="../nowhere/"></form>': "broken-link",
    '<a href="javascript:alert(1)">x</a>': "unsafe-address",
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>': "unsafe-address",
    '<a href="java&#9;script:alert(1)">x</a>': "unsafe-address",
    '<a href="&#1;javascript:alert(1)">x</a>': "unsafe-address",
    '<a href="data:text/html,x">x</a>': "unsafe-address",
    '<a href="vbscript:x">x</a>': "unsafe-address",
    '<a href="//evil.example/">x</a>': "unsafe-address",
    '<a href="/\\evil.example/">x</a>': "unsafe-address",
    '<a href="\\\\evil.example\\">x</a>': "unsafe-address",
    '<a href="a/../../x/">x</a>': "unsafe-address",
    '<img src="https://evil.example/a.png" alt="">': "foreign-request",
    '<img src="//evil.example/a.png" alt="">': "unsafe-address",
    '<img src="data:text/html,x" alt="">': "foreign-request",
    '<img srcset="../ 1x, https://evil.example/a.png 2x" alt="">': "foreign-request",
    '<script src="https://evil.example/a.js"></script>': "foreign-request",
    '<video poster="https://evil.example/a.png"></video>': "foreign-request",
    '<svg><image href="https://evil.example/a.png"/></svg>': "foreign-request",
    '<svg><use xlink:href="https://evil.example/a.svg#b"/></svg>': "foreign-request",
    '<body background="https://evil.example/a.png">': "foreign-request",
    '<a href="../" ping="https://evil.example/">x</a>': "foreign-request",
    '<form action="https://evil.example/"></form>': "foreign-form",
    '<button formaction="https://evil.example/">x</button>': "foreign-form",
    "<script>alert(1)</script>": "unknown-script",
    "<script type=module>alert(1)</script>": "unknown-script",
    "<script></script>": "unknown-script",
    '<svg><script href="x">1</script></svg>': "unknown-script",
    "<style>body{color:red}</style>": "inline-style",
    '<p style="color:red">x</p>': "inline-style",
    "<p onclick=x>x</p>": "inline-handler",
    "<svg onload=x></svg>": "inline-handler",
    '<p id="a">x</p><p id="a">y</p>': "duplicate-id",
    '<p id="a">x</p><b id="a">y</b>': "duplicate-id",
    "<iframe></iframe>": "forbidden-element",
    "<object></object>": "forbidden-element",
    "<embed>": "forbidden-element",
    '<base href="../">': "forbidden-element",
    "<plaintext>": "forbidden-element",
    '<svg><animate attributeName=href to="x"/></svg>': "forbidden-element",
    "<svg><foreignObject></foreignObject></svg>": "forbidden-element",
    "<noscript><p></noscript>": "forbidden-element",
    "<math><mi>x</mi></math>": "forbidden-element",
    "<!-- todo: ask for a discount -->": "html-comment",
    "<!--partnersite:main-->": "html-comment",
    "<!-- never closed": "html-comment",
    "<script>never closed": "malformed-html",
    "<title>never closed": "malformed-html",
    "<p": "malformed-html",
    '<p title="never closed>x</p>': "malformed-html",
    '<p title="a"title="b">x</p>': "malformed-html",
    "<p title=a title=b>x</p>": "malformed-html",
    "<img/src=../ alt=x>": "malformed-html",
    '<p title="<b>">x</p>': "malformed-html",
    "<p title=a`b>x</p>": "malformed-html",
    "<p =x>x</p>": "malformed-html",
    "</p x>": "malformed-html",
    "<?php echo 1 ?>": "malformed-html",
    "<![CDATA[x]]>": "malformed-html",
    "<textarea></p></textarea>": "malformed-html",
    '<script type="application/json">{"a":"</b>"}</script>': "malformed-html",
    '<script src="../../../assets/a.css">1</script>': "malformed-html",
}


@pytest.mark.parametrize(("body", "code"), BAD.items())
def test_what_is_wrong_is_found(body: str, code: str) -> None:
    assert code in codes(body)


CSP = "<meta http-equiv=Content-Security-Policy"
HEADS = {
    '<link rel="stylesheet" href="../../../assets/a.css">': "",
    '<link rel="stylesheet" href="../../../assets/b.css">': "broken-link",
    '<link rel="stylesheet" href="https://fonts.example/a.css">': "foreign-request",
    '<link rel="preconnect" href="https://fonts.example">': "foreign-request",
    '<link rel="icon" href="https://evil.example/i.ico">': "foreign-request",
    '<link rel="canonical" href="https://partners.example.com/p/ru/partners/kupava/">': "",
    '<link rel="canonical" href="https://partners.example.com/p/ru/partners/kupawa/">': "broken-link",
    '<link rel="license" href="https://example.org/">': "",
    '<meta http-equiv="refresh" content="0; url=https://partners.example.com/p/ru/">': "",
    '<meta http-equiv="refresh" content="0; url=../nowhere/">': "broken-link",
    '<meta http-equiv="refresh" content="0; url=javascript:alert(1)">': "unsafe-address",
    '<meta http-equiv="refresh" content="0;javascript:alert(1)">': "malformed-html",
    '<meta http-equiv="refresh" content="5">': "malformed-html",
    '<meta http-equiv="Set-Cookie" content="a=b">': "forbidden-element",
    '<meta http-equiv="Content-Type" content="text/html; charset=UTF-7">': "forbidden-element",
    f"{CSP} content=\"script-src '{csp_hash(SCRIPT)}'\"><script>{SCRIPT}</script>": "",
    f"{CSP} content=\"script-src 'self'\"><script>{SCRIPT}</script>": "blocked-script",
    f'<link rel="alternate" hreflang="ru" href="{SITE}ru/partners/kupava/">': "",
    '<link rel="alternate" hreflang="ru" href="./">': "relative-hreflang",
    f'<link rel="alternate" hreflang="en" href="{SITE}">': "wrong-hreflang",
    f'<link rel="alternate" hreflang="ru" href="{SITE}ru/partners/kupava/">'
    f'<link rel="alternate" hreflang="ru" href="{SITE}ru/">': "wrong-hreflang",
    f'<link rel="alternate" hreflang="ru" href="{SITE}ru/partners/kupava/">'
    f'<link rel="alternate" hreflang="es" href="{SITE}es/">': "broken-link",
}  # fmt: skip


@pytest.mark.parametrize(("head", "code"), HEADS.items())
def test_the_head_is_judged_too(head: str, code: str) -> None:
    assert codes(head=head) == ([code] if code else [])


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ('<!doctype html><html lang=""><title>T</title>', "no-language"),
        ("<!doctype html><html><title>T</title>", "no-language"),
        ("<!doctype html><title>T</title>", "no-language"),
        ('<!doctype html><html lang="en">', "no-title"),
        ('<!doctype html><html lang="en"><title> </title>', "no-title"),
        ("\udcff", "not-utf-8"),
    ],
)
def test_a_page_says_its_language_and_title(html: str, code: str) -> None:
    facts = check_page("index.html", html.encode("utf-8", "surrogateescape"), POLICY)
    assert code in [problem.code for problem in facts.problems]


def test_a_fault_is_told_with_its_line() -> None:
    (problem,) = problems("\n\n<p onclick=x>x</p>")
    assert (problem.file, problem.line) == (HERE, 5)


def test_what_many_pages_have_wrong_is_told_once() -> None:
    facts = [check_page(f"p{n}/index.html", page("<p onclick=x>x</p><a href=/p/gone/>x</a>"), POLICY) for n in range(9)]
    found = [(problem.code, problem.file, problem.message) for problem in check_links(facts, FILES)]
    assert found == [
        ("broken-link", "p0/index.html", "`gone/index.html` is linked to, and does not exist."),
        ("inline-handler", "p0/index.html",
         "The attribute `onclick` runs code: `<p onclick=x>`. The same holds for 8 more."),
    ]  # fmt: skip


def test_nothing_on_a_page_without_a_place_is_relative() -> None:
    assert codes('<a href="ru/">x</a>', path="404.html") == ["relative-link"]
    assert codes('<a href="/p/ru/">x</a><a href="#top">x</a>', path="404.html") == []


def test_a_fragment_on_another_page_must_exist() -> None:
    there = check_page("ru/index.html", page('<h2 id="rates">x</h2>'), POLICY)
    for fragment, expected in (("rates", []), ("top", []), ("discounts", ["broken-link"])):
        here = check_page(HERE, page(f'<a href="../../#{fragment}">x</a>'), POLICY)
        assert [problem.code for problem in check_links([here, there], FILES)] == expected


def translations(**pages: Mapping[str, str]) -> list[str]:
    """What is wrong with pages that name these translations, by language and path."""
    facts = []
    for name, alternates in pages.items():
        head = "".join(f'<link rel="alternate" hreflang="{tag}" href="{SITE}{to}/">' for tag, to in alternates.items())
        facts.append(check_page(f"{name}/index.html", page("", head), POLICY))
    return [problem.file for problem in check_links(facts, {f"{name}/index.html" for name in pages})]


def test_translations_name_each_other() -> None:
    both = {"en": "a", "ru": "b", "x-default": "a"}
    assert translations(a=both, b=both) == []
    assert translations(a=both, b={"en": "a", "ru": "b"}) == ["a/index.html", "b/index.html"]
    assert translations(a=both, b={}) == ["a/index.html"]
    assert translations(a={"en": "b"}, b={"en": "b"}) == ["a/index.html"]


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("a{mask:url('data:image/svg+xml;charset=utf-8,<svg/>')} b{fill:url(#c)}", ""),
        ("@font-face{src:url(é%20b.svg)}", ""),
        ('a{background:url( "a.css" )}', ""),
        ("a{background:url(b.png)}", "broken-link"),
        ("a{background:url(https://evil.example/a.png)}", "foreign-request"),
        ("a{background:URL(//evil.example/a.png)}", "unsafe-address"),
        ("@import 'https://evil.example/a.css';", "foreign-request"),
        ('@import url("https://evil.example/a.css");', "foreign-request"),
        ("a{background:url(data:text/html,x)}", "foreign-request"),
    ],
)
def test_styles_load_nothing_from_elsewhere(style: str, code: str) -> None:
    found = check_links([check_style("assets/a.css", style.encode(), POLICY)], FILES)
    assert [problem.code for problem in found] == ([code] if code else [])


def test_a_whole_tree_is_checked_the_same_at_once_and_in_parts(tmp_path: Path) -> None:
    files = {
        f"p{n}/index.html": page(
            f'<h2 id="h{n}">x</h2><a href="../p{n + 1}/#h{n + 1}">next</a><p onclick=x>x</p>',
            f'<link rel="alternate" hreflang="en" href="{SITE}p{n}/">'
            f'<link rel="alternate" hreflang="ru" href="{SITE}p{n ^ 1}/">',
        )
        for n in range(60)
    }
    for path, data in files.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(data)
    (tmp_path / "note.txt").write_text('<a href="nowhere">')
    paths = sorted(files)
    at_once = list(check_site(tmp_path, [*paths, "note.txt"], POLICY))
    messages = [problem.message for problem in at_once]
    assert "`p60/index.html` is linked to, and does not exist." in messages
    assert "The attribute `onclick` runs code: `<p onclick=x>`. The same holds for 59 more." in messages
    assert sum(problem.code == "wrong-hreflang" for problem in at_once) == 60
    assert len(messages) == 62
    parts = SiteFacts()
    for start in range(0, len(paths), 7):
        parts.add(pickle.loads(pickle.dumps(check_files(tmp_path, paths[start : start + 7], POLICY))))
    assert list(check_links(parts, files.keys() | {"note.txt"})) == at_once


def test_what_workers_send_back_is_small() -> None:
    body = "".join(
        f'<h2 id="h{n}">x</h2><a class="md-nav__link" href="../p{n}/">text of link {n}</a>' for n in range(99)
    )
    data = page(body)
    assert len(pickle.dumps(check_page(HERE, data, POLICY))) < len(data) / 2


SIBLING = "ru/partners/luchik/index.html"
CHROME = (
    '<!doctype html><html lang="en"><head><title></title></head><body>'
    '<a href="../../../">home</a><p id="foot"></p></body></html>'
)
"""A page of a kind without its own part."""


def of_kind(*parts: str) -> tuple[list[PageFacts], list[Problem]]:
    """The facts of a page with these parts, each a page of one kind, and what is wrong with them."""
    kind = PageKind(CHROME, POLICY)
    facts = [kind.check(path, part) for path, part in zip((HERE, SIBLING), parts, strict=False)]
    return facts, list(check_links(facts, FILES | {SIBLING}))


@pytest.mark.parametrize("body", GOOD)
def test_what_is_right_is_let_through_on_every_page_of_a_kind(body: str) -> None:
    assert of_kind(body, body)[1] == []


@pytest.mark.parametrize(("body", "code"), BAD.items())
def test_what_is_wrong_is_found_on_any_page_of_a_kind(body: str, code: str) -> None:
    good = '<a href="../">good</a>'
    for parts in ((body + good,), ("<p>good</p>", body + good), (good, good + body + good)):
        assert code in [problem.code for problem in of_kind(*parts)[1]]


def test_a_link_to_the_frame_around_a_part_leads_somewhere_and_its_ids_are_taken() -> None:
    assert of_kind('<a href="#foot">x</a>')[1] == []
    assert [problem.code for problem in of_kind('<p id="foot">x</p>')[1]] == ["duplicate-id"]


def test_a_part_may_say_what_another_page_of_its_kind_says() -> None:
    part = '<h2 id="rates">x</h2><a href="#rates">x</a><a href="../">x</a><a href="./">x</a>'
    (first, second), found = of_kind(part, part)
    assert found == []
    assert first.ids == second.ids
    # What lies beside a page is another file on each; what lies above it is the same, and known.
    assert "ru/partners/index.html" in first.links
    assert {link for link in second.links if "luchik" in link} == {link.replace("kupava", "luchik")
                                                                  for link in first.links if "kupava" in link}


@pytest.mark.parametrize("address", ["logo.svg", "./x/", "x/../../nobody/", "?x#nowhere", "#nowhere"])
def test_an_address_that_leads_elsewhere_from_each_page_is_looked_at_on_each(address: str) -> None:
    first, second = (PageKind(CHROME, POLICY) for _ in range(2))
    tag = f'<a href="{address}">x</a>'
    alone = second.check(SIBLING, tag)
    first.check(HERE, tag)
    assert first.check(SIBLING, tag) == alone


OUR_OWN = ("title", "svg", "form", "input", "textarea", "button", "template")
"""Elements of the theme, which run nothing by themselves."""


@needs_corpora
def test_every_payload_that_another_parser_finds_active_is_found() -> None:
    bodies = [f"<div>{payload}</div>" for payload in XSS_PAYLOADS]
    active = [body for body in bodies if active_nodes(body, known=OUR_OWN) or foreign_requests(body, SITE)]
    assert len(active) > 300
    assert [body for body in active if not codes(body)] == []
    assert [body for body in active if not of_kind("", body)[1]] == []


PIECES = [
    "<", ">", "/", "=", '"', "'", "`", " ", "\n", "?", "!", "!--", "--", "]]", "&", "&quot;", "&#62;", "a", "p", "b",
    "x", "id", "on", "href", "src", "javascript:", "//e.x", "script", "title", "svg", "style", "img",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_a_page_without_faults_holds_nothing_active_for_a_browsers_parser(body: str) -> None:
    """Whatever the tags are cut into, the strict reading and the standard's never part ways unnoticed."""
    html = page(body).decode()
    facts = check_page(HERE, html.encode(), POLICY)
    if not facts.problems:
        assert active_nodes(html, known=("title", "svg", "style")) == []
        assert foreign_requests(html, SITE) == []
        assert set(ids(html)) <= set(facts.ids) | {"viewport"}


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_a_part_without_faults_holds_nothing_active_for_a_browsers_parser(body: str) -> None:
    """The same of a page of which only its own part is read; whatever the part is, it does not reach out of itself."""
    facts, _ = of_kind("", body)
    if not facts[1].problems:
        html = page(body + '<p id="after">x</p>').decode()
        assert active_nodes(html, known=("title", "svg", "style")) == []
        assert foreign_requests(html, SITE) == []
        assert set(ids(html)) <= set(facts[1].ids) | {"viewport", "after"}
        assert "after" in ids(html)


@given(st.lists(st.sampled_from([*GOOD, *BAD, *PIECES]), max_size=6).map("".join))
def test_a_part_is_judged_no_milder_than_a_page(body: str) -> None:
    whole = {problem.code for problem in check_page(HERE, page(body), POLICY).problems}
    (facts,), _ = of_kind(body)
    assert bool(facts.problems) or not whole


LINES = [
    "<b>x</b>", '<a href="../">x</a>', '<a href="../"', '<p title="', '">', "text",
    "<script>", "</script>", "<!--", "-->",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=6).map("\n".join), min_size=3, max_size=6))
def test_what_pages_have_shown_hides_nothing_in_the_next(bodies: list[str]) -> None:
    """A line that is known may stand inside of a tag that goes on over several lines."""
    kind = PageKind(CHROME, POLICY)
    for body in (*bodies, *bodies):
        alone = PageKind(CHROME, POLICY).check(HERE, body)
        assert kind.check(HERE, body).problems == alone.problems


ADDRESSES = [
    "../x/", "https://x.example/a,b?c=d#e", "javascript:x", "//x", "&#106;avascript:x", " x", "x y", "'", "#",
    "?x=1&y=2",
]  # fmt: skip
AROUND = [
    "a", "img", "use", "link", "script", "textarea", ' rel="alternate"', ' hreflang="ru"', ' src="y"', ' srcset="', '"',
    ' title="', " onclick=x", ' id="i"', ' href="z"', "></a>", "></script>", ">", 'text href="x"', "/",
]  # fmt: skip
SOME = st.lists(st.sampled_from(AROUND), max_size=3).map("".join)


@given(SOME, st.sampled_from(["href", "src"]), st.sampled_from(ADDRESSES), SOME)
def test_a_tag_is_read_the_same_whether_or_not_one_with_another_address_was_read(
    before: str, attribute: str, address: str, after: str
) -> None:
    """A tag with single quotes in it is always read whole."""
    tags = (f'<{before} {attribute}="{address}"{after}{quoted}>' for quoted in (' lang=""', " lang=''"))
    one, other = (read_token(found[0]) if (found := TOKEN.match(tag)) else None for tag in tags)
    if one is None or other is None or one.faults or other.faults or one.script or other.script:
        assert (one is None or bool(one.faults)) == (other is None or bool(other.faults))
    else:
        assert one == other
