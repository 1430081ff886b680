"""How a field says no: a flaw in plain words, carried through pydantic to a Problem."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import LiteralString, NamedTuple

from pydantic_core import PydanticCustomError

from partnersite.problems import did_you_mean

REFUSED: LiteralString = "partnersite-refused"
"""The pydantic error type under which every flaw travels."""

_SHOWN_LENGTH = 60


class Flaw(NamedTuple):
    """One thing wrong with a value."""

    code: str
    message: str
    hint: str = ""
    path: tuple[str | int, ...] = ()
    """Where inside the value, e.g. ("ru",) for one language of a text."""
    key: bool = False
    """True where the key itself is wrong, not what stands beside it."""


def refuse(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error to raise for one flaw of a whole value."""
    return refuse_all((Flaw(code, message, hint),))


def refuse_all(flaws: Iterable[Flaw]) -> PydanticCustomError:
    """The error to raise for several flaws at once."""
    return PydanticCustomError(REFUSED, "refused", {"flaws": tuple(flaws)})


@lru_cache(maxsize=4096)
def hint_for(word: str, known: tuple[str, ...]) -> str:
    """The nearest known name, or the known names; remembered, as one mistake may stand in many records."""
    return did_you_mean(word, known)


def shown(value: str) -> str:
    """A value as a message may show it: short, on one line, nothing invisible."""
    short = value if len(value) <= _SHOWN_LENGTH else value[: _SHOWN_LENGTH - 1] + "…"
    return "`" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short) + "`"


def kind_flaw(wanted: str, value: object) -> Flaw:
    """The flaw of a list or map where something else must stand; `wanted` is "text", "a list" or "a map"."""
    if isinstance(value, str) and not value.strip():
        return Flaw("empty", "There is no value here.", "write one, or remove the key")
    kinds: dict[type, str] = {str: "text", list: "a list", tuple: "a list", dict: "a map"}
    found = kinds.get(type(value), "something else")
    hint = {
        ("text", "a list"): "write one value, without `-` or brackets",
        ("a list", "text"): "write a list: `[a, b]`, or one `- a` on each line",
        ("a list", "a map"): "put `- ` before each entry",
        ("a map", "a list"): "write `key: value` lines without `-`",
        ("a map", "text"): "write `key: value` lines, indented below the key",
        ("text", "a map"): "write one value, without keys",
    }.get((wanted, found), f"write {wanted}")
    return Flaw("wrong-kind", f"Here must stand {wanted}, not {found}.", hint)
