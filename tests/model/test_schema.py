"""The JSON Schema says what the models say, as far as a schema can, to the editors people use."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from model_data import PROGRAM, edited, partner, program, small, yaml_of
from partnersite.model.schema import SCHEMA_KINDS, json_schema
from partnersite.problems import PartnersiteError


def wrong(kind: str, value: object) -> list[str]:
    return sorted(error.json_path for error in Draft202012Validator(json_schema(kind)).iter_errors(value))


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_it_is_a_schema_and_explains_every_key(kind: str) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    undescribed = [path for path, part in properties(schema) if not part.get("description") and "$ref" not in part]
    assert undescribed == []
    assert "null" not in json.dumps(schema)


def properties(schema: Any, path: str = "") -> list[tuple[str, Any]]:
    if not isinstance(schema, dict):
        return []
    found = [(f"{path}.{name}", part) for name, part in schema.get("properties", {}).items()]
    for name, part in schema.items():
        for inner, sub in part.items() if name in ("properties", "$defs") else [(name, part)]:
            found += properties(sub, f"{path}.{inner}")
    return found


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_every_map_of_known_keys_refuses_others(kind: str) -> None:
    schema = json_schema(kind)
    for part in [schema, *schema["$defs"].values()]:
        assert part["additionalProperties"] is False


def test_good_records_pass_as_text_and_as_an_editor_reads_them() -> None:
    assert wrong("partners", {"partners": [partner(), small()]}) == []
    assert wrong("partners", {"partners": []}) == []
    assert wrong("partner", partner()) == []
    assert wrong("program", PROGRAM) == []
    written = (
        "id: x\nname: X\ntype: dealer\nstatus: active\nsince: 2015\n"
        "territories: [{territory: PE, exclusive: yes}]\n"
        "address: {country: PE, postal_code: 15001}\n"
    )
    assert wrong("partner", yaml.safe_load(written)) == []
    numbers = edited(
        PROGRAM,
        lambda raw: raw["commission_scales"]["dealer-sales"].update(steps=[{"from": 0, "rate": 12.5}]),
    )
    assert wrong("program", numbers) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"descripton": "x"}, "$"),
        ({"name": None}, "$"),
        ({"status": "activ"}, "$.status"),
        ({"id": "Kupava"}, "$.id"),
        ({"since": "04.2015"}, "$.since"),
        ({"languages": "es"}, "$.languages"),
        ({"languages": ["es", "es"]}, "$.languages"),
        ({"name": {"English": "x", "e": 5}}, "$.name"),
        ({"name": ["x"]}, "$.name"),
        ({"name": ""}, "$.name"),
        ({"territories": [{"exclusive": "yes"}]}, "$.territories[0]"),
        ({"territories": [{"territory": "PE", "exclusive": "maybe"}]}, "$.territories[0].exclusive"),
        ({"address": {"country": "UK"}}, "$.address.country"),
        ({"contacts": {"website": "javascript:x"}}, "$.contacts.website"),
        ({"contacts": {"messengers": [{"kind": "icq", "address": "1"}]}}, "$.contacts.messengers[0].kind"),
        ({"logo": "a.gif"}, "$.logo"),
        ({"internal": "x"}, "$.internal"),
    ],
)
def test_bad_records_are_refused_where_they_are_bad(change: dict[str, Any], path: str) -> None:
    assert wrong("partner", partner(**change)) == [path]
    assert wrong("partners", {"partners": [partner(**change)]}) == [path.replace("$", "$.partners[0]", 1)]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        (program(vendor=None), "$"),
        (program(types={}), "$.types"),
        (program(types={"Big Dealer": {"name": "x", "plural": "x", "summary": "x"}}), "$.types"),
        (program(types={"dealer": {"name": "x", "plural": "x", "sumary": "x"}}), "$.types.dealer"),
        (program(tiers={"gold": {"name": "x", "rank": "first"}}), "$.tiers.gold.rank"),
    ],
)
def test_a_bad_programme_is_refused(changed: dict[str, Any], path: str) -> None:
    assert path in wrong("program", changed)


def test_internal_takes_anything() -> None:
    assert wrong("partner", partner(internal={"a": 1, "b": [None, {"c": True}]})) == []


def test_the_written_yaml_of_the_tests_is_what_editors_read_too() -> None:
    assert wrong("partners", yaml.safe_load(yaml_of({"partners": [partner()]}))) == []


def test_another_kind_of_file_has_no_schema() -> None:
    with pytest.raises(PartnersiteError, match="did you mean `program`"):
        json_schema("programme")
