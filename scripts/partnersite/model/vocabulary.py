"""The words of the programme that records may use: its types, tiers, verticals and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from partnersite.model.places import countries
from partnersite.model.refusal import hint_for, shown


@dataclass(frozen=True, slots=True)
class Words:
    """The keys of one section of the programme."""

    noun: str
    """What one of them is called in messages."""
    section: str
    """Where they are listed."""
    keys: tuple[str, ...] = ()
    known: bool = True
    """Whether the section could be read at all; while it cannot, every word passes."""

    def __contains__(self, word: object) -> bool:
        return not self.known or word in self.keys

    def hint(self, word: str) -> str:
        """What to write instead of a word that is not listed."""
        return hint_for(word, self.keys) or f"list it in program.yaml under `{self.section}`"

    def missing(self, word: str) -> tuple[str, str, str]:
        """Code, message and hint for a word that is not listed."""
        code = "unknown-" + self.noun.lower().replace(" ", "-")
        return code, f"{shown(word)} is no {self.noun} of the programme.", self.hint(word)


class Territories(Words):
    """The programme's own territories, and the countries that need not be listed."""

    def __contains__(self, word: object) -> bool:
        return word in countries() or super().__contains__(word)

    def hint(self, word: str) -> str:
        """A country where its code was written small."""
        if word.upper() in countries():
            return f"write `{word.upper()}` for the country"
        return super().hint(word)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every section that something refers to, read from the raw programme.

    Raw, so that one wrong line in a partner type does not make each of its partners a problem too.
    """

    types: Words
    tiers: Words
    commission_scales: Words
    requirements: Words
    benefits: Words
    territories: Words
    verticals: Words
    competencies: Words
    sla: Words
    integrations: Words

    @classmethod
    def of(cls, program: object) -> Vocabulary:
        """The vocabulary of what `program.yaml` holds, however wrong; None where it could not be read."""
        return cls(
            types=_words(Words("partner type", "types"), program),
            tiers=_words(Words("tier", "tiers"), program),
            commission_scales=_words(Words("commission scale", "commission_scales"), program),
            requirements=_words(Words("requirement", "requirements"), program),
            benefits=_words(Words("benefit", "benefits"), program),
            territories=_words(Territories("territory", "territories"), program),
            verticals=_words(Words("vertical", "vocabularies.verticals"), program),
            competencies=_words(Words("competency", "vocabularies.competencies"), program),
            sla=_words(Words("SLA class", "vocabularies.sla"), program),
            integrations=_words(Words("kind of integration", "vocabularies.integrations"), program),
        )


def _words(empty: Words, program: object) -> Words:
    found = program
    for part in empty.section.split("."):
        if not isinstance(found, Mapping):
            break
        found = found.get(part, {})
    if isinstance(found, Mapping):
        return replace(empty, keys=tuple(map(str, found)))
    return replace(empty, known=False)
