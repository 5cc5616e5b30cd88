"""Notes by hand: what a call or a meeting becomes, where it stands in the file, and what mistakes are told."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from closeout.diagnostic import Report
from closeout.domain.correspondence import Correspondent, MessageKind, Record, TimePrecision, TimeSource
from closeout.reading.messages.record import read_record

HEADER = "date,time,kind,channel,from,to,subject,text,noted_on\n"
CALL = '2026-03-02,14:30,call,telephone,Ada,Bo; Cy,Rate,"We agreed on 90.\nFrom April on.",2026-03-03\n'
MEETING = "2026-03-05,,meeting,,ada@example.com,Bo,,Plan for April,\n"


def read(folder: Path, name: str, text: str, time_zone: str = "Europe/Berlin") -> tuple[Record, list[str]]:
    (folder / "messages").mkdir(exist_ok=True)
    (folder / "messages" / name).write_text(text, encoding="utf-8", newline="")
    report = Report()
    record = read_record(folder, time_zone, report)
    return record, [str(diagnostic) for diagnostic in report.diagnostics]


def test_a_row_becomes_a_message_at_its_local_time(tmp_path: Path) -> None:
    record, problems = read(tmp_path, "messages.csv", HEADER + CALL + MEETING)
    assert not problems
    call, meeting = record.messages
    assert call.kind is MessageKind.CALL
    assert call.channel == "telephone"
    assert call.sent_at == datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
    assert call.sent_at.utcoffset() == timedelta(hours=1)
    assert call.time_source is TimeSource.USER
    assert call.time_precision is TimePrecision.MINUTE
    assert call.sender == Correspondent("Ada")
    assert call.to == (Correspondent("Bo"), Correspondent("Cy"))
    assert call.visible == "We agreed on 90.\nFrom April on."
    assert call.noted_on == date(2026, 3, 3)
    assert meeting.time_precision is TimePrecision.DAY
    assert meeting.sender == Correspondent("", "ada@example.com")
    assert meeting.channel == "meeting"


def test_an_origin_covers_exactly_the_lines_of_its_note(tmp_path: Path) -> None:
    record, _ = read(tmp_path, "messages.csv", HEADER + CALL + MEETING)
    data = (HEADER + CALL + MEETING).encode()
    for message, expected in zip(record.messages, (CALL, MEETING), strict=True):
        (origin,) = message.origins
        assert data[origin.offset : origin.offset + origin.length].decode() == expected
        assert origin.sha256 == sha256(expected.encode()).hexdigest()
        assert origin.path == "messages/messages.csv"


def test_yaml_notes_say_the_same_as_csv_notes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    yaml = (
        "- date: 2026-03-02\n  time: 14:30\n  kind: call\n  channel: telephone\n  from: Ada\n  to: Bo; Cy\n"
        "  subject: Rate\n  text: |-\n    We agreed on 90.\n    From April on.\n  noted_on: 2026-03-03\n"
    )
    from_yaml, problems = read(tmp_path / "a", "calls.yaml", yaml)
    from_csv, _ = read(tmp_path / "b", "calls.csv", HEADER + CALL)
    assert not problems
    assert from_yaml.messages[0].id == from_csv.messages[0].id


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("notes.csv", HEADER + "2026-03-32,,call,,Ada,Bo,,x,\n", "messages/notes.csv:2:1: error[CO205]"),
        ("notes.csv", HEADER + "2026-03-02,9:30,call,,Ada,Bo,,x,\n", "messages/notes.csv:2:12: error[CO216]"),
        ("notes.csv", HEADER + "2026-03-02,,chat,,Ada,Bo,,x,\n", "messages/notes.csv:2:13: error[CO207]"),
        ("notes.csv", HEADER + "2026-03-02,,call,,,Bo,,x,\n", "messages/notes.csv:2:1: error[CO202]"),
        ("notes.yaml", "date: 2026-03-02\n", "messages/notes.yaml:1:1: error[CO203]"),
        ("notes.yaml", "- date: 2026-03-02\n  from: Ada\n", "messages/notes.yaml:1:3: error[CO202]"),
        ("notes.yaml", "- date: [\n", "messages/notes.yaml:2:1: error[CO104]"),
        ("notes.csv", "when,who\n2026-03-02,Ada\n", "messages/notes.csv: warning[CO501]"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, name: str, text: str, problem: str) -> None:
    record, problems = read(tmp_path, name, text)
    assert not record.messages
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_byte_that_is_no_utf8_is_an_error_not_a_skipped_note(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "notes.csv").write_bytes(HEADER.encode() + b"2026-03-02,,call,,Zo\xeb,Bo,,x,\n")
    report = Report()
    assert not read_record(tmp_path, "UTC", report).messages
    assert [str(each).split("\n")[0] for each in report.diagnostics] == [
        "messages/notes.csv:2:21: error[CO103]: byte 0xEB is not UTF-8"
    ]


def test_many_notes_are_found_where_they_are(tmp_path: Path) -> None:
    rows = [f"2026-01-01,,note,,Ada,,,{number},\n" for number in range(3000)]
    record, _ = read(tmp_path, "messages.csv", HEADER + "".join(rows))
    assert len(record.messages) == 3000
    data = (HEADER + "".join(rows)).encode()
    for message in record.messages[::997]:
        (origin,) = message.origins
        assert data[origin.offset : origin.offset + origin.length].endswith(f",{message.text},\n".encode())
