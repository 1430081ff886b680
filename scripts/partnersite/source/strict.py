"""What libyaml lets pass although YAML forbids it, or reads otherwise, and comments that swallow text.

All of it has to do with `#` and `?`, so the file is searched for these characters first; only where one
stands in a doubtful place are the events read once more. Cases are named as in the YAML test suite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yaml.events import ScalarEvent

from partnersite.source.events import events

__all__ = ["Slip", "slips"]


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that the parser did not object to; a `warning` is right YAML, but hardly what was meant."""

    code: str
    message: str
    index: int
    hint: str
    warning: bool = False


_HEADER_END = re.compile(r"[|>][-+0-9]{0,2}\Z")
# `name: Cafe #1`, not `name: Cafe # the first`, and no text in quotes, brackets or a block.
_KEY_AND_PLAIN = re.compile(r"""[ ]*(?:-[ ]+)*[\w-]+:[ ]+[^\s"'|>\[{&*!#]""")

_BLANKS = ("", " ", "\t", "\n")
_BEFORE_QUOTE = (*_BLANKS, "[", "{", "(", ",", ":")
_BEFORE_QUESTION = (" ", "\t", "\n", "[", "{", ",")


def slips(text: str) -> Iterator[Slip]:
    """Yield the slips of a file that the parser has read without an error."""
    doubtful = [at for line, at in _signs(text) if _is_doubtful(text, line, at)]
    return _judge(text, doubtful) if doubtful else iter(())


def _signs(text: str) -> Iterator[tuple[int, int]]:
    """Yield every `#` and `?`, each with the beginning of its line."""
    line, end = 0, text.find("\n")
    # One character at a time: looking for either of the two takes five times as long.
    for at in sorted(match.start() for sign in ("#", r"\?") for match in re.finditer(sign, text)):
        while 0 <= end < at:
            line = end + 1
            end = text.find("\n", line)
        yield line, at


def _is_doubtful(text: str, line: int, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "?":
        if before not in _BEFORE_QUESTION or after in _BLANKS:
            return False
        return text[max(0, at - 200) : at].rstrip().endswith(("[", "{", ","))
    if before == " ":
        return after not in _BLANKS and _KEY_AND_PLAIN.match(text, line, at) is not None
    if before in ("'", '"'):
        return text[at - 2 : at - 1] not in _BEFORE_QUOTE
    return before in ("]", "}", ",") or _HEADER_END.search(text, max(0, at - 3), at) is not None


def _judge(text: str, doubtful: list[int]) -> Iterator[Slip]:
    spans = _scalars(text)
    beyond = (len(text), len(text), False)
    start, end, plain = next(spans, beyond)
    ended, ended_plain = 0, False  # the last scalar before the place
    comment_end = 0
    for at in doubtful:
        while end <= at and start < len(text):
            ended, ended_plain = end, plain
            start, end, plain = next(spans, beyond)
        if start <= at or at < comment_end:
            continue  # part of a text or of a comment
        gap = text[max(ended, text.rfind("\n", ended, at) + 1) : at]
        if text[at] == "#" or "#" in gap:
            line_end = text.find("\n", at)
            comment_end = len(text) if line_end < 0 else line_end
        if "#" in gap:
            continue
        if text[at] == "?":
            # 652Z, HM87: a plain text to YAML, a sign for a key to libyaml.
            message = "Inside brackets a text that begins with `?` must stand in quotes."
            yield Slip("yaml-question-mark", message, at, "put quotes around the text")
        elif text[at - 1] != " ":
            # 9JBA, CVW2, SU5Z, X4QW
            message = "A comment begins with a space before the `#`."
            hint = "add the space, or put quotes around the text if `#` belongs to it"
            yield Slip("yaml-comment", message, at, hint)
        elif ended_plain and not gap.strip():
            message = "From `#` on the line is taken for a comment, so the text ends before it."
            hint = "put quotes around the text if `#` belongs to it, or write a space after `#`"
            yield Slip("yaml-comment-in-text", message, at, hint, warning=True)


def _scalars(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and plainness of each scalar; of a block scalar the lines below its `|` or `>`."""
    for event in events(text):
        kind = event.__class__
        if kind is ScalarEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.style in ("|", ">"):
                start = text.find("\n", start) + 1 or len(text)
            if start < end:
                yield start, end, not event.style
