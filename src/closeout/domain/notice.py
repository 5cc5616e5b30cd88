"""When the contract ends: the notice period that applies, why it does, and the days that follow from it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.business_calendar import BusinessCalendar
from closeout.domain.engagement import CountsFrom, Delivery
from closeout.domain.notice_period import NoticePeriod
from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from closeout.domain.engagement import Contract, Ending, Engagement

CUSTOMARY = NoticePeriod(Period(14, Unit.DAY))
_SAME_DAY = Period(0, Unit.DAY)
_ASSUMED = {Delivery.POST: Period(3, Unit.DAY), Delivery.COURIER: Period(1, Unit.DAY)}


class Basis(StrEnum):
    """Where the notice period comes from: the contract, else the law, else custom."""

    CONTRACT = "contract"
    LAW = "law"
    CUSTOM = "custom"


class StepKind(StrEnum):
    """What happens on the way from the letter to the end of the contract."""

    SENT = "sent"
    RECEIVED = "received"
    COUNTED = "counted"
    MOVED = "moved"
    WANTED = "wanted"
    AGREED = "agreed"
    LAST_WORKING_DAY = "last working day"
    ENDS = "ends"


class Step(Struct, frozen=True, kw_only=True):
    """A step of the arithmetic: from `start`, which is not counted, by `period`, to `end`.

    The days that are stated, not counted, have neither start nor period; the move to the end of a week, half month,
    month, quarter or year has no period.
    """

    kind: StepKind
    start: date | None = None
    period: Period | None = None
    end: date


class NoticeTiming(Struct, frozen=True, kw_only=True):
    """The days of the notice.

    It is sent on `notice_date`, and received (or deemed to be) on `receipt_date`, which is `deemed_receipt` later. The
    period counts from one of the two, `counted_from`, has run out on `raw_end`, and ends on `period_end`, when it has
    run on to the end of a week, month or so. `source` is the clause or the article that it rests on.

    `wanted_end` is the day that the sender names; if it is `agreed`, it holds whatever the period is. Work ends on
    `last_working_day`. `earliest_end` is when the period would end if the notice went out on `notice_date`, or today
    where that is past. The calendar loads its holidays with the first question.
    """

    notice_date: date
    delivery: Delivery
    deemed_receipt: Period
    receipt_date: date
    counts_from: CountsFrom
    counted_from: date
    basis: Basis
    source: str | None
    period: NoticePeriod
    raw_end: date
    period_end: date
    wanted_end: date | None
    agreed: bool
    last_working_day: date
    earliest_end: date
    calendar: BusinessCalendar

    @property
    def effective_date(self) -> date:
        """The day on which the contract ends: as agreed, or the last of period, wanted end and last working day."""
        if self.agreed and self.wanted_end is not None:
            return self.wanted_end
        return max(self.period_end, self.last_working_day, self.wanted_end or self.period_end)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The arithmetic, in the order of its thoughts; a move and a wanted end are there only if there is one."""
        steps = [
            Step(kind=StepKind.SENT, end=self.notice_date),
            Step(kind=StepKind.RECEIVED, start=self.notice_date, period=self.deemed_receipt, end=self.receipt_date),
            Step(kind=StepKind.COUNTED, start=self.counted_from, period=self.period.period, end=self.raw_end),
        ]
        if self.period_end != self.raw_end:
            steps.append(Step(kind=StepKind.MOVED, start=self.raw_end, end=self.period_end))
        if self.wanted_end is not None:
            steps.append(Step(kind=StepKind.AGREED if self.agreed else StepKind.WANTED, end=self.wanted_end))
        steps.append(Step(kind=StepKind.LAST_WORKING_DAY, end=self.last_working_day))
        steps.append(Step(kind=StepKind.ENDS, end=self.effective_date))
        return tuple(steps)


def notice_timing(engagement: Engagement, as_of: date) -> NoticeTiming:
    """Work out the days of the notice; without an own notice date, it is sent on `as_of`."""
    contract, ending, calendar = engagement.contract, engagement.ending, engagement.calendar
    basis, period, source = _terms(contract)
    deemed = contract.deemed_receipt or _ASSUMED.get(ending.delivery, _SAME_DAY)
    sent = ending.notice_date or as_of
    received = deemed.after(sent, calendar)
    by_receipt = contract.notice_counts_from is CountsFrom.RECEIPT
    counted_from = received if by_receipt else sent
    period_end = period.end(counted_from, calendar)
    late = max(sent, as_of)
    return NoticeTiming(
        notice_date=sent,
        delivery=ending.delivery,
        deemed_receipt=deemed,
        receipt_date=received,
        counts_from=contract.notice_counts_from,
        counted_from=counted_from,
        basis=basis,
        source=source,
        period=period,
        raw_end=period.period.after(counted_from, calendar),
        period_end=period_end,
        wanted_end=ending.ends_on,
        agreed=ending.agreed,
        last_working_day=ending.last_working_day or _end(ending, period_end),
        earliest_end=period.end(deemed.after(late, calendar) if by_receipt else late, calendar),
        calendar=calendar,
    )


def _terms(contract: Contract) -> tuple[Basis, NoticePeriod, str | None]:
    """Return the period that applies: contract over law over custom."""
    if contract.notice is not None:
        return Basis.CONTRACT, contract.notice, contract.notice_clause
    if contract.statutory_notice is not None:
        return Basis.LAW, contract.statutory_notice, contract.statutory_source
    return Basis.CUSTOM, CUSTOMARY, None


def _end(ending: Ending, period_end: date) -> date:
    """Return the end of a contract under which no last working day is stated."""
    if ending.ends_on is None:
        return period_end
    return ending.ends_on if ending.agreed else max(ending.ends_on, period_end)
