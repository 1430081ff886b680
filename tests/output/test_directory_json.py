"""The directory as data: what was given, in that order, inert wherever it is pasted."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.output.directory_json import directory_entry, directory_json


def written(language: str, partners: list[dict[str, object]]) -> bytes:
    return directory_json(language, map(directory_entry, partners))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=4))
def test_it_is_read_back_as_it_was_given_and_cannot_end_a_script(partners: list[dict[str, object]]) -> None:
    data = written("en", partners)
    assert json.loads(data) == {"format": 1, "language": "en", "partners": partners}
    assert not set("<>&\u2028\u2029") & set(data.decode())


def test_there_is_one_partner_on_a_line() -> None:
    lines = written("ru", [{"id": "kupava"}, {"id": "luchik"}]).decode().splitlines()
    assert lines == ['{"format":1,"language":"ru","partners":[', '{"id":"kupava"},', '{"id":"luchik"}', "]}"]


@dataclass
class Record:
    discount: str = "35"


@pytest.mark.parametrize("value", [Record(), {1, 2}, b"bytes", object()])
def test_objects_that_could_hold_more_than_is_public_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        directory_entry({"id": value})


def test_a_lone_surrogate_does_not_get_out() -> None:
    with pytest.raises(UnicodeEncodeError):
        written("en", [{"id": "\ud800"}])
