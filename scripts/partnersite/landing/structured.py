"""A partner as schema.org data: nothing that the page does not show."""

from __future__ import annotations

from collections.abc import Mapping

from partnersite.settings import SiteSettings
from partnersite.view import PartnerView

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def organization(partner: PartnerView, settings: SiteSettings) -> Mapping[str, object]:
    """An Organization, a LocalBusiness where people can come (street and city are known)."""
    place = partner.address
    local = place is not None and place.street and place.city
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness" if local else "Organization",
        "@id": settings.absolute(settings.path_of(settings.source_language, f"partners/{partner.id}/")),
        "name": partner.name.text,
        "url": partner.website or settings.absolute(partner.path),
    }
    optional: dict[str, object] = {
        "description": partner.tagline.text,
        "logo": settings.absolute(partner.logo) if partner.logo else "",
        "email": partner.email,
        "telephone": partner.phone,
        "areaServed": [territory.name.text for territory in partner.territories],
        "knowsLanguage": list(partner.language_tags),
        "sameAs": [page.url for page in partner.social],
    }
    if place is not None:
        optional["address"] = {"@type": "PostalAddress"} | _present(
            {
                "streetAddress": place.street.text,
                "addressLocality": place.city.text,
                "addressRegion": place.region.text,
                "postalCode": place.postal_code,
                "addressCountry": place.country_code,
            }
        )
    if local and partner.hours is not None:
        optional["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [WEEKDAYS[day] for day in opening.weekdays],
                "opens": opening.opens,
                "closes": opening.closes,
            }
            for opening in partner.hours.open
        ]
    return data | _present(optional)


def _present(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
