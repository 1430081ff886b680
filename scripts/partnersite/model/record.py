"""What all models share: frozen, closed to unknown keys, every field public or private by its own mark."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from partnersite.model.refusal import Flaw, refuse_all


class Visibility(Enum):
    """Who may see a field."""

    PUBLIC = "public"
    PRIVATE = "private"


PUBLIC = Visibility.PUBLIC
"""The mark of a field that views may copy, `Annotated[type, PUBLIC]`; a field without it is private."""
PRIVATE = Visibility.PRIVATE
"""The mark of a field that never leaves the source; says aloud what holds for every unmarked field."""


class Record(BaseModel):
    """A part of the data files."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


@cache
def public_fields(model: type[Record]) -> frozenset[str]:
    """The names of a model's fields that carry the PUBLIC mark."""
    return frozenset(name for name, field in model.model_fields.items() if PUBLIC in field.metadata)


class EachOnce:
    """For lists whose entries must differ, `Annotated[tuple[...], EACH_ONCE]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_each_once, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "uniqueItems": True}


def _each_once(values: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    if len(set(values)) != len(values):
        first: dict[Hashable, int] = {}
        flaws = [
            Flaw("listed-twice", f"`{value}` stands twice in this list.", "remove one of the two", (position,))
            for position, value in enumerate(values)
            if first.setdefault(value, position) != position
        ]
        raise refuse_all(flaws)
    return values


EACH_ONCE = EachOnce()
FEW = Field(max_length=20)
"""For lists that a page shows whole."""
SEVERAL = Field(max_length=200)
"""For lists of keys."""


def _as_written(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


FreeMap = Annotated[dict[str, Any], BeforeValidator(_as_written), Field(repr=False)]
"""A map of anything; not part of the model's `repr`, so that no log or traceback shows it."""
