"""Composing: one pass over the events of the C parser that makes the value and refuses what is outside the subset.

Events, not PyYAML's loaders: those expand aliases and recurse in C, so a file of 462 bytes takes 2 GB and nesting of
50,000 kills the process (measured with PyYAML 6.0.3). The pass keeps its own stack and stops at the limits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from partnersite.source.limits import Limits
from partnersite.source.text import FORBIDDEN, name_of

__all__ = ["Composition", "Finding", "Path", "Value", "compose", "parser_of"]

Value = dict[str, Any] | list[Any] | str
"""What a YAML file holds: mappings, lists and texts; nothing is a number, a date or a truth value yet."""

Path = tuple[str | int, ...]
"""Keys and list indexes that lead from the top of a file to a value."""

# A stray escape in a double-quoted text can make what `decode` refuses in the raw file.
_ESCAPE = re.compile(r"\\[0abevrfNLPxuU]")

_LEAD = re.compile(r"([ ]*)((?:-[ ]+)*)")
"""Begin of a line: its indentation and the dashes of list items."""
_QUOTES = frozenset("'\"")

# A block text without content, and below it a line that begins with `#`.
_LOST = re.compile(r"[|>][^\n]*\n(?:[ ]*\n)*[ ]+#")


def parser_of(text: str) -> Any:
    """Return a PyYAML parser of `text`: libyaml's, or the slower one in Python where libyaml was not built in."""
    if not text.endswith("\n"):
        text += "\n"  # libyaml reads the spaces of an unended last line as text (cases JEF9, L24T of the test suite)
    return (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)(text)


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


@dataclass(slots=True)
class Composition:
    """What one pass found."""

    value: Value | None = None
    """None where the file holds no document."""
    ended: bool = False
    """The document ends with the line `...`."""
    findings: list[Finding] = field(default_factory=list)
    error: yaml.YAMLError | None = None
    """What made the parser stop."""
    path: Path = ()
    """Where in the value the pass stopped before the end."""
    stopped: bool = False
    """A finding or `error` made the rest of the file unreadable."""

    def sound(self, end_mark: bool) -> bool:
        """Return whether there is a value and nothing to say against it."""
        return not self.findings and not self.stopped and self.value is not None and (self.ended or not end_mark)


class _Stop(Exception):  # noqa: N818 - ends the pass, is no error
    """The rest of the file cannot be understood."""


def compose(text: str, limits: Limits, *, tags: bool = False) -> Composition:
    """Return the value of `text` and everything in it that is outside the subset; with `tags`, tags are ignored."""
    return _Pass(text, limits, tags).run()


