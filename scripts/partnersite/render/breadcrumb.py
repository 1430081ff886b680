"""The way from the top of the site to a page, for readers and for search engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partnersite.settings import SiteSettings


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way; the last is the page itself."""

    title: str
    path: str


def breadcrumb_list(trail: Sequence[Crumb], settings: SiteSettings) -> Mapping[str, object]:
    """schema.org's BreadcrumbList with the same steps and titles that readers see."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.title,
                "item": settings.absolute(crumb.path),
            }
            for position, crumb in enumerate(trail, 1)
        ],
    }
