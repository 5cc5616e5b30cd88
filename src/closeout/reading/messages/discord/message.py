"""One message of a Discord channel, as DiscordChatExporter writes it.

Source: the JSON writer of DiscordChatExporter, and Discord's developer documentation on snowflakes and message types.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.settled import person, settled
from closeout.reading.messages.stored_time import from_iso, from_milliseconds

if TYPE_CHECKING:
    from datetime import datetime

    from closeout.reading.messages.companions import Companions

CHANNEL: Final = "Discord"
# By name, or by number where the exporter is older than the type; every other type is Discord's own word.
_WRITTEN: Final = frozenset({"", "Default", "0", "Reply", "19", "ChatInputCommand", "20", "ContextMenuCommand", "23"})
_CALLS: Final = frozenset({"Call", "3"})
_SNOWFLAKES_SINCE: Final = 1_420_070_400_000  # milliseconds: the beginning of 2015
_SNOWFLAKE_BITS: Final = 22
_LONGEST_SNOWFLAKE: Final = 20  # digits
_NO_DISCRIMINATOR: Final = ("", "0", "0000")


class Author(Struct):
    """Who wrote a message. The name is unique, with the discriminator that old accounts have; a nickname is not."""

    id: str = ""
    name: str | None = None
    discriminator: str | None = None
    nickname: str | None = None

    @property
    def correspondent(self) -> Correspondent:
        """The author, with the unique name for an address."""
        number = self.discriminator or ""
        unique = (self.name or self.id) + (f"#{number}" if number not in _NO_DISCRIMINATOR else "")
        return person(self.nickname or self.name, unique)


class _File(Struct, rename="camel"):
    url: str | None = None
    file_name: str | None = None
    file_size_bytes: int | None = None


class _Field(Struct):
    name: str | None = None
    value: str | None = None


class _Embed(Struct):
    title: str | None = None
    description: str | None = None
    fields: tuple[_Field, ...] | None = None

    @property
    def words(self) -> str:
        fields = (f"{field.name or ''}: {field.value or ''}" for field in self.fields or ())
        return "\n".join(part for part in (self.title, self.description, *fields) if part)


class _Sticker(Struct):
    name: str | None = None


class _Reference(Struct, rename="camel"):
    message_id: str | None = None
    channel_id: str | None = None


class _Forwarded(Struct):
    content: str | None = None


class DiscordMessage(Struct, rename="camel"):
    """A message as the JSON of an export has it."""

    id: str
    type: str | None = None
    timestamp: str | None = None
    timestamp_edited: str | None = None
    call_ended_timestamp: str | None = None
    content: str | None = None
    author: Author | None = None
    attachments: tuple[_File, ...] | None = None
    embeds: tuple[_Embed, ...] | None = None
    stickers: tuple[_Sticker, ...] | None = None
    reference: _Reference | None = None
    forwarded_message: _Forwarded | None = None

    @property
    def sent_at(self) -> datetime | None:
        """The moment that the id holds, in UTC, or else the one that the export tells."""
        if self.id.isascii() and self.id.isdigit() and len(self.id) <= _LONGEST_SNOWFLAKE:
            milliseconds = int(self.id) >> _SNOWFLAKE_BITS
            if milliseconds and (at := from_milliseconds(str(milliseconds + _SNOWFLAKES_SINCE))):
                return at
        return _aware(self.timestamp)

    @property
    def text(self) -> str:
        """What was written; what a program shows in frames, and stickers, where nothing was."""
        if (self.content or "").strip():
            return self.content or ""
        embeds = (embed.words for embed in self.embeds or ())
        stickers = (sticker.name for sticker in self.stickers or ())
        return "\n".join(part for part in (*embeds, *stickers) if part)


class Channel(NamedTuple):
    """Where messages were written; `members` are those who get each, as far as a direct chat names them."""

    id: str
    name: str
    members: tuple[Correspondent, ...]
    companions: Companions

    def message(self, said: DiscordMessage, origin: Origin) -> Message | None:
        """Return what was `said`, or None if no time tells when."""
        sent_at = said.sent_at
        if sent_at is None:
            return None
        ended = _aware(said.call_ended_timestamp)
        answered = said.reference.message_id if said.reference else None
        return settled(
            Message(
                id="",
                kind=_kind(said.type or ""),
                channel=CHANNEL,
                conversation=self.name,
                sent_at=sent_at,
                time_source=TimeSource.STORED,
                time_precision=TimePrecision.SECOND,
                sender=(said.author or Author()).correspondent,
                to=self.members,
                text=said.text,
                quoted=(said.forwarded_message.content or "") if said.forwarded_message else "",
                attachments=tuple(self._attachment(file) for file in said.attachments or ()),
                native_id=f"discord:{said.id}",
                in_reply_to=f"discord:{answered}" if answered else None,
                edited_at=_aware(said.timestamp_edited),
                duration=max(0, int((ended - sent_at) / timedelta(seconds=1))) if ended else None,
                origins=(origin,),
            )
        )

    def _attachment(self, file: _File) -> Attachment:
        path = (file.url or "").replace("\\", "/")
        return self.companions.attachment(path, name=file.file_name or "", size=file.file_size_bytes)


def _kind(kind: str) -> MessageKind:
    if kind in _CALLS:
        return MessageKind.CALL
    return MessageKind.MESSAGE if kind in _WRITTEN else MessageKind.SYSTEM


def _aware(text: str | None) -> datetime | None:
    at = from_iso(text or "")
    return at if at is not None and at.tzinfo is not None else None
