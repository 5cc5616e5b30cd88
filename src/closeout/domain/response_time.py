"""How long each side took to answer, in business hours: Monday to Friday, 9 to 17, without public holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from closeout.domain.business_calendar import BusinessCalendar

OPENS: Final = time(9)
CLOSES: Final = time(17)
_DAY: Final = timedelta(days=1)
_WHOLE: Final = timedelta(hours=8)
_FRIDAY: Final = 4


class BusinessHours:
    """Counts business hours between two moments of local time, from `first` to `last` day.

    The days are looked up once, so that a count costs the same however far apart the moments are.
    """

    def __init__(self, calendar: BusinessCalendar, first: date, last: date) -> None:
        """Look the days up, both included."""
        self._first = first
        self._before = [0]  # how many business days lie before each day
        self._open: list[bool] = []
        day = first
        while day <= last:
            is_open = day.weekday() <= _FRIDAY and calendar.is_business_day(day)
            self._open.append(is_open)
            self._before.append(self._before[-1] + is_open)
            day += _DAY

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the business time from `start` to `end`, which is not earlier."""
        return self._up_to(end) - self._up_to(start)

    def _up_to(self, moment: datetime) -> timedelta:
        index = (moment.date() - self._first).days
        today = timedelta()
        if self._open[index]:
            clock = moment.replace(tzinfo=None) - datetime.combine(moment.date(), time())
            today = min(max(clock - timedelta(hours=OPENS.hour), timedelta()), _WHOLE)
        return self._before[index] * _WHOLE + today


class Said(Struct, frozen=True):
    """That a side wrote, as entry `number`, at a moment of local time."""

    number: int
    side: Side
    at: datetime


class Response(Struct, frozen=True, kw_only=True):
    """That `side` answered entry `asked` with entry `answered`, after so much business time."""

    side: Side
    asked: int
    answered: int
    took: timedelta


class ResponseTimes(Struct, frozen=True, kw_only=True):
    """How a side answered: how often, in what time usually, and the longest time."""

    side: Side
    answers: int
    median: timedelta
    longest: Response


def responses(thread: Iterable[Said], hours: BusinessHours) -> Iterable[Response]:
    """Yield each turn from one side to the other in a thread; the first of several messages waits for the answer."""
    waiting: Said | None = None
    for said in thread:
        if waiting is not None and said.side is not waiting.side:
            took = hours.between(waiting.at, said.at)
            yield Response(side=said.side, asked=waiting.number, answered=said.number, took=took)
            waiting = None
        waiting = waiting or said


def response_times(found: Sequence[Response]) -> tuple[ResponseTimes, ...]:
    """Return the times of each side that answered at all; of equal longest times, the first."""
    result = []
    for side in Side:
        own = [each for each in found if each.side is side]
        if own:
            usual = timedelta(seconds=median(each.took.total_seconds() for each in own))
            longest = max(own, key=lambda each: each.took)
            result.append(ResponseTimes(side=side, answers=len(own), median=usual, longest=longest))
    return tuple(result)
