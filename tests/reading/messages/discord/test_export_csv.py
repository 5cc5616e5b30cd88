"""DiscordChatExporter's CSV, of new and old versions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from closeout.domain.correspondence import Correspondent, TimePrecision, TimeSource
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

NEW = (
    "AuthorID,Author,Date,Content,Attachments,Reactions\n"
    '"11","ada.l","2025-11-03T14:05:06.1230000+01:00","First, and ""quoted""\nsecond line","",""\n'
    '"12","Bo#1234","2025-11-03T14:06:06.1230000+01:00","ok","https://cdn.x/b.png?ex=1",""\n'
    '"12","Bo#1234","2025-11-03T14:06:06.1230000+01:00","ok","",""\n'
)
OLD = (
    '"Author";"Date";"Content";"Attachments";"Reactions"\n'
    '"Ada#0000";"03-Nov-25 02:05 PM";"noon";"";""\n'
    '"Ada#0000";"03-Nov-25 12:05 AM";"night";"";""\n'
    '"Ada#0000";"31-Feb-25 12:05 AM";"never";"";""\n'
    '"Ada#0000";"03-Nov-25 12:05 AM"\n'
)


def test_the_columns_become_messages(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, {"plan.csv": NEW}).messages
    assert first.text == 'First, and "quoted"\nsecond line'
    assert first.sent_at == datetime(2025, 11, 3, 13, 5, 6, 123000, UTC)
    assert first.time_source is TimeSource.STORED
    assert second.sender == Correspondent("Bo", "bo#1234")
    assert second.attachments[0].name == "b.png"
    assert second.native_id != third.native_id


def test_a_quote_that_nobody_closed_costs_no_rows_after_it(tmp_path: Path) -> None:
    row = '"11","ada.l","2025-11-03T14:05:0{0}.0000000+01:00","text {0}","",""\n'
    rows = [row.format(number) for number in range(1, 7)]
    rows[1] = rows[1].replace('"text 2"', '"text 2')
    record = read(tmp_path, {"plan.csv": NEW.partition("\n")[0] + "\n" + "".join(rows)})
    assert [message.text for message in record.messages] == ["text 1", "text 3", "text 4", "text 5", "text 6"]
    assert reasons(record) == ["no author, date and content"]


def test_old_dates_are_local_and_to_the_minute(tmp_path: Path) -> None:
    record = read(tmp_path, {"plan.csv": OLD})
    night, noon = record.messages
    assert (night.text, night.sent_at) == ("night", datetime(2025, 11, 2, 23, 5, tzinfo=UTC))
    assert noon.sent_at == datetime(2025, 11, 3, 13, 5, tzinfo=UTC)
    assert (noon.time_source, noon.time_precision) == (TimeSource.LOCAL, TimePrecision.MINUTE)
    assert noon.sender == Correspondent("Ada", "ada")
    assert reasons(record) == ["'31-Feb-25 12:05 AM' is no date", "no author, date and content"]
