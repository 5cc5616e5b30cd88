"""What every chat reader does to a message at last: clean its words, cut them at the limit, and name what is amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from closeout.domain.correspondence import Correspondent, Defect, Message, MessageKind
from closeout.reading.messages.characters import clean_line, clean_text
from closeout.reading.messages.identity import identified

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_TEXT: Final = 200_000  # characters, as for mails


def settled(message: Message) -> Message:
    """Return `message` with clean text, its defects and its id.

    `text` is what was written; `quoted` is what it answers, which a chat shows above it. `visible` becomes the text.
    """
    text = clean_text(message.text[:LONGEST_TEXT]).strip("\n")
    found = {
        Defect.NO_DATE: message.sent_at is None and Defect.DATE_UNREADABLE not in message.defects,
        Defect.NO_SENDER: not message.sender.label and message.kind is not MessageKind.SYSTEM,
        Defect.BODY_CUT: len(message.text) > LONGEST_TEXT,
        Defect.ATTACHMENT_MISSING: any(attachment.sha256 is None for attachment in message.attachments),
        **dict.fromkeys(message.defects, True),
    }
    return identified(
        replace(
            message,
            conversation=clean_line(message.conversation) or message.channel,
            to=distinct(person for person in message.to if person != message.sender),
            subject=clean_line(message.subject),
            text=text,
            visible=text,
            quoted=clean_text(message.quoted[:LONGEST_TEXT]).strip("\n"),
            revisions=tuple(clean_text(revision[:LONGEST_TEXT]) for revision in message.revisions),
            attachments=tuple(replace(file, name=clean_line(file.name) or "file") for file in message.attachments),
            defects=tuple(defect for defect in Defect if found.get(defect)),
        )
    )


def person(name: str | None, address: str | None = "") -> Correspondent:
    """Return who is called `name`, with what the program itself knows the person by, in lower case."""
    return Correspondent(clean_line(name or ""), clean_line(address or "").lower())


def distinct(people: Iterable[Correspondent]) -> tuple[Correspondent, ...]:
    """Return each of `people` once, without those who are nobody."""
    return tuple(dict.fromkeys(one for one in people if one.label))
