"""The directory as data, for the site's own filter and for others to use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from partnersite.settings import SiteSettings
from partnersite.view import PartnerCard, SiteView


def data(view: SiteView, settings: SiteSettings) -> Iterator[Mapping[str, object]]:
    """What the directory's cards show of each listed partner, as plain values."""
    for card in view.cards:
        yield {name: value for name, value in _card(card, settings) if value}


def _card(card: PartnerCard, settings: SiteSettings) -> Iterator[tuple[str, object]]:
    yield "id", card.id
    yield "url", settings.absolute(card.path)
    yield "name", card.name.text
    yield "type", card.type.text
    yield "tier", card.tier.text
    yield "tagline", card.tagline.text
    yield "countries", list(card.countries)
    yield "city", card.city.text
    yield "verticals", [vertical.text for vertical in card.verticals]
