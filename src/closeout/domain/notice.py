"""When the contract ends: the notice period that applies, why it does, and the days that follow from it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

CUSTOMARY = Period(14, Unit.DAY)


class Basis(StrEnum):
    """Where the notice period comes from."""

    CONTRACT = "contract"
    CUSTOM = "custom"


class NoticeTiming(Struct, frozen=True, kw_only=True):
    """The days of the notice: given on `notice_date`, running to `period_end`, ending work on `last_working_day`."""

    notice_date: date
    period: Period
    basis: Basis
    period_end: date
    last_working_day: date

    @property
    def effective_date(self) -> date:
        """The day on which the contract ends: when the period has run out, or later if work goes on."""
        return max(self.period_end, self.last_working_day)


def notice_timing(engagement: Engagement, as_of: date) -> NoticeTiming:
    """Work out the days of the notice; without an own notice date, it is given on `as_of`."""
    stated = engagement.contract.notice
    period = stated or CUSTOMARY
    notice_date = engagement.ending.notice_date or as_of
    period_end = period.after(notice_date)
    return NoticeTiming(
        notice_date=notice_date,
        period=period,
        basis=Basis.CONTRACT if stated else Basis.CUSTOM,
        period_end=period_end,
        last_working_day=engagement.ending.last_working_day or period_end,
    )
