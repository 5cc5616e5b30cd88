"""The id of a message: the same wherever the message was found, another as soon as it says something else."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from closeout.domain.correspondence import Message


def identified(message: Message) -> Message:
    """Return `message` with the SHA-256 of what it says, as canonical JSON, for its id."""
    meaning = {
        "native_id": message.native_id,
        "kind": message.kind,
        "channel": message.channel,
        "sent_at": None if message.sent_at is None else message.sent_at.timestamp(),
        "sender": message.sender,
        "to": message.to,
        "cc": message.cc,
        "bcc": message.bcc,
        "subject": message.subject,
        "text": message.text,
        "attachments": [attachment.sha256 or attachment.name for attachment in message.attachments],
    }
    digest = sha256(msgspec.json.encode(meaning, order="sorted")).hexdigest()
    return msgspec.structs.replace(message, id=digest)
