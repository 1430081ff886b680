"""How a scalar of a YAML file is read: from text to a typed value, with its JSON Schema beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from partnersite.model.refusal import Flaw, hint_for, kind_flaw, refuse, refuse_all, shown


@dataclass(frozen=True, eq=False)
class Scalar:
    """How one kind of text is read, for `Annotated[type, Scalar(...)]`."""

    parse: Callable[[str], Any]
    """Takes the text as written, not empty, without space around; raises `refuse(...)`."""
    schema: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    """Its JSON Schema, or a function that gives it when a schema is printed."""
    kind: type = str
    """The type of the value; one that has it already passes."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        # The same words stand in many records.
        parse, kind = lru_cache(maxsize=1024)(self.parse), self.kind

        def validate(value: object) -> object:
            if isinstance(value, str):
                text = value.strip()
                if text:
                    return parse(text)
                raise refuse("empty", "There is no value here.", "write one, or remove the key")
            if kind is not str and isinstance(value, kind):
                return value
            raise refuse_all((kind_flaw("text", value),))

        return core_schema.no_info_plain_validator_function(validate, serialization=core_schema.to_string_ser_schema())

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema() if callable(self.schema) else self.schema)


def checked(flaw_of: Callable[[str], Flaw | None]) -> Callable[[str], str]:
    """A parser that keeps the text as written and refuses what `flaw_of` finds."""

    def parse(text: str) -> str:
        flaw = flaw_of(text)
        if flaw is not None:
            raise refuse_all((flaw,))
        return text

    return parse


def choice(*names: str) -> Scalar:
    """One of a few fixed names."""
    known = frozenset(names)

    def parse(text: str) -> str:
        if text in known:
            return text
        raise refuse("unknown-value", f"{shown(text)} is none of the values known here.", hint_for(text, names))

    return Scalar(parse, {"enum": list(names)})
