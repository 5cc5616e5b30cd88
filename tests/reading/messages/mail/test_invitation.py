from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.correspondence import Message, Origin
from closeout.reading.messages.mail.message import parse_mail

EVENT = """\
BEGIN:VEVENT
UID:1
ORGANIZER;CN=Anna:mailto:anna@example.de
ATTENDEE;CN="Miller, Bob";ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED:mailto:bob@example.com
DTSTART;TZID=Europe/Berlin:20260313T100000
DTEND;TZID="Europe/Berlin":20260313T113000
SUMMARY;LANGUAGE=de:Kick-off\\, erste
  Runde
LOCATION:Büro
DESCRIPTION:Agenda:\\nZiele\\; Termine
BEGIN:VALARM
TRIGGER:-PT15M
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
"""


def mail(method: str, event: str = EVENT, text: str = "") -> Message:
    head = "From: bob@example.com\nSubject: s\nContent-Type: multipart/alternative; boundary=b\n\n"
    calendar = f"BEGIN:VCALENDAR\nMETHOD:{method}\n{event}END:VCALENDAR\n"
    parts = [
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n",
        f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n{calendar}",
        f"Content-Type: application/ics; name=invite.ics\n\n{calendar}",
    ]
    data = head + "".join(f"--b\n{part}" for part in parts) + "--b--\n"
    found = parse_mail(data.encode(), Origin(path="x", offset=0, length=0, sha256=""))
    assert isinstance(found, Message)
    return found


def test_an_invitation_without_a_text_says_what_when_and_where() -> None:
    found = mail("REQUEST")
    assert found.text.split("\n") == [
        "METHOD: REQUEST",
        "SUMMARY: Kick-off, erste Runde",
        "DTSTART: 2026-03-13 10:00 Europe/Berlin",
        "DTEND: 2026-03-13 11:30 Europe/Berlin",
        "LOCATION: Büro",
        "DESCRIPTION: Agenda:",
        "Ziele; Termine",
    ]
    assert [file.media_type for file in found.attachments] == ["text/calendar", "application/ics"]


def test_an_answer_says_which_it_is() -> None:
    assert mail("REPLY").text.startswith("METHOD: REPLY\nPARTSTAT: DECLINED\nSUMMARY: Kick-off")


def test_a_cancellation_says_so() -> None:
    assert mail("CANCEL").text.startswith("METHOD: CANCEL\nSUMMARY: Kick-off")


def test_a_text_of_its_own_is_enough() -> None:
    assert mail("REQUEST", text="Please come").text == "Please come"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("DTSTART:20260313T090000Z", "DTSTART: 2026-03-13 09:00 UTC"),
        ("DTSTART;VALUE=DATE:20260313", "DTSTART: 2026-03-13"),
        ("dtstart:20260313T0900", "DTSTART: 20260313T0900"),
        ("RRULE:FREQ=WEEKLY;COUNT=3", "RRULE: FREQ=WEEKLY;COUNT=3"),
        ("DESCRIPTION:<p>One<br>two</p>", "DESCRIPTION: One\ntwo"),
        ("COMMENT:I am away", "COMMENT: I am away"),
        ("LOCATION:", ""),
        ("X-NOTE:a", ""),
    ],
)
def test_properties_as_the_calendar_writes_them(line: str, shown: str) -> None:
    found = mail("PUBLISH", f"BEGIN:VEVENT\n{line}\nEND:VEVENT\n")
    assert found.text == f"METHOD: PUBLISH\n{shown}".rstrip("\n")


def test_each_event_of_several_is_shown_and_tasks_are_not() -> None:
    events = "".join(f"BEGIN:{kind}\nSUMMARY:{kind}{n}\nEND:{kind}\n" for n in (1, 2) for kind in ("VEVENT", "VTODO"))
    assert mail("ADD", events).text == "METHOD: ADD\nSUMMARY: VEVENT1\n\nMETHOD: ADD\nSUMMARY: VEVENT2"


def test_a_mail_that_is_a_calendar_shows_it_too_and_in_a_forwarded_one() -> None:
    inner = f"From: a@b\nSubject: s\nContent-Type: text/calendar; charset=utf-8\n\n{EVENT}"
    outer = "From: c@d\nSubject: t\nContent-Type: message/rfc822\n\n"
    for data in (inner, outer + inner):
        found = parse_mail(data.encode(), Origin(path="x", offset=0, length=0, sha256=""))
        assert isinstance(found, Message)
        assert "SUMMARY: Kick-off" in found.text


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*EVENT.splitlines(), "", ":", ";", 'A;B="', "DTSTART;TZID=", "\ufffd"]), max_size=12))
def test_damaged_calendars_do_not_raise(lines: list[str]) -> None:
    mail("REQUEST", "\n".join(lines) + "\n")
