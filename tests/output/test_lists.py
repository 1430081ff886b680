"""Lists that are made of what they were are those that are made from nothing, or are not made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnersite.output.directory_json import directory_entry
from partnersite.output.lists import Lists, Relisting, relist
from partnersite.output.search import SearchEntry, SearchIndexUnreadable, search_entry
from partnersite.output.store import Written

ENGINE = b'{"config":{"lang":["en"]},"docs":[{"location":"","title":"Home","text":"partners/a/"}]}'
OWN = (search_entry(SearchEntry("partners/", "Partners")), search_entry(SearchEntry("partners/country/kz/", "KZ")))
NAMES = ("a", "ab", "b", "country", "x-1")

Texts = dict[str, str]
"""What is said of each partner, in the order of the lists."""


def lists_of(texts: Texts, engine: bytes = ENGINE, own: Sequence[bytes] = OWN) -> Lists:
    return Lists("en", "", engine, tuple(own), "partners/", tuple(texts))


def data_of(texts: Texts) -> dict[str, bytes]:
    return {one: directory_entry({"id": one, "name": text, "url": f'"id":"{one}"'}) for one, text in texts.items()}


def search_of(texts: Texts) -> dict[str, bytes]:
    return {one: search_entry(SearchEntry(f"partners/{one}/", text, "a\nb")) for one, text in texts.items()}


def written(site: Path, texts: Texts) -> list[Written]:
    """The lists as a build from nothing writes them."""
    known = []
    for path, data in lists_of(texts).files(data_of(texts), search_of(texts)):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(data)
        known.append(Written(path, len(data), sha256(data).hexdigest()))
    return known


def contents(site: Path) -> dict[str, bytes]:
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*.json")}


texts = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("one", "two", "],\n{")), max_size=5)


@given(texts, texts, st.lists(st.sampled_from(NAMES)))
def test_lists_of_other_partners_in_another_order_are_those_made_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, before: Texts, after: Texts, said_anyway: list[str]
) -> None:
    site, anew, made = map(tmp_path_factory.mktemp, ("site", "anew", "made"))
    known = written(site, before)
    stays = [one for one in before if after.get(one) == before[one] and one not in said_anyway]
    # Those who stay what they are keep their order, as they do in an alphabet.
    places = iter(stays)
    after = {one: after[one] for one in [next(places) if one in stays else one for one in after]}
    expected = written(anew, after)
    changed = {one: text for one, text in after.items() if one not in stays}
    old = contents(site)
    found = relist(site, made, [Relisting(lists_of(after), known, data_of(changed), search_of(changed))])
    assert found == [tuple(expected)]
    assert contents(made) == contents(anew)
    assert contents(site) == old


@pytest.mark.parametrize("fault", ["a file less", "another byte", "a partner that is not known", "another order"])
def test_files_that_are_not_what_they_should_be_are_not_taken_over(fault: str, tmp_path: Path) -> None:
    site, made = tmp_path / "site", tmp_path / "made"
    site.mkdir()
    made.mkdir()
    known = written(site, {"a": "one", "b": "two"})
    after = {"a": "one", "b": "two"}
    match fault:
        case "a file less":
            (site / known[1].path).unlink()
        case "another byte":
            file = site / known[0].path
            file.write_bytes(file.read_bytes().replace(b"two", b"tWo"))
        case "a partner that is not known":
            after = {"a": "one", "ab": "three", "b": "two"}
        case "another order":
            after = {"b": "two", "a": "one"}
    assert relist(site, made, [Relisting(lists_of(after), known, {}, {})]) == [()]
    assert contents(made) == {}


def test_an_address_that_stands_twice_is_not_taken_over(tmp_path: Path) -> None:
    known = written(tmp_path, {"a": "one"})
    engine = json.dumps({"config": {}, "docs": [{"location": "partners/a/", "title": "", "text": ""}]}).encode()
    lists = lists_of({"a": "one"}, engine)
    assert relist(tmp_path, tmp_path / "made", [Relisting(lists, known, {}, {})]) == [()]
    with pytest.raises(SearchIndexUnreadable):
        dict(lists.files(data_of({"a": "one"}), search_of({"a": "one"})))
