"""When a mail was sent: its Date field, held against the time at which the last relay received it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final, NamedTuple

from closeout.domain.correspondence import Defect, TimePrecision, TimeSource

_LONGEST: Final = 200
_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 9998  # one year of room, for conversions between zones
_FARTHEST_ZONE: Final = timedelta(hours=15)
_TOLERANCE: Final = timedelta(hours=1)

_COMMENT = re.compile(r"\([^()]*\)")
_SECONDS = re.compile(r"\d[:.]\d\d[:.]\d\d")
_PREFIXED_ZONE = re.compile(r"\b(?:GMT|UTC?)(?=[+-]\d)", re.IGNORECASE)
# The standard library knows the zones of North America only, and takes all others for UTC.
_ZONES: Final = {
    "WEST": "+0100",
    "BST": "+0100",
    "CET": "+0100",
    "MEZ": "+0100",
    "MET": "+0100",
    "CEST": "+0200",
    "MESZ": "+0200",
    "MEST": "+0200",
    "EET": "+0200",
    "EEST": "+0300",
    "MSK": "+0300",
    "JST": "+0900",
}
_ZONE = re.compile(rf"\b(?:{'|'.join(_ZONES)})$")


class Sent(NamedTuple):
    """When a mail was sent, who says so, and what is amiss with it."""

    at: datetime | None
    source: TimeSource
    precision: TimePrecision
    defects: tuple[Defect, ...] = ()


def sent(date: str, received: tuple[str, ...]) -> Sent:
    """Return when a mail with these fields was sent; `received` stands as in the mail, the newest first."""
    written = moment(date)
    transported = next(filter(None, (moment(field.rpartition(";")[2]) for field in received)), None)
    if written is not None:
        differs = transported is not None and abs(transported - written) > _TOLERANCE
        precision = TimePrecision.SECOND if _SECONDS.search(date[:_LONGEST]) else TimePrecision.MINUTE
        return Sent(written, TimeSource.HEADER, precision, (Defect.DATE_DIFFERS,) if differs else ())
    defect = Defect.DATE_UNREADABLE if date.strip() else Defect.NO_DATE
    source = TimeSource.HEADER if transported is None else TimeSource.RECEIVED
    return Sent(transported, source, TimePrecision.SECOND, (defect,))


def moment(field: str) -> datetime | None:
    """Return the moment that a date `field` tells, or None; without a zone, or with `-0000`, it is in UTC."""
    text = " ".join(_without_comments(field[:_LONGEST]).split()).replace(" ,", ",")
    text = _ZONE.sub(lambda zone: _ZONES[zone[0]], _PREFIXED_ZONE.sub("", text))
    try:
        at = _written_by_mail_programs(text) or datetime.fromisoformat(text)
        zone = at.utcoffset()
    except (ValueError, TypeError, IndexError, OverflowError):
        # The standard library raises each of these for one damaged date or another.
        return None
    if zone is None:
        at = at.replace(tzinfo=UTC)
    plausible = _FIRST_YEAR <= at.year <= _LAST_YEAR and abs(zone or timedelta()) <= _FARTHEST_ZONE
    return at if plausible else None


def _without_comments(text: str) -> str:
    while (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text


def _written_by_mail_programs(text: str) -> datetime | None:
    fields = parsedate_tz(text)
    if fields is None:
        return None
    year, month, day, hour, minute, second, *_, offset = fields
    seconds = min(second, 59)  # a leap second
    return datetime(year, month, day, hour, minute, seconds, tzinfo=timezone(timedelta(seconds=offset or 0)))
