"""Events of the YAML parser: the one place that chooses it.

Events, not PyYAML's loaders: those expand aliases and recurse in C, so a file of 462 bytes takes 2 GB and
nesting of 50,000 kills the process (measured with PyYAML 6.0.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

__all__ = ["Path", "Value", "events"]

Value = dict[str, Any] | list[Any] | str
"""What a YAML file holds: mappings, lists and texts; nothing is a number, a date or a truth value yet."""

Path = tuple[str | int, ...]
"""Keys and list indexes that lead from the top of a file to a value."""


def events(text: str) -> Iterator[Any]:
    """Return the events of `text`; raises `yaml.YAMLError` where the parser gives up.

    libyaml reads; where PyYAML was built without it, its slower twin in Python does.
    """
    if not text.endswith("\n"):
        text += "\n"  # libyaml takes the spaces of an unended last line for text (test suite: JEF9, L24T)
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return iter(loader(text).get_event, None)
