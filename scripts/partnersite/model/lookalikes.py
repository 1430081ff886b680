"""Names and hosts that look like others: scripts, and skeletons after UTS 39.

The table holds the letters of other scripts that are drawn like Latin ones, the part of Unicode's
confusables that partner names and host names meet; compatibility forms (full width, mathematical)
are folded by NFKC before it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PAIRS = (
    "аaсcԁdеeһhіiјjкkӏlоoрpԛqгrѕsуyүyѵvхxԝw"  # Cyrillic, small
    "АAВBСCЕEНHІlЈJКKМMОOРPЅSТTУYҮYХXԜWҺhԌGЗ3бbЬb"  # Cyrillic, capital
    "αaγyιiκkνvοoρpσoυuϲcϳjηnτtχx"  # Greek, small
    "ΑAΒBΕEΖZΗHΙlΚKΜMΝNΟOΡPΤTΥYΧXϹCͿJ"  # Greek, capital
    "ոnսuօoցgհhզqյjւiՏSԼLՕOՍU"  # Armenian
    "ᎪAᏴBᏟCᎠDᎬEᏀGᎻHᎫJᏦKᏞLᎷMᏢPᎡRᏚSᎢTᏙVᎳWᏃZ"  # Cherokee
    "ıiɩiɑaɡgƖlǀl"  # Latin letters beyond ASCII
    "0O1lIl|l"  # ASCII itself
)
_TABLE = dict(zip(map(ord, _PAIRS[::2]), _PAIRS[1::2], strict=True)) | {ord("m"): "rn"}

_OF_LATIN = {like for like in "".join(map(chr, _TABLE)) if like > "\x7f"}
_LIKE_CYRILLIC = frozenset("acehijkoprsxyABCEHIJKMOPSTXY")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")

# UTS 39, section 5.2, "highly restrictive": what Japanese, Chinese and Korean writing mixes.
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The script of a letter ("LATIN", "CYRILLIC"...), "" for digits, marks, punctuation and the unknown."""
    if character.isascii():
        return "LATIN" if character.isalpha() else ""
    if not character.isalpha():
        return ""
    word = unicodedata.name(character, "").partition(" ")[0]
    return "KATAKANA" if word == "KATAKANA-HIRAGANA" else word


def scripts(text: str) -> frozenset[str]:
    """Every script that the letters of a text come from."""
    return frozenset(map(script, unicodedata.normalize("NFKC", text))) - {""}


def mixes_scripts(text: str) -> bool:
    """Whether scripts stand together that no language writes together (UTS 39, "highly restrictive")."""
    found = scripts(text)
    return len(found) > 1 and not any(found <= together for together in _TOGETHER)


def skeleton(text: str) -> str:
    """What a text looks like: two texts with one skeleton can be taken for each other."""
    folded = unicodedata.normalize("NFKC", text).translate(_TABLE)
    return unicodedata.normalize("NFKC", folded).casefold()


def same(text: str) -> str:
    """The form in which two texts are one text: case, Unicode form and spaces do not count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def disguised_word(text: str) -> tuple[str, str] | None:
    """The first word with letters of another script hidden among its own, and those letters; or None.

    "Pаypal" with a Cyrillic "а" is one; "POS-Технолоджи" and "Яndex" are not: everyone sees the mixture.
    """
    if text.isascii():
        return None
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        found = frozenset(map(script, word)) - {""}
        if len(found) < 2 or "LATIN" not in found:
            continue
        foreign = [c for c in word if script(c) not in ("LATIN", "")]
        if all(c in _OF_LATIN for c in foreign):
            return word, "".join(dict.fromkeys(foreign))
        latin = [c for c in word if script(c) == "LATIN"]
        if found == {"LATIN", "CYRILLIC"} and all(c in _LIKE_CYRILLIC for c in latin):
            return word, "".join(dict.fromkeys(latin))
    return None


def disguised_whole(text: str) -> bool:
    """Whether a text without one ASCII letter reads as ASCII ("аррӏе", all Cyrillic)."""
    if text.isascii():
        return False
    return skeleton(text).isascii()
