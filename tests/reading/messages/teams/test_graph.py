"""Microsoft Graph's chat messages: words out of HTML, quotations, deletions and events."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from closeout.domain.correspondence import Correspondent, MessageKind
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

CHAT = "19:abc@thread.v2"


def said(number: int, html: str, name: str | None = "Ada Lovelace", **more: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": str(1762178706000 + number),
        "replyToId": None,
        "messageType": "message",
        "createdDateTime": f"2025-11-03T14:05:{number:02}.1234567Z",
        "lastEditedDateTime": None,
        "deletedDateTime": None,
        "subject": None,
        "chatId": CHAT,
        "channelIdentity": None,
        "from": {"application": None, "device": None, "user": {"id": "u", "displayName": name}} if name else None,
        "body": {"contentType": "html", "content": html},
        "attachments": [],
        "mentions": [],
    }
    return base | more


QUOTE = {
    "id": "1762178706001",
    "contentType": "messageReference",
    "contentUrl": None,
    "content": '{"messageId":"1762178706001","messagePreview":"First","messageSender":{"user":{"displayName":"Ada"}}}',
    "name": None,
}
FILE = {"id": "f", "contentType": "reference", "contentUrl": "https://x/plan.pdf", "content": None, "name": "plan.pdf"}
EVENT = {"@odata.type": "#microsoft.graph.membersAddedEventMessageDetail", "members": []}
CALL = {"@odata.type": "#microsoft.graph.callEndedEventMessageDetail", "callDuration": "PT1M31S"}
MESSAGES = [
    said(1, "<p>First <at id='0'>Bo</at> &amp; you</p>"),
    said(2, '<attachment id="1762178706001"></attachment><p>Yes</p>', "Bo", attachments=[QUOTE]),
    said(3, "<p>See</p>", attachments=[FILE], lastEditedDateTime="2025-11-03T15:00:00Z"),
    said(4, "", deletedDateTime="2025-11-03T16:00:00Z"),
    said(5, "<systemEventMessage/>", None, messageType="unknownFutureValue", eventDetail=EVENT),
    said(6, "<systemEventMessage/>", None, messageType="systemEventMessage", eventDetail=CALL),
    said(7, '<img src="https://graph.microsoft.com/v1.0/chats/x/messages/1/hostedContents/y/$value">'),
    said(8, "plain <b>", body={"contentType": "text", "content": "plain <b>"}),
]


@pytest.mark.parametrize("form", ["answer", "list"])
def test_each_message_becomes_an_entry(tmp_path: Path, form: str) -> None:
    answer = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#x", "@odata.count": 8, "value": MESSAGES}
    record = read(tmp_path, {"chat.json": answer if form == "answer" else MESSAGES})
    assert not record.skipped
    first, answer_, file, deleted, event, call, picture, plain = record.messages
    assert (first.text, first.sender, first.conversation) == (
        "First Bo & you",
        Correspondent("Ada Lovelace"),
        "Ada Lovelace, Bo",
    )
    assert first.native_id == f"teams:{CHAT}:1762178706001"
    assert first.sent_at == datetime(2025, 11, 3, 14, 5, 1, 123456, UTC)
    assert (answer_.text, answer_.quoted, answer_.in_reply_to) == ("Yes", "Ada: First", first.native_id)
    assert not answer_.attachments
    assert file.attachments[0].name == "plan.pdf"
    assert file.edited_at == datetime(2025, 11, 3, 15, tzinfo=UTC)
    assert deleted.deleted
    assert (event.kind, event.text, event.defects) == (MessageKind.SYSTEM, "[members added]", ())
    assert (call.kind, call.duration) == (MessageKind.CALL, 91)
    assert len(picture.attachments) == 1
    assert plain.text == "plain <b>"


@pytest.mark.parametrize("form", ["answer", "list"])
def test_a_file_that_is_cut_keeps_the_messages_before(tmp_path: Path, form: str) -> None:
    data = json.dumps({"value": MESSAGES} if form == "answer" else MESSAGES).encode()
    record = read(tmp_path, {"chat.json": data[: data.index(b"<p>See")]})
    assert [message.text for message in record.messages] == ["First Bo & you", "Yes"]
    assert reasons(record) == ["the file ends in the middle of a message"]
    assert record.skipped[0].offset == data.index(b'{"id": "1762178706003"')


@pytest.mark.parametrize(("link", "told"), [("https://graph.microsoft.com/v1.0/x?$skiptoken=y", 1), (None, 0)])
def test_further_pages_are_told(tmp_path: Path, link: str | None, told: int) -> None:
    record = read(tmp_path, {"chat.json": {"value": MESSAGES, "@odata.nextLink": link}})
    assert len(record.messages) == len(MESSAGES)
    assert reasons(record) == ["the export has further pages, which are not in this file"] * told


def test_a_chat_is_called_as_it_was_last_renamed(tmp_path: Path) -> None:
    first, last = ({"@odata.type": "#x.chatRenamedEventMessageDetail", "chatDisplayName": to} for to in ("Plan", "Go"))
    renamed = [said(9, "", None, eventDetail=last), said(2, "", None, eventDetail=first)]
    other = said(3, "Hi", "Bo", chatId="19:other@unq.gbl.spaces")
    record = read(tmp_path, {"chat.json": [*renamed, said(1, "a"), other]})
    assert [message.conversation for message in record.messages] == ["Go", "Go", "Bo", "Go"]


def test_a_chat_of_nobody_keeps_its_id_and_one_of_many_names_some(tmp_path: Path) -> None:
    crowd = [said(number, "Hi", f"P{number}") for number in range(7)]
    record = read(tmp_path, {"a.json": crowd, "b.json": [said(8, "", None, chatId="19:empty@thread.v2")]})
    assert {message.conversation for message in record.messages} == {"P0, P1, P2, P3, P4 (+2)", "19:empty@thread.v2"}


def test_other_json_of_graph_is_no_chat(tmp_path: Path) -> None:
    assert not read(tmp_path, {"users.json": {"value": [{"id": "1", "displayName": "Ada"}]}}).sources
