"""DiscordChatExporter's JSON: times from ids, answers, files beside it, and whether it is whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from closeout.domain.correspondence import Correspondent, Defect, MessageKind
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
ADA = {"id": "11", "name": "ada.l", "discriminator": "0000", "nickname": "Ada", "isBot": False}
BO = {"id": "12", "name": "Bo", "discriminator": "1234", "nickname": "Bo", "isBot": False}
AT = datetime(2025, 11, 3, 14, 5, 6, tzinfo=UTC)


def snowflake(at: datetime, counter: int = 0) -> str:
    return str((int((at - DISCORD_EPOCH).total_seconds() * 1000) << 22) + counter)


def said(counter: int, content: str, author: dict[str, object] = ADA, **more: object) -> dict[str, object]:
    base = {"id": snowflake(AT, counter), "type": "Default", "timestamp": "2001-01-01T00:00:00+00:00"}
    rest: dict[str, object] = {
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "attachments": [],
        "embeds": [],
    }
    return base | rest | {"content": content, "author": author} | more


def export(messages: list[dict[str, object]], channel_type: str = "GuildTextChat", count: int | None = None) -> object:
    return {
        "guild": {"id": "1", "name": "Shop", "iconUrl": "https://x"},
        "channel": {
            "id": "2",
            "type": channel_type,
            "categoryId": "3",
            "category": "Work",
            "name": "plan",
            "topic": None,
        },
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2025-11-04T00:00:00+00:00",
        "messages": messages,
        "messageCount": len(messages) if count is None else count,
    }


MESSAGES = [
    said(1, "First"),
    said(2, "Second", BO, type="Reply", reference={"messageId": snowflake(AT, 1), "channelId": "2", "guildId": "1"}),
    said(3, "Better", timestampEdited="2025-11-03T15:00:00.123+01:00"),
    said(4, "", attachments=[{"id": "5", "url": "plan.json_Files/a.png", "fileName": "a.png", "fileSizeBytes": 3}]),
    said(5, "", attachments=[{"id": "6", "url": "https://cdn.x/b.png?ex=1", "fileName": "b.png", "fileSizeBytes": 9}]),
    said(6, "", embeds=[{"title": "Build", "description": "passed", "fields": [{"name": "in", "value": "9 s"}]}]),
    said(7, "Joined the server.", BO, type="GuildMemberJoin"),
    said(8, "Started a call.", type="Call", callEndedTimestamp="2025-11-03T14:15:06+00:00"),
]


def test_each_message_becomes_an_entry(tmp_path: Path) -> None:
    record = read(tmp_path, {"plan.json": export(MESSAGES), "plan.json_Files/a.png": b"abc"})
    assert not record.skipped
    assert [source.format for source in record.sources] == ["discord"]
    first, answer, edited, here, gone, embed, joined, call = record.messages
    assert first.sent_at == AT
    assert first.sender == Correspondent("Ada", "ada.l")
    assert first.conversation == "Shop #plan"
    assert answer.sender.address == "bo#1234"
    assert answer.in_reply_to == first.native_id
    assert edited.edited_at == datetime(2025, 11, 3, 14, 0, 0, 123000, UTC)
    assert here.attachments[0].sha256 == sha256(b"abc").hexdigest()
    assert (gone.attachments[0].name, gone.attachments[0].size, gone.defects) == (
        "b.png",
        9,
        (Defect.ATTACHMENT_MISSING,),
    )
    assert embed.text == "Build\npassed\nin: 9 s"
    assert joined.kind is MessageKind.SYSTEM
    assert (call.kind, call.duration) == (MessageKind.CALL, 600)


def test_a_direct_chat_names_who_gets_a_message(tmp_path: Path) -> None:
    both = read(tmp_path, {"dm.json": export([said(1, "Hi"), said(2, "Ho", BO)], "DirectTextChat")}).messages
    assert [[one.address for one in message.to] for message in both] == [["bo#1234", ""], ["ada.l", ""]]


def test_an_export_that_is_not_whole_is_told(tmp_path: Path) -> None:
    record = read(tmp_path, {"plan.json": export(MESSAGES[:2], count=5)})
    assert reasons(record) == ["the export counts 5 messages, but holds 2"]


def test_a_file_that_is_cut_keeps_the_messages_before(tmp_path: Path) -> None:
    data = json.dumps(export(MESSAGES)).encode()
    record = read(tmp_path, {"plan.json": data[: data.index(b'"Better"') + 3]})
    assert [message.text for message in record.messages] == ["First", "Second"]
    assert [message.conversation for message in record.messages] == ["Shop #plan"] * 2
    assert reasons(record) == ["the file ends in the middle of a message"]
    assert record.skipped[0].offset == data.index(b'{"id": "' + snowflake(AT, 3).encode())


def test_overlapping_exports_are_merged(tmp_path: Path) -> None:
    record = read(tmp_path, {"a.json": export(MESSAGES[:3]), "b.json": export(MESSAGES[1:4])})
    assert (len(record.messages), record.duplicates) == (4, 2)


def test_a_file_outside_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    file = {"id": "1", "url": "../secret.png", "fileName": "secret.png", "fileSizeBytes": 6}
    (message,) = read(tmp_path, {"plan.json": export([said(1, "x", attachments=[file])])}).messages
    assert message.attachments[0].sha256 is None
