"""Pasted chats: what begins a message, and what cannot be dated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from closeout.domain.correspondence import Correspondent, TimePrecision, TimeSource
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

CHAT = """Pasted from Upwork: Relaunch of the shop
2026-11-03 14:05 Ada Lovelace: The first part is done.
Shall I go on? It is 15:00: late.

 2026-11-04 is the day.
2026-11-03 14:20:10 Bo Berg: Yes, please.
2026-11-03 14:20 Ada Lovelace: ok
2026-11-03 14:20 Ada Lovelace: ok
"""


def test_lines_that_begin_with_day_time_and_name_are_messages(tmp_path: Path) -> None:
    record = read(tmp_path, {"chat.txt": CHAT})
    assert not record.skipped
    first, second, third, answer = record.messages
    assert first.text == "The first part is done.\nShall I go on? It is 15:00: late.\n\n 2026-11-04 is the day."
    assert first.sent_at == datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
    assert (first.channel, first.conversation) == ("Upwork", "Relaunch of the shop")
    assert (first.time_source, first.time_precision) == (TimeSource.LOCAL, TimePrecision.MINUTE)
    assert (answer.sender, answer.time_precision) == (Correspondent("Bo Berg"), TimePrecision.SECOND)
    assert second.text == third.text == "ok"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Yesterday 14:05 Ada: Hi", "'Yesterday 14:05 Ada: Hi' has no day"),
        ("gestern, 14.05 Ada: Hi", "'gestern, 14.05 Ada: Hi' has no day"),
        ("2:05 PM Ada: Hi", "'2:05 PM Ada: Hi' has no day"),
        ("Monday", "'Monday' has no day"),
        ("2026-02-30 14:05 Ada: Hi", "there is no time '2026-02-30 14:05'"),
        ("2026-11-03 24:05 Ada: Hi", "there is no time '2026-11-03 24:05'"),
    ],
)
def test_what_cannot_be_dated_is_left_out_with_what_to_write(tmp_path: Path, line: str, reason: str) -> None:
    record = read(tmp_path, {"chat.txt": f"{CHAT}{line}\nmore\n"})
    assert len(record.messages) == 4
    assert reasons(record) == [f"{reason}: write day and time, such as 2026-11-03 14:05 Name: text"]


def test_a_text_without_the_heading_is_no_chat(tmp_path: Path) -> None:
    assert not read(tmp_path, {"chat.txt": CHAT.partition("\n")[2]}).messages
