"""Times that exports write as a clock on the wall shows them, without a zone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_YEARS: Final = range(1970, 2200)  # far enough from the ends of the calendar to be told in any zone
_BACK: Final = dt.timedelta(minutes=30)  # entries are not quite in order, but not by half an hour
_LONG_AGO: Final = dt.timedelta(hours=3)


def local_instant(local: dt.datetime, zone: ZoneInfo, before: dt.datetime | None = None) -> dt.datetime | None:
    """Return the moment, in UTC, when clocks in `zone` show the naive time `local`; None if it cannot be meant.

    Of an hour that clocks show twice it is the first, unless the entry above, at `before`, shows that they have been
    put back. A time that clocks leave out is taken as that of a clock which was not put forward.
    """
    if local.year not in _YEARS:
        return None
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    put_back = before is not None and first < second and _BACK < before - first < _LONG_AGO
    return second if put_back else first
