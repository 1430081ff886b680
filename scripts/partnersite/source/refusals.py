"""Refusals: what is wrong with an event, in words; `compose` asks only where something is odd."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, NoReturn

from partnersite.source.events import Path
from partnersite.source.limits import Limits
from partnersite.source.lines import is_private
from partnersite.source.text import FORBIDDEN, name_of

__all__ = ["QUOTES", "Finding", "Refusals", "Stop", "shorten"]

QUOTES = frozenset("'\"")
"""Styles of scalars in quotes."""

# Begin of a line: its indentation and the dashes of list items.
_LEAD = re.compile(r"([ ]*)((?:-[ ]+)*)")
# A block text without content, and below it a line that begins with `#`.
_LOST = re.compile(r"[|>][^\n]*\n(?:[ ]*\n)*[ ]+#")

_SHOWN = 60  # characters of a name in a message


@dataclass(frozen=True, slots=True)
class Finding:
    """Something outside the subset, before its place is made readable."""

    code: str
    message: str
    path: Path
    index: int = -1
    """Where, as an index into the text; -1: at the key that `path` leads to."""
    hint: str = ""
    twin: Path = ()
    """Path of the other key with the same name."""


def shorten(name: str) -> str:
    """Return a name that may come from anywhere, cut to a length that can be read."""
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _name(name: str, path: Path) -> str:
    """Return a name to show; one at an internal key may be a part of the secret."""
    return "…" if is_private(path) else shorten(name)


class Stop(Exception):
    """The rest of the file cannot be understood; ends the pass, and never leaves it."""


class Refusals:
    """Everything found in one file; each method looks at one event and adds what is wrong with it."""

    def __init__(self, text: str, limits: Limits, *, tags: bool) -> None:
        self.found: list[Finding] = []
        self._text = text
        self._limits = limits
        self._tags = tags

    def decorated(self, event: Any, path: Path) -> None:
        """A scalar or collection has an anchor or a tag."""
        if event.anchor is not None:
            message = f"`&{_name(event.anchor, path)}` is an anchor; one value cannot stand for another here."
            hint = "delete it; put quotes around a text that begins with `&`"
            self._add("yaml-anchor", message, event, path, hint)
        if event.tag is not None and not self._tags:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"The tag `{_name(tag, path)}` is not used here: every value is plain text."
            hint = "delete it; put quotes around a text that begins with `!`"
            self._add("yaml-tag", message, event, path, hint)

    def alias(self, event: Any, path: Path) -> None:
        """A value or key refers to another place of the file."""
        message = f"`*{_name(event.anchor, path)}` refers to another place of the file, which is not used here."
        hint = "write the value out; put quotes around a text that begins with `*`"
        self._add("yaml-alias", message, event, path, hint)

    def odd_text(self, event: Any, path: Path) -> None:
        """A scalar is empty, very long, runs over several lines in quotes, or holds what no text may hold."""
        limit = self._limits.scalar_characters
        if len(event.value) > limit:
            message = f"The text is longer than {limit:,} characters (limit `scalar_characters`)."
            self._add("yaml-too-large", message, event, path, "is a closing quote missing?")
        if event.style == '"' and (match := FORBIDDEN.search(event.value)):
            message = f"The text holds {name_of(match.group())}, which cannot be published."
            hint = "delete the escape; a backslash itself is written `\\\\`"
            self._add("control-character", message, event, path, hint)
        if event.style in QUOTES and self._runs_at_margin(event):
            message = "The text in quotes runs over a line that is not indented deeper than its key."
            hint = "is a closing quote missing? if not, indent the line"
            self._add("yaml-quoted-indent", message, event, path, hint)
        if not event.value and event.style in ("|", ">") and _LOST.match(self._text, event.start_mark.index):
            # libyaml takes the text for a comment (test suite: S98Z).
            message = "The text begins with empty lines that are indented deeper than its first line."
            self._add("yaml-block-indent", message, event, path, "delete the spaces of the empty lines")

    def _runs_at_margin(self, event: Any) -> bool:
        # libyaml lets a quoted text run on over the keys below a forgotten quote (test suite: DK95, QB6E).
        start, end = event.start_mark.index, event.end_mark.index
        lead = _LEAD.match(self._text, self._text.rfind("\n", 0, start) + 1)
        if lead is None or not (lead.group(2) or lead.end() < start):
            return False  # the text begins its line: what it belongs to stands above
        margin = len(lead.group()) if lead.end() < start else len(lead.group(1))
        further = self._text[start:end].split("\n")[1:]
        return any(line.strip() and len(line) - len(line.lstrip(" ")) <= margin for line in further)

    def good_key(self, event: Any, path: Path) -> bool:
        """Return whether the scalar is a good key of the mapping at `path`."""
        name, before = event.value, len(self.found)
        limit = self._limits.key_characters
        if name == "<<":
            message = "The key `<<` would merge another mapping in, which is not used here."
            self._add("yaml-merge-key", message, event, (*path, name), "write the keys out")
        elif not name:
            message = "A key is missing before the colon."
            self._add("yaml-empty-key", message, event, path, "put quotes around a text that begins with `:`")
        elif len(name) > limit:
            message = f"The key is longer than {limit} characters (limit `key_characters`)."
            self._add("yaml-too-large", message, event, path, "put quotes around a text with a colon in it")
        elif "\n" in name:
            self._add("yaml-key-lines", "A key stands in one line.", event, path)
        return len(self.found) == before

    def repeated(self, event: Any, path: Path) -> None:
        """The key at `path` stands twice in its mapping."""
        self._add("yaml-duplicate-key", "", event, path, twin=path)

    def compare_keys(self, keys: tuple[str, ...], event: Any, path: Path) -> None:
        """The mapping at `path` ends: its keys must differ in more than letter case and Unicode form."""
        limit = self._limits.map_keys
        if len(keys) > limit:
            message = f"The mapping has more than {limit:,} keys (limit `map_keys`)."
            self._add("yaml-too-large", message, event, path)
        seen: dict[str, str] = {}
        for key in keys:
            # NFD before and NFC after: folding changes the form of some letters.
            name = unicodedata.normalize("NFC", unicodedata.normalize("NFD", key).casefold())
            twin = seen.setdefault(name, key)
            if twin is not key:
                self._add("yaml-duplicate-key", "", None, (*path, key), twin=(*path, twin))

    def document(self, event: Any, *, second: bool) -> None:
        """A document begins, perhaps after another one."""
        if second:
            message = "A second YAML document begins here; a file holds one."
            hint = "delete the line, or move what follows to a file of its own"
            self._stop("yaml-several-documents", message, event, (), hint)
        if event.version or event.tags:
            message = "Lines that begin with `%` are not used here."
            self._add("yaml-directive", message, event, (), "delete the line")

    def complex_key(self, event: Any, path: Path) -> NoReturn:
        """A collection stands where a key is expected."""
        message = "A mapping or a list cannot be a key."
        hint = "put quotes around a text that begins with `{` or `[`"
        self._stop("yaml-complex-key", message, event, path, hint)

    def too_deep(self, event: Any, path: Path) -> NoReturn:
        """A collection is nested deeper than the limit."""
        message = f"Lists and mappings are nested deeper than {self._limits.depth} (limit `depth`)."
        self._stop("yaml-too-deep", message, event, path)

    def too_many_nodes(self, event: Any, path: Path, *, in_record: bool) -> NoReturn:
        """A record, or the file outside its records, holds more than the limit."""
        limits = self._limits
        message = f"The file holds more than {limits.file_nodes:,} keys and values (limit `file_nodes`)."
        if in_record:
            message = f"The record holds more than {limits.record_nodes:,} keys and values (limit `record_nodes`)."
        self._stop("yaml-too-large", message, event, path)

    def _stop(self, code: str, message: str, event: Any, path: Path, hint: str = "") -> NoReturn:
        self._add(code, message, event, path, hint)
        raise Stop

    def _add(self, code: str, message: str, event: Any, path: Path, hint: str = "", twin: Path = ()) -> None:
        index = -1 if event is None else event.start_mark.index
        limit = self._limits.problems
        if len(self.found) == limit:
            message = f"There are more than {limit} problems in this file; the rest of it was not read."
            self.found.append(Finding("yaml-many-problems", message, path, index))
            raise Stop
        self.found.append(Finding(code, message, path, index, hint, twin))
