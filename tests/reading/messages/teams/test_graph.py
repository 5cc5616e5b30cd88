"""Microsoft Graph's chat messages: words out of HTML, quotations, deletions and events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from closeout.domain.correspondence import Correspondent, MessageKind
from tests.reading.messages.exports import read

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
    assert (first.text, first.sender, first.conversation) == ("First Bo & you", Correspondent("Ada Lovelace"), CHAT)
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


def test_other_json_of_graph_is_no_chat(tmp_path: Path) -> None:
    assert not read(tmp_path, {"users.json": {"value": [{"id": "1", "displayName": "Ada"}]}}).sources
