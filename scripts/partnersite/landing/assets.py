"""Files beside a partner's page, the same in every language: contact card, QR code, logo."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from partnersite.cache.keys import key
from partnersite.landing.qr import qr_svg
from partnersite.landing.vcard import vcard
from partnersite.media.logos import check_logo, published_logo
from partnersite.model import Network
from partnersite.model.facts import PartnerFacts
from partnersite.problems import Problems, ProblemsFound
from partnersite.settings import SiteSettings
from partnersite.source.tree import read_file
from partnersite.view import PartnerView
from partnersite.view.paths import logo_path, partner_path

LOGO_FOLDER = "partners/"
"""Below the content folder."""


def check_logos(network: Network, settings: SiteSettings, problems: Problems) -> dict[str, bytes]:
    """Add what keeps partners' logos from being published; a missing file is the model's to find.

    Gives the key of each logo's file by the partner's id.
    """
    keys: dict[str, bytes] = {}
    for partner in network.public:
        if partner.logo and partner.status != "ended":
            try:
                data = _read_logo(partner.logo, settings)
            except ProblemsFound as found:
                problems.extend(found.problems)
            else:
                problems.extend(check_logo(data, _logo_file(partner.logo, settings)))
                keys[partner.id] = key(data)
    return keys


def paths(partner: PartnerFacts, roots: Collection[str]) -> tuple[str, ...]:
    """Every file that a partner has in the site: its pages in all languages, those of former ids, its own files.

    `roots` are the addresses of the languages' roots.
    """
    folder = partner_path(partner.id)
    pages = [f"{folder}index.html", *[f"{partner_path(former)}index.html" for former in partner.formerly]]
    found = [root + page for page in pages for root in roots]
    if partner.status == "active":
        found += (f"{folder}{partner.id}.vcf", f"{folder}qr.svg")
    if partner.logo and partner.status != "ended":
        found.append(logo_path(partner.id, partner.logo))
    return tuple(found)


def assets(partner: PartnerView, settings: SiteSettings) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of a partner's files, from the view in the source language. Nothing for an ended partner.

    A suspended partner keeps its logo, but no card and no code that advertise it.
    """
    if partner.status == "ended":
        return
    folder = partner_path(partner.id)
    if partner.status == "active":
        page = settings.absolute(settings.path_of(settings.source_language, folder))
        yield f"{folder}{partner.id}.vcf", vcard(partner, settings)
        yield f"{folder}qr.svg", qr_svg(page)
    if partner.logo:
        file = partner.logo_file
        yield partner.logo, published_logo(_read_logo(file, settings), file)


def _read_logo(logo: str, settings: SiteSettings) -> bytes:
    return read_file(settings.source_dir, _logo_file(logo, settings))


def _logo_file(logo: str, settings: SiteSettings) -> str:
    content = settings.content_dir.relative_to(settings.source_dir).as_posix()
    return f"{content}/{LOGO_FOLDER}{logo}"
