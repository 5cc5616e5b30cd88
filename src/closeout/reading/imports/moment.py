"""Points in time with their offset, as JSON has them, and the days of a time zone on which they fall."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.reading.scalar import ScalarError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}T[0-9]{2}:?[0-9]{2}:?[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:?[0-9]{2})",
)
_YEARS = range(1900, 2200)  # as in the user's own files


def moment_of(text: str) -> dt.datetime:
    """Return the moment that `text` writes by ISO 8601 with its offset; raise `ScalarError` if it writes none."""
    moment = None
    if _MOMENT.fullmatch(text):
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            moment = None
    if moment is None or moment.year not in _YEARS:
        hint = "a time has a date and an offset, such as 2026-03-31T09:00:00+02:00 or 20260331T070000Z"
        raise ScalarError(Code.BAD_TIME, f"'{text}' is not a time", hint)
    return moment


def day_in(text: str, zone: ZoneInfo) -> dt.date:
    """Return the day in `zone` on which the moment `text` falls; raise `ScalarError` if it is none."""
    return moment_of(text).astimezone(zone).date()
