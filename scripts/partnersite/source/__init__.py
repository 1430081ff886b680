"""Reading what people write: strict YAML with positions, Markdown files, and the tree they stand in.

Nothing here knows what the data means. Whatever a file holds, the answer is a value or `ProblemsFound`.
"""

from partnersite.source.limits import Limits
from partnersite.source.markdown import MarkdownDocument, read_markdown
from partnersite.source.text import decode
from partnersite.source.tree import read_file, walk
from partnersite.source.yaml import Path, Value, YamlDocument, field_path, read_yaml

__all__ = [
    "Limits",
    "MarkdownDocument",
    "Path",
    "Value",
    "YamlDocument",
    "decode",
    "field_path",
    "read_file",
    "read_markdown",
    "read_yaml",
    "walk",
]
