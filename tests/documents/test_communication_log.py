from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from closeout.diagnostic import Code, Severity
from closeout.documents.communication_log import SILENCE_DAYS, compose_log
from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Defect,
    Message,
    MessageKind,
    Origin,
    Record,
    Skipped,
    SourceFile,
    TimePrecision,
    TimeSource,
)
from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

ADA = Correspondent("Ada Byron", "ada@byron.example")
BOB = Correspondent("R. de Wit", "bob@acme.example")
EVE = Correspondent("Eve", "eve@third.example")
START = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
PARTICIPANTS = """
  - {name: Bob de Wit, side: client, aliases: [bob@home.example, Robert]}
  - {name: Carla, aliases: [carla@third.example]}
"""


def message(number: int, sender: Correspondent = ADA, *to: Correspondent, **changes: object) -> Message:
    plain = Message(
        id=str(number),
        kind=MessageKind.MESSAGE,
        channel="e-mail",
        sent_at=START + timedelta(days=number),
        time_source=TimeSource.HEADER,
        time_precision=TimePrecision.SECOND,
        sender=sender,
        to=to,
        subject=f"Subject {number}",
        native_id=f"<{number}@x>",
        origins=(Origin(path="messages/a.mbox", offset=number, length=1, sha256="0"),),
    )
    return replace(plain, **changes)


def with_messages(case: Case, *messages: Message) -> Case:
    return replace(case, record=Record(messages=messages))


def test_all_names_of_a_person_are_one(case: Callable[..., Case]) -> None:
    log = compose_log(
        with_messages(
            case(participants=PARTICIPANTS),
            message(1, ADA, BOB),
            message(2, Correspondent("robert", ""), ADA, cc=(EVE,), bcc=(Correspondent("", "CARLA@third.example"),)),
            message(3, Correspondent("Bobby", "bob@home.example"), Correspondent("", "eve@third.example")),
            message(4, Correspondent("", "")),
        )
    )
    assert [(e.sender, e.recipients) for e in log.entries] == [
        ("Ada Byron", ("Bob de Wit",)),
        ("Bob de Wit", ("Ada Byron", "Eve", "Carla")),
        ("Bob de Wit", ("Eve",)),
        ("?", ()),
    ]
    assert [(p.name, p.side, p.sent, p.received, p.addresses) for p in log.people] == [
        ("Bob de Wit", Side.CLIENT, 2, 1, ("bob@acme.example", "bob@home.example")),
        ("Ada Byron", Side.FREELANCER, 1, 1, ("ada@byron.example",)),
        ("?", None, 1, 0, ()),
        ("Carla", None, 0, 1, ("CARLA@third.example",)),
        ("Eve", None, 0, 2, ("eve@third.example",)),
    ]


def test_somebody_who_only_bears_a_known_name_is_listed_apart(case: Callable[..., Case]) -> None:
    impostor = Correspondent("Ada Byron", "ada@elsewhere.example")
    log = compose_log(with_messages(case(), message(1, ADA, BOB), message(2, impostor, BOB), message(3, impostor)))
    assert [entry.sender for entry in log.entries] == ["Ada Byron", *["Ada Byron (ada@elsewhere.example)"] * 2]
    assert [(p.name, p.side) for p in log.people if p.sent] == [
        ("Ada Byron", Side.FREELANCER),
        ("Ada Byron (ada@elsewhere.example)", None),
    ]


def test_a_party_stays_on_its_side_when_its_aliases_are_listed(case: Callable[..., Case]) -> None:
    participants = "[{name: Ada Byron, aliases: [ada@old.example]}]"
    log = compose_log(
        with_messages(case(participants=participants), message(1, Correspondent("A.", "ada@old.example")))
    )
    assert [(person.name, person.side) for person in log.people] == [("Ada Byron", Side.FREELANCER)]


def test_entries_are_numbered_in_the_engagements_own_time(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(time_zone="Europe/Berlin"), message(0), message(30)))
    first, second = (entry.sent_at for entry in log.entries)
    assert first is not None
    assert second is not None
    assert first.isoformat() == "2026-03-02T00:30:00+01:00"
    assert second.isoformat() == "2026-04-01T01:30:00+02:00"  # summer time began on 29 March
    assert (log.first, log.last) == (first, second)
    assert [entry.number for entry in log.entries] == [1, 2]


