"""The application to the programme: what is asked, and a letter with the questions for the reader's mail program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from partnersite.view.program import ProgramView

N_ = str
"""Marks a string for the catalogues without translating it here."""

SUBJECT = N_("Application to the partner programme of %(vendor)s")
# NOTE: a question in the application; %(types)s are partner types, such as “Dealer, Integrator”
PARTNER_TYPE = N_("Partner type (%(types)s)")
QUESTIONS = (
    N_("Name or company, with a link to the site or page"),
    PARTNER_TYPE,
    N_("Territory and verticals"),
    N_("What you do there today, and for whom"),
    N_("Languages you work in, and your time zone"),
)
"""In the order of the letter."""

LINE_END = "\r\n"
"""RFC 6068, 5: how lines of a body end."""


def questions(program: ProgramView, gettext: Callable[[str], str]) -> tuple[str, ...]:
    """What an applicant is asked, in the words of one language."""
    types = ", ".join(kind.name.text for kind in program.types)
    return tuple(gettext(question) % {"types": types} for question in QUESTIONS)


def letter(email: str, subject: str, asked: Sequence[str]) -> str:
    """The `mailto:` address (RFC 6068) of a letter with a line for each answer; empty where there is no address."""
    if not email:
        return ""
    body = "".join(f"{question}:{LINE_END}{LINE_END}" for question in asked)
    return f"mailto:{quote(email, safe='@')}?subject={_encoded(subject)}&body={_encoded(body)}"


def _encoded(text: str) -> str:
    """Text as part of an address; a letter is wrapped by who reads it, so that no space need hold a line together."""
    return quote(text.replace("\N{NO-BREAK SPACE}", " "), safe="")
