"""The YAML test suite: every case gives its value or a problem, whatever YAML has that the subset has not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpora import YAML_CASES, YamlCase, needs_corpora
from partnersite.problems import ProblemsFound
from partnersite.source import read_yaml

LET_PASS = {
    "9C9N": "a list in brackets goes on at the margin; what it holds is not in doubt",
    "G5U8": "a lone dash in brackets is read as the text `-`, as it stands there",
    "YJV2": "a lone dash in brackets is read as the text `-`, as it stands there",
    "Y79Y/003": "a tab before an item in brackets; what the list holds is not in doubt",
}
"""Forbidden by YAML, read by libyaml, and harmless: the value is what was written, and all of it."""


def as_text(value: Any) -> Any:
    """The suite's value the way the subset reads it: every scalar as text."""
    match value:
        case dict():
            return {key: as_text(item) for key, item in value.items()}
        case list():
            return [as_text(item) for item in value]
        case None:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)


@needs_corpora
@pytest.mark.parametrize("case", YAML_CASES, ids=[case.id for case in YAML_CASES])
def test_a_case_of_the_suite_gives_its_value_or_a_problem(case: YamlCase) -> None:
    try:
        document = read_yaml(case.yaml.encode(), "case.yaml", end_mark=False)
    except ProblemsFound:
        return
    if case.error:
        assert case.id in LET_PASS
    elif case.json is not None:
        # Numbers as they are written, so that `0.10` stays `0.10`.
        assert document.value == as_text(json.loads(case.json, parse_int=str, parse_float=str))


@needs_corpora
def test_what_is_let_pass_is_still_in_the_suite_and_still_forbidden() -> None:
    assert {case.id for case in YAML_CASES if case.error} >= LET_PASS.keys()


@needs_corpora
def test_most_cases_that_need_no_more_than_the_subset_are_read() -> None:
    """The subset is not strict by refusing everything."""
    beyond = ("&", "*", "!", "%", "---", "?", "\t", "<<")
    plain = [case for case in YAML_CASES if not case.error and not any(sign in case.yaml for sign in beyond)]
    read = 0
    for case in plain:
        try:
            read_yaml(case.yaml.encode(), "case.yaml", end_mark=False)
        except ProblemsFound:
            continue
        read += 1
    assert len(plain) > 60
    assert read / len(plain) > 0.75
