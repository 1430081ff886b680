"""Our words for the values that records choose from; the catalogues translate them where they are shown."""

from __future__ import annotations

N_ = str
"""Marks a string for the catalogues without translating it here."""

PLACEMENTS = {
    "catalogue": N_("Catalogue page"),
    "blog": N_("Blog post"),
    "news": N_("News item"),
    "marketplace": N_("Marketplace"),
    "social": N_("Social page"),
    "mutual-repost": N_("Mutual reposts"),
}
"""Where a referral partner placed its link."""

REQUIREMENT_KINDS = {
    "investment": N_("Investment"),
    "training": N_("Training"),
    "competency": N_("Competencies"),
    "other": N_("Other requirements"),
}
"""What a requirement costs the partner, in the order in which pages show them."""

PERIODS = {
    "month": N_("Sales per month"),
    "quarter": N_("Sales per quarter"),
    "year": N_("Sales per year"),
}
"""Over which time sales are added up for a commission."""
