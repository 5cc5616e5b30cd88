"""Timewarrior: what `timew export` prints.

https://man.archlinux.org/man/timew-export.1.en shows it: a JSON list of intervals with `id`, `start` and `end` in UTC,
`tags` and an `annotation`, where there are any. An interval that is still open has no `end`. It knows neither projects
nor money; tags are what comes nearest to projects.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.diagnostic import Code
from closeout.reading.imports.cells import hours_of_seconds
from closeout.reading.imports.entry import Tracked, described, one_line
from closeout.reading.imports.json_list import JsonFormat
from closeout.reading.imports.moment import moment_of
from closeout.reading.scalar import ScalarError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from closeout.diagnostic import Location


class Interval(Struct, frozen=True):
    """A stretch of time."""

    start: str
    end: str | None = None
    tags: list[str] = []
    annotation: str | None = None


def _entries(interval: Interval, zone: ZoneInfo, place: Location) -> Iterator[Tracked]:
    start = moment_of(interval.start)
    yield Tracked(
        date=start.astimezone(zone).date(),
        hours=_hours(start, moment_of(interval.end)) if interval.end else None,
        description=described(interval.annotation, ", ".join(interval.tags)),
        projects=tuple(one_line(tag) for tag in interval.tags),
        person="",
        billable=True,
        billed=False,
        rate=None,
        currency=None,
        apart=None,
        location=place,
    )


def _hours(start: dt.datetime, end: dt.datetime) -> Decimal:
    if end < start:
        message = "this interval ends before it starts"
        raise ScalarError(Code.DATES_OUT_OF_ORDER, message, "mend it with 'timew modify', and export again")
    return hours_of_seconds((end - start) // dt.timedelta(seconds=1))


TIMEWARRIOR: Final = JsonFormat(
    "Timewarrior JSON", frozenset({"id", "start"}), Interval, _entries, foreign=frozenset({"duration", "stop"})
)
