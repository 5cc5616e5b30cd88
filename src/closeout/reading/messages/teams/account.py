"""Chats in the export of a Microsoft account: `messages.json` of Skype, and of Teams for private use.

Source: the shapes of such exports as several readers of them describe them; Microsoft documents none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import msgspec
from msgspec import Struct

from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    Skipped,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.absent import absent
from closeout.reading.messages.json_piece import TOO_LARGE, Piece, given, piece_of
from closeout.reading.messages.json_remains import intact
from closeout.reading.messages.settled import LONGEST_TEXT, person, settled
from closeout.reading.messages.stored_time import from_iso, from_milliseconds
from closeout.reading.messages.teams.rich_text import RichText
from closeout.reading.messages.teams.title import title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from closeout.reading.messages.source import Candidate

_MARKS = (re.compile(rb'"conversations"\s*:\s*\['), re.compile(rb'"(?:userId|exportDate|MessageList|messageList)"\s*:'))
_ALL: Final = "conversations"
_LISTS: Final = ((_ALL,), (_ALL, "MessageList"), (_ALL, "messageList"), (_ALL, "messages"))
_GROUP: Final = "19:"  # the network of groups
_PREFIX = re.compile(r"^[0-9]{1,3}:(?!\d+$)")  # the network, as in `8:live:ada`; a telephone number is `4:+49…`
_FILES: Final = frozenset({"uriobject", "media_genericfile", "media_video", "media_audiomsg", "media_album"})


class _Properties(Struct):
    edittime: str | int | None = None
    deletetime: str | int | None = None


class _Said(Struct, rename="camel"):
    """A message; its keys are written in two ways."""

    id: str
    display_name: str | None = None
    originalarrivaltime: str | None = None
    original_arrival_time: str | None = None
    composetime: str | None = None
    compose_time: str | None = None
    messagetype: str | None = None
    message_type: str | None = None
    content: str | None = None
    from_: str | None = msgspec.field(default=None, name="from")
    properties: _Properties | None = None

    @property
    def kind(self) -> str:
        """The type of the message, such as `RichText` or `ThreadActivity/AddMember`."""
        return self.messagetype or self.message_type or ""

    @property
    def sent_at(self) -> datetime | None:
        """When the server got it, or else when it was written; exports name no zone for what is UTC."""
        times = (self.originalarrivaltime, self.original_arrival_time, self.composetime, self.compose_time)
        at = next(filter(None, (from_iso(time) for time in times if time)), None)
        return at if at is None or at.tzinfo else from_iso(f"{at.isoformat()}+00:00")


class _Thread(Struct):
    topic: str | None = None
    members: str | None = None


class _Conversation(Struct, rename="camel"):
    id: str = ""
    display_name: str | None = None
    thread_properties: _Thread | None = None
    old_message_list: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="MessageList")
    message_list: msgspec.Raw = msgspec.Raw()
    messages: msgspec.Raw = msgspec.Raw()

    @property
    def said(self) -> msgspec.Raw | None:
        """The list of the messages."""
        return given(self.old_message_list, self.message_list, self.messages)


class _Export(Struct, rename="camel"):
    conversations: msgspec.Raw
    user_id: str | None = None


class MicrosoftAccount:
    """Reads the chats of a Microsoft account."""

    name: ClassVar[str] = "microsoft-account"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file is a JSON object with conversations of such an export."""
        is_object = not candidate.is_dir and candidate.head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        return is_object and all(mark.search(candidate.head) for mark in _MARKS)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages, conversation by conversation."""
        whole = piece_of(candidate.path)
        if whole is None:
            yield Skipped(path=candidate.relative, reason=TOO_LARGE)
            return
        found, lost = intact(whole, candidate.relative, _LISTS)
        export = found.read(_Export)
        items = found.inside(export.conversations).items() if export else None
        if export is None or items is None:
            yield Skipped(path=candidate.relative, reason="no valid JSON with conversations")
            return
        for item in items:
            conversation = item.read(_Conversation)
            said = item.inside(conversation.said).items() if conversation and conversation.said else None
            if conversation is None or said is None:
                reason = "a conversation without a list of messages"
                yield Skipped(path=candidate.relative, reason=reason, offset=item.offset)
                continue
            yield from _read(conversation, said, export.user_id or "", candidate.relative)
        yield from lost


def _read(
    conversation: _Conversation, items: tuple[Piece, ...], user: str, relative: str
) -> Iterator[Message | Skipped]:
    said = [(item, item.read(_Said)) for item in items]
    chat = _Chat.of(conversation, user, [one for _, one in said if one])
    for item, one in said:
        message = chat.message(one, item.origin(relative)) if one else None
        yield message or Skipped(path=relative, reason="no message with a time", offset=item.offset)


class _Chat(NamedTuple):
    """One conversation, and the names of those in it by their ids."""

    id: str
    title: str
    names: dict[str, str]
    members: tuple[str, ...]

    @classmethod
    def of(cls, conversation: _Conversation, user: str, said: list[_Said]) -> _Chat:
        names = {one.from_: one.display_name for one in said if one.from_ and one.display_name}
        thread = conversation.thread_properties or _Thread()
        members = Piece(0, (thread.members or "").encode("utf-8", "replace")).read(tuple[str, ...]) or ()
        if not members and not conversation.id.startswith(_GROUP):
            names.setdefault(conversation.id, conversation.display_name or "")
            members = (conversation.id, user if user.startswith("8:") else f"8:{user}")
        people = title(filter(None, names.values())) if conversation.id.startswith(_GROUP) else ""
        called = conversation.display_name or thread.topic or people or conversation.id
        return cls(conversation.id, called, names, members)

    def message(self, said: _Said, origin: Origin) -> Message | None:
        """Return what was `said`, or None if no time tells when."""
        sent_at = said.sent_at
        if sent_at is None:
            return None
        body = RichText.of(said.kind, (said.content or "")[: 5 * LONGEST_TEXT])
        properties = said.properties or _Properties()
        return settled(
            Message(
                id="",
                kind=_kind(said.kind),
                channel="Skype or Teams",
                conversation=self.title,
                sent_at=sent_at,
                time_source=TimeSource.STORED,
                time_precision=TimePrecision.SECOND,
                sender=self._person(said.from_ or ""),
                to=tuple(self._person(member) for member in self.members),
                text=body.text,
                quoted=body.quoted,
                attachments=_attachments(said.kind, body),
                native_id=f"skype:{self.id}:{said.id}",
                in_reply_to=f"skype:{self.id}:{body.answers}" if body.answers else None,
                edited_at=from_milliseconds(str(properties.edittime or "")),
                deleted=bool(properties.deletetime),
                duration=body.duration,
                origins=(origin,),
            )
        )

    def _person(self, user_id: str) -> Correspondent:
        return person(self.names.get(user_id), _PREFIX.sub("", user_id))


def _kind(kind: str) -> MessageKind:
    if kind.lower() == "event/call":
        return MessageKind.CALL
    is_written = kind.lower().startswith(("text", "richtext", "poll")) or not kind
    return MessageKind.MESSAGE if is_written else MessageKind.SYSTEM


def _attachments(kind: str, body: RichText) -> tuple[Attachment, ...]:
    if kind.lower().rpartition("/")[2] not in _FILES:
        return ()
    return (absent(body.file_name or "file", None, body.file_size),)
