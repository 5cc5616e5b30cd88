"""The hours that were worked: by week, by month where the weeks are many, and by kind of work; and their picture.

A kind of work is what stands before a colon, as in 'Design: start page'. It is told only where most rows have one.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.documents.bars import Bars, draw_bars
from closeout.documents.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from closeout.domain.work import TimeEntry

WIDTH: Final = 660
FOOT: Final = 118  # where columns stand
_TALLEST: Final = 92
_WEEK: Final = 7
_MOST_WEEKS: Final = 26  # rows of a table; where there are more, it has months
_MOST_COLUMNS: Final = 208
_MOST_TICKS: Final = 6
_DATE: Final = 70  # the width of a day's name
_MOST_VALUES: Final = 16  # columns with their number above them
_MOST_KINDS: Final = 11
_WIDEST: Final = 40.0
_THIN: Final = 0.5  # the least height of a column that is not empty
_KIND: Final = re.compile(r"\s*([^:]*[^\W\d_][^:]*?)\s*:\s")


class HoursRow(Struct, frozen=True, kw_only=True):
    """The hours of the week or month that begins with `first`."""

    first: dt.date
    hours: Decimal
    unbilled: Decimal

    @property
    def billed(self) -> Decimal:
        """Those that are on an invoice."""
        return self.hours - self.unbilled


class KindOfWork(Struct, frozen=True, kw_only=True):
    """The hours of one kind, and their share in per cent; the rest has no name."""

    name: str
    hours: Decimal
    share: Decimal


class Column(Struct, frozen=True, kw_only=True):
    """The hours of some weeks in the picture; `open_height` is the part, at the top, that is on no invoice yet."""

    row: HoursRow
    x: float
    width: float
    height: float
    open_height: float


class HoursChart(Struct, frozen=True, kw_only=True):
    """The picture, in units of its own. `weeks` tells how many a column stands for; few columns are `labelled`."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    weeks: int
    highest: Decimal
    labelled: bool
    width: int = WIDTH
    foot: int = FOOT


class Hours(Struct, frozen=True, kw_only=True):
    """The hours in all, and how they are spread; `monthly` says what the rows stand for."""

    total: Decimal
    unbilled: Decimal
    rows: tuple[HoursRow, ...]
    monthly: bool
    kinds: tuple[KindOfWork, ...]
    chart: HoursChart
    kinds_chart: Bars


def hours_worked(time: Sequence[TimeEntry]) -> Hours | None:
    """Spread the hours of a time sheet; None where it is empty."""
    if not time:
        return None
    weeks = _sums(time, _monday)
    monthly = len(weeks) > _MOST_WEEKS
    kinds = tuple(_kinds(time))
    return Hours(
        total=sum((row.hours for row in weeks), Decimal(0)),
        unbilled=sum((row.unbilled for row in weeks), Decimal(0)),
        rows=_sums(time, lambda day: day.replace(day=1)) if monthly else weeks,
        monthly=monthly,
        kinds=kinds,
        chart=_draw(time, weeks),
        kinds_chart=draw_bars((kind.name, kind.hours) for kind in kinds),
    )


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _sums(time: Sequence[TimeEntry], first: Callable[[dt.date], dt.date]) -> tuple[HoursRow, ...]:
    """Add up by the first days of weeks or months, in their order; those without work are left out."""
    worked: dict[dt.date, Decimal] = {}
    unbilled: dict[dt.date, Decimal] = {}
    for entry in time:
        day = first(entry.date)
        worked[day] = worked.get(day, Decimal(0)) + entry.hours
        if entry.invoice is None:
            unbilled[day] = unbilled.get(day, Decimal(0)) + entry.hours
    return tuple(
        HoursRow(first=day, hours=hours, unbilled=unbilled.get(day, Decimal(0)))
        for day, hours in sorted(worked.items())
    )


def _kinds(time: Sequence[TimeEntry]) -> Iterator[KindOfWork]:
    """Yield the kinds of work, that with the most hours first; the smallest of many are one, with what has none."""
    names: dict[str, str] = {}
    sums: dict[str, Decimal] = {}
    rest, found = Decimal(0), 0
    for entry in time:
        match = _KIND.match(entry.description)
        if match is None:
            rest += entry.hours
            continue
        found += 1
        key = match.group(1).casefold()
        names.setdefault(key, match.group(1))
        sums[key] = sums.get(key, Decimal(0)) + entry.hours
    if 2 * found <= len(time):
        return
    total = sum(sums.values(), rest)
    order = sorted(sums, key=lambda key: (-sums[key], key))
    for key in order[:_MOST_KINDS]:
        yield KindOfWork(name=names[key], hours=sums[key], share=_share(sums[key], total))
    rest = sum((sums[key] for key in order[_MOST_KINDS:]), rest)
    if rest:
        yield KindOfWork(name="", hours=rest, share=_share(rest, total))


def _share(hours: Decimal, total: Decimal) -> Decimal:
    return (hours * 100 / total).quantize(Decimal(1)) if total else Decimal(0)


def _draw(time: Sequence[TimeEntry], weeks: Sequence[HoursRow]) -> HoursChart:
    first = weeks[0].first
    count = (weeks[-1].first - first).days // _WEEK + 1
    step = -(-count // _MOST_COLUMNS)
    days = step * _WEEK
    rows = weeks if step == 1 else _sums(time, lambda day: day - dt.timedelta(days=(day - first).days % days))
    columns = -(-count // step)
    room = min(WIDTH / columns, _WIDEST)
    highest = max(row.hours for row in rows)
    return HoursChart(
        columns=tuple(_column(row, (row.first - first).days // days, room, highest) for row in rows),
        ticks=tuple(_ticks(first, days, columns, room)),
        weeks=step,
        highest=highest,
        labelled=columns <= _MOST_VALUES,
    )


def _ticks(first: dt.date, days: int, columns: int, room: float) -> Iterator[Tick]:
    """Yield days that stand apart by more than a date is wide, and end inside."""
    step = max(-(-columns // _MOST_TICKS), -(-_DATE // int(max(room, 1))))
    for place in range(0, columns, step):
        x = round(place * room, 1)
        if x < WIDTH - _DATE or not place:
            yield Tick(day=first + dt.timedelta(days=place * days), x=x)


def _column(row: HoursRow, place: int, room: float, highest: Decimal) -> Column:
    return Column(
        row=row,
        x=round((place + 0.1) * room, 1),
        width=round(0.8 * room, 1),
        height=_height(row.hours, highest),
        open_height=_height(row.unbilled, highest),
    )


def _height(hours: Decimal, highest: Decimal) -> float:
    return max(round(float(hours / highest * _TALLEST), 1), _THIN) if hours else 0.0
