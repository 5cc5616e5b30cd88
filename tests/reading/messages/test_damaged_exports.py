"""Exports of every kind with bytes changed, cut and put in: nothing is raised, and all is counted."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.messages.discord import test_export_csv as discord_csv
from tests.reading.messages.discord import test_export_json as discord_json
from tests.reading.messages.exports import read
from tests.reading.messages.meetings import test_calendar_file as meetings
from tests.reading.messages.slack import test_export as slack
from tests.reading.messages.sms import test_backup as sms
from tests.reading.messages.teams import test_account as account
from tests.reading.messages.teams import test_graph as graph
from tests.reading.messages.test_linkedin import EXPORT as LINKEDIN
from tests.reading.messages.test_pasted_chat import CHAT
from tests.reading.messages.test_upwork import STORIES

if TYPE_CHECKING:
    from closeout.domain.correspondence import Record

pytestmark = pytest.mark.apart

# The name of a file, what is in it, and how many messages or things left out a reader must name.
EXPORTS: dict[str, tuple[str, object, int]] = {
    "slack": ("general/2025-11-01.json", slack.CHANNEL, 11),
    "slack-users": ("slack/users.json", slack.USERS, 13),
    "discord": ("plan.json", discord_json.export(discord_json.MESSAGES), 8),
    "discord-csv": ("plan.csv", discord_csv.NEW, 3),
    "teams": ("chat.json", {"value": graph.MESSAGES}, 8),
    "account": ("messages.json", account.EXPORT, 9),
    "sms": ("sms.xml", sms.backup(sms.sms("a"), sms.mms(1, sms.PARTS, sms.ADDRESSES), sms.sms("b", 2)), 3),
    "linkedin": ("messages.csv", LINKEDIN, 8),
    "meetings": ("work.ics", meetings.calendar(meetings.ZONE, meetings.event(meetings.WHOLE) * 3), 3),
    "upwork": ("room.json", {"data": {"roomStories": {"nodes": STORIES}}}, 4),
    "pasted": ("chat.txt", CHAT, 4),
}
NASTY = st.sampled_from(
    [
        b'"',
        b"\\",
        b"{",
        b"[" * 2000,
        b"}",
        b"<",
        b"&#55357;",
        b"\\ud83d",
        b"\xff",
        b"\x00",
        b"\r",
        b"\n",
        b",",
        b"9" * 500,
    ]
)


def data_of(content: object) -> bytes:
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def record_of(folder: Path, name: str, data: bytes) -> Record:
    rest = slack.EXPORT if name.startswith("slack/") else {}
    return read(folder, {**rest, name: data})


def entries(folder: Path, name: str, data: bytes) -> int:
    """Return how many messages, copies and things left out the record of one file has."""
    record = record_of(folder, name, data)
    return len(record.messages) + record.duplicates + len(record.skipped)


@pytest.mark.parametrize("kind", EXPORTS)
def test_all_of_a_sound_export_is_counted(tmp_path: Path, kind: str) -> None:
    name, content, expected = EXPORTS[kind]
    assert entries(tmp_path, name, data_of(content)) == expected


@pytest.mark.parametrize("kind", EXPORTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_is_never_raised_and_always_counted(kind: str, data: st.DataObject) -> None:
    name, content, _ = EXPORTS[kind]
    damaged = bytearray(data_of(content))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(damaged)))
        length = data.draw(st.sampled_from([0, 0, 1, 3, 200, 100_000]))
        damaged[start : start + length] = data.draw(st.just(b"") | st.binary(max_size=3) | NASTY)
    with TemporaryDirectory() as folder:
        record = record_of(Path(folder), name, bytes(damaged))
    assert record.sources or record.skipped


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*slack.CHANNEL, None, 7, "x", {}, {"ts": []}, []])))
def test_every_item_of_a_list_is_a_message_or_left_out(items: list[object]) -> None:
    with TemporaryDirectory() as folder:
        first = slack.said("1700000000.000001", "first")
        assert entries(Path(folder), "general/2025-11-01.json", data_of([first, *items])) == 1 + len(items)
