"""Dates as people know them: a day, only a month, or only a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from partnersite.model.refusal import refuse, shown

FIRST_YEAR, LAST_YEAR = 1900, 2199
DATE_PATTERN = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

_DATE = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that may lack its day or month; `str` gives it back in ISO 8601 form."""

    year: int
    month: int = 0
    """1 to 12, 0 where only the year is known."""
    day: int = 0
    """1 to 31, 0 where only the month is known."""

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


def parse_date(text: str) -> PartialDate:
    """Read YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = _DATE.fullmatch(text)
    if parts is None:
        raise refuse("date", f"{shown(text)} is not a date.", "write 2015-04-30, 2015-04 or 2015")
    year, month, day = (int(part or 0) for part in parts.groups())
    found = PartialDate(year, month, day)
    known = FIRST_YEAR <= year <= LAST_YEAR and (parts[2] is None or 1 <= month <= 12)
    if not known or (parts[3] is not None and not 1 <= day <= monthrange(year, month)[1]):
        raise refuse("date", f"{shown(text)} is not a day of the calendar.", "the order is year-month-day")
    return found
