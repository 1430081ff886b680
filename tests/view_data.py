"""Networks as values, with the settings and renderers of a site that is not on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from model_data import PARTNER, PROGRAM, SMALL_PARTNER
from partnersite.model import Network, Partner, Program
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings, package_theme
from partnersite.view import SiteView, site_view

LANGUAGES = ("en", "ru")
__all__ = ["PROGRAM", "full", "network", "renderer", "settings", "small", "view"]

SITE = "https://partners.example.com/"


def settings(*languages: str, folder: Path = Path("/nowhere")) -> SiteSettings:
    """The settings of a site in these languages, the source language first."""
    return SiteSettings(
        name="Partners of SmartTouch",
        url=SITE,
        languages=languages or LANGUAGES,
        source_dir=folder,
        content_dir=folder / "content",
        theme_dirs=(package_theme(),),
        site_dir=folder / "site",
    )


def full(**changes: Any) -> dict[str, Any]:
    """The raw record that has every field, with some changed; None takes a field out."""
    return {key: value for key, value in {**PARTNER, **changes}.items() if value is not None}


def small(partner_id: str = "kupava", **changes: Any) -> dict[str, Any]:
    """The raw record that has nothing but what is required, with some fields changed."""
    return {**SMALL_PARTNER, "id": partner_id, **changes}


def network(*records: dict[str, Any], languages: tuple[str, ...] = LANGUAGES, **program: Any) -> Network:
    """A network of raw records; keyword arguments change the programme."""
    partners = tuple(Partner.model_validate(record) for record in records)
    return Network(partners, Program.model_validate({**PROGRAM, **program}), languages)


def view(*records: dict[str, Any], language: str = "en", languages: tuple[str, ...] = LANGUAGES) -> SiteView:
    """The view of a network of raw records in one language."""
    return site_view(network(*records, languages=languages), language, settings(*languages))


def renderer(language: str = "en", *languages: str) -> Renderer:
    """A renderer of the real templates."""
    return Renderer(language, settings(*languages))
