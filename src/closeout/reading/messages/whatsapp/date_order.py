"""Which number of a date is the day: settled once a file, by all of its dates together.

A year of four digits in front, or dates that are possible in one order only, prove it. Then the user may say it. Then
what is likely decides: what languages use with which mark, dates in the names of attachments, a chat that runs forward,
and the day changing faster than the month. Where nothing decides it stays open: a wrong date is worse than a question.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.domain.correspondence import DateOrder

if TYPE_CHECKING:
    from closeout.reading.messages.whatsapp.header import Header

_YEARS: Final = range(2009, 2100)  # the service began in 2009
_BUDDHIST: Final = 543
_FULL_YEAR: Final = 4
_SHORT_YEAR: Final = 2
_ENOUGH: Final = 4  # changes of the day
_FASTER: Final = 3
_A_DAY: Final = dt.timedelta(days=1)
# Where day, month and year stand.
_PLACES: Final = {
    DateOrder.DAY_FIRST: (0, 1, 2),
    DateOrder.MONTH_FIRST: (1, 0, 2),
    DateOrder.YEAR_FIRST: (2, 1, 0),
}
# The orders in which CLDR has two digits for the year, with marks that not all orders use.
_USUAL: Final = {
    ".": (DateOrder.DAY_FIRST,),
    ". ": (DateOrder.DAY_FIRST, DateOrder.YEAR_FIRST),
    "-": (DateOrder.DAY_FIRST, DateOrder.YEAR_FIRST),
}


class Digits(NamedTuple):
    """A date as it is written: three numbers, how many digits the first and the last have, and what parts them."""

    numbers: tuple[int, int, int]
    widths: tuple[int, int]
    mark: str = "/"

    def day(self, order: DateOrder) -> dt.date | None:
        """Return the day that is meant if the numbers stand in that order, or None if there is none."""
        day, month, year = (self.numbers[place] for place in _PLACES[order])
        width, other = self.widths if order is DateOrder.YEAR_FIRST else self.widths[::-1]
        if width not in {_SHORT_YEAR, _FULL_YEAR} or other > _SHORT_YEAR:
            return None
        year += 2000 if width == _SHORT_YEAR else 0
        year -= _BUDDHIST if year - _BUDDHIST in _YEARS else 0
        try:
            return dt.date(year, month, day) if year in _YEARS else None
        except ValueError:
            return None


def digits_of(header: Header) -> Digits:
    """Return the date of a header."""
    return Digits(header.numbers, header.widths, header.style.mark)


class DatesOfFile:
    """All the dates of one file, in its order."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._dates: list[Digits] = []
        self._stamps: list[tuple[Digits, dt.date]] = []

    def see(self, date: Digits) -> None:
        """Learn from the date of one entry."""
        if not self._dates or self._dates[-1] != date:
            self._dates.append(date)

    def see_stamp(self, date: Digits, stamp: dt.date) -> None:
        """Learn from a day in the name of a file that came with an entry of `date`."""
        self._stamps.append((date, stamp))

    def possible(self) -> tuple[DateOrder, ...]:
        """Return the orders in which the fewest dates are impossible: mostly none is."""
        distinct = set(self._dates)
        wrong = {order: sum(date.day(order) is None for date in distinct) for order in DateOrder}
        least = min(wrong.values())
        orders = [order for order in DateOrder if wrong[order] == least]
        meanings = {order: {date: date.day(order) for date in distinct} for order in orders}
        alike = all(meanings[order] == meanings[orders[0]] for order in orders)
        return tuple(orders[:1] if alike else orders)

    def settle(self, chosen: DateOrder | None) -> DateOrder | None:
        """Return the order that is proved, or `chosen` by the user, or likely; None if it stays open."""
        orders = self.possible()
        if len(orders) == 1:
            return orders[0]
        if chosen in orders:
            return chosen
        usual = {order for mark in {date.mark for date in self._dates} for order in _USUAL.get(mark, DateOrder)}
        likely = [order for order in orders if order in usual] or list(orders)
        for clue in (self._as_stamped, self._forward, self._year_slowest, self._day_fastest):
            likely = clue(likely) or likely
        return likely[0] if len(likely) == 1 else None

    def _year_slowest(self, orders: list[DateOrder]) -> list[DateOrder]:
        """Return the orders in which the year changes less than the number at the other end; it is last if in doubt."""
        first, _, last = self._changes()
        return [order for order in orders if (order is DateOrder.YEAR_FIRST) == (first < last)]

    def _changes(self) -> list[int]:
        """Return how often each of the three numbers changes."""
        pairs = list(pairwise(self._dates))
        return [sum(one.numbers[place] != other.numbers[place] for one, other in pairs) for place in range(3)]

    def _as_stamped(self, orders: list[DateOrder]) -> list[DateOrder]:
        votes = Counter(
            order
            for date, stamp in self._stamps
            for order in orders
            if (day := date.day(order)) is not None and abs(day - stamp) <= _A_DAY
        )
        most = max(votes.values(), default=0)
        return [order for order, count in votes.items() if count == most]

    def _forward(self, orders: list[DateOrder]) -> list[DateOrder]:
        """Return the orders in which the file never goes back by more than a day, as copies of a chat may."""
        return [order for order in orders if not self._backward(order)]

    def _backward(self, order: DateOrder) -> bool:
        days = [day for date in self._dates if (day := date.day(order)) is not None]
        return any(later < earlier - _A_DAY for earlier, later in pairwise(days))

    def _day_fastest(self, orders: list[DateOrder]) -> list[DateOrder]:
        changes = self._changes()
        fitting = []
        for order in orders:
            day, month, year = (changes[place] for place in _PLACES[order])
            if day >= max(_ENOUGH, _FASTER * month) and month >= year:
                fitting.append(order)
        return fitting
