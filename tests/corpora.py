"""Real inputs that nobody here wrote, read from the folder beside the repository where it is there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

import pytest

FOLDER = Path(os.environ.get("PARTNERSITE_CORPORA", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
HERE = FOLDER.is_dir()


class YamlCase(NamedTuple):
    """One case of the YAML test suite."""

    id: str
    yaml: str
    error: bool
    """YAML forbids it."""
    json: str | None
    """The value, where the suite gives one."""


needs_corpora = pytest.mark.skipif(
    not HERE, reason=f"the corpora are not in {FOLDER}; set PARTNERSITE_CORPORA to run these cases"
)

YAML_CASES: tuple[YamlCase, ...] = (
    tuple(
        YamlCase(case["id"], case["yaml"], case["error"], case["json"])
        for case in json.loads((FOLDER / "yaml-test-suite.json").read_text("utf-8"))
    )
    if HERE
    else ()
)
"""Every case of yaml/yaml-test-suite."""

XSS_PAYLOADS: tuple[str, ...] = tuple((FOLDER / "xss-payloads.txt").read_text("utf-8").splitlines()) if HERE else ()
"""HTML and script injection payloads, payloadbox/xss-payload-list."""

NAUGHTY_STRINGS: tuple[str, ...] = (
    tuple(text for text in json.loads((FOLDER / "blns.json").read_text("utf-8")) if text) if HERE else ()
)
"""Strings that break software, minimaxir/big-list-of-naughty-strings."""
