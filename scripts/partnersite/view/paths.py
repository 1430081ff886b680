"""Addresses of pages and files that are made from data, below a language's root."""

from __future__ import annotations

DIRECTORY = "partners/"
"""Address of the directory below a language's root; every partner's page is below it."""


def partner_path(partner_id: str) -> str:
    """Address of a partner's page below a language's root."""
    return f"{DIRECTORY}{partner_id}/"


def country_path(code: str) -> str:
    """Address of a country's directory page below a language's root."""
    return f"{DIRECTORY}country/{code.lower()}/"


def type_path(partner_type: str) -> str:
    """Address of a partner type's directory page below a language's root."""
    return f"{DIRECTORY}type/{partner_type}/"


def logo_path(partner_id: str, logo: str) -> str:
    """Where a partner's logo is published; pictures made of pixels are published as PNG."""
    ending = ".svg" if logo.lower().endswith(".svg") else ".png"
    return f"{partner_path(partner_id)}logo{ending}"
