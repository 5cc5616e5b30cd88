"""Calendars: when meetings are, who is asked to them, and what became of them."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from closeout.domain.correspondence import Correspondent, MessageKind, TimePrecision, TimeSource
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

ZONE = """BEGIN:VTIMEZONE
TZID:Their own zone
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
"""


def event(lines: str, uid: str = "1@x") -> str:
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20251101T000000Z\nSUMMARY:Plan\\, again\n{lines}END:VEVENT\n"


def calendar(*parts: str, method: str = "") -> str:
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-CALNAME:Work\n{method}"
    return (head + "".join(parts) + "END:VCALENDAR\n").replace("\n", "\r\n")


WHOLE = (
    "DTSTART;TZID=Europe/Berlin:20251103T140500\nDTEND;TZID=Europe/Berlin:20251103T150500\n"
    "ORGANIZER;CN=Ada Lovelace:mailto:Ada@shop.example\nATTENDEE;CN=Ada Lovelace:MAILTO:ada@shop.example\n"
    "ATTENDEE;CN=bo@berg.example;PARTSTAT=ACCEPTED:mailto:bo@berg.example\nLOCATION:Room 7\n"
    "DESCRIPTION:Talk about\\n90 eu\n ros\nRRULE:FREQ=WEEKLY;COUNT=5\nSTATUS:CONFIRMED\n"
    "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDESCRIPTION:x\nEND:VALARM\n"
)


def test_an_event_becomes_a_meeting(tmp_path: Path) -> None:
    record = read(tmp_path, {"work.ics": calendar(event(WHOLE))})
    (meeting,) = record.messages
    assert not record.skipped
    assert (meeting.kind, meeting.subject, meeting.duration) == (MessageKind.MEETING, "Plan, again", 3600)
    assert meeting.sent_at == datetime(2025, 11, 3, 13, 5, tzinfo=UTC)
    assert meeting.sender == Correspondent("Ada Lovelace", "ada@shop.example")
    assert meeting.to == (Correspondent("", "bo@berg.example"),)
    assert meeting.text == "Talk about\n90 euros\nLocation: Room 7\nRepeats: FREQ=WEEKLY;COUNT=5"
    assert meeting.conversation == "Work"


@pytest.mark.parametrize(
    ("start", "at", "source", "precision"),
    [
        ("DTSTART:20251103T140500Z", datetime(2025, 11, 3, 14, 5, tzinfo=UTC), TimeSource.STORED, TimePrecision.MINUTE),
        ("DTSTART:20251103T140500", datetime(2025, 11, 3, 13, 5, tzinfo=UTC), TimeSource.LOCAL, TimePrecision.MINUTE),
        ("DTSTART;VALUE=DATE:20251103", datetime(2025, 11, 2, 23, tzinfo=UTC), TimeSource.LOCAL, TimePrecision.DAY),
        (
            "DTSTART;TZID=Their own zone:20251103T140500",
            datetime(2025, 11, 3, 11, 5, tzinfo=UTC),
            TimeSource.STORED,
            TimePrecision.MINUTE,
        ),
        (
            'DTSTART;TZID="W. Europe Standard Time":20250703T140500',
            datetime(2025, 7, 3, 12, 5, tzinfo=UTC),
            TimeSource.STORED,
            TimePrecision.MINUTE,
        ),
    ],
)
def test_every_form_of_a_beginning_is_understood(
    tmp_path: Path, start: str, at: datetime, source: TimeSource, precision: TimePrecision
) -> None:
    (meeting,) = read(tmp_path, {"work.ics": calendar(ZONE, event(f"{start}\nDURATION:PT30M\n"))}).messages
    assert (meeting.sent_at, meeting.time_source, meeting.time_precision) == (at, source, precision)
    assert meeting.duration == 1800


def test_changes_and_cancellations_are_entries_of_the_same_series(tmp_path: Path) -> None:
    moved = event("DTSTART:20251110T150000Z\nRECURRENCE-ID:20251110T140500Z\n")
    files: dict[str, object] = {
        "work.ics": calendar(event("DTSTART:20251103T140500Z\n"), moved),
        "cancelled.ics": calendar(event("DTSTART:20251103T140500Z\n"), method="METHOD:CANCEL\n"),
        "copy.ics": calendar(event("DTSTART:20251103T140500Z\n")),
    }
    record = read(tmp_path, files)
    assert sorted(message.deleted for message in record.messages) == [False, False, True]
    assert record.duplicates == 1
    assert {message.references for message in record.messages} == {("ics:1@x",)}


def test_files_inside_are_hashed(tmp_path: Path) -> None:
    lines = (
        "DTSTART:20251103T140500Z\nATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY;FILENAME=a.txt:aGVsbG8=\n"
        "ATTACH:https://x.example/plan.pdf\n"
    )
    (meeting,) = read(tmp_path, {"work.ics": calendar(event(lines))}).messages
    inside, outside = meeting.attachments
    assert (inside.name, inside.sha256) == ("a.txt", sha256(b"hello").hexdigest())
    assert (outside.name, outside.sha256) == ("plan.pdf", None)


def test_what_is_no_meeting_is_left_out(tmp_path: Path) -> None:
    task = "BEGIN:VTODO\nUID:2\nSUMMARY:x\nEND:VTODO\n"
    unfinished = "BEGIN:VEVENT\nDTSTART:20251103T140500Z\n"
    broken = event("DTSTART:2025\n")
    record = read(tmp_path, {"work.ics": calendar(task, broken, event("DTSTART:20251103T140500Z\n"), unfinished)})
    assert len(record.messages) == 1
    assert reasons(record) == [
        "a task or journal entry, no meeting",
        "an event whose beginning cannot be read",
        "an event without its end",
    ]
    reply = read(tmp_path, {"work.ics": calendar(event("DTSTART:20251103T140500Z\n"), method="METHOD:REPLY\n")})
    assert reasons(reply) == ["an answer to an invitation, no meeting"]
