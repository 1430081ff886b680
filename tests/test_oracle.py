"""The oracle finds what it is there to find."""

from __future__ import annotations

import pytest

import oracle


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<svg><a xlink:href='javascript:1'>x</a></svg>",
        "<p style='x'>a</p>",
        "<iframe srcdoc='x'></iframe>",
        "<form action=x></form>",
        "<meta http-equiv=refresh content='0;url=//x'>",
        "<base href=//x>",
        "<math><mtext></mtext></math>",
        "<a href='data:text/html,x'>x</a>",
        "<p onclick=1>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    ],
)
def test_active_nodes_are_found(html: str) -> None:
    assert oracle.active_nodes(html)


@pytest.mark.parametrize(
    "html", ["<p>a &lt;script&gt;</p>", "<a href='https://x.example/'>x</a>", "<a href='../a/'>b</a>"]
)
def test_harmless_html_is_not_blamed(html: str) -> None:
    assert oracle.active_nodes(html) == []


def test_foreign_requests_are_found_and_links_are_none() -> None:
    site = "https://partners.example.com/"
    assert oracle.foreign_requests(
        "<img src=//evil.example/a.png srcset='a.png 1x, https://b.example/c 2x'>", site
    )
    assert oracle.foreign_requests("<link rel=stylesheet href=https://cdn.example/x.css>", site)
    assert oracle.foreign_requests("<script src=https://cdn.example/x.js></script>", site)
    assert (
        oracle.foreign_requests("<a href=https://x.example>x</a><img src=../a.png><img src=data:,>", site)
        == []
    )
    assert oracle.foreign_requests("<link rel=canonical href=https://other.example/>", site) == []


def test_ids_and_headings_are_judged() -> None:
    assert oracle.duplicate_ids("<p id=a><p id=b><p id=a>") == ["a"]
    assert oracle.ids("<p id=a><a name=b></a>") == ["a", "b"]
    assert oracle.heading_faults("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>") == []
    assert oracle.heading_faults("<h2>a</h2>")
    assert oracle.heading_faults("<h1>a</h1><h3>b</h3>") == ["h1 is followed by h3 `b`"]
    assert oracle.visible_text("<h1>a</h1><p>b <b>c</b></p><script>d</script>") == "a b c"
