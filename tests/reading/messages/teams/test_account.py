"""The chats of a Microsoft account: Skype's rich text, groups, calls and deletions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from closeout.domain.correspondence import Correspondent, MessageKind
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path


def said(
    number: int, content: str, author: str = "8:live:ada", kind: str = "RichText", **more: object
) -> dict[str, object]:
    return {
        "id": str(1762178706000 + number),
        "displayName": {"8:live:ada": "Ada", "8:live:bo": "Bo"}.get(author),
        "originalarrivaltime": f"2025-11-03T14:05:{number:02}.123Z",
        "messagetype": kind,
        "version": 1,
        "content": content,
        "conversationid": "8:live:bo",
        "from": author,
        "properties": None,
        "amsreferences": None,
    } | more


QUOTED = (
    '<quote author="live:ada" authorname="Ada" timestamp="1762178706" messageid="1762178706001">'
    "<legacyquote>[1762178706] Ada: </legacyquote>First &amp; best<legacyquote>"
    "\n\n&lt;&lt;&lt; </legacyquote></quote>Yes"
)
FILE = '<URIObject type="File.1" uri="x"><OriginalName v="plan.pdf"/><FileSize v="123"/></URIObject>'
CALL = '<partlist type="ended"><part identity="ada"><name>Ada</name><duration>61.5</duration></part></partlist>'
EXPORT = {
    "userId": "8:live:ada",
    "exportDate": "2025-11-04T00:00",
    "conversations": [
        {
            "id": "8:live:bo",
            "displayName": "Bo",
            "version": 1,
            "properties": {"conversationblocked": False},
            "threadProperties": None,
            "MessageList": [
                said(1, "First &amp; best\nsecond line"),
                said(2, QUOTED, "8:live:bo"),
                said(3, FILE, kind="RichText/Media_GenericFile"),
                said(4, CALL, kind="Event/Call"),
                said(5, "Gone", properties={"deletetime": "1762178800000"}),
                said(6, 'Better<e_m ts="1" ts_ms="1" a="x" t="61"></e_m>', properties={"edittime": "1762178800000"}),
                {"id": "9"},
            ],
        },
        {
            "id": "19:x@thread.skype",
            "displayName": None,
            "threadProperties": {"membercount": 2, "members": '["8:live:ada","8:live:bo"]', "topic": "Plan"},
            "MessageList": [
                said(7, "<addmember><target>8:live:bo</target></addmember>", kind="ThreadActivity/AddMember")
            ],
        },
        {"id": "8:live:cy"},
    ],
}


def test_each_message_becomes_an_entry(tmp_path: Path) -> None:
    record = read(tmp_path, {"messages.json": EXPORT})
    assert reasons(record) == ["no message with a time", "a conversation without a list of messages"]
    first, answer, file, call, gone, better, added = record.messages
    assert first.text == "First & best\nsecond line"
    assert first.sent_at == datetime(2025, 11, 3, 14, 5, 1, 123000, UTC)
    assert (first.sender, first.to) == (Correspondent("Ada", "live:ada"), (Correspondent("Bo", "live:bo"),))
    assert first.conversation == "Bo"
    assert (answer.text, answer.quoted, answer.in_reply_to) == ("Yes", "Ada: First & best", first.native_id)
    assert (file.attachments[0].name, file.attachments[0].size) == ("plan.pdf", 123)
    assert (call.kind, call.duration, call.text) == (MessageKind.CALL, 61, "[call]")
    assert gone.deleted
    assert (better.text, better.edited_at) == ("Better", datetime(2025, 11, 3, 14, 6, 40, tzinfo=UTC))
    assert (added.kind, added.text) == (MessageKind.SYSTEM, "[add member: 8:live:bo]")
    assert added.conversation == "Plan"


def test_a_file_that_is_cut_keeps_the_messages_before(tmp_path: Path) -> None:
    data = json.dumps(EXPORT).encode()
    record = read(tmp_path, {"a.json": data[: data.index(b'"Gone"')]})
    assert (len(record.messages), reasons(record)) == (4, ["the file ends in the middle of a message"])
    record = read(tmp_path / "b", {"b.json": data[: data.index(b'"topic"')]})
    assert (len(record.messages), reasons(record)[1:]) == (6, ["the file ends before the export does"])


def test_a_group_without_a_topic_is_called_after_its_people(tmp_path: Path) -> None:
    group = {"id": "19:x@thread.skype", "MessageList": [said(1, "a"), said(2, "b", "8:live:bo")]}
    record = read(tmp_path, {"messages.json": {"userId": "8:live:ada", "conversations": [group]}})
    assert [message.conversation for message in record.messages] == ["Ada, Bo"] * 2


def test_keys_may_be_in_camel_case(tmp_path: Path) -> None:
    message = {
        "id": "1",
        "composeTime": "2025-11-03T14:05:06",
        "messageType": "Text",
        "content": "a < b",
        "from": "8:x",
    }
    export = {"userId": "8:x", "conversations": [{"id": "8:y", "messageList": [message]}]}
    (found,) = read(tmp_path, {"messages.json": export}).messages
    assert (found.text, found.sent_at) == ("a < b", datetime(2025, 11, 3, 14, 5, 6, tzinfo=UTC))