def test_threads_list_their_entries(case: Callable[..., Case]) -> None:
    log = compose_log(
        with_messages(
            case(),
            message(1, subject="Rate"),
            message(2, subject="End"),
            message(3, subject="Re: Rate", in_reply_to="<1@x>"),
            message(4, subject="", sent_at=None),
        )
    )
    assert [(each.number, each.subject, each.entries) for each in log.threads] == [
        (1, "Rate", (1, 3)),
        (2, "End", (2,)),
        (3, "", (4,)),
    ]
    assert (log.threads[0].first, log.threads[0].last) == (START + timedelta(days=1), START + timedelta(days=3))
    assert (log.threads[2].first, log.threads[2].last) == (None, None)
    assert [entry.thread for entry in log.entries] == [1, 2, 1, 3]


def test_silences_are_told_in_local_time(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(time_zone="Asia/Tokyo"), message(0), message(SILENCE_DAYS), message(9)))
    (silence,) = log.silences
    assert silence.days == SILENCE_DAYS == log.silence_days
    assert silence.after.date() == date(2026, 3, 2)
    assert silence.before.date() == date(2026, 3, 9)


def test_undated_messages_are_kept_without_a_time(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(), message(1, sent_at=None, defects=(Defect.NO_DATE,))))
    assert (log.first, log.last, log.entries[0].sent_at) == (None, None, None)
    assert log.defects == ((Defect.NO_DATE, 1),)


def test_what_limits_the_log_is_declared(case: Callable[..., Case]) -> None:
    origin = Origin(path="messages/b.mbox", offset=0, length=1, sha256="0")
    file = Attachment(name="a.pdf", media_type="application/pdf", size=9, sha256="0")
    source = SourceFile(path="messages/a.mbox", format="mbox", size=9, sha256="0", messages=2, skipped=1)
    skipped = Skipped(path="messages/a.mbox", reason="no message")
    record = Record(
        messages=(
            message(1, origins=(origin, origin), attachments=(file, file), defects=(Defect.NO_SENDER,)),
            message(2, channel="Upwork", defects=(Defect.CHARSET_GUESSED, Defect.NO_SENDER)),
            message(3, channel="Upwork"),
        ),
        sources=(source,),
        skipped=(skipped,),
    )
    log = compose_log(replace(case(), record=record))
    assert (log.duplicates, log.attachments) == (1, 2)
    assert log.channels == (("Upwork", 2), ("e-mail", 1))
    assert log.defects == ((Defect.CHARSET_GUESSED, 1), (Defect.NO_SENDER, 2))
    assert (log.sources, log.skipped) == ((source,), (skipped,))


def test_without_a_record_the_log_says_so(case: Callable[..., Case]) -> None:
    log = compose_log(case(mail=False))
    assert (log.entries, log.people, log.threads, log.silences, log.first) == ((), (), (), (), None)
    assert log.stationery.date == date(2026, 5, 4)


def test_a_notice_of_the_program_is_nobody(case: Callable[..., Case]) -> None:
    notice = replace(message(2, Correspondent("")), kind=MessageKind.SYSTEM)
    log = compose_log(with_messages(case(), message(1, ADA, BOB), notice))
    assert [person.name for person in log.people] == ["Ada Byron", "Bob de Wit"]


def test_times_of_a_zone_that_nobody_named_are_counted_and_warned_of(case: Callable[..., Case]) -> None:
    local = replace(message(2), time_source=TimeSource.LOCAL)
    log = compose_log(with_messages(case(), message(1), local))
    assert (log.local_times, log.local_zone) == (1, "UTC")
    (warning,) = log.for_sender
    assert (warning.code, warning.severity) == (Code.ZONE_ASSUMED, Severity.WARNING)
    assert not compose_log(with_messages(case(), message(1))).for_sender


def test_a_zone_that_was_named_is_not_warned_of(case: Callable[..., Case]) -> None:
    local = replace(message(2), time_source=TimeSource.LOCAL)
    assert not compose_log(with_messages(case(time_zone="Europe/Berlin"), local)).for_sender
    named = compose_log(with_messages(case(correspondence="{time_zone: Asia/Tokyo}"), local))
    assert (named.for_sender, named.local_zone) == ((), "Asia/Tokyo")
