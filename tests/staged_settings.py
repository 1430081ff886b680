"""The settings of a staged tree, read back whatever tags stand in them."""

from __future__ import annotations

from typing import Any

import yaml


class _AnyTag(yaml.SafeLoader):
    """A tag becomes a text: `!ENV` as `!ENV`, `!!python/name:x` as `!!python/name:x`."""


_AnyTag.add_multi_constructor("!", lambda loader, suffix, node: f"!{suffix}")  # type: ignore[no-untyped-call]
_AnyTag.add_multi_constructor(  # type: ignore[no-untyped-call]
    "tag:yaml.org,2002:python/", lambda loader, suffix, node: f"!!python/{suffix}"
)


def read_staged(text: str) -> dict[str, Any]:
    """The settings in `text`."""
    values = yaml.load(text, _AnyTag)
    assert isinstance(values, dict)
    return values
