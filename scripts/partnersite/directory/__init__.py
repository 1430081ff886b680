"""The partner directory: all partners, and those of each country and type, readable without script."""

from __future__ import annotations

from partnersite.directory.block import block
from partnersite.directory.data import data
from partnersite.directory.pages import PAGE, PAGE_SIZE, TEMPLATE, DirectoryJob, card_html, jobs, render, title_of

__all__ = [
    "PAGE",
    "PAGE_SIZE",
    "TEMPLATE",
    "DirectoryJob",
    "block",
    "card_html",
    "data",
    "jobs",
    "render",
    "title_of",
]
