"""One event of a calendar (RFC 5545, 3.6.1) as a meeting of the record."""

from __future__ import annotations

import datetime as dt
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.absent import absent
from closeout.reading.messages.local_time import local_instant
from closeout.reading.messages.mail.html_text import text_of
from closeout.reading.messages.settled import LONGEST_TEXT, distinct, person, settled

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from icalendar import Event

_YEARS: Final = range(1970, 2200)
_HTML = re.compile(r"<(?:br|p|a|div|html|b|ul|ol|span)\b[^<>]{0,2000}>", re.IGNORECASE)
_LONGEST: Final = dt.timedelta(days=3660)


class Start(NamedTuple):
    """When an event begins, who says so, and how finely."""

    at: dt.datetime
    source: TimeSource
    precision: TimePrecision


def meeting(event: Event, calendar: str, zone: ZoneInfo, *, cancelled: bool, origin: Origin) -> Message | None:
    """Return the event as a meeting, or None if it has no beginning that can be read.

    An event that is repeated is one entry, which tells the rule; a moved or changed occurrence is one of its own.
    """
    start = _start(_when(event, "DTSTART"), zone)
    if start is None:
        return None
    organizers, attendees = _people(event, "ORGANIZER"), _people(event, "ATTENDEE")
    cancelled = cancelled or _text(event, "STATUS").upper() == "CANCELLED"
    series = f"ics:{_text(event, 'UID')}" if _text(event, "UID") else None
    return settled(
        Message(
            id="",
            kind=MessageKind.MEETING,
            channel="calendar",
            conversation=calendar or "calendar",
            sent_at=start.at,
            time_source=start.source,
            time_precision=start.precision,
            sender=next(iter(organizers), Correspondent("")),
            to=tuple(one for one in attendees if one not in organizers[:1]),
            subject=_text(event, "SUMMARY"),
            text=_words(event),
            attachments=tuple(_attachment(value) for value in _values(event, "ATTACH")),
            # The moment belongs to the id: a meeting that was moved or cancelled is another entry, not a copy.
            native_id=f"{series}/{start.at.isoformat()}{'/cancelled' if cancelled else ''}" if series else None,
            references=(series,) if series else (),
            deleted=cancelled,
            duration=_duration(event),
            origins=(origin,),
        )
    )


def _start(value: dt.date | None, zone: ZoneInfo) -> Start | None:
    if value is None or value.year not in _YEARS:
        return None
    if not isinstance(value, dt.datetime):
        at = local_instant(dt.datetime.combine(value, dt.time()), zone)
        return Start(at, TimeSource.LOCAL, TimePrecision.DAY) if at else None
    if value.utcoffset() is None:
        at = local_instant(value.replace(tzinfo=None), zone)
        return Start(at, TimeSource.LOCAL, TimePrecision.MINUTE) if at else None
    # In UTC: what a calendar calls a zone need not be one that is known elsewhere.
    return Start(value.astimezone(dt.UTC), TimeSource.STORED, TimePrecision.MINUTE)


def _duration(event: Event) -> int | None:
    """Return how long an event lasts in seconds, or None if it does not say."""
    start, end = _when(event, "DTSTART"), _when(event, "DTEND")
    length = next((value.dt for value in _values(event, "DURATION") if hasattr(value, "dt")), None)
    if start is not None and end is not None:
        try:
            length = _in_utc(end) - _in_utc(start)
        except (TypeError, OverflowError):  # a day and a moment, or only one of them with a zone
            length = None
    is_plausible = isinstance(length, dt.timedelta) and dt.timedelta() <= length <= _LONGEST
    return int(length.total_seconds()) if is_plausible and length is not None else None


def _in_utc(value: dt.date) -> dt.date:
    is_aware = isinstance(value, dt.datetime) and value.utcoffset() is not None
    return value.astimezone(dt.UTC) if is_aware and isinstance(value, dt.datetime) else value


def _words(event: Event) -> str:
    """Return the description, the place and the rule of repetition."""
    description = _text(event, "DESCRIPTION")[:LONGEST_TEXT]
    if _HTML.search(description):
        description = text_of(description)
    rules = (
        value.to_ical().decode("utf-8", "replace") for value in _values(event, "RRULE") if hasattr(value, "to_ical")
    )
    place = _text(event, "LOCATION")
    lines = (description.strip(), f"Location: {place}" if place else "", *(f"Repeats: {rule}" for rule in rules))
    return "\n".join(line for line in lines if line)


def _people(event: Event, name: str) -> tuple[Correspondent, ...]:
    people = []
    for value in _values(event, name):
        address = re.sub("^mailto:", "", str(value), flags=re.IGNORECASE).strip()
        label = str(getattr(value, "params", {}).get("CN", ""))
        people.append(person("" if label.lower() == address.lower() else label, address if "@" in address else ""))
    return distinct(people)


def _attachment(value: object) -> Attachment:
    fields = getattr(value, "params", {})
    media_type = str(fields.get("FMTTYPE", "")) or None
    name = str(fields.get("FILENAME", "") or fields.get("X-FILENAME", ""))
    data = getattr(value, "bytes", None)
    if not isinstance(data, bytes):
        return absent(name or str(value).rpartition("/")[2][:200], media_type)
    named = absent(name, media_type)
    return Attachment(name=name, media_type=named.media_type, size=len(data), sha256=sha256(data).hexdigest())


def _text(event: Event, name: str) -> str:
    return next((str(value) for value in _values(event, name)), "")


def _when(event: Event, name: str) -> dt.date | None:
    value = next((getattr(value, "dt", None) for value in _values(event, name)), None)
    return value if isinstance(value, dt.date) else None


def _values(event: Event, name: str) -> list[object]:
    """Return the values of a property, which the library gives alone or as a list."""
    value = event.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]
