"""Search data: a page has the sections that Material's own parser gives it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from material.plugins.search.plugin import Parser, SearchPlugin

from partnersite.engine.sections import QuickParser, index_page

PIECES = (
    *("<p>", "</p>", '<h1 id="a">', "</h1>", '<h2 id="b">', "</h2>", "<h3>", "</h3>", '<h2 class="c">', "<ul>"),
    *("</ul>", "<li>", "</li>", "<code>", "</code>", "<pre>", "</pre>", '<a class="headerlink" href="#x">', "</a>"),
    *('<a href="y">', "<br />", '<img alt="a" src="b">', "<svg/>", "<em>", "</em>", "<div>", "</div>", "<sub>"),
    *("</sub>", "¶", "text"),
    *("a &amp; b", "x\ny", "\n", "  ", "&lt;", "&copy", "<!--partnersite:terms:dealer-->"),
)
"""What pages consist of."""
OTHER = (
    *("<P>", "<!-- a -->", "<input disabled>", "<a href=x>", "<script>a < b</script>", "<textarea>", "</textarea>"),
    *("<div data-search-exclude>", '<div data-search-exclude="">', '<td class="linenodiv">', "<object>", "</object>"),
    *("a < b", "<", "<?x?>", "<![CDATA[x]]>", '<p title="<">', "<title>"),
)
"""What a person may write into a page besides."""


def sections(parser: type[Parser], html: str) -> Iterator[object]:
    """What a parser says of a page."""
    reader = parser()
    try:
        reader.feed(html)
        reader.close()
    except ValueError as error:  # what Material says of elements that begin in a title and end in the text
        yield type(error)
        return
    for section in reader.data:
        yield section.el.tag, section.id, section.depth, section.title, section.text, section.is_excluded()


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("pieces", [PIECES, PIECES + OTHER], ids=["written", "anything"])
def test_any_page_is_cut_as_material_cuts_it(pieces: tuple[str, ...], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        html = "".join(chance.choices(pieces, k=chance.randrange(1, 24)))
        assert list(sections(QuickParser, html)) == list(sections(Parser, html)), html


def test_a_page_as_python_markdown_writes_it_is_not_left_to_material(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Parser, "feed", lambda *_: pytest.fail("left to Material"))
    page = '<h1 id="a">A<a class="headerlink" href="#a" title="Link">¶</a></h1>\n<p>One <em>two</em><br />\nthree.</p>'
    assert list(sections(QuickParser, page)) == [
        ("h1", None, 1, ["A"], [" ", "<p>", "One ", "two", " three.", "</p>"], False)
    ]


@pytest.mark.parametrize("html", ["<p>Text</p>", '<p data-search-exclude="x" id="a">Text</p>', "<p>data-search-x</p>"])
def test_a_page_is_indexed_and_left_as_the_plugin_leaves_it(html: str) -> None:
    pages = []
    for index in (index_page, SearchPlugin.on_page_context):
        plugin = SearchPlugin()
        plugin.load_config({})
        plugin.search_index = SimpleNamespace(add_entry_from_context=lambda page: pages.append(page.content))
        page = SimpleNamespace(content=html)
        index(plugin, {}, page=page, config=None, nav=None)
        pages.append(page.content)
    assert pages[:2] == pages[2:]
