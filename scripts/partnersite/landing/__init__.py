"""Landing pages: one per partner and language, with its contact card, QR code and logo."""

from __future__ import annotations

from partnersite.landing.assets import assets, check_logos, partner_assets
from partnersite.landing.pages import PageJob, jobs, render

__all__ = ["PageJob", "assets", "check_logos", "jobs", "partner_assets", "render"]
