"""Meetings in iCalendar files (RFC 5545), as every calendar program exports them.

Each event is an entry at the time it begins. Source: RFC 5545, 3.6.1 on events and 3.8.4.4 on changed occurrences.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Origin, Skipped
from closeout.reading.messages.json_piece import LARGEST
from closeout.reading.messages.meetings.blocks import blocks, properties
from closeout.reading.messages.meetings.event import meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.meetings.blocks import Block
    from closeout.reading.messages.source import Candidate

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_ZONE_ID = re.compile(rb"^TZID(?:;[^:\r\n]*)?:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_LARGEST_EVENT: Final = 32 << 20  # bytes: with files inside
_ANSWERS: Final = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
_TASK: Final = "a task or journal entry, no meeting"
# What the library raises for one damaged event or another.
_RAISED: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Meetings:
    """Reads a calendar file."""

    name: ClassVar[str] = "icalendar"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins as a calendar does."""
        return not candidate.is_dir and _BEGINNING.match(candidate.head) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the events."""
        if candidate.path.stat().st_size > LARGEST:
            yield Skipped(path=candidate.relative, reason="larger than 256 MiB: export it in parts")
            return
        data = candidate.path.read_bytes()
        zones: dict[bytes, bytes] = {}
        calendar = properties(data)
        for block in blocks(data):
            if block.name == "VTIMEZONE":
                if zone_id := _ZONE_ID.search(block.data):
                    zones[zone_id[1].strip()] = block.data
                continue
            entry = _entry(block, zones, calendar, candidate)
            if isinstance(entry, str):
                yield Skipped(path=candidate.relative, reason=entry, offset=block.offset)
            else:
                yield entry


def _entry(block: Block, zones: dict[bytes, bytes], calendar: dict[str, str], candidate: Candidate) -> Message | str:
    """Return an event as a meeting, or the reason why a component is none."""
    method = calendar.get("METHOD", "").upper()
    if block.name != "VEVENT" or method in _ANSWERS:
        return _TASK if block.name != "VEVENT" else "an answer to an invitation, no meeting"
    if not block.whole or len(block.data) > _LARGEST_EVENT:
        return "an event of more than 32 MiB" if block.whole else "an event without its end"
    digest = sha256(block.data).hexdigest()
    origin = Origin(path=candidate.relative, offset=block.offset, length=len(block.data), sha256=digest)
    name, cancelled = calendar.get("X-WR-CALNAME", ""), method == "CANCEL"
    named = [zone for zone_id, zone in zones.items() if zone_id in block.data]
    for definitions in [named, []] if named else [[]]:  # without its zones, if those are damaged
        try:
            event = _parsed(b"".join(definitions) + block.data)
            found = meeting(event, name, candidate.zone, cancelled=cancelled, origin=origin) if event else None
        except _RAISED:
            continue
        if found is not None:
            return found
    return "an event whose beginning cannot be read"


def _parsed(data: bytes) -> Event | None:
    """Return the event in a calendar of its own."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - takes long to load, and nothing else needs it

    parsed = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + data + b"\r\nEND:VCALENDAR\r\n")
    return next((event for event in parsed.walk("VEVENT") if isinstance(event, Event)), None)
