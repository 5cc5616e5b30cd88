"""LinkedIn's messages.csv: order, people, HTML, drafts and spam."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from closeout.domain.correspondence import Correspondent
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT\n"
)
ADA, BO = "https://www.linkedin.com/in/Ada", "https://www.linkedin.com/in/bo"


def row(
    date: str, content: str, folder: str = "INBOX", draft: str = "No", to: tuple[str, str] = ("Bo Berg", BO)
) -> str:
    quoted = content.replace('"', '""')
    names, profiles = to
    return f'2-abc,,Ada Lovelace,{ADA},"{names}",{profiles},{date},,"{quoted}",{folder},,{draft}\n'


EXPORT = (
    "\ufeff"
    + HEADER
    + (
        row("2025-11-03 14:05:06 UTC", "third")
        + row("2025-11-03 14:05:05 UTC", "second")
        + row("2025-11-03 14:05:05 UTC", '<p class="x">He said "go".</p><p>Then &amp; now</p>')
        + row("2025-11-03 14:05:04 UTC", "buy", "SPAM")
        + row("2025-11-03 14:05:03 UTC", "not yet", draft="Yes")
        + row("yesterday", "undated")
        + "too,few\n"
        + row("2025-11-03 14:05:01 UTC", "to two", to=("Bo Berg, Cy", f"{BO};{ADA}"))
    )
)


def test_the_newest_stands_first_in_the_file_and_last_in_the_record(tmp_path: Path) -> None:
    record = read(tmp_path, {"messages.csv": EXPORT})
    assert [message.text for message in record.messages] == [
        "to two",
        'He said "go".\n\nThen & now',
        "second",
        "third",
    ]
    last = record.messages[-1]
    assert last.sent_at == datetime(2025, 11, 3, 14, 5, 6, tzinfo=UTC)
    assert last.sender == Correspondent("Ada Lovelace", ADA.lower())
    assert last.to == (Correspondent("Bo Berg", BO),)
    assert last.conversation == "2-abc"
    assert [one.name for one in record.messages[0].to] == ["Bo Berg", "Cy"]


def test_a_quote_that_nobody_closed_costs_one_message(tmp_path: Path) -> None:
    rows = [row(f"2025-11-03 14:05:0{number} UTC", f"text {number}") for number in range(6, 0, -1)]
    rows[1] = rows[1].replace('"text 5"', '"text 5')
    record = read(tmp_path, {"messages.csv": HEADER + "".join(rows)})
    assert [message.text for message in record.messages] == ["text 1", "text 2", "text 3", "text 4", "text 6"]
    assert reasons(record) == ["not as many cells as the heading has"]


def test_what_is_no_message_is_counted(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, {"messages.csv": EXPORT})) == [
        "not as many cells as the heading has",
        "'yesterday' is no date",
        "a draft",
        "in the spam folder",
    ]
