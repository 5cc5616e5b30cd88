"""One message of a Slack export.

Source: Slack's developer documentation of the message event and its subtypes, and its help page on reading exports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Raw, Struct

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
from closeout.reading.messages.slack.blocks import words
from closeout.reading.messages.slack.directory import Profile
from closeout.reading.messages.slack.markup import plain
from closeout.reading.messages.stored_time import from_seconds

if TYPE_CHECKING:
    from closeout.reading.messages.companions import Companions
    from closeout.reading.messages.slack.directory import Conversation, Directory

CHANNEL: Final = "Slack"
# What people and programs write; every other subtype is Slack's own word on what happened.
_WRITTEN: Final = frozenset(
    {
        *("", "me_message", "thread_broadcast", "reply_broadcast", "bot_message", "slackbot_response", "tombstone"),
        *("file_share", "file_comment", "file_mention", "message_changed", "message_deleted", "message_replied"),
        *("document_mention", "huddle_thread", "sh_room_created", "ekm_access_denied"),
    }
)
_CALLS: Final = frozenset({"huddle_thread", "sh_room_created"})


class File(Struct):
    """A file that was shared; `size` is in bytes."""

    id: str | None = None
    name: str | None = None
    title: str | None = None
    mimetype: str | None = None
    size: int | None = None


class _Edited(Struct):
    ts: str | None = None


class _Comment(Struct):
    user: str | None = None
    comment: str | None = None


class _Card(Struct):
    """What Slack calls an attachment: a card that a program wrote, a link's preview, or a shared message."""

    pretext: str | None = None
    title: str | None = None
    text: str | None = None
    fallback: str | None = None
    author_name: str | None = None
    is_share: bool | None = None
    is_msg_unfurl: bool | None = None

    @property
    def words(self) -> str:
        parts = [part for part in (self.pretext, self.title, self.text) if part]
        return "\n".join(parts) or self.fallback or ""


class _Room(Struct):
    date_start: int | None = None
    date_end: int | None = None


class _Earlier(Struct):
    text: str | None = None
    blocks: Raw = Raw()
    user: str | None = None
    ts: str | None = None


class SlackMessage(Struct):
    """A message as the JSON of an export has it."""

    ts: str
    subtype: str | None = None
    thread_ts: str | None = None
    user: str | None = None
    username: str | None = None
    bot_id: str | None = None
    text: str | None = None
    blocks: Raw = Raw()
    user_profile: Profile | None = None
    bot_profile: Profile | None = None
    edited: _Edited | None = None
    file: File | None = None
    files: tuple[File, ...] | None = None
    attachments: tuple[_Card, ...] | None = None
    comment: _Comment | None = None
    room: _Room | None = None
    message: _Earlier | None = None
    previous_message: _Earlier | None = None
    original: _Earlier | None = None


class Sender(NamedTuple):
    """Where the messages of one folder come from: its conversation, the members, the paths of files by their ids."""

    conversation: Conversation
    directory: Directory
    files: dict[str, str]
    companions: Companions

    def message(self, said: SlackMessage, origin: Origin) -> Message | None:
        """Return what was `said`, or None if no time tells when."""
        sent_at = from_seconds(said.ts)
        if sent_at is None:
            return None
        text, quoted = self._texts(said)
        sender, earlier = self._sender(said), said.previous_message or said.original
        edited = said.edited or (_Edited(said.ts) if said.subtype == "message_changed" else None)
        subtype = said.subtype or ""
        return settled(
            Message(
                id="",
                kind=_kind(subtype),
                channel=CHANNEL,
                conversation=self.conversation.name,
                sent_at=sent_at,
                time_source=TimeSource.STORED,
                time_precision=TimePrecision.SECOND,
                sender=sender,
                to=self.conversation.members,
                text=text,
                quoted=quoted,
                attachments=tuple(self._attachment(file) for file in _files(said)),
                native_id=self._native_id(said.ts),
                in_reply_to=self._native_id(said.thread_ts) if said.thread_ts not in (None, "", said.ts) else None,
                edited_at=from_seconds(edited.ts or "") if edited else None,
                revisions=(plain(earlier.text, self.directory),) if earlier and earlier.text else (),
                deleted=subtype in ("tombstone", "message_deleted"),
                duration=_duration(said.room),
                origins=(origin,),
            )
        )

    def _native_id(self, ts: str | None) -> str:
        return f"slack:{self.conversation.id}:{ts or ''}"

    def _sender(self, said: SlackMessage) -> Correspondent:
        inner = said.message or said.previous_message or said.original or _Earlier()
        user = said.user or (said.comment.user if said.comment else None) or inner.user or ""
        if self.directory.knows(user):
            return self.directory.user(user)
        profile = said.user_profile or said.bot_profile or Profile()
        known = profile.correspondent
        return known if known.label else person(said.username or user or said.bot_id)

    def _texts(self, said: SlackMessage) -> tuple[str, str]:
        """Return the text, and what it shares: messages of others."""
        inner = said.message or _Earlier()
        text = said.text or (said.comment.comment if said.comment else None) or inner.text or ""
        cards = said.attachments or ()
        shared = [card for card in cards if card.is_share or card.is_msg_unfurl]
        laid_out = ""
        if not text.strip():
            text = "\n".join(card.words for card in cards if card not in shared)
            laid_out = words(said.blocks, self.directory) or words(inner.blocks, self.directory)
        quoted = "\n".join(f"{card.author_name or ''}: {card.words}".removeprefix(": ") for card in shared)
        text = "\n".join(filter(None, (laid_out, plain(text, self.directory))))
        return text, plain(quoted, self.directory)

    def _attachment(self, file: File) -> Attachment:
        name, path = file.name or file.title or file.id or "file", self.files.get(file.id or "", "")
        return self.companions.attachment(path, name=name, media_type=file.mimetype or "", size=file.size)


def _kind(subtype: str) -> MessageKind:
    if subtype in _CALLS:
        return MessageKind.CALL
    return MessageKind.MESSAGE if subtype in _WRITTEN else MessageKind.SYSTEM


def _files(said: SlackMessage) -> tuple[File, ...]:
    """Return the shared files, of which old exports have only one; a comment on a file does not bring it again."""
    if said.files is not None:
        return said.files
    return (said.file,) if said.file and said.subtype != "file_comment" else ()


def _duration(room: _Room | None) -> int | None:
    if room is None or not room.date_start or not room.date_end:
        return None
    return max(0, room.date_end - room.date_start)
