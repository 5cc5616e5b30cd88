"""Key dates as an iCalendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Alarm, Event

    from closeout.documents.key_dates import KeyDate

_PRODUCER: Final = "-//closeout//closeout//EN"
_DAY: Final = dt.timedelta(days=1)
_NINE_THE_DAY_BEFORE: Final = dt.timedelta(hours=-15)  # a whole day begins at midnight, when nobody wants to be called


class WordedEvent(NamedTuple):
    """A key date in words. `moment` is in UTC; an event without one lasts for the whole `day`.

    `key` names the event within its calendar. What `awaits` somebody's doing is called to mind the day before.
    """

    key: str
    day: dt.date
    moment: dt.datetime | None
    awaits: bool
    summary: str
    description: str

    @classmethod
    def of(cls, event: KeyDate, summary: str, description: str) -> Self:
        """Put a key date into these words; the summary is one line."""
        return cls(event.key, event.day, event.moment, event.kind.awaits, " ".join(summary.split()), description)


def to_ics(events: Iterable[WordedEvent], *, name: str, identity: tuple[str, ...], as_of: dt.date) -> bytes:
    """Return a calendar of that name, written on `as_of`. The same arguments give the same bytes.

    `identity` tells this calendar from all others: a later one of the same identity takes the place of its events in a
    calendar program, as each keeps its UID. There is no METHOD, as nobody is invited. Events take up no time (RFC 5545,
    3.8.2.7), and none that is past calls for attention.
    """
    from icalendar import Calendar, vText  # noqa: PLC0415 - takes long to load, and nothing else needs it

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCER)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(name))  # icalendar does not know it, and would not escape it
    for event in events:
        calendar.add_component(_event(event, identity, as_of))
    content: bytes = calendar.to_ical()
    return content


def _event(event: WordedEvent, identity: tuple[str, ...], as_of: dt.date) -> Event:
    from icalendar import Event  # noqa: PLC0415

    entry = Event()
    entry.add("uid", f"{sha256(repr((*identity, event.key)).encode()).hexdigest()[:32]}@closeout")
    entry.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    if event.moment is not None:
        entry.add("dtstart", event.moment)
    else:
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + _DAY)
    entry.add("summary", event.summary)
    if event.description:
        entry.add("description", event.description)
    entry.add("transp", "TRANSPARENT")
    if event.awaits and event.day > as_of:
        entry.add_component(_alarm(event))
    return entry


def _alarm(event: WordedEvent) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", _NINE_THE_DAY_BEFORE if event.moment is None else -_DAY)
    return alarm
