"""The notice period as contracts word it: a span, and the day of the calendar to which it runs on."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from closeout.domain.business_calendar import BusinessCalendar

_MIDDLE = 15
_SMALL = frozenset("a an any at before calendar each every for notice of period the to".split())
_NONE = Period(0, Unit.DAY)
_TO_AN_END = re.compile(r"(?:(.+) )?end (week|month|quarter|year)", re.IGNORECASE)
_HALF_MONTH = re.compile(r"(?:(.+) )?15th or end month", re.IGNORECASE)
_BY_A_DAY = re.compile(r"by ([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th) end month", re.IGNORECASE)
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


class PeriodEnd(StrEnum):
    """The days on which a contract can end.

    A week ends on Sunday (ISO 8601); BGB 621 no. 2 has it end on Saturday, so such a notice states `ends_on`.
    """

    ANY_DAY = "any day"
    WEEK = "week"
    HALF_MONTH = "half month"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def wording(self) -> str:
        """The words for such a day in the text of a notice period, such as `end of a month`."""
        return "15th or the end of a month" if self is PeriodEnd.HALF_MONTH else f"end of a {self.value}"

    def reached(self, day: date) -> date:
        """Return the first such day on `day` or after it; half a month ends on the 15th (BGB 622 (1))."""
        match self:
            case PeriodEnd.ANY_DAY:
                return day
            case PeriodEnd.WEEK:
                return day + timedelta(days=6 - day.weekday())
            case PeriodEnd.HALF_MONTH:
                return day.replace(day=_MIDDLE) if day.day <= _MIDDLE else _month_end(day.year, day.month)
            case PeriodEnd.MONTH:
                return _month_end(day.year, day.month)
            case PeriodEnd.QUARTER:
                return _month_end(day.year, day.month + -day.month % 3)
            case PeriodEnd.YEAR:
                return _month_end(day.year, 12)


class NoticePeriod(Struct, frozen=True):
    """A span, and where it runs on to. With `latest_day`, a later start counts for the month after (BGB 621 no. 3).

    That the last day is a Saturday, a Sunday or a holiday moves nothing: BGB 193 does not hold for notice periods.
    """

    period: Period
    ends_on: PeriodEnd = PeriodEnd.ANY_DAY
    latest_day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a notice period; case and small words do not matter.

        These are read: `none`; a period such as `14 days` or `P1M`; an end such as `end of a week` (month, quarter,
        year) or `15th or the end of a month`; both, such as `6 weeks to the end of a quarter`; and
        `by the 15th to the end of the month`. Raises ValueError on other text.
        """
        words = (word.rstrip("'\u2019") for word in text.split())
        phrase = " ".join(word for word in words if word.lower() not in _SMALL)
        if phrase.lower() == "none":
            return cls(_NONE)
        if by_a_day := _BY_A_DAY.fullmatch(phrase):
            return cls(_NONE, PeriodEnd.MONTH, int(by_a_day[1]))
        if half_month := _HALF_MONTH.fullmatch(phrase):
            return cls(_span(half_month[1]), PeriodEnd.HALF_MONTH)
        if to_an_end := _TO_AN_END.fullmatch(phrase):
            return cls(_span(to_an_end[1]), PeriodEnd(to_an_end[2].lower()))
        return cls(Period.parse(phrase))

    def __str__(self) -> str:
        """Return the text that `parse` reads as this notice period."""
        if self.latest_day is not None:
            return f"by the {self.latest_day}{_ORDINALS.get(self.latest_day, 'th')} to the end of the month"
        if self.ends_on is PeriodEnd.ANY_DAY:
            return "none" if self.period == _NONE else str(self.period)
        end = f"to the {self.ends_on.wording}"
        return end if self.period == _NONE else f"{self.period} {end}"

    @property
    def count(self) -> int:
        """The count of the span."""
        return self.period.count

    @property
    def unit(self) -> Unit:
        """The unit of the span."""
        return self.period.unit

    def end(self, start: date, calendar: BusinessCalendar) -> date:
        """Return the last day of the notice period when `start`, which is not counted, sets it going."""
        run_out = self.period.after(start, calendar)
        if self.latest_day is not None and start.day > self.latest_day:
            run_out = _month_end(start.year, start.month) + timedelta(days=1)
        return self.ends_on.reached(run_out)


def _span(text: str | None) -> Period:
    return Period.parse(text) if text else _NONE


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
