"""The picture of a correspondence: how many messages each side wrote in which week, and what happened meanwhile.

The freelancer's messages stand above the line and the client's below it, so that the picture is read without colours.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.documents.tick import Tick
from closeout.documents.timeline import Event, EventKind
from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from closeout.documents.log_entry import LogEntry, LogSilence

WIDTH: Final = 660
BASELINE: Final = 92  # the line between the sides
_LEFT: Final = 26
_RIGHT: Final = 6
_TALLEST: Final = 48  # of a column, on either side of the line
_FIRST_ROW: Final = 8  # of the numbers of events
_ROW: Final = 12
_ROWS: Final = 3
_WEEK: Final = 7
_MOST_COLUMNS: Final = 78
_MOST_TICKS: Final = 7
_MOST_EVENTS: Final = 12
_THIN: Final = 0.5  # the least height of a column that is not empty
_SHOWN_EVENTS: Final = (
    EventKind.SIGNED,
    EventKind.STARTED,
    EventKind.DELIVERED,
    EventKind.ACCEPTED,
    EventKind.SCOPE_CHANGED,
    EventKind.NOTICE,
    EventKind.LAST_DAY,
)


class Column(Struct, frozen=True, kw_only=True):
    """The messages of some weeks: `up` and `down` are the heights for freelancer and client."""

    start: dt.date
    x: float
    width: float
    up: float
    down: float


class Band(Struct, frozen=True, kw_only=True):
    """A silence in the picture."""

    x: float
    width: float
    days: int


class Marker(Struct, frozen=True, kw_only=True):
    """An event in the picture; its number leads to the list below it."""

    number: int
    event: Event
    x: float
    y: float


class Month(Struct, frozen=True, kw_only=True):
    """How many entries a month has, by side."""

    first: dt.date
    freelancer: int
    client: int
    others: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.freelancer + self.client + self.others


class Chart(Struct, frozen=True, kw_only=True):
    """The picture, in units of its own; `weeks` tells how many a column stands for, `highest` how many messages."""

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    markers: tuple[Marker, ...]
    ticks: tuple[Tick, ...]
    weeks: int
    highest: int
    width: int = WIDTH
    baseline: int = BASELINE


def months(entries: Iterable[LogEntry]) -> tuple[Month, ...]:
    """Count the dated entries of each month that has any."""
    counts: Counter[tuple[dt.date, Side | None]] = Counter()
    for entry in entries:
        if entry.sent_at is not None:
            counts[entry.sent_at.date().replace(day=1), entry.side] += 1
    return tuple(
        Month(
            first=first,
            freelancer=counts[first, Side.FREELANCER],
            client=counts[first, Side.CLIENT],
            others=counts[first, None],
        )
        for first in sorted({first for first, _ in counts})
    )


def draw_chart(entries: Sequence[LogEntry], silences: Iterable[LogSilence], events: Iterable[Event]) -> Chart | None:
    """Draw the picture; None where fewer than two weeks have entries."""
    days = [(entry.sent_at.date(), entry.side) for entry in entries if entry.sent_at is not None]
    if not days:
        return None
    shown = [event for event in events if event.kind in _SHOWN_EVENTS]
    scale = _Scale.over([day for day, _ in days], [event.date for event in shown])
    if scale is None:
        return None
    counts: Counter[tuple[int, Side | None]] = Counter((scale.column(day), side) for day, side in days)
    highest = max((count for (_, side), count in counts.items() if side is not None), default=0)
    return Chart(
        columns=tuple(_columns(scale, counts, highest)),
        bands=tuple(_band(scale, silence) for silence in silences),
        markers=tuple(_markers(scale, shown)),
        ticks=_ticks(scale),
        weeks=scale.step // _WEEK,
        highest=highest,
    )


class _Scale(Struct, frozen=True):
    """Where days stand: from `first`, a Monday, in columns of `step` days."""

    first: dt.date
    columns: int
    step: int

    @classmethod
    def over(cls, days: Sequence[dt.date], events: Iterable[dt.date]) -> _Scale | None:
        """Reach over all messages, and over the events that are no further from them than they reach themselves."""
        first, last = min(days), max(days)
        reach = max(last - first, dt.timedelta(days=_WEEK))
        near = [
            day for day in events if first.toordinal() - reach.days <= day.toordinal() <= last.toordinal() + reach.days
        ]
        first, last = min([first, *near]), max([last, *near])
        monday = first.toordinal() - first.weekday()
        weeks = (last.toordinal() - monday) // _WEEK + 1
        step = -(-weeks // _MOST_COLUMNS)
        return cls(dt.date.fromordinal(max(monday, 1)), -(-weeks // step), step * _WEEK) if weeks > 1 else None

    @property
    def day_width(self) -> float:
        """How wide a day is."""
        return (WIDTH - _LEFT - _RIGHT) / (self.columns * self.step)

    def column(self, day: dt.date) -> int:
        """Return the column of a day."""
        return (day - self.first).days // self.step

    def x(self, day: dt.date) -> float:
        """Return where a day begins."""
        return round(_LEFT + (day - self.first).days * self.day_width, 1)

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is in the picture."""
        return 0 <= (day - self.first).days < self.columns * self.step


def _columns(scale: _Scale, counts: Counter[tuple[int, Side | None]], highest: int) -> Iterable[Column]:
    width = scale.day_width * scale.step
    for number in sorted({number for number, _ in counts}):
        yield Column(
            start=scale.first + dt.timedelta(days=number * scale.step),
            x=round(_LEFT + (number + 0.1) * width, 1),
            width=round(0.8 * width, 1),
            up=_height(counts[number, Side.FREELANCER], highest),
            down=_height(counts[number, Side.CLIENT], highest),
        )


def _height(count: int, highest: int) -> float:
    return max(round(_TALLEST * count / highest, 1), _THIN) if count else 0


def _band(scale: _Scale, silence: LogSilence) -> Band:
    start, end = scale.x(silence.after.date() + dt.timedelta(days=1)), scale.x(silence.before.date())
    return Band(x=start, width=max(round(end - start, 1), _THIN), days=silence.days)


def _markers(scale: _Scale, events: Iterable[Event]) -> Iterable[Marker]:
    """Give the events of the picture their numbers; those that stand close are set in several rows."""
    ends = [0.0] * _ROWS
    order = list(_SHOWN_EVENTS)
    held = [event for event in events if scale.holds(event.date)]
    while len(held) > _MOST_EVENTS:  # deliveries are many, the ends of a contract few
        held.remove(max(held, key=_expendable))
    for number, event in enumerate(sorted(held, key=lambda each: (each.date, order.index(each.kind))), 1):
        x = scale.x(event.date)
        row = min(range(_ROWS), key=lambda row: (ends[row] > x, ends[row] if ends[row] > x else row))
        ends[row] = x + _ROW
        yield Marker(number=number, event=event, x=x, y=_FIRST_ROW + row * _ROW)


def _expendable(event: Event) -> tuple[bool, bool]:
    return event.kind is EventKind.ACCEPTED, event.kind is EventKind.DELIVERED


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    every = -(-scale.columns // _MOST_TICKS)
    starts = (scale.first + dt.timedelta(days=column * scale.step) for column in range(0, scale.columns, every))
    return tuple(Tick(day=day, x=scale.x(day)) for day in starts)
