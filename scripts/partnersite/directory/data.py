"""The directory as data, for the site's own filter and for others to use."""

from __future__ import annotations

from collections.abc import Iterator

from partnersite.settings import SiteSettings
from partnersite.view import PartnerCard


def data(card: PartnerCard, settings: SiteSettings) -> dict[str, object]:
    """What the directory shows of a partner, as plain values."""
    return {name: value for name, value in _values(card, settings) if value}


def _values(card: PartnerCard, settings: SiteSettings) -> Iterator[tuple[str, object]]:
    yield "id", card.id
    yield "url", settings.absolute(card.path)
    yield "name", card.name.text
    yield "type", card.type.text
    yield "tier", card.tier.text
    yield "tagline", card.tagline.text
    yield "countries", list(card.countries)
    yield "city", card.city.text
    yield "verticals", [vertical.text for vertical in card.verticals]
