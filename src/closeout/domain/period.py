"""Spans of time as contracts word them: `14 days`, `10 business days`, `2 weeks`, `1 month`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from closeout.domain.business_calendar import after_business_days

if TYPE_CHECKING:
    from closeout.domain.business_calendar import BusinessCalendar

_WORDED = re.compile(
    r"([0-9]{1,3})\s+(?:((?:business|work|working)\s+day)|(?:calendar\s+)?(day|week|month|year))s?",
    re.IGNORECASE,
)
_ISO_8601 = re.compile(r"P([0-9]{1,3})([DWMY])")
_MONTHS_OF_A_YEAR = 12


class Unit(StrEnum):
    """The unit in which a period counts."""

    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_ISO_UNITS = {"D": Unit.DAY, "W": Unit.WEEK, "M": Unit.MONTH, "Y": Unit.YEAR}


class Period(Struct, frozen=True):
    """A whole number of calendar days, business days, weeks, months or years."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `14 days`, `10 business days`, `2 weeks`, `1 month`, `1 year`, or ISO 8601 `P14D`, `P2W`, `P1M`, `P1Y`.

        Raises ValueError on other text.
        """
        if worded := _WORDED.fullmatch(text.strip()):
            count, business, unit = worded.groups()
            return cls(int(count), Unit.BUSINESS_DAY if business else Unit(unit.lower()))
        if iso := _ISO_8601.fullmatch(text.strip()):
            return cls(int(iso[1]), _ISO_UNITS[iso[2]])
        message = f"not a period: {text!r}"
        raise ValueError(message)

    def __str__(self) -> str:
        """Return the text that `parse` reads as this period."""
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    def after(self, start: date, calendar: BusinessCalendar) -> date:
        """Return the day on which the period ends when `start` is not counted (BGB 187 (1), 188).

        A month ends on the day of the same number, or on the last day of a shorter month. The calendar is asked only
        for business days. Raises OverflowError past the year 9999.
        """
        match self.unit:
            case Unit.BUSINESS_DAY:
                return after_business_days(calendar, start, self.count)
            case Unit.MONTH:
                return _add_months(start, self.count)
            case Unit.YEAR:
                return _add_months(start, self.count * _MONTHS_OF_A_YEAR)
            case Unit.WEEK:
                return start + timedelta(weeks=self.count)
            case Unit.DAY:
                return start + timedelta(days=self.count)


def _add_months(start: date, count: int) -> date:
    months = start.year * _MONTHS_OF_A_YEAR + start.month - 1 + count
    year, month = divmod(months, _MONTHS_OF_A_YEAR)
    if year > date.max.year:
        message = "date value out of range"
        raise OverflowError(message)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
