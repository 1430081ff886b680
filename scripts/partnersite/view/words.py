"""Values that know how they are written on a page: texts, amounts, and values found by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Words:
    """A text for the readers of one page; false when there is none."""

    text: str = ""
    language: str = ""
    """The language it is written in where that is known and is not the page's; templates say `lang=` then."""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and how the page's language writes it: `25` and `25 %`."""

    value: Decimal
    text: str

    def __str__(self) -> str:
        return self.text


class Sentence(tuple[Words, ...]):
    """Texts in order; in prose they stand one after the other, divided by commas."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self))


class Named(Generic[Value]):
    """Values found by name, in the order of the file; templates write `types.dealer`.

    Iterating gives the values, not the names. No public attributes of its own: every name is free.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Iterable[tuple[str, Value]] = ()) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values.values())

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and list(self._values.items()) == list(other._values.items())

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def __repr__(self) -> str:
        return f"Named({list(self._values.items())!r})"

    def __str__(self) -> str:
        return ", ".join(map(str, self))

    def __reduce__(self) -> tuple[type[Named[Value]], tuple[tuple[tuple[str, Value], ...]]]:
        return type(self), (tuple(self._values.items()),)
