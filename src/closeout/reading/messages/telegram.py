"""Telegram Desktop's export as JSON: one chat, or all of them.

The format is that of `export_output_json.cpp` in Telegram Desktop. Chat and number identify a message; its time is
`date_unixtime` in UTC, which exports before 2022 lack: `date` is the time of the exporter's clock. What the program
says, and not a person, stands in square brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec

from closeout.domain.correspondence import (
    Defect,
    Message,
    MessageKind,
    Skipped,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.characters import clean_line
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.json_fault import NOT_JSON
from closeout.reading.messages.json_fields import Readable, read_fields
from closeout.reading.messages.json_piece import Piece, mended
from closeout.reading.messages.json_remains import intact
from closeout.reading.messages.local_time import local_instant
from closeout.reading.messages.settled import person, settled
from closeout.reading.messages.stored_time import from_iso, from_seconds
from closeout.reading.messages.telegram_shape import Chat, Entry, Export, Speaker

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from closeout.domain.correspondence import Attachment, Correspondent, Origin
    from closeout.reading.messages.source import Candidate

_BOM: Final = b"\xef\xbb\xbf"
_LISTS: Final = (
    ("messages",),
    *((where, "list", *more) for where in ("chats", "left_chats") for more in ((), ("messages",))),
)
_TYPES = (
    rb"personal_chat|bot_chat|saved_messages|replies|verification_codes|private_group|private_supergroup|"
    rb"public_supergroup|private_channel|public_channel"
)
_CHAT = re.compile(rb'\s*\{(?:\s*"name"\s*:\s*(?:null|"(?:[^"\\]|\\.)*")\s*,)?\s*"type"\s*:\s*"(?:%s)"' % _TYPES)
_WHOLE = re.compile(
    rb'\s*\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"(?:personal_information|profile_pictures|stories|contacts|'
    rb'frequent_contacts|sessions|web_sessions|other_data|chats|left_chats)"',
)
_DIRECT: Final = frozenset({"personal_chat", "bot_chat"})
# The fields that say something; of others nobody needs to know that they were not read.
_TELLING: Final = (
    *("action", "forwarded_from", "photo", "file", "sticker_emoji", "contact_information", "contact_vcard"),
    *("location_information", "poll"),
)
_CALLS: Final = frozenset({"phone_call", "group_call", "conference_call"})


class Telegram:
    """Reads `result.json`, with the files beside it."""

    name: ClassVar[str] = "telegram"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins as a chat or as a whole export does."""
        head = candidate.head.removeprefix(_BOM)
        return not candidate.is_dir and (_CHAT.match(head) or _WHOLE.match(head)) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages of every chat, chats that were left included."""
        whole, lost = intact(Piece.of(candidate.path.read_bytes()), candidate.relative, _LISTS)
        try:
            text, export = _export(whole.data)
        except NOT_JSON as error:
            yield Skipped(path=candidate.relative, reason=f"damaged JSON: {error}")
            return
        companions = Companions(candidate)
        for picture in export.profile_pictures:
            companions.claim(picture.photo)
        place = _Place(candidate.relative, whole, text)
        for raw in export.all_chats():
            start = place.find(raw)
            try:
                chat = export if raw is None else _chat(raw)
            except NOT_JSON as error:
                yield Skipped(path=candidate.relative, reason=f"a chat that cannot be read: {error}", offset=start)
                continue
            if chat.messages is None:
                yield Skipped(path=candidate.relative, reason="a chat without a list of messages", offset=start)
            else:
                yield from _Conversation(chat, export.owner, companions, candidate.zone).messages(place)
        yield from lost


def _export(data: bytes) -> tuple[bytes, Export]:
    """Return the bytes that could be read, as many as `data`, and what they say."""
    try:
        return data, msgspec.json.decode(data, type=Export)
    except NOT_JSON:
        text = mended(data)
        return text, read_fields(text, Export).value


def _chat(raw: msgspec.Raw) -> Chat:
    try:
        return msgspec.json.decode(raw, type=Chat)
    except NOT_JSON:
        return read_fields(raw, Chat).value


def _entry(raw: msgspec.Raw) -> Readable[Entry]:
    """Return what an entry says; raise what `NOT_JSON` names where its text cannot be read."""
    try:
        return Readable(msgspec.json.decode(raw, type=Entry))
    except NOT_JSON:
        found = read_fields(mended(bytes(raw)), Entry)
        if "text" in found.unread:
            raise
        return found


class _Place:
    """Finds slices of a file again, one after the other, in its text, which may be mended."""

    def __init__(self, relative: str, whole: Piece, text: bytes) -> None:
        self.relative = relative
        self._whole = whole
        self._text = text
        self._at = 0

    def find(self, raw: msgspec.Raw | None) -> int:
        """Return where `raw` begins, and go on from there."""
        if raw is not None:
            self._at = max(self._text.find(raw, self._at), self._at)
        return self._whole.offset + self._at

    def origin(self, raw: msgspec.Raw) -> Origin:
        """Return where `raw` stands, and go on behind it."""
        offset, start = self.find(raw), self._at
        self._at += len(memoryview(raw))
        return Piece(offset, self._whole.data[start : self._at]).origin(self.relative)


class _Conversation:
    """One chat: who takes part in it, and its messages."""

    def __init__(self, chat: Chat, owner: Speaker, companions: Companions, zone: ZoneInfo) -> None:
        self._chat = chat
        self._companions = companions
        self._zone = zone
        self._name = clean_line(chat.name or "") or clean_line(f"{chat.type} {chat.id or ''}") or "Telegram"
        self._people: dict[tuple[str | None, str | int | None], Correspondent] = {}
        self._before: dt.datetime | None = None
        self._pair: tuple[Correspondent, ...] = ()
        if chat.type in _DIRECT:
            self._pair = tuple(filter(None, (self._person(chat.name, chat.id), self._own(owner))))

    def messages(self, place: _Place) -> Iterator[Message | Skipped]:
        """Yield the messages in file order."""
        for raw in self._chat.messages or ():
            origin = place.origin(raw)
            try:
                entry, unread = _entry(raw)
            except NOT_JSON as error:
                reason = f"a message that is not as expected: {error}"
                yield Skipped(path=place.relative, reason=reason, offset=origin.offset)
            else:
                yield self._message(entry, unread, origin)

    def _own(self, owner: Speaker) -> Correspondent | None:
        """Return the person who made the export: the other one of two."""
        if owner.user_id:
            return self._person(owner.full_name, owner.user_id)
        partner = self._person(self._chat.name, self._chat.id).address
        for raw in self._chat.messages or ():
            try:
                speaker = msgspec.json.decode(raw, type=Speaker)
            except NOT_JSON:
                continue
            if speaker.id is not None and (own := self._person(speaker.name, speaker.id)).address != partner:
                return own
        return None

    def _person(self, name: str | None, native_id: str | int | None) -> Correspondent:
        key = (name, native_id)
        if key not in self._people:
            address = f"user{native_id}" if isinstance(native_id, int) else native_id
            self._people[key] = person(name, address)
        return self._people[key]

    def _message(self, entry: Entry, unread: frozenset[str], origin: Origin) -> Message:
        sender = self._person(entry.from_ or entry.actor, entry.from_id or entry.actor_id)
        sent_at, source = self._time(entry.date_unixtime, entry.date)
        self._before = sent_at or self._before
        unreadable = sent_at is None and bool(entry.date or entry.date_unixtime)
        answered = entry.reply_to_message_id
        return settled(
            Message(
                id="",
                kind=_kind(entry),
                channel="Telegram",
                conversation=self._name,
                sent_at=sent_at,
                time_source=source,
                time_precision=TimePrecision.SECOND,
                sender=sender,
                to=tuple(each for each in self._pair if each.address != sender.address) if sender.address else (),
                text="\n".join(filter(None, (entry.written(), *_unread(unread)))),
                attachments=tuple(self._attachments(entry)),
                native_id=None if entry.id is None else self._native_id(self._chat.id, entry.id),
                in_reply_to=None if answered is None else self._native_id(entry.answered_chat(self._chat.id), answered),
                edited_at=self._time(entry.edited_unixtime, entry.edited)[0],
                duration=entry.duration if _kind(entry) is MessageKind.CALL else None,
                origins=(origin,),
                defects=(Defect.DATE_UNREADABLE,) if unreadable else (),
            )
        )

    @staticmethod
    def _native_id(chat: int | str | None, message: int) -> str:
        return f"telegram:{chat}:{message}"

    def _time(self, stored: str | int | None, local: str | None) -> tuple[dt.datetime | None, TimeSource]:
        if stored is not None and (moment := from_seconds(str(stored))):
            return moment, TimeSource.STORED
        at = from_iso(local or "")
        return at and local_instant(at.replace(tzinfo=None), self._zone, self._before), TimeSource.LOCAL

    def _attachments(self, entry: Entry) -> Iterable[Attachment]:
        self._companions.claim(entry.thumbnail)
        if entry.photo is not None:
            yield self._file(entry.photo, "photo", "image/jpeg", entry.photo_file_size)
        if entry.file is not None:
            name = entry.file_name or entry.media_type or "file"
            yield self._file(entry.file, name, entry.mime_type or "", entry.file_size)
        if entry.contact_vcard is not None:
            yield self._file(entry.contact_vcard, "contact", "text/vcard", None)

    def _file(self, path: str, name: str, media_type: str, size: int | None) -> Attachment:
        """Return a file of the export; where it was left out, its path is a remark in round brackets."""
        left_out = path.startswith("(")
        shown = name if left_out or "." in name else ""
        return self._companions.attachment("" if left_out else path, name=shown, media_type=media_type, size=size)


def _unread(names: frozenset[str]) -> Iterator[str]:
    return (f"[{name.replace('_', ' ')} that cannot be read]" for name in _TELLING if name in names)


def _kind(entry: Entry) -> MessageKind:
    if entry.action in _CALLS:
        return MessageKind.CALL
    return MessageKind.SYSTEM if entry.type == "service" else MessageKind.MESSAGE
