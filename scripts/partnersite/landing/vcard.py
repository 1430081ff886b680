"""A partner's contact card, RFC 6350 (vCard 4.0)."""

from __future__ import annotations

from collections.abc import Iterator

from partnersite.settings import SiteSettings
from partnersite.view import PartnerView

LINE_OCTETS = 75
"""RFC 6350 3.2: longer lines are folded."""

_CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160), 8232, 8233))
_TEXT = _CONTROLS | str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def vcard(partner: PartnerView, settings: SiteSettings) -> bytes:
    """The card of an active partner; lines end in CRLF and are folded without splitting a character."""
    return b"".join(fold(line) for line in _lines(partner, settings))


def _lines(partner: PartnerView, settings: SiteSettings) -> Iterator[str]:
    page = settings.absolute(settings.path_of(settings.source_language, f"partners/{partner.id}/"))
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:org"
    yield f"UID:{uri(page)}"
    yield f"FN:{text(partner.name.text)}"
    yield f"ORG:{text(partner.name.text)}"
    if partner.tagline:
        yield f"NOTE:{text(partner.tagline.text)}"
    if partner.email:
        yield f"EMAIL;TYPE=work:{text(partner.email)}"
    if partner.phone_address:
        yield f'TEL;VALUE=uri;TYPE="work,voice":{uri(partner.phone_address)}'
    if partner.website:
        yield f"URL;TYPE=work:{uri(partner.website)}"
    yield f"URL:{uri(page)}"
    for link in (*partner.messengers, *partner.social):
        if link.url:
            # RFC 9554 3.4; readers that do not know the property skip it
            yield f"SOCIALPROFILE;SERVICE-TYPE={parameter(link.service)}:{uri(link.url)}"
    if partner.address:
        place = partner.address
        parts = (
            "",
            "",
            place.street.text,
            place.city.text,
            place.region.text,
            place.postal_code,
            place.country,
        )
        yield f"ADR;TYPE=work:{';'.join(map(text, parts))}"
    for tag in partner.language_tags:
        yield f"LANG:{text(tag)}"
    if partner.hours:
        yield f"TZ:{text(partner.hours.time_zone)}"
    if partner.verticals:
        yield f"CATEGORIES:{','.join(text(vertical.text) for vertical in partner.verticals)}"
    if partner.logo:
        yield f"LOGO:{uri(settings.absolute(partner.logo))}"
    yield "END:VCARD"


def text(value: str) -> str:
    """A TEXT value, RFC 6350 3.4: nothing in it can end the value or the line."""
    return value.translate(_TEXT)


def uri(value: str) -> str:
    """A URI value: what cannot be in a URI is dropped."""
    return value.translate(_CONTROLS).replace(" ", "%20")


def parameter(value: str) -> str:
    """A parameter value, quoted; RFC 6868 for the characters that quoting does not cover."""
    escaped = value.replace("^", "^^").replace('"', "^'").replace("\n", "^n")
    return f'"{escaped.translate(_CONTROLS)}"'


def fold(line: str) -> bytes:
    """One content line as bytes, folded at `LINE_OCTETS`, ending in CRLF."""
    data = line.encode()
    if len(data) <= LINE_OCTETS:
        return data + b"\r\n"
    parts: list[bytes] = []
    start, room = 0, LINE_OCTETS
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        # the space that begins a continued line counts
        start, room = end, LINE_OCTETS - 1
    return b"\r\n ".join(parts) + b"\r\n"
