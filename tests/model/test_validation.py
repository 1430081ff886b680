"""From raw records to models: every flaw becomes a problem with its place and a way out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model_data import (
    PARTNER,
    PROGRAM,
    edited,
    load,
    partner,
    problems_of,
    program,
    read_partners,
    said,
    small,
    write_source,
)
from partnersite.model import PUBLIC, Network, Partner, Program, Record, public_fields
from partnersite.model.record import PRIVATE
from partnersite.model.schema import describe_fields

P = "partners[0]"


def network(folder: Path, *partners: Any) -> Network:
    loaded, problems = load(write_source(folder, *partners))
    assert loaded is not None, list(problems)
    return loaded


def test_the_full_record_and_the_smallest_one_are_good(tmp_path: Path) -> None:
    assert problems_of(tmp_path, partner(), small()) == []


def test_values_carry_the_types_that_pages_need(tmp_path: Path) -> None:
    found = network(tmp_path, partner(), small())
    peru, kupava = read_partners(tmp_path)
    assert peru.territories[0].exclusive is True
    assert str(peru.since) == "2015-04"
    assert peru.contacts.hours is not None
    assert peru.contacts.hours.open[0].from_.hour == 9
    assert peru.integration is not None
    assert peru.integration.both_ways is True
    assert peru.internal["contract"] == "D-2015-17"
    assert (kupava.tier, kupava.territories, kupava.contacts.email, kupava.internal) == (None, (), None, {})
    scale = found.program.commission_scales["dealer-sales"]
    assert [scale.min, scale.max, scale.steps[0].to] == [Decimal(15), Decimal(25), Decimal(10000)]
    assert found.program.tiers_of("dealer") == ("bronze", "silver")
    assert found.program.for_type(found.program.benefits, "referral") == ("training",)
    assert found.program.for_type(found.program.obligations, "referral") == ("local-site",)


def test_all_problems_of_all_records_are_told_in_one_run(tmp_path: Path) -> None:
    bad = partner(
        name=None,
        descripton="x",
        status="activ",
        since="2015-13",
        languages="es",
        contacts={"website": "javascript:x", "email": "x", "fax": "1", "hours": {"open": []}},
        territories=[{"territory": "pe"}, {"exclusive": "maybe"}],
    )
    worse = small(id="Kupava", type="deeler", vertical=[], parent=[])
    spoiled = program(tiers={"gold": {"name": "Gold", "rank": "x", "types": ["dealr"]}})
    assert sorted(said(problems_of(tmp_path, bad, worse, program=spoiled))) == sorted(
        [
            ("error", "missing-key", f"{P}.name"),
            ("error", "unknown-key", f"{P}.descripton"),
            ("error", "unknown-value", f"{P}.status"),
            ("error", "date", f"{P}.since"),
            ("error", "wrong-kind", f"{P}.languages"),
            ("error", "url-scheme", f"{P}.contacts.website"),
            ("error", "email", f"{P}.contacts.email"),
            ("error", "unknown-key", f"{P}.contacts.fax"),
            ("error", "missing-key", f"{P}.contacts.hours.time_zone"),
            ("error", "empty", f"{P}.contacts.hours.open"),
            ("error", "flag", f"{P}.territories[1].exclusive"),
            ("error", "missing-key", f"{P}.territories[1].territory"),
            ("error", "unknown-tier", f"{P}.tier"),
            ("error", "slug", "partners[1].id"),
            ("error", "unknown-partner-type", "partners[1].type"),
            ("error", "unknown-key", "partners[1].vertical"),
            ("error", "wrong-kind", "partners[1].parent"),
            ("error", "count", "tiers.gold.rank"),
        ]
    )


@pytest.mark.parametrize(
    ("change", "field", "code", "hint"),
    [
        ({"descripton": "x"}, "descripton", "unknown-key", "did you mean `description`?"),
        ({"contacts": {"web": "x"}}, "contacts.web", "unknown-key", "did you mean `website`?"),
        (
            {
                "contacts": {
                    "hours": {
                        "time_zone": "UTC",
                        "open": [{"days": "mon", "form": "1", "from": "09:00", "to": "10:00"}],
                    }
                }
            },
            "contacts.hours.open[0].form",
            "unknown-key",
            "did you mean `from`?",
        ),
        ({"status": "Active"}, "status", "unknown-value", "did you mean `active`?"),
        ({"tier": "sliver"}, "tier", "unknown-tier", "did you mean `silver`?"),
        ({"type": "dealr"}, "type", "unknown-partner-type", "did you mean `dealer`?"),
        ({"verticals": ["retial"]}, "verticals[0]", "unknown-vertical", "did you mean `retail`?"),
        (
            {"territories": [{"territory": "pe"}]},
            "territories[0].territory",
            "unknown-territory",
            "write `PE` for the country",
        ),
        (
            {"territories": [{"territory": "kz-almati"}]},
            "territories[0].territory",
            "unknown-territory",
            "did you mean `kz-almaty`?",
        ),
        ({"languages": "es"}, "languages", "wrong-kind", "write a list: `[a, b]`, or one `- a` on each line"),
        ({"references": {"customer": "x"}}, "references", "wrong-kind", "put `- ` before each entry"),
        ({"address": ["PE"]}, "address", "wrong-kind", "write `key: value` lines without `-`"),
        ({"tagline": ["a"]}, "tagline", "wrong-kind", "write one value, without `-` or brackets"),
        ({"contacts": ""}, "contacts", "empty", "write one, or remove the key"),
        (
            {"internal": "secret"},
            "internal",
            "wrong-kind",
            "write `key: value` lines, indented below the key",
        ),
        ({"languages": ["es", "en", "es"]}, "languages[2]", "listed-twice", "remove one of the two"),
        (
            {"name": {"en": "a", "uk": "b", "ua": "c"}},
            "name.ua",
            "unknown-language",
            "it is a country; its languages: `uk`",
        ),
        ({"description": {"en": "a", "ru": ""}}, "description.ru", "empty", "write one, or remove the key"),
    ],
)
def test_a_mistake_is_told_where_it_stands_with_a_way_out(
    tmp_path: Path, change: dict[str, Any], field: str, code: str, hint: str
) -> None:
    told = [problem for problem in problems_of(tmp_path, partner(**change)) if problem.severity == "error"]
    assert [(problem.field, problem.code, problem.hint) for problem in told] == [(f"{P}.{field}", code, hint)]
    assert all(problem.line and problem.column and problem.message.endswith(".") for problem in told)


def test_a_problem_points_at_its_line_and_column(tmp_path: Path) -> None:
    write_source(tmp_path, partner())
    (tmp_path / "partners.yaml").write_text(
        "partners:\n"
        "  - id: kupava\n"
        "    name: Kupava\n"
        "    type: referal\n"
        "    status: active\n"
        "    contacts:\n"
        "      website: https://kupava\n"
        "      webside: https://kupava.example.com/\n"
        "...\n",
        "utf-8",
    )
    told = [(p.line, p.column, p.field, p.excerpt.strip()) for p in load(tmp_path)[1]]
    assert told == [
        (4, 11, f"{P}.type", "type: referal"),
        (7, 16, f"{P}.contacts.website", "website: https://kupava"),
        (8, 7, f"{P}.contacts.webside", told[2][3]),
    ]


def test_one_wrong_line_makes_no_second_problem_elsewhere(tmp_path: Path) -> None:
    dealers = [partner(), small(id="sub", name="Sub", type="dealer", parent="smarttouch-pos-peru")]
    broken_id = edited(dealers[0], lambda raw: raw.update(id="Smart"))
    assert said(problems_of(tmp_path, broken_id, {**dealers[1], "parent": "Smart"})) == [
        ("error", "slug", "partners[0].id"),
        ("error", "slug", "partners[1].parent"),
    ]
    broken_type = edited(PROGRAM, lambda raw: raw["types"]["dealer"].update(comission="x"))
    assert said(problems_of(tmp_path, *dealers, program=broken_type)) == [
        ("error", "unknown-key", "types.dealer.comission")
    ]
    gone = problems_of(tmp_path, *dealers, program={"vendor": {"name": "x"}, "types": "", "tiers": ""})
    assert {code for _, code, _ in said(gone)} == {
        "empty",
        "unknown-vertical",
        "unknown-competency",
        "unknown-sla-class",
    }


def test_a_key_that_looks_like_a_mark_of_the_validator_is_a_key(tmp_path: Path) -> None:
    spoiled = edited(PROGRAM, lambda raw: raw.update({"[key]": "x"}))
    spoiled["vocabularies"]["verticals"]["[key]"] = ""
    told = said(problems_of(tmp_path, {**small(), "[key]": {"[key]": "x"}}, program=spoiled))
    assert told == [
        ("error", "unknown-key", 'partners[0]["[key]"]'),
        ("error", "slug", 'vocabularies.verticals["[key]"]'),
        ("error", "empty", 'vocabularies.verticals["[key]"]'),
        ("error", "unknown-key", '["[key]"]'),
    ]


@pytest.mark.parametrize("raw", ["", "text", [], ["a"], {}, [[]]])
def test_a_record_of_another_kind_is_a_problem(tmp_path: Path, raw: Any) -> None:
    told = problems_of(tmp_path, raw, partner())
    assert told
    assert all(problem.field.startswith(P) for problem in told)


@pytest.mark.parametrize("hours", [[("09:00", "09:00")], [("09:00", "12:00"), ("11:00", "14:00")]])
def test_hours_that_contradict_each_other_are_a_problem(tmp_path: Path, hours: list[tuple[str, str]]) -> None:
    opening = [{"days": "mon-fri", "from": start, "to": end} for start, end in hours]
    changed = partner(contacts={"hours": {"time_zone": "UTC", "open": opening}})
    assert said(problems_of(tmp_path, changed)) == [("error", "hours", f"{P}.contacts.hours.open[{len(hours) - 1}]")]


@pytest.mark.parametrize(
    "hours", [[("00:00", "24:00")], [("22:00", "04:00")], [("09:00", "12:00"), ("12:00", "14:00")]]
)
def test_hours_of_day_and_night_are_good(tmp_path: Path, hours: list[tuple[str, str]]) -> None:
    opening = [{"days": "mon-fri", "from": start, "to": end} for start, end in hours]
    assert problems_of(tmp_path, partner(contacts={"hours": {"time_zone": "UTC", "open": opening}})) == []


def models(model: type[Record]) -> set[type[Record]]:
    """A model and every model below it."""
    found = {model}
    for info in model.model_fields.values():
        found |= {part for kind in _kinds(info.annotation) for part in models(kind)}
    return found


def _kinds(annotation: Any) -> list[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [kind for part in getattr(annotation, "__args__", ()) for kind in _kinds(part)]


ALL_MODELS = sorted(models(Partner) | models(Program), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", ALL_MODELS)
def test_every_field_says_whether_it_is_public_and_what_it_is(model: type[Record]) -> None:
    describe_fields()
    for name, info in model.model_fields.items():
        assert (PUBLIC in info.metadata) is not (PRIVATE in info.metadata), name
        assert info.description, name
        assert info.description.rstrip().endswith((".", "}.")), name


def test_a_new_field_is_private_until_marked() -> None:
    class Newer(Partner):
        margin: str = ""

    assert "margin" not in public_fields(Newer)
    assert public_fields(Newer) == public_fields(Partner)
    assert "internal" not in public_fields(Partner)


def test_internal_values_are_in_no_repr_and_no_message(tmp_path: Path) -> None:
    secret = {"contract": "CANARY-1", "nested": {"deep": ["CANARY-2"]}, "CANARY": "CANARY-3"}
    loaded, _ = load(write_source(tmp_path, partner(internal=secret)))
    assert loaded is not None
    assert "CANARY" not in repr(loaded)
    for broken in (
        partner(internal=secret, status="x"),
        partner(internal=["CANARY-1"]),
        partner(internal="CANARY"),
    ):
        assert "CANARY" not in repr(problems_of(tmp_path, broken))


def test_models_cannot_be_changed() -> None:
    found = Partner.model_validate(PARTNER)
    with pytest.raises(ValueError, match="frozen"):
        found.tier = "gold"
