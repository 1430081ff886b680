"""Public view objects: what pages may show, in one language, copied field by field from the model.

A field reaches a view only because a line here names it: what is new in the model stays private until then.
Views are frozen and hold plain values, so that worker processes can be given them.
"""

from __future__ import annotations

from partnersite.view.build_partner import PartnerViews
from partnersite.view.build_program import program_view
from partnersite.view.build_site import site_view
from partnersite.view.partner import PartnerCard, PartnerView
from partnersite.view.program import ProgramView
from partnersite.view.site import Figures, ListingCountry, ListingType, Relatives, SiteView
from partnersite.view.words import Words

__all__ = [
    "Figures",
    "ListingCountry",
    "ListingType",
    "PartnerCard",
    "PartnerView",
    "PartnerViews",
    "ProgramView",
    "Relatives",
    "SiteView",
    "Words",
    "program_view",
    "site_view",
]
