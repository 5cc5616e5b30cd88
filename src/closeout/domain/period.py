"""Spans of time as contracts word them: `14 days`, `2 weeks`, `1 month`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from msgspec import Struct

_WORDED = re.compile(r"([0-9]{1,4})\s+(day|week|month)s?", re.IGNORECASE)
_ISO_8601 = re.compile(r"P([0-9]{1,4})([DWM])")
_ISO_UNITS = {"D": "day", "W": "week", "M": "month"}


class Unit(StrEnum):
    """The unit in which a period counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Period(Struct, frozen=True):
    """A whole number of calendar days, weeks or months."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `14 days`, `2 weeks`, `1 month`, or ISO 8601 `P14D`, `P2W`, `P1M`; raise ValueError on other text."""
        match = _WORDED.fullmatch(text.strip()) or _ISO_8601.fullmatch(text.strip())
        if match is None:
            message = f"not a period: {text!r}"
            raise ValueError(message)
        count, unit = match.groups()
        return cls(int(count), Unit(_ISO_UNITS.get(unit, unit.lower())))

    def after(self, start: date) -> date:
        """Return the day on which the period ends when `start` is not counted.

        A month ends on the day of the same number, or on the last day of a shorter month (as BGB 188 counts).
        Raises OverflowError past the year 9999.
        """
        if self.unit is Unit.MONTH:
            return _add_months(start, self.count)
        return start + timedelta(days=self.count * (7 if self.unit is Unit.WEEK else 1))


def _add_months(start: date, count: int) -> date:
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    if year > date.max.year:
        message = "date value out of range"
        raise OverflowError(message)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
