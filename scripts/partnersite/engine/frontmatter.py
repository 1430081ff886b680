"""What stands at the head of a staged page, read without a parser for all of YAML where it is what staging writes.

Most pages say their title there and nothing more. Written against MkDocs 1.6.
"""

from __future__ import annotations

import importlib
import re
from types import SimpleNamespace
from typing import Any

import yaml

_TEXT = r"[ !#-\[\]-~\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
"""What means itself between quotes."""
_LINE = rf'(title|written_in): "({_TEXT})"\n'
LINE = re.compile(_LINE)
LINES = re.compile(f"(?:{_LINE})+")


def load(text: str, loader: Any) -> Any:
    """As `yaml.load`."""
    return dict(LINE.findall(text)) if LINES.fullmatch(text) else yaml.load(text, loader)


def read_quickly(package: str) -> None:
    """Has `mkdocs`, or `properdocs`, read pages so, in this process."""
    vars(importlib.import_module(f"{package}.utils.meta"))["yaml"] = SimpleNamespace(load=load)
