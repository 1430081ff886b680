"""All files of a site, in columns, are what as many tuples would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.output.site_files import NO_FILES, SiteFiles
from partnersite.output.store import Written

PATHS = ("a", "b/c", "ru/å.html", "x", "z/index.html")
files_by_path = st.dictionaries(
    st.sampled_from(PATHS), st.tuples(st.integers(0, 2**40), st.sampled_from("0a9f"), st.sampled_from(("", "k")))
).map(lambda found: {path: Written(path, size, one * 64, key) for path, (size, one, key) in found.items()})


@given(files_by_path, files_by_path, st.sets(st.sampled_from(PATHS)))
def test_files_that_were_changed_are_those_that_were_put_together_anew(
    before: dict[str, Written], changes: dict[str, Written], gone: set[str]
) -> None:
    wanted = {path: file for path, file in before.items() if path not in gone} | changes
    for there in (gone & before.keys(), frozenset[str]()):
        files = SiteFiles.of(before.values()).changed(changes, there)
        expected = wanted if there else before | changes
        assert dict(files) == expected
        assert list(files.written()) == [expected[path] for path in sorted(expected)]
        assert list(files) == sorted(expected)


@given(files_by_path, files_by_path)
def test_files_that_differ_are_those_that_are_not_the_same_in_both(
    one: dict[str, Written], other: dict[str, Written]
) -> None:
    for new in (other, one | {path: file for path, file in other.items() if path in one}):  # with the same paths, too
        wanted = {path for path in one.keys() | new.keys() if one.get(path) != new.get(path)}
        assert SiteFiles.of(one.values()).differing(SiteFiles.of(new.values())) == wanted


def test_files_that_are_changed_stay_as_they_are_where_they_were_known() -> None:
    before = SiteFiles.of([Written("a", 1, "0" * 64, "k")])
    before.changed({"a": Written("a", 2, "f" * 64)}, ())
    assert before["a"] == Written("a", 1, "0" * 64, "k")


def test_no_file_has_what_is_no_digest() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        SiteFiles.of([Written("a", 1, "00")])
    assert "a" not in NO_FILES
