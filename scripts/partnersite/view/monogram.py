"""A sign for a partner without a logo: letters of its name on a colour and figure that its id decides."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from partnersite.render.colours import TONES

FIGURES = 4
"""Corners in which the figure behind the letters may stand."""
NO_LETTERS = "\N{BULLET}"


@dataclass(frozen=True, slots=True)
class Monogram:
    """What the sign is drawn from."""

    letters: str
    """One or two capital letters, or a bullet where the name has none."""
    tone: int
    """0 to 7: a pair of colours of the palette."""
    figure: int
    """0 to 3: the corner of the figure."""


@lru_cache(maxsize=1024)
def monogram(partner_id: str, name: str) -> Monogram:
    """The same sign at every build and in every language whose script the name is the same in."""
    digest = sha256(partner_id.encode()).digest()
    return Monogram(letters_of(name), digest[0] % TONES, digest[1] % FIGURES)


def letters_of(name: str) -> str:
    """The first letters of the first two words that begin with a letter or digit: `SP` for SmartTouch POS."""
    starts = []
    for word in name.split():
        start = next((sign for sign in word if unicodedata.category(sign)[0] in "LN"), "")
        if start:
            # One capital letter for one letter: `ß` would become two.
            capital = start.upper()
            starts.append(capital if len(capital) == 1 else start)
    return "".join(starts[:2]) or NO_LETTERS
