"""Reading the network from its folder: one list, single files, or both; every file's problems together."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from model_data import load, partner, program, read_partners, small, write_source, yaml_of
from partnersite.model import Network
from partnersite.source.limits import Limits


def write_single(folder: Path, file: str, raw: object) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml_of(raw), "utf-8")


def good(folder: Path) -> Network:
    network, problems = load(folder)
    assert network is not None, list(problems)
    assert list(problems) == []
    return network


def test_records_of_the_list_and_of_single_files_are_one_network(tmp_path: Path) -> None:
    write_source(tmp_path, partner(), small())
    write_single(tmp_path, "partners/b/incust.yaml", small(id="incust", name="Incust", type="integrator"))
    write_single(tmp_path, "partners/a.yaml", small(id="uds", name="UDS"))
    (tmp_path / "partners" / "README.md").write_text("How to add a partner", "utf-8")
    assert [found.id for found in good(tmp_path).partners] == ["smarttouch-pos-peru", "kupava", "uds", "incust"]


def test_single_files_alone_are_enough(tmp_path: Path) -> None:
    write_source(tmp_path)
    (tmp_path / "partners.yaml").unlink()
    write_single(tmp_path, "partners/kupava.yaml", small())
    assert list(good(tmp_path).by_id) == ["kupava"]


def test_a_network_without_partners_is_one(tmp_path: Path) -> None:
    assert good(write_source(tmp_path)).partners == ()


def test_a_problem_of_a_single_file_names_it(tmp_path: Path) -> None:
    write_source(tmp_path, small())
    write_single(tmp_path, "partners/a.yaml", small(tier="gold"))
    write_single(tmp_path, "partners/b.yaml", [small(id="b")])
    _, problems = load(tmp_path)
    assert [(p.file, p.code, p.field, p.line) for p in problems] == [
        ("partners/a.yaml", "duplicate-id", "id", 2),
        ("partners/a.yaml", "duplicate-name", "name", 3),
        ("partners/a.yaml", "unknown-tier", "tier", 6),
        ("partners/b.yaml", "wrong-kind", "", 1),
    ]


def test_nothing_at_all_is_told_file_by_file(tmp_path: Path) -> None:
    assert [problem.file for problem in load(tmp_path)[1]] == ["partners.yaml", "program.yaml"]


@pytest.mark.parametrize("missing", ["program.yaml", "partners.yaml"])
def test_a_missing_file_is_a_problem(tmp_path: Path, missing: str) -> None:
    write_source(tmp_path, small())
    (tmp_path / missing).unlink()
    network, problems = load(tmp_path)
    assert network is None
    assert [(problem.code, problem.file) for problem in problems] == [("file-missing", missing)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("partners: []\n", "yaml-end-mark"),
        ("", "yaml-empty"),
        ("[]\n...\n", "wrong-kind"),
        ("partners\n...\n", "wrong-kind"),
        ("partners:\n...\n", "empty"),
        ("partners: {}\n...\n", "wrong-kind"),
        ("partner: []\n...\n", "unknown-key"),
        ("{}\n...\n", "missing-key"),
        ("partners: [\n", "yaml-syntax"),
        ("partners: &a [*a]\n...\n", None),
    ],
)
def test_a_file_of_another_shape_is_a_problem(tmp_path: Path, text: str, code: str | None) -> None:
    write_source(tmp_path)
    (tmp_path / "partners.yaml").write_text(text, "utf-8")
    network, problems = load(tmp_path)
    assert network is None
    assert code is None or code in [problem.code for problem in problems]


def test_one_broken_file_does_not_hide_the_problems_of_others(tmp_path: Path) -> None:
    write_source(tmp_path, small(tier="gold"), program=program(joining="x"))
    write_single(tmp_path, "partners/a.yaml", small(id="A"))
    (tmp_path / "partners" / "b.yaml").write_text("id: [\n", "utf-8")
    _, problems = load(tmp_path)
    assert {(problem.file, problem.code) for problem in problems} == {
        ("partners.yaml", "unknown-tier"),
        ("partners/a.yaml", "slug"),
        ("partners/a.yaml", "duplicate-name"),
        ("partners/b.yaml", "yaml-syntax"),
        ("program.yaml", "wrong-kind"),
    }


def test_a_record_in_a_file_of_another_ending_is_not_lost_silently(tmp_path: Path) -> None:
    write_source(tmp_path, small())
    write_single(tmp_path, "partners/a.yml", small(id="a"))
    _, problems = load(tmp_path)
    assert [(problem.code, problem.file) for problem in problems] == [("file-kind", "partners/a.yml")]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no symbolic links")
def test_links_are_not_followed(tmp_path: Path) -> None:
    write_source(tmp_path / "site", small())
    write_single(tmp_path, "outside.yaml", small(id="a"))
    (tmp_path / "site" / "partners").mkdir()
    (tmp_path / "site" / "partners" / "a.yaml").symlink_to(tmp_path / "outside.yaml")
    network, problems = load(tmp_path / "site")
    assert network is None
    assert [(problem.code, problem.file) for problem in problems] == [("file-link", "partners/a.yaml")]


def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    plain = good(write_source(tmp_path / "a", partner(), small()))
    write_source(tmp_path / "b", partner(), small())
    for name in ("partners.yaml", "program.yaml"):
        path = tmp_path / "b" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert good(tmp_path / "b") == plain


def test_norway_and_its_friends_stay_what_was_written(tmp_path: Path) -> None:
    write_source(tmp_path)
    (tmp_path / "partners.yaml").write_text(
        "partners:\n"
        "- id: 012\n"
        "  name: NO\n"
        "  type: dealer\n"
        "  status: active\n"
        "  since: 2015\n"
        "  address: {country: NO, city: yes, postal_code: 0150}\n"
        "  languages: [no]\n"
        "  tagline: 12:30:45\n"
        "...\n",
        "utf-8",
    )
    good(tmp_path)
    (found,) = read_partners(tmp_path)
    assert (found.id, str(found.name), str(found.tagline), found.languages) == (
        "012",
        "NO",
        "12:30:45",
        ("no",),
    )
    assert found.address is not None
    assert (found.address.country, str(found.address.city), found.address.postal_code) == (
        "NO",
        "yes",
        "0150",
    )


def test_a_network_answers_the_questions_of_pages(tmp_path: Path) -> None:
    network = good(
        write_source(
            tmp_path,
            partner(formerly=["old"]),
            small(status="ended", until="2020", formerly=["older"]),
            small(id="new", name="New", status="onboarding", formerly=["newer"]),
            {
                "id": "sub",
                "name": "Sub",
                "type": "dealer",
                "status": "suspended",
                "parent": "smarttouch-pos-peru",
                "territories": [{"territory": "kz-almaty"}, {"territory": "turkic"}],
            },
        )
    )
    assert [found.id for found in network.public] == ["smarttouch-pos-peru", "kupava", "sub"]
    assert [found.id for found in network.listed] == ["smarttouch-pos-peru"]
    assert network.renamed == {"old": "smarttouch-pos-peru", "older": "kupava"}
    assert [found.id for found in network.children("smarttouch-pos-peru")] == ["sub"]
    assert [found.id for found in network.ancestors("sub")] == ["smarttouch-pos-peru"]
    assert network.countries(network.by_id["smarttouch-pos-peru"]) == ("PE",)
    assert network.countries(network.by_id["sub"]) == ("AZ", "KZ")
    assert network.countries(network.by_id["kupava"]) == ()
    assert network.atlas.overlap("turkic", "central-asia")


def test_a_network_can_be_sent_to_another_process(tmp_path: Path) -> None:
    network = good(write_source(tmp_path, partner(), small()))
    assert network.atlas.countries("kz-almaty") == ("KZ",)
    copy = pickle.loads(pickle.dumps(network))
    assert copy == network
    assert copy.atlas.countries("kz-almaty") == ("KZ",)


def test_loading_twice_gives_the_same_problems_in_the_same_order(tmp_path: Path) -> None:
    write_source(tmp_path, *[partner(id=f"p{n}", tier="x", verticals=["a", "b"]) for n in range(5)])
    assert list(load(tmp_path)[1]) == list(load(tmp_path)[1])


def test_limits_leave_room_for_ten_thousand_rich_partners() -> None:
    assert len(yaml_of(partner()).encode()) * 10_000 < Limits().yaml_bytes
