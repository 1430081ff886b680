"""From raw values to models: pydantic's errors become Problems in plain words here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, Protocol, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from partnersite.model.record import Record
from partnersite.model.refusal import Flaw, hint_for, kind_flaw, shown
from partnersite.problems import Problem, Severity
from partnersite.source.yaml import YamlDocument

Path = tuple[str | int, ...]
R = TypeVar("R", bound=Record)
V = TypeVar("V")

_KEY = "[key]"
"""How pydantic marks that the key of a map is wrong, not its value; people may write such a key too."""


class Places(Protocol):
    """A file in which a value can be found again."""

    @property
    def file(self) -> str: ...

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]: ...

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = "error",
        key: bool = False,
    ) -> Problem: ...


@dataclass(slots=True)
class Entry(Generic[V]):
    """One record on its way through the checks: its value, and where it was written.

    Where parts of a record are wrong, the value holds the rest, so that one run finds everything.
    """

    document: Places
    at: Path
    """Where in the document the record begins."""
    value: V
    raw: Mapping[str, object]
    """The record as written, as far as checks still need it."""
    broken: frozenset[str] = frozenset()
    """The top-level keys that were wrong: the value holds a stand-in or nothing there."""

    def sound(self, *keys: str) -> bool:
        """Whether the values of these keys are what was written."""
        return not self.broken or self.broken.isdisjoint(keys)

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = "error",
        *,
        key: bool = False,
    ) -> Problem:
        """A Problem at a place of the record."""
        return self.document.problem((*self.at, *path), code, message, hint, severity, key=key)

    def where(self) -> str:
        """File and line of the record, for hints of other records."""
        return f"{self.document.file}, line {self.document.locate(self.at)[0]}"


def validate(
    model: type[R], raw: object, document: YamlDocument, at: Path = (), *, stand_ins: Mapping[str, object]
) -> tuple[Entry[R] | None, list[Problem]]:
    """Check one raw record; with problems, an Entry of what is right, or None where nothing is left to check.

    `stand_ins` are raw values for required keys that are missing or wrong.
    """
    try:
        value = model.model_validate(raw)
        return Entry(document, at, value, raw if isinstance(raw, Mapping) else {}), []
    except ValidationError as error:
        flaws = list(_flaws(model, error.errors(include_url=False)))
    problems = [document.problem((*at, *flaw.path), flaw.code, flaw.message, flaw.hint, key=flaw.key) for flaw in flaws]
    return _rest(model, raw, document, at, flaws, stand_ins), problems


def _rest(
    model: type[R],
    raw: object,
    document: YamlDocument,
    at: Path,
    flaws: list[Flaw],
    stand_ins: Mapping[str, object],
) -> Entry[R] | None:
    """What is left of a record without its wrong keys, or of one section's wrong entries."""
    if not isinstance(raw, Mapping) or not all(flaw.path for flaw in flaws):
        return None
    kept = dict(raw)
    broken = {str(flaw.path[0]) for flaw in flaws}
    for flaw in flaws:
        top = str(flaw.path[0])
        section = kept.get(top)
        if isinstance(section, Mapping) and len(flaw.path) > 2:
            kept[top] = {key: value for key, value in section.items() if key != flaw.path[1]}
        else:
            kept.pop(top, None)
    for key, value in stand_ins.items():
        if not kept.get(key):
            kept[key] = value
    try:
        return Entry(document, at, model.model_validate(kept), raw, frozenset(broken))
    except ValidationError:
        pass
    for key in broken:
        kept.pop(key, None)
    try:
        return Entry(document, at, model.model_validate({**stand_ins, **kept}), raw, frozenset(broken))
    except ValidationError:
        return None


def _flaws(model: type[Record], errors: Sequence[ErrorDetails]) -> Iterator[Flaw]:
    above = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    for error in errors:
        if error["type"] == "too_short" and error["loc"] in above:
            continue  # pydantic does not count the entries it refused
        path, value, context = error["loc"], error.get("input"), error.get("ctx", {})
        key = len(path) > 1 and path[-1] == _KEY and value == path[-2]
        path = path[:-1] if key else path
        match error["type"]:
            case "partnersite-refused":
                for flaw in context["flaws"]:
                    yield flaw._replace(path=(*path, *flaw.path), key=flaw.key or key)
            case "missing":
                yield Flaw("missing-key", f"`{path[-1]}` is missing.", "every record of this kind needs it", path)
            case "extra_forbidden":
                known = _keys(model, path[:-1])
                message = f"{shown(str(path[-1]))} is not a key that can stand here."
                yield Flaw("unknown-key", message, hint_for(str(path[-1]), known), path, key=True)
            case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
                yield kind_flaw("a map", value)._replace(path=path)
            case "tuple_type" | "list_type":
                yield kind_flaw("a list", value)._replace(path=path)
            case "too_long":
                most = context.get("max_length")
                yield Flaw("too-many", f"More than {most} entries stand here.", "keep the important ones", path)
            case "too_short":
                yield Flaw("empty", "There is nothing in here.", "write at least one entry", path)
            case other:
                yield Flaw("invalid", f"This value does not fit here ({other}).", "", path)


def _keys(model: type[Record], path: Path) -> tuple[str, ...]:
    """The keys that may stand at a place below a model, as people write them."""
    kind: Any = model
    for part in path:
        kind = _below(_bare(kind), part)
    record = _bare(kind)
    return tuple(_fields(record)) if _is_record(record) else ()


def _below(kind: Any, part: str | int) -> Any:
    if _is_record(kind):
        info = _fields(kind).get(str(part))
        return info.annotation if info else None
    inner = get_args(kind)
    return inner[-1] if get_origin(kind) is dict else inner[0] if inner else None


def _bare(kind: Any) -> Any:
    """A type without its `Annotated` and its `| None`."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(inner for inner in get_args(kind) if inner is not NoneType)
    return kind


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


def _fields(record: type[Record]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in record.model_fields.items()}
