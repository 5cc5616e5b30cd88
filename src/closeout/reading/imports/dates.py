"""Dates of exports: ISO 8601, or day and month in an order that only the whole file tells."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.reading.scalar import ScalarError

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.diagnostic import Location, Report

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_YEARS = range(1900, 2200)  # as in the user's own files
_MONTHS = 12


class DateOrder(StrEnum):
    """Which of day and month comes first where the year comes last."""

    DMY = "dmy"
    MDY = "mdy"


def day_of(text: str, order: DateOrder | None) -> dt.date:
    """Return the day that `text` writes; raise `ScalarError` if it writes none."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[3], match[4]
    elif match := _YEAR_LAST.fullmatch(text):
        year, month, day = match[4], match[3], match[1]
        if order is DateOrder.MDY:
            month, day = day, month
    else:
        hint = "a date has day, month and four digits of the year, such as 2026-03-31 or 31.03.2026"
        raise ScalarError(Code.BAD_DATE, f"'{text}' is not a date", hint)
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise ScalarError(Code.BAD_DATE, f"there is no day '{text}'", "check month and day") from None
    if date.year not in _YEARS:
        raise ScalarError(Code.BAD_DATE, f"the year of '{text}' cannot be right", "check the year")
    return date


class OrderOfDates:
    """What all dates of a file tell together: a single 03/04/2026 could be March or April."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._proofs: dict[DateOrder, tuple[str, Location]] = {}
        self._open: tuple[str, Location] | None = None

    def see(self, text: str, place: Callable[[], Location]) -> None:
        """Learn from one date and its place."""
        match = _YEAR_LAST.fullmatch(text)
        if match is None or match[1] == match[3]:
            return
        first, second = int(match[1]), int(match[3])
        if first <= _MONTHS and second <= _MONTHS:
            self._open = self._open or (text, place())
            return
        order = DateOrder.DMY if first > _MONTHS else DateOrder.MDY
        if order not in self._proofs:
            self._proofs[order] = (text, place())

    def settle(self, chosen: DateOrder | None, report: Report) -> DateOrder | None:
        """Return the order, as `chosen` by the user or as the file proves it; report it where neither tells."""
        against = [proof for order, proof in self._proofs.items() if order is not chosen]
        if chosen and against:
            text, place = against[0]
            hint = f"leave out --dates {chosen}, or mend this date"
            report.error(Code.BAD_DATE, f"'{text}' is not written in the order {chosen}", place, hint)
        elif len(against) > 1:
            text, place = against[1]
            hint = f"'{against[0][0]}' in line {against[0][1].line} is written the other way round"
            report.error(Code.BAD_DATE, f"'{text}' contradicts the other dates of this file", place, hint)
        elif not chosen and not against and self._open:
            text, place = self._open
            hint = "say it: --dates dmy (day first), or --dates mdy (month first)"
            report.error(Code.BAD_DATE, f"'{text}' may begin with its day or with its month", place, hint)
        return chosen or next(iter(self._proofs), None)
