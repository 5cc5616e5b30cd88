"""Microsoft Teams chats and channels as Microsoft Graph gives them: `chatMessage` resources in JSON.

A file holds one answer of Graph (`{"value": [...]}`), or a list of messages. Nobody's address is in them, and nobody
who only reads; what a chat is called tells only the notice of its renaming. Source: Microsoft's reference of the
chatMessage, chatMessageAttachment and eventMessageDetail resource types, and of paging.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from msgspec import Struct

from closeout.domain.correspondence import (
    Attachment,
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
from closeout.reading.messages.mail.html_text import text_of
from closeout.reading.messages.settled import LONGEST_TEXT, person, settled
from closeout.reading.messages.stored_time import from_iso
from closeout.reading.messages.teams.title import title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from closeout.reading.messages.source import Candidate

_MARKS = tuple(
    re.compile(rb'"%s"\s*:' % key) for key in (b"messageType", b"createdDateTime", b"(?:chatId|channelIdentity)")
)
_IMAGE = re.compile(r"<img\b[^<>]{0,2000}hostedContents")
_DETAIL = re.compile(r"#?microsoft\.graph\.|EventMessageDetail$")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LASTED = re.compile(r"P(?:([0-9]{1,3})D)?T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,7})(?:\.[0-9]+)?S)?")
_QUOTE = "messageReference"
_MORE: Final = "the export has further pages, which are not in this file"


class _Identity(Struct, rename="camel"):
    display_name: str | None = None


class _Identities(Struct):
    user: _Identity | None = None
    application: _Identity | None = None
    device: _Identity | None = None

    @property
    def name(self) -> str | None:
        known = self.user or self.application or self.device
        return known.display_name if known else None


class _Body(Struct, rename="camel"):
    content_type: str | None = None
    content: str | None = None

    @property
    def text(self) -> str:
        source = (self.content or "")[: 5 * LONGEST_TEXT]
        return text_of(source) if self.content_type == "html" else source


class _File(Struct, rename="camel"):
    id: str | None = None
    content_type: str | None = None
    content: str | None = None
    name: str | None = None


class _Place(Struct, rename="camel"):
    team_id: str | None = None
    channel_id: str | None = None


class _Event(Struct, rename="camel"):
    type: str | None = msgspec.field(default=None, name="@odata.type")
    call_duration: str | None = None
    chat_display_name: str | None = None
    channel_display_name: str | None = None

    @property
    def new_name(self) -> str:
        return self.chat_display_name or self.channel_display_name or ""


class _Quoted(Struct, rename="camel"):
    message_id: str | None = None
    message_preview: str | None = None
    message_sender: _Identities | None = None


class _Placed(Struct, rename="camel"):
    """Where a message stands, and who wrote it."""

    created_date_time: str
    chat_id: str | None = None
    channel_identity: _Place | None = None
    from_: _Identities | None = msgspec.field(default=None, name="from")
    event_detail: _Event | None = None

    @property
    def place(self) -> str:
        """The chat or channel."""
        return self.chat_id or (self.channel_identity and self.channel_identity.channel_id) or ""


class _GraphMessage(_Placed, rename="camel", kw_only=True):
    id: str
    message_type: str | None = None
    reply_to_id: str | None = None
    last_edited_date_time: str | None = None
    deleted_date_time: str | None = None
    subject: str | None = None
    body: _Body | None = None
    attachments: tuple[_File, ...] | None = None


class _Answer(Struct):
    value: msgspec.Raw
    next_link: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="@odata.nextLink")


class TeamsGraph:
    """Reads chat messages that Graph gave."""

    name: ClassVar[str] = "teams"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file is JSON, and has near its beginning the keys of a chat message."""
        is_json = not candidate.is_dir and candidate.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
        return is_json and all(mark.search(candidate.head) for mark in _MARKS)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages, and say if there are more of them than the file has."""
        whole = piece_of(candidate.path)
        if whole is None:
            yield Skipped(path=candidate.relative, reason=TOO_LARGE)
            return
        is_answer = whole.data.lstrip().startswith(b"{")
        found, lost = intact(whole, candidate.relative, [("value",) if is_answer else ()])
        answer = found.read(_Answer) if is_answer else None
        items = (found.inside(answer.value) if answer else found).items()
        if items is None:
            yield Skipped(path=candidate.relative, reason="no valid JSON with messages")
            return
        titles = _titles(items)
        for item in items:
            said = item.read(_GraphMessage)
            message = _message(said, titles, item.origin(candidate.relative)) if said else None
            reason = "no message of Teams with a time"
            yield message or Skipped(path=candidate.relative, reason=reason, offset=item.offset)
        yield from lost
        if answer and given(answer.next_link):
            yield Skipped(path=candidate.relative, reason=_MORE)


def _titles(items: tuple[Piece, ...]) -> dict[str, str]:
    """Return what each chat or channel is called: its last new name, or else the people who write there."""
    people: dict[str, set[str]] = {}
    renamed: dict[str, tuple[str, str]] = {}
    for said in (item.read(_Placed) for item in items):
        if said is None:
            continue
        people.setdefault(said.place, set()).add((said.from_ and said.from_.name) or "")
        if said.event_detail and said.event_detail.new_name:
            renaming = said.created_date_time, said.event_detail.new_name
            renamed[said.place] = max(renamed.get(said.place, renaming), renaming)
    return {place: renamed[place][1] if place in renamed else title(names) for place, names in people.items()}


def _message(said: _GraphMessage, titles: dict[str, str], origin: Origin) -> Message | None:
    sent_at = from_iso(said.created_date_time)
    if sent_at is None or sent_at.tzinfo is None:
        return None
    quotes = tuple(_quote(file) for file in said.attachments or () if file.content_type == _QUOTE)
    answered = said.reply_to_id or next((quote.message_id for quote in quotes if quote.message_id), None)
    event = said.event_detail
    return settled(
        Message(
            id="",
            kind=_kind(said),
            channel="Microsoft Teams",
            conversation=titles.get(said.place) or said.place,
            sent_at=sent_at,
            time_source=TimeSource.STORED,
            time_precision=TimePrecision.SECOND,
            sender=person(said.from_.name if said.from_ else None),
            subject=said.subject or "",
            text=_happening(event) if event else (said.body or _Body()).text,
            quoted="\n".join(_words(quote) for quote in quotes),
            attachments=tuple(_attachments(said)),
            native_id=f"teams:{said.place}:{said.id}",
            in_reply_to=f"teams:{said.place}:{answered}" if answered else None,
            edited_at=_aware(said.last_edited_date_time),
            deleted=bool(said.deleted_date_time),
            duration=_seconds(event.call_duration) if event and event.call_duration else None,
            origins=(origin,),
        )
    )


def _kind(said: _GraphMessage) -> MessageKind:
    if said.event_detail and said.event_detail.call_duration:
        return MessageKind.CALL
    # Graph says `unknownFutureValue` for system messages to those who do not ask for them by name.
    is_system = said.event_detail is not None or said.message_type not in ("message", None)
    return MessageKind.SYSTEM if is_system else MessageKind.MESSAGE


def _happening(event: _Event) -> str:
    """Return an event in words: `membersAddedEventMessageDetail` is its only description."""
    words = _CAPITAL.sub(" ", _DETAIL.sub("", (event.type or "")[:200])).lower()
    return f"[{words}]" if words else ""


def _quote(file: _File) -> _Quoted:
    return Piece(0, (file.content or "").encode("utf-8", "replace")).read(_Quoted) or _Quoted()


def _words(quote: _Quoted) -> str:
    name = (quote.message_sender.name if quote.message_sender else None) or ""
    return f"{name}: {quote.message_preview or ''}".removeprefix(": ")


def _attachments(said: _GraphMessage) -> Iterator[Attachment]:
    for file in said.attachments or ():
        if file.content_type != _QUOTE:
            media_type = file.content_type if "/" in (file.content_type or "") else None
            yield absent(file.name or file.id, media_type)
    for _ in _IMAGE.finditer((said.body and said.body.content) or ""):
        yield absent("image", "image/*")


def _aware(text: str | None) -> datetime | None:
    at = from_iso(text or "")
    return at if at is not None and at.tzinfo is not None else None


def _seconds(text: str) -> int | None:
    found = _LASTED.fullmatch(text)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
