"""What every view needs of its language: texts, addresses, names of countries."""

from __future__ import annotations

from collections.abc import Iterable

from partnersite.model.text import Text
from partnersite.render.locale import Locale
from partnersite.settings import SiteSettings
from partnersite.view.words import NO_WORDS, Sentence, Words


class InLanguage:
    """What the data hold, as the readers of one language are told of it."""

    def __init__(self, language: str, settings: SiteSettings) -> None:
        self.language = language
        self.settings = settings
        self.locale = Locale(language)
        self.country_names: dict[str, str] = {}

    def words(self, text: Text | None) -> Words:
        if text is None:
            return NO_WORDS
        # the usual cases first: this runs a hundred times per partner and language
        for written_in, value in text.values:
            if written_in == self.language or not written_in:
                return Words(value)
        source = self.settings.source_language
        written_in = text.language_of(self.language, source)
        return Words(text.get(self.language, source), "" if written_in == self.language else written_in)

    def sentence(self, texts: Iterable[Text]) -> Sentence:
        return Sentence(map(self.words, texts))

    def path(self, path: str) -> str:
        return self.settings.path_of(self.language, path)

    def country(self, code: str) -> str:
        name = self.country_names.get(code)
        if name is None:
            name = self.country_names[code] = self.locale.country(code)
        return name
