"""Which characters a name, a label or a longer text may hold.

Sources: Unicode Standard Annex 9 (bidirectional text), UTS 39 (security), the "Trojan Source" paper
(CVE-2021-42574). The rules do not depend on the Unicode version of the Python that runs them:
characters it does not know yet (new emoji) pass.
"""

from __future__ import annotations

import re
import unicodedata

from partnersite.model.refusal import Flaw

MARKS_IN_A_ROW = 4
"""More combining marks than this on one letter is no language, it is a tower over the lines above."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_ISOLATES = "\u2066\u2067\u2068"
_POP_ISOLATE = "\u2069"
_JOINERS = "\u200c\u200d"

_LABEL_SPACES = frozenset(" \u00a0\u202f\u3000")
_PROSE_ALLOWED = frozenset("\n\t\u00ad\u061c\u200b\u200e\u200f\u2060" + _JOINERS + _ISOLATES + _POP_ISOLATE)

# Letters and marks by category, yet drawn as nothing: fillers, variation selectors, the Braille blank, tags.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\ufffd\U000e0000-\U000e0fff]"
)
_IDEOGRAPHIC_VARIANT = re.compile("(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]")
_TAGS = re.compile("[\U000e0000-\U000e00ff]")
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7-\u06ed\u0711\u0730-\u074a\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u08ca-\u0903\u093a-\u094f\u0e31"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f87\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u302a-\u302d\u3099\u309a\ufe20-\ufe2f"
)
# Begun with a single mark, the expression is looked for twice as fast.
_TOWER = re.compile(f"[{_MARKS}][{_MARKS}]{{{MARKS_IN_A_ROW},}}")


def label_flaw(text: str) -> Flaw | None:
    """What is wrong with the characters of a name or label, or None."""
    if text.isascii():
        if text.isprintable():
            return None
    elif text.isprintable() and not _INVISIBLE.search(text):
        return _tower(text)
    for position, character in enumerate(text):
        if character == "\n":
            return Flaw("text-line-break", "This text must stand on one line.", "join its lines")
        if _hidden_in_label(text, position):
            return _hidden(character)
    return _tower(text)


def prose_flaw(text: str) -> Flaw | None:
    """What is wrong with the characters of a text of several lines, or None.

    Marks that right-to-left and Indic writing needs (joiners, direction marks, closed isolates) may stand.
    """
    if text.replace("\n", " ").isprintable():
        return None if text.isascii() else _tower(text)
    for character in sorted(set(text)):
        if character not in _PROSE_ALLOWED and _unprintable(character):
            return _hidden(character)
    if sum(map(text.count, _ISOLATES)) != text.count(_POP_ISOLATE):
        return Flaw("text-direction", "A direction isolate (U+2066 to U+2068) is opened and not closed.", "remove it")
    return _tower(text) or _tag(text)


def _unprintable(character: str) -> bool:
    if character.isprintable():
        return False
    if unicodedata.category(character) == "Cn":
        return (ord(character) & 0xFFFE) == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return unicodedata.category(character) != "Zs"


def _hidden_in_label(text: str, position: int) -> bool:
    character = text[position]
    if character in _JOINERS:
        return not _joins(text, position)
    if _INVISIBLE.match(character):
        return not _IDEOGRAPHIC_VARIANT.match(text, position)
    if unicodedata.category(character) == "Zs":
        return character not in _LABEL_SPACES
    return _unprintable(character)


def _joins(text: str, position: int) -> bool:
    """Whether a joiner stands where its script needs it (RFC 5892, appendix A, simplified)."""
    before = text[position - 1] if position else ""
    after = text[position + 1 : position + 2]
    if before and unicodedata.combining(before) == 9:  # after a virama, in the scripts of India
        return True
    return _arabic(before) and _arabic(after) and text[position] == "\u200c"


def _arabic(character: str) -> bool:
    return "\u0620" <= character <= "\u08ff" and character.isalpha()


def _hidden(character: str) -> Flaw:
    code = f"U+{ord(character):04X}"
    if character in _OVERRIDES or character in _ISOLATES + _POP_ISOLATE:
        return Flaw("text-direction", f"{code} changes the direction of the text after it.", "remove it")
    if character == "\ufffd":
        return Flaw("text-damaged", "U+FFFD marks letters that were lost.", "type the text again")
    category = unicodedata.category(character)
    if category == "Cc":
        return Flaw("text-control", f"{code} is a control character.", "remove it")
    if category == "Zs":
        return Flaw("text-invisible", f"{code} is an unusual kind of space.", "use an ordinary space")
    return Flaw("text-invisible", f"{code} is a character that nobody can see.", "remove it")


def _tower(text: str) -> Flaw | None:
    if _TOWER.search(text):
        return Flaw(
            "text-marks",
            f"More than {MARKS_IN_A_ROW} combining marks stand on one letter.",
            "write the letter without them",
        )
    return None


def _tag(text: str) -> Flaw | None:
    found = _TAGS.search(text)
    return _hidden(found.group()) if found else None
