"""A page that is cut with a frame is the page that is cut without, and is judged as one is that is judged whole."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from partnersite.index import PageEntry
from partnersite.output.html_check import PageFacts, PagePolicy, SiteFacts, check_page
from partnersite.pages.editorial import Joined, SinglePage, judge_pages
from partnersite.pages.framed import FramedShell, cut
from partnersite.render.shell import Shell, slot

PIECES = (
    *("<p>", "</p>", "\n", "\n\n", "  ", "\n    ", "text", " <b>x</b> ", "<pre>\n  a\n</pre>", "<script>a()</script>"),
    *("<script>", "</script>", "<pre>", "</pre>", "<textarea>", "\n<div>", "</div>\n", slot("terms", "a")),
)
OWN = ("own-begin", "own-end")
TEXT = ("content-begin", "content-end")


@pytest.mark.parametrize("seed", range(10))
def test_a_page_is_cut_at_the_same_slots_with_the_same_html_between_them(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(300):
        marks = [*OWN] * chance.randrange(2) + [*TEXT] * chance.randrange(2) + [*OWN] * chance.randrange(2)
        html = "".join(chance.choices(PIECES, k=chance.randrange(8)))
        for mark in marks:
            html += slot(mark) + "".join(chance.choices(PIECES, k=chance.randrange(8)))
        ours, plain = cut(html), Shell.cut(html)
        assert (ours.literals, ours.slots) == (plain.literals, plain.slots), html
        if set(marks) <= set(TEXT):  # what stands in other marks has no scripts
            assert ours.script_hashes == plain.script_hashes, html


def test_pages_that_differ_in_what_stands_between_marks_have_one_frame() -> None:
    page = f"<html>{slot('head')}{{}}<main>\n{slot('content-begin')}{{}}{slot('content-end')}</main>"
    shells = [cut(page.format("", text)) for text in ("<p>One", slot("terms") + "<p>Two")]
    assert all(isinstance(shell, FramedShell) for shell in shells)
    assert len({shell.frame for shell in shells if isinstance(shell, FramedShell)}) == 1
    other = cut(page.format("<p>Other", "<p>One"))
    assert isinstance(other, FramedShell)
    assert other.frame not in {shell.frame for shell in shells if isinstance(shell, FramedShell)}


def test_what_is_a_page_s_own_is_what_its_frame_has_not() -> None:
    head, own, frame, begin, terms, end = map(slot, ("head", *OWN, TEXT[0], "terms", TEXT[1]))
    shell = cut(f"<a>{head}<b>{own}<c>{frame}<d>{begin}<e>{terms}<f>{end}<g>")
    assert isinstance(shell, FramedShell)
    assert shell.own_html(["HEAD", "", "", "", "TERMS", ""]).split() == ["HEAD", "<c>", "<e>", "TERMS<f>"]
    assert shell.frame.html == "<a><b><d><g>"


def page(file: str, frame: Sequence[str], own: str, head: str = "") -> SinglePage:
    """A page in a frame, its own part in the middle."""
    html = f"{frame[0]}<head><title>A</title>{head}</head>{own}{frame[1]}"
    joined = Joined(html.encode(), Shell(tuple(frame), (("", ""),)), f"<title>A</title>{head}\n{own}")
    return SinglePage(file, lambda: joined, "", PageEntry(file, "en", "", "", (), indexable=True, modified=""))


FRAME = ('<!doctype html><html lang="en">', '<a href="../../x/" id="frame">x</a></html>')
ALTERNATE = '<link rel="alternate " hreflang="en" href="https://e.org/news/{}/">'
OWN_PARTS = (
    *("<p>Text</p>", '<h2 id="a">A</h2>', '<a href="#a">a</a>', '<a href="../b/">b</a>', '<a href="../../x/#c">x</a>'),
    *('<h2 id="frame">Twice</h2>', '<img src="https://elsewhere.org/a.png">', "<script>a()</script>", "<!-- note -->"),
    *('<a href="#none">none</a>', "<b", '<p title=">">', "<style>p{}</style>", '<a href="c/">below</a>', "<title>"),
)


@pytest.mark.parametrize("seed", range(20))
def test_pages_with_one_frame_are_judged_as_each_of_them_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    pages = [
        page(
            f"{folder}/{name}/index.html",
            FRAME,
            "".join(chance.choices(OWN_PARTS[: 5 + seed], k=chance.randrange(5))),
            ALTERNATE.format(name),
        )
        for folder in ("news", "other")
        for name in "abcdef"
    ]
    whole = {one.file: check_page(one.file, one.make(), PagePolicy("https://e.org/")) for one in pages}
    ours = judge_pages(pages, "https://e.org/")
    assert [told(facts) for facts in ours.values()] == [told(whole[file]) for file in ours]
    sites = [SiteFacts.of(facts[file] for file in sorted(facts)) for facts in (ours, whole)]
    assert sites[0].links == sites[1].links


def told(facts: PageFacts) -> object:
    """What is told of each page by itself."""
    problems = {(problem.code, problem.message) for problem in facts.problems}
    return facts.path, set(facts.ids), facts.alternates, problems
