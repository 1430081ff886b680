"""JSON Schema of the data files, made from the models, for editors that complete and explain keys."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from typing import Any

from partnersite.model import partner, program
from partnersite.model.record import Record
from partnersite.model.refusal import hint_for
from partnersite.problems import PartnersiteError

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SCHEMA_KINDS = ("partners", "partner", "program")


def json_schema(kind: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of `partners.yaml`, of one record below `partners/`, or of `program.yaml`.

    Editors read YAML with numbers and booleans where this program reads text, so both forms pass.
    What no schema can say (keys of other files, dates, hosts) is left to the check.
    Raises `PartnersiteError` for any other `kind`.
    """
    if kind not in SCHEMA_KINDS:
        raise PartnersiteError(f"There is no schema of {kind}; {hint_for(kind, SCHEMA_KINDS)}")
    describe_fields()
    if kind == "program":
        return _schema("The partner programme", _plain(program.Program.model_json_schema()))
    record = _plain(partner.Partner.model_json_schema())
    if kind == "partner":
        return _schema("One partner of the network", record)
    parts = record.pop("$defs")
    return _schema(
        "The partner network",
        {
            "type": "object",
            "properties": {
                "partners": {
                    "type": "array",
                    "items": {"$ref": "#/$defs/Partner"},
                    "description": "One record per partner.",
                }
            },
            "required": ["partners"],
            "additionalProperties": False,
            "$defs": {**parts, "Partner": record},
        },
    )


@cache
def describe_fields() -> None:
    """Makes the text below each field of the models its description.

    Pydantic can do so itself (`use_attribute_docstrings`), but reads the source at every start, which takes 40 ms.
    """
    for module in (partner, program):
        for written in ast.parse(inspect.getsource(module)).body:
            model = getattr(module, written.name) if isinstance(written, ast.ClassDef) else None
            if isinstance(written, ast.ClassDef) and isinstance(model, type) and issubclass(model, Record):
                _describe(model, written)


def _describe(model: type[Record], written: ast.ClassDef) -> None:
    for field, text in pairwise(written.body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            for heir in (model, *model.__subclasses__()):
                heir.model_fields[ast.unparse(field.target)].description = ast.literal_eval(text.value)
    model.model_rebuild(force=True)


def _schema(title: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": title, **content}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as a person would write it: no generated titles, no null, only defaults that say something."""
    found: dict[str, Any] = {}
    for key, value in schema.items():
        match key, value:
            case "title", _:
                continue
            case "default", bool():
                found[key] = "yes" if value else "no"
            case "default", _:
                if value and isinstance(value, str):
                    found[key] = value
            case (("properties" | "$defs"), dict()):
                found[key] = {name: _plain(part) for name, part in value.items()}
            case "anyOf", list():
                found[key] = [_plain(part) for part in value if part != {"type": "null"}]
            case _, dict():
                found[key] = _plain(value)
            case _:
                found[key] = value
    if "patternProperties" in found:
        found["additionalProperties"] = False
    if len(found.get("anyOf", ())) == 1:
        found |= {**found.pop("anyOf")[0], **found}
    return found
