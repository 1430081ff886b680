"""The policy allows what the site itself needs and nothing else, and hosts can read it."""

from __future__ import annotations

import pytest

from partnersite.output.headers import LINE_LIMIT, RULE_LIMIT, SVG_POLICY, csp, headers_file
from partnersite.problems import ProblemsFound

HASH = "sha256-" + "A" * 43 + "="
OTHER = "sha384-" + "b" * 64


def directives(policy: str) -> dict[str, list[str]]:
    parts = [directive.split() for directive in policy.split("; ")]
    assert len({name for name, *_ in parts}) == len(parts)
    return {name: sources for name, *sources in parts}


def rules(data: bytes) -> dict[str, list[str]]:
    """The lines of each rule as hosts read them."""
    found: dict[str, list[str]] = {}
    for line in data.decode("ascii").splitlines():
        if line.startswith("/"):
            found[line] = []
        elif line:
            found[list(found)[-1]].append(line.strip())
    return found


def test_scripts_run_from_the_site_and_where_their_hash_is_known() -> None:
    policy = directives(csp([OTHER, HASH, HASH]))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", f"'{HASH}'", f"'{OTHER}'"]
    assert policy["style-src"] == ["'self'"]
    assert directives(csp([], [HASH]))["style-src"] == ["'self'", f"'{HASH}'"]


@pytest.mark.parametrize("header", [False, True])
def test_nothing_unsafe_and_no_other_site_is_allowed(header: bool) -> None:
    policy = csp([HASH], header=header)
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert policy == csp([HASH], header=header)


def test_what_only_a_header_may_say_is_not_in_the_page() -> None:
    page, header = directives(csp([])), directives(csp([], header=True))
    assert set(header) - set(page) == {"frame-ancestors", "upgrade-insecure-requests"}
    assert header["frame-ancestors"] == ["'none'"]


def test_forms_go_where_the_site_says() -> None:
    assert directives(csp([]))["form-action"] == ["'self'"]
    addresses = ["'self'", "https://forms.example.com/apply", "mailto:"]
    assert directives(csp([], form_action=addresses))["form-action"] == addresses
    assert directives(csp([], form_action=[]))["form-action"] == ["'none'"]


@pytest.mark.parametrize(
    "value", ["", "'none'", "sha256-", "sha1-AAAA", f"{HASH}' 'unsafe-inline", "nonce-AAAA", "a b"]
)
def test_what_is_no_hash_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a hash"):
        csp([value])


@pytest.mark.parametrize(
    "value", ["*", "http://a.example/", "https:", "https://a;b/", "'unsafe-inline'", "javascript:", ""]
)
def test_what_is_no_source_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a source"):
        csp([], form_action=[value])


def test_every_answer_has_the_security_headers() -> None:
    policy = csp([HASH], header=True)
    everywhere = dict(line.split(": ", 1) for line in rules(headers_file(policy))["/*"])
    assert everywhere["Content-Security-Policy"] == policy
    assert everywhere["X-Content-Type-Options"] == "nosniff"
    assert everywhere["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in everywhere
    assert "Set-Cookie" not in everywhere


def test_browsers_are_told_to_keep_to_https_where_the_site_wants_it() -> None:
    data = headers_file(csp([]), transport_security=True)
    assert "Strict-Transport-Security: max-age=31536000; includeSubDomains" in rules(data)["/*"]


def test_a_picture_opened_by_itself_runs_nothing_and_an_archive_is_downloaded() -> None:
    found = rules(headers_file(csp([])))
    # The first line takes the page's policy off, so that there is one and not two.
    assert found["/*.svg"] == ["! Content-Security-Policy", f"Content-Security-Policy: {SVG_POLICY}"]
    assert found["/*.zip"] == ["Content-Disposition: attachment"]


def test_files_whose_names_change_are_kept_for_a_year_and_shared_ones_may_be_embedded() -> None:
    data = headers_file(csp([]), immutable=["assets/javascripts/bundle.*"], shared=["brand/*"], base_path="/p/")
    found = rules(data)
    assert next(iter(found)) == "/p/*"
    assert found["/p/assets/javascripts/bundle.*"] == ["Cache-Control: public, max-age=31536000, immutable"]
    assert found["/p/brand/*"][-1] == "Cross-Origin-Resource-Policy: cross-origin"


def problem_codes(policy: str = "", **options: list[str]) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        headers_file(policy, **options)  # type: ignore[arg-type]
    return [problem.code for problem in caught.value.problems]


def test_more_than_hosts_read_is_a_problem() -> None:
    assert problem_codes(csp([f"sha256-{number:043}=" for number in range(40)])) == ["header-too-long"]
    assert problem_codes(immutable=[f"a{number}.js" for number in range(RULE_LIMIT)]) == ["too-many-headers"]
    longest = csp([f"sha256-{number:043}=" for number in range(25)], header=True)
    assert len(longest) < LINE_LIMIT
    assert headers_file(longest)


@pytest.mark.parametrize("pattern", ["a b", "a\nX-Evil: 1", "*/*", "a:b", "é"])
def test_a_pattern_that_means_something_else_to_hosts_is_a_problem(pattern: str) -> None:
    assert "wrong-header-path" in problem_codes(immutable=[pattern])


@pytest.mark.parametrize("policy", ["default-src 'none'\nX-Evil: 1", "default-src é", "a\x00"])
def test_a_value_with_line_ends_or_other_letters_is_a_problem(policy: str) -> None:
    assert problem_codes(policy) == ["wrong-header"]
