"""A long list cut between its records says what the whole file says, or is not cut."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from partnersite.problems import ProblemsFound
from partnersite.source.pieces import LONGEST, Piece, cut, outlines
from partnersite.source.yaml import read_yaml

RECORDS = [
    "- id: a\n  name: Café ☕\n",
    "- id: b\n  text: |\n    - not a record\n\n      - nor this\n    ...\n",
    "- {id: c, list: [1, 2]}\n",
    "- id: d\n  list:\n  - one\n  - two\n",
    "# a remark\n- id: e\n",
    "- id: f\n  deep: {a: {b: [c,\n    d]}}\n\n",
    "- plain text\n",
    "- - nested\n  - list\n",
]


def whole_file(records: list[str], indent: str = "  ", head: str = "partners:\n") -> bytes:
    lines = "".join(records).splitlines(keepends=True)
    return (head + "".join(indent + line if line.strip() else line for line in lines) + "...\n").encode()


def joined(pieces: tuple[Piece, ...]) -> list[object]:
    return [item for piece in pieces for item in read_yaml(piece.data, piece.file).value["partners"]]


@pytest.mark.parametrize("indent", ["", "  ", "    "])
@pytest.mark.parametrize("head", ["partners:\n", "# hello\n\n# more\npartners:\n", "\ufeffpartners:\n"])
def test_the_pieces_say_what_the_file_says(indent: str, head: str) -> None:
    data = whole_file(RECORDS * 200, indent, head)
    pieces = cut("partners.yaml", data, "partners")
    assert len(pieces) > 3
    assert joined(pieces) == read_yaml(data, "partners.yaml").value["partners"]


@given(st.lists(st.sampled_from(RECORDS), min_size=1, max_size=40), st.integers(0, 10_000))
def test_every_piece_knows_where_it_stands(records: list[str], seed: int) -> None:
    chance = random.Random(seed)
    unlike = [record.replace("id: ", f"id: x{chance.random()}") for record in records]
    data = whole_file(unlike)
    lines = data.decode().splitlines()
    before = 0
    for piece in cut("partners.yaml", data, "partners"):
        assert piece.records == before
        text = piece.data.decode().splitlines()[1:-1]
        assert lines[piece.lines + 1 : piece.lines + 1 + len(text)] == text
        before += len(read_yaml(piece.data, piece.file).value["partners"])
    assert before == len(records)


def test_a_new_record_moves_no_other_into_another_piece() -> None:
    records = [f"- id: p{number}\n" for number in range(3000)]
    before = {piece.data for piece in cut("partners.yaml", whole_file(records), "partners")}
    records.insert(1, "- id: new\n")
    after = {piece.data for piece in cut("partners.yaml", whole_file(records), "partners")}
    assert len(after - before) <= 2


def test_no_piece_is_without_end() -> None:
    pieces = cut("partners.yaml", whole_file(["- same\n"] * 5000), "partners")
    assert max(len(read_yaml(piece.data, "x").value["partners"]) for piece in pieces) <= LONGEST


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"partners: []\n...\n",
        b"partners: [a, b]\n...\n",
        b"partners:\n  key: value\n...\n",
        b"partners:\n  - a\n",  # not ended
        b"other:\n  - a\n...\n",
        b"partners:\n  - a\n...\n---\npartners:\n  - b\n...\n",
        b"partners:\n  - a\n---\n  - b\n...\n",
        b"%YAML 1.2\n---\npartners:\n  - a\n...\n",
        b"partners:\r\n  - a\r\n...\r\n",
        b"{partners: [a]}\n...\n",
        b"partners: # why\n  - a\n...\n",
    ],
)
def test_what_is_not_plainly_a_list_is_left_whole(data: bytes) -> None:
    assert cut("partners.yaml", data, "partners") == ()


@pytest.mark.parametrize("other", ["extra: 1\n", "  extra: 1\n", "\t- b\n", "   - b\n", " - b\n"])
def test_what_is_wrong_with_the_whole_is_wrong_with_a_piece(other: str) -> None:
    data = f"partners:\n  - a: 1\n{other}  - c: 2\n...\n".encode()
    pieces = cut("partners.yaml", data, "partners")
    try:
        said = read_yaml(data, "partners.yaml").value
    except ProblemsFound:
        with pytest.raises(ProblemsFound):
            joined(pieces)
    else:
        assert [read_yaml(piece.data, "x").value for piece in pieces] == [said]


def test_problems_of_a_piece_stand_where_they_stand_in_the_file() -> None:
    data = whole_file([f"- id: p{number}\n  name: n\n" for number in range(1000)])
    piece = cut("partners.yaml", data, "partners")[3]
    document = replace(
        read_yaml(piece.data, piece.file), lines_before=piece.lines, items_before=piece.records
    )
    problem = document.problem(("partners", 0, "name"), "code", "Message.")
    wanted = read_yaml(data, "partners.yaml").problem(("partners", piece.records, "name"), "code", "Message.")
    assert problem == wanted


def test_yaml_that_pyyaml_reads_the_same_way() -> None:
    data = whole_file(RECORDS[:2] + RECORDS[3:])
    assert joined(cut("partners.yaml", data, "partners")) == yaml.load(data, yaml.BaseLoader)["partners"]


@given(
    st.lists(st.integers(0, 400), max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9), st.lists(st.integers(0, 400), max_size=9)), max_size=3),
    st.sampled_from(["", "# hello\n", "\ufeff"]),
    st.sampled_from(["", "  "]),
)
def test_what_a_file_was_before_changes_no_piece_of_it(
    numbers: list[int], changes: list[tuple[int, int, list[int]]], head: str, indent: str
) -> None:
    def file(numbers: list[int], head: str = "", indent: str = "  ") -> bytes:
        records = [RECORDS[number % 8].replace("id: ", f"id: x{number}") for number in numbers] or ["- one\n"]
        return whole_file(records, indent, f"{head}partners:\n")

    before = outlines(cut("partners.yaml", file(numbers), "partners"))
    for at, length, others in changes:
        numbers[at : at + length] = others
    data = file(numbers, head, indent)
    assert cut("partners.yaml", data, "partners", before) == cut("partners.yaml", data, "partners")
    spoilt = data.replace(b"id: x", b"\r\nid: x", 1)
    assert cut("partners.yaml", spoilt, "partners", before) == cut("partners.yaml", spoilt, "partners")


def test_one_changed_record_changes_its_own_piece_alone() -> None:
    records = [f"- id: p{number}\n" for number in range(3000)]
    before = cut("partners.yaml", whole_file(records), "partners")
    records[1500] = "- id: p15\n"
    after = cut("partners.yaml", whole_file(records), "partners", outlines(before))
    assert len({piece.digest for piece in after} - {piece.digest for piece in before}) <= 2