class _Pass:
    """One pass over a file: `run` is the loop for what is right, the other methods say what is wrong."""

    def __init__(self, text: str, limits: Limits, tags: bool) -> None:
        self.text = text
        self.limits = limits
        self.tags = tags
        self.found = Composition()
        self.stack: list[Any] = []

    def run(self) -> Composition:
        # The loop runs about 4,000 times for each 100 KB, so it works on local names and asks cheap questions;
        # whatever is odd goes to a method.
        limits, stack = self.limits, self.stack
        longest = limits.scalar_characters
        escapes = _ESCAPE.search(self.text) is not None
        names: dict[str, str] = {}  # one string object for each key of the file: less memory, faster lookups
        shapes: set[tuple[str, ...]] = set()  # tuples of keys already compared with each other
        budget = limits.file_nodes + 1  # two events come before the first node
        spare = 0  # of the budget outside the current record
        top: list[Any] = []
        parent: Any = top
        in_map = False
        key: str | None = None  # waits for its value
        try:
            for count, event in enumerate(iter(parser_of(self.text).get_event, None)):
                kind = event.__class__
                if count > budget:
                    self.too_many_nodes(event, parent, key, bool(spare))
                if kind is ScalarEvent:
                    value = event.value
                    if event.tag is not None or event.anchor is not None:
                        self.decorated(event, parent, key)
                    if not 0 < len(value) <= longest or (
                        event.style in _QUOTES
                        and (
                            event.start_mark.line != event.end_mark.line or (escapes and FORBIDDEN.search(value))
                        )
                    ):
                        self.odd_text(event, parent, key)
                    if not in_map:
                        parent.append(value)
                    elif key is not None:
                        parent[key] = value
                        key = None
                    else:
                        key = names.get(value)
                        if key is None:
                            key = value
                            if self.good_key(event, parent):
                                names[value] = value
                        if key in parent:
                            self.repeated(event, parent, key)
                            del parent[key]  # so that the last key of a mapping is always the current one
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    if event.tag is not None or event.anchor is not None:
                        self.decorated(event, parent, key)
                    child: Any = {} if kind is MappingStartEvent else []
                    if not in_map:
                        parent.append(child)
                    elif key is not None:
                        parent[key] = child
                        key = None
                    else:
                        self.complex_key(event, parent)
                    stack.append(parent)
                    parent = child
                    in_map = kind is MappingStartEvent
                    if len(stack) == 3 and stack[2].__class__ is list:
                        spare = budget - count
                        budget = count + limits.record_nodes - 1
                    elif len(stack) > limits.depth:
                        self.too_deep(event, parent)
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    if in_map and len(parent) > 1:
                        shape = tuple(parent)
                        if shape not in shapes:
                            self.compare_keys(shape, event, parent)
                            shapes.add(shape)
                    parent = stack.pop()
                    in_map = parent.__class__ is dict
                    budget += 1  # the end of a collection is no node
                    if len(stack) == 2 and not in_map:
                        budget = count + spare
                        spare = 0
                elif kind is AliasEvent:
                    self.alias(event, parent, key)
                    if not in_map:
                        parent.append("")
                    elif key is not None:
                        parent[key] = ""
                        key = None
                    else:
                        key = f"*{event.anchor}"
                elif kind is DocumentStartEvent:
                    self.document(event, top)
                elif kind is DocumentEndEvent:
                    self.found.ended = event.explicit
        except _Stop:
            self.found.stopped = True
        except yaml.YAMLError as error:
            self.found.error = error
            self.found.stopped = True
        self.found.path = self.path(parent, key)
        if top:
            self.found.value = top[0]
        return self.found

    def path(self, parent: Any, key: str | None) -> Path:
        """Return the path of what comes next in `parent`."""
        # `stack[0]` holds the top value; a collection is in its parent before it is filled.
        containers = [*self.stack, parent][1:]
        path: list[str | int] = [
            next(reversed(container)) if isinstance(container, dict) else len(container) - 1
            for container in containers[:-1]
        ]
        if containers and isinstance(parent, list):
            path.append(len(parent))
        elif containers and key is not None:
            path.append(key)
        return tuple(path)

    def add(self, code: str, message: str, path: Path, event: Any = None, hint: str = "", twin: Path = ()) -> None:
        index = -1 if event is None else event.start_mark.index
        if len(self.found.findings) == self.limits.problems:
            message = f"More than {self.limits.problems} problems in this file; the rest of it was not read."
            self.found.findings.append(Finding("yaml-many-problems", message, path, max(index, 0)))
            raise _Stop
        self.found.findings.append(Finding(code, message, path, index, hint, twin))

    def stop(self, code: str, message: str, path: Path, event: Any, hint: str = "") -> NoReturn:
        self.add(code, message, path, event, hint)
        raise _Stop

    def document(self, event: Any, top: list[Any]) -> None:
        if top:
            message = "A second YAML document begins here; a file holds one."
            self.stop("yaml-several-documents", message, (), event, "delete the line, or move the rest to a file of its own")
        if event.version or event.tags:
            self.add("yaml-directive", "Lines that begin with `%` are not used here.", (), event, "delete the line")

    def decorated(self, event: Any, parent: Any, key: str | None) -> None:
        path = self.path(parent, key)
        if event.anchor is not None:
            message = f"The name `&{event.anchor}` is an anchor, and one value cannot stand for another here."
            self.add("yaml-anchor", message, path, event, "delete it; put quotes around a text that begins with `&`")
        if event.tag is not None and not self.tags:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"The tag `{tag}` is not used here: every value is plain text."
            self.add("yaml-tag", message, path, event, "delete it; put quotes around a text that begins with `!`")

    def alias(self, event: Any, parent: Any, key: str | None) -> None:
        message = f"`*{event.anchor}` refers to another place of the file, which is not used here."
        hint = "write the value out; put quotes around a text that begins with `*`"
        self.add("yaml-alias", message, self.path(parent, key), event, hint)

    def odd_text(self, event: Any, parent: Any, key: str | None) -> None:
        path = self.path(parent, key)
        if len(event.value) > self.limits.scalar_characters:
            message = f"The text is longer than {self.limits.scalar_characters:,} characters (limit `scalar_characters`)."
            self.add("yaml-too-large", message, path, event, "is a closing quote missing?")
        if not event.value and event.style in ("|", ">") and _LOST.match(self.text, event.start_mark.index):
            # libyaml takes the text for a comment (case S98Z of the test suite).
            message = "The text begins with empty lines that are indented deeper than its first line."
            self.add("yaml-block-indent", message, path, event, "delete the spaces of the empty lines")
        if event.style in _QUOTES and event.start_mark.line != event.end_mark.line:
            self.check_indentation(event, path)
        if event.style == '"' and (match := FORBIDDEN.search(event.value)):
            message = f"The text holds {name_of(match.group())}, which cannot be published."
            self.add("control-character", message, path, event, "delete the escape; a `\\` itself is written `\\\\`")

    def check_indentation(self, event: Any, path: Path) -> None:
        # libyaml lets a quoted text run on at the margin, over the keys below a forgotten quote (cases DK95, QB6E).
        start, end = event.start_mark.index, event.end_mark.index
        begin = _LEAD.match(self.text, self.text.rfind("\n", 0, start) + 1)
        if begin is None or not (begin.group(2) or begin.end() < start):
            return  # the text begins the line: what it belongs to stands above
        margin = len(begin.group(0)) if begin.end() < start else len(begin.group(1))
        for line in self.text[start:end].split("\n")[1:]:
            if line.strip() and len(line) - len(line.lstrip(" ")) <= margin:
                message = "The text in quotes runs over a line that is not indented deeper than its key."
                self.add("yaml-quoted-indent", message, path, event, "is a closing quote missing? if not, indent the line")
                return

    def good_key(self, event: Any, parent: Any) -> bool:
        name, before = event.value, len(self.found.findings)
        path = (*self.path(parent, None), name)
        if name == "<<":
            message = "The key `<<` would merge another mapping in, which is not used here."
            self.add("yaml-merge-key", message, path, event, "write the keys out")
        elif not name:
            message = "A key is missing before the colon."
            self.add("yaml-empty-key", message, path, event, "put quotes around a text that begins with `:`")
        elif len(name) > self.limits.key_characters:
            message = f"The key is longer than {self.limits.key_characters} characters (limit `key_characters`)."
            self.add("yaml-too-large", message, path[:-1], event, "put quotes around a text with a colon in it")
        elif "\n" in name:
            self.add("yaml-key-lines", "A key stands in one line.", path[:-1], event)
        return len(self.found.findings) == before

    def repeated(self, event: Any, parent: Any, key: str) -> None:
        path = (*self.path(parent, None), key)
        self.add("yaml-duplicate-key", "", path, event, twin=path)

    def compare_keys(self, keys: tuple[str, ...], event: Any, parent: Any) -> None:
        path = self.path(parent, None)
        if len(keys) > self.limits.map_keys:
            message = f"The mapping has more than {self.limits.map_keys:,} keys (limit `map_keys`)."
            self.add("yaml-too-large", message, path, event)
        seen: dict[str, str] = {}
        for key in keys:
            # NFC before and after: folding can undo it.
            name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", key).casefold())
            twin = seen.setdefault(name, key)
            if twin is not key:
                self.add("yaml-duplicate-key", "", (*path, key), twin=(*path, twin))

    def complex_key(self, event: Any, parent: Any) -> NoReturn:
        message = "A mapping or a list cannot be a key."
        hint = "put quotes around a text that begins with `{` or `[`"
        self.stop("yaml-complex-key", message, self.path(parent, None), event, hint)

    def too_deep(self, event: Any, parent: Any) -> NoReturn:
        message = f"Lists and mappings are nested deeper than {self.limits.depth} (limit `depth`)."
        self.stop("yaml-too-deep", message, self.path(parent, None)[: self.limits.depth], event)

    def too_many_nodes(self, event: Any, parent: Any, key: str | None, in_record: bool) -> NoReturn:
        limit, what = (
            (f"{self.limits.record_nodes:,} keys and values (limit `record_nodes`)", "The record")
            if in_record
            else (f"{self.limits.file_nodes:,} keys and values outside of records (limit `file_nodes`)", "The file")
        )
        self.stop("yaml-too-large", f"{what} holds more than {limit}.", self.path(parent, key), event)
