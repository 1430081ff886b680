"""Old addresses lead straight to pages that exist, on every host that reads `_redirects`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.output.redirects import REDIRECT_LIMIT, flatten, redirects_file
from partnersite.problems import ProblemsFound


def codes(caught: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_chains_are_made_short() -> None:
    assert flatten({"c/": "d/", "a/": "b/", "b/": "c/"}) == {"a/": "d/", "b/": "d/", "c/": "d/"}


@pytest.mark.parametrize(
    "loop", [{"a/": "a/"}, {"a/": "b/", "b/": "a/"}, {"a/": "b/", "b/": "c/", "c/": "d/", "d/": "b/"}]
)
def test_every_address_that_ends_in_a_loop_is_a_problem(loop: dict[str, str]) -> None:
    with pytest.raises(ProblemsFound) as caught:
        flatten({**loop, "fine/": "page/"})
    assert codes(caught) == ["redirect-loop"] * len(loop)


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "/a/",
        "//evil.example/",
        "../a/",
        "a//",
        "https://evil.example/",
        "a b/*/ ",
        "a\n/evil/",
        "a:b/",
        "*/",
        "a\\/",
    ],
)
def test_only_plain_addresses_of_pages_are_taken(address: str) -> None:
    for redirects in ({address: "page/"}, {"old/": address}):
        with pytest.raises(ProblemsFound) as caught:
            flatten(redirects)
        assert codes(caught) == ["wrong-redirect"]


def test_an_address_in_use_is_not_redirected_and_a_redirect_leads_to_a_page() -> None:
    pages = {"new/", "used/"}
    assert flatten({"old/": "new/"}, pages=pages) == {"old/": "new/"}
    with pytest.raises(ProblemsFound) as caught:
        flatten({"used/": "new/", "old/": "nowhere/"}, pages=pages)
    assert sorted(codes(caught)) == ["redirect-over-page", "redirect-to-nowhere"]


def test_the_root_may_be_led_to() -> None:
    assert redirects_file(flatten({"old/": ""})) == b"/old/ / 301\n"


def test_the_file_is_sorted_and_below_the_sites_own_path() -> None:
    data = redirects_file({"ru/b/": "ru/c/", "a/": "c/"}, "/partners/")
    assert data == b"/partners/a/ /partners/c/ 301\n/partners/ru/b/ /partners/ru/c/ 301\n"


def test_more_than_hosts_read_is_a_problem() -> None:
    many = {f"old-{number}/": "new/" for number in range(REDIRECT_LIMIT)}
    assert redirects_file(many).count(b"\n") == 2_000
    with pytest.raises(ProblemsFound) as caught:
        redirects_file({**many, "one-more/": "new/"})
    assert codes(caught) == ["too-many-redirects"]


def test_a_line_longer_than_hosts_read_is_a_problem() -> None:
    with pytest.raises(ProblemsFound) as caught:
        redirects_file({"я" * 100 + "/": "ю" * 100 + "/"})
    assert codes(caught) == ["redirect-too-long"]


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=5))
def test_whatever_is_accepted_gives_three_plain_fields_a_line(redirects: dict[str, str]) -> None:
    try:
        data = redirects_file(flatten({f"{old}/": f"{new}/" for old, new in redirects.items()}))
    except ProblemsFound:
        return
    for line in data.decode("ascii").splitlines():
        old, new, status = line.split(" ")
        assert old[0] == new[0] == "/"
        assert not set(old + new) & set(":*#?")
        assert not new.startswith("//")
        assert status == "301"
