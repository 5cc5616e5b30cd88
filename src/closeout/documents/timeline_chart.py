"""The picture of a contract's course: its milestones above a line of time, what was billed and paid below it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.documents.tick import Tick
from closeout.documents.timeline import Event, EventKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from closeout.domain.notice import NoticeTiming

WIDTH: Final = 660
LEFT: Final = 74  # the names of the rows stand before it
_RIGHT: Final = 28  # so that a marker of the last day stays inside
_DIGIT: Final = 5  # the width of a figure in a marker
_MARGIN: Final = 8
_MOST_TICKS: Final = 5
_MONEY: Final = frozenset({EventKind.INVOICED, EventKind.PAID})
_MILESTONES: Final = frozenset(EventKind) - _MONEY


class NumberedEvent(Struct, frozen=True):
    """An event of the timeline; those that are no bill or payment have a number, by which the picture names them."""

    number: int | None
    event: Event


class Marker(Struct, frozen=True, kw_only=True):
    """One event, or several that stand too close: `first` and `last` are their numbers."""

    first: int
    last: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        """Where its text stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def right(self) -> float:
        """Where it ends, and the next one may begin."""
        return self.x + self.width + 1


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of time in the picture."""

    x: float
    width: float


class TimelineChart(Struct, frozen=True, kw_only=True):
    """The picture, in units of its own; `today` is the day as of.

    `days` are the places of the milestones on the line, `billed` and `paid` those of the money on rows of their own.
    """

    markers: tuple[Marker, ...]
    days: tuple[float, ...]
    billed: tuple[float, ...]
    paid: tuple[float, ...]
    term: Span
    notice: Span
    today: float
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    left: int = LEFT


def numbered(events: Sequence[Event]) -> tuple[NumberedEvent, ...]:
    """Give numbers to the events that are no bill or payment, in their order."""
    result: list[NumberedEvent] = []
    number = 0
    for event in events:
        money = event.kind in _MONEY
        number += not money
        result.append(NumberedEvent(None if money else number, event))
    return tuple(result)


def draw_timeline(
    events: Sequence[NumberedEvent], start: dt.date, timing: NoticeTiming, as_of: dt.date
) -> TimelineChart:
    """Draw the picture of all events, from `start` of the contract to its end, and the day as of which it speaks."""
    scale = _Scale.over([each.event.date for each in events] + [start, timing.effective_date, as_of])
    return TimelineChart(
        markers=tuple(_markers(events, scale)),
        days=_places(events, scale, _MILESTONES),
        billed=_places(events, scale, {EventKind.INVOICED}),
        paid=_places(events, scale, {EventKind.PAID}),
        term=scale.span(start, timing.effective_date),
        notice=scale.span(timing.notice_date, timing.effective_date),
        today=scale.x(as_of),
        ticks=scale.ticks,
    )


class _Scale(Struct, frozen=True):
    """Where days stand: `first` to the left, `days` later to the right."""

    first: dt.date
    days: int

    @classmethod
    def over(cls, days: Sequence[dt.date]) -> _Scale:
        return cls(min(days), max((max(days) - min(days)).days, 1))

    def x(self, day: dt.date) -> float:
        return round(LEFT + (day - self.first).days * (WIDTH - LEFT - _RIGHT) / self.days, 1)

    def span(self, start: dt.date, end: dt.date) -> Span:
        x = self.x(start)
        return Span(x=x, width=max(round(self.x(end) - x, 1), 1.0))

    @property
    def ticks(self) -> tuple[Tick, ...]:
        places = sorted({round(self.days * place / _MOST_TICKS) for place in range(_MOST_TICKS)})
        days = (self.first + dt.timedelta(days=place) for place in places)
        return tuple(Tick(day=day, x=self.x(day)) for day in days)


def _places(events: Sequence[NumberedEvent], scale: _Scale, kinds: Collection[EventKind]) -> tuple[float, ...]:
    return tuple(dict.fromkeys(scale.x(each.event.date) for each in events if each.event.kind in kinds))


def _markers(events: Sequence[NumberedEvent], scale: _Scale) -> Iterator[Marker]:
    """Join the events whose markers would touch: they stand in the order of their numbers."""
    joined: Marker | None = None
    for each in events:
        if each.number is None:
            continue
        width = _width(each.number, each.number)
        left = round(scale.x(each.event.date) - width / 2, 1)
        if joined is not None and left < joined.right:
            joined = Marker(first=joined.first, last=each.number, x=joined.x, width=_width(joined.first, each.number))
            continue
        if joined is not None:
            yield joined
        joined = Marker(first=each.number, last=each.number, x=left, width=width)
    if joined is not None:
        yield joined


def _width(first: int, last: int) -> float:
    text = str(first) if first == last else f"{first}-{last}"
    return float(len(text) * _DIGIT + _MARGIN)
