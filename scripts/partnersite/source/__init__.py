"""Reading what people write: YAML as a strict subset with positions, Markdown files, and the tree they stand in.

Nothing here knows what the data means. Whatever a file holds, the answer is a value or `ProblemsFound`.
"""

from .limits import Limits
from .text import decode
from .yaml import Path, Value, YamlDocument, field_path, read_yaml

__all__ = [
    "Limits",
    "Path",
    "Value",
    "YamlDocument",
    "decode",
    "field_path",
    "read_yaml",
]
