"""Limits: how much a source file may hold, far above what people write and far below what hurts."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of reading; a value equal to its limit is still allowed."""

    yaml_bytes: int = 512_000_000
    """One YAML file. 100,000 rich partner records take about 400 MB."""
    markdown_bytes: int = 2_000_000
    """One Markdown file. A long novel is 1 MB."""
    file_bytes: int = 512_000_000
    """Any other file, such as a video of a brand album."""
    depth: int = 20
    """Nesting of mappings and lists in a YAML file; a partner record needs 7."""
    record_nodes: int = 10_000
    """Keys, values, lists and mappings of one partner record: an entry of the list below a top-level key."""
    file_nodes: int = 200_000
    """The same of everything in the file that is not inside such a record."""
    scalar_characters: int = 100_000
    """One text. The longest field that is published takes 4,000."""
    key_characters: int = 200
    """One key. Keys are names."""
    map_keys: int = 2_000
    """Keys of one mapping; the longest, a vocabulary or the regions of every country, have hundreds."""
    problems: int = 100
    """Problems reported of one file before reading stops: beyond that the cause is one and the same."""

    def of(self, file: str) -> int:
        """Return how many bytes a file of this name may have."""
        if file.endswith(".md"):
            return self.markdown_bytes
        return self.yaml_bytes if file.endswith((".yaml", ".yml")) else self.file_bytes


LIMITS = Limits()
"""What holds unless a caller says otherwise."""
