"""Signal Desktop's export of chats (since version 8.10): `main.jsonl`, one frame a line, with the files beside it.

People and chats come before the messages that name them. A message has no id of its own; the millisecond in which it
was sent is the same in everybody's export, so it identifies it together with the text. Files are found by their hash.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Final, NamedTuple

import msgspec

from closeout.domain.correspondence import (
    Correspondent,
    Defect,
    Message,
    MessageKind,
    Origin,
    Skipped,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.json_fault import NOT_JSON
from closeout.reading.messages.json_piece import mended
from closeout.reading.messages.settled import person, settled
from closeout.reading.messages.signal_shape import FRAME, Event, Item, ItemFields, spaced
from closeout.reading.messages.stored_time import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from closeout.domain.correspondence import Attachment
    from closeout.reading.messages.signal_shape import Frame, Number, Pointer, Recipient
    from closeout.reading.messages.source import Candidate

_LONGEST_LINE: Final = 16 << 20
_BOM: Final = b"\xef\xbb\xbf"
_FRAMES = re.compile(
    rb'\s*\{(?:[^{}\n]*"backupTimeMs"\s*:|\s*"recipient"\s*:\s*\{\s*"id"\s*:|'
    rb'\s*"chatItem"\s*:\s*\{\s*"chatId"\s*:|\s*"account"\s*:\s*\{[^\n]*\n\s*\{\s*"(?:recipient|chat)"\s*:)',
)
# What an entry of a chat has besides what it is.
_CIRCUMSTANCES: Final = frozenset(
    {
        *("chatId", "authorId", "dateSent", "revisions", "expireStartDate", "expiresInMs", "sms", "pinDetails"),
        *("incoming", "outgoing", "directionless"),
    }
)
_CALLS: Final = frozenset({"individualCall", "groupCall"})


class SignalDesktop:
    """Reads an export line by line."""

    name: ClassVar[str] = "signal"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the first line is a frame, or the header of a backup."""
        return not candidate.is_dir and _FRAMES.match(candidate.head.removeprefix(_BOM)) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages in file order."""
        reading = _Reading(Companions(candidate))
        with candidate.path.open("rb") as stream:
            for offset, line in _lines(stream):
                try:
                    frame = FRAME.decode(line.removeprefix(_BOM))
                except NOT_JSON as error:
                    reason = (
                        f"a line that is not as expected: {error}" if len(line) < _LONGEST_LINE else "line too long"
                    )
                    yield Skipped(path=candidate.relative, reason=reason, offset=offset)
                    continue
                if frame.chat_item is None:
                    reading.learn(frame)
                elif not frame.chat_item.is_known:
                    yield Skipped(path=candidate.relative, reason=_unknown(line), offset=offset)
                else:
                    digest = sha256(line).hexdigest()
                    origin = Origin(path=candidate.relative, offset=offset, length=len(line), sha256=digest)
                    yield reading.message(frame.chat_item, origin)


def _unknown(line: bytes) -> str:
    fields = msgspec.json.decode(mended(line.removeprefix(_BOM)), type=ItemFields).chat_item
    kind = ", ".join(spaced(name[:100]) for name in fields if name not in _CIRCUMSTANCES)
    return f"a kind of message that is not known: {kind}" if kind else "a message that says nothing"


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank, and where it begins; of one that is too long, only the beginning."""
    offset = 0
    while line := stream.readline(_LONGEST_LINE):
        if line.strip():
            yield offset, line.rstrip(b"\r\n")
        offset += len(line)
        while len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(_LONGEST_LINE)
            offset += len(line)


class _Partner(NamedTuple):
    """The other end of a chat: its name, and the person if it is one."""

    name: str
    person: Correspondent | None = None


class _Reading:
    """What the frames have told so far."""

    def __init__(self, companions: Companions) -> None:
        self._companions = companions
        companions.claim("metadata.json")
        self._own = Correspondent("Me")
        self._own_ids: set[str] = set()
        self._partners: dict[str, _Partner] = {}
        self._chats: dict[str, str] = {}
        self._originals: dict[str, str] = {}

    def learn(self, frame: Frame) -> None:
        """Note who the exporter is, a person, a group, or a chat."""
        if frame.account is not None and frame.account.whole:
            self._own = person(frame.account.whole, frame.account.username)
        if frame.recipient is not None:
            self._learn_recipient(frame.recipient)
        if frame.chat is not None:
            self._chats[str(frame.chat.id)] = str(frame.chat.recipient_id)

    def _learn_recipient(self, recipient: Recipient) -> None:
        key = str(recipient.id)
        if recipient.own is not None:
            self._own_ids.add(key)
        elif recipient.contact is not None:
            contact = person(recipient.contact.name, recipient.contact.address)
            self._partners[key] = _Partner(contact.label, contact)
        elif recipient.group is not None:
            self._partners[key] = _Partner(recipient.group.snapshot.title.title or "group")

    def message(self, item: Item, origin: Origin) -> Message:
        """Return the entry that `item` is."""
        chat = self._chats.get(str(item.chat_id), "")
        partner = self._partners.get(chat, _Partner(self._own.name if chat in self._own_ids else ""))
        sender = self._person(str(item.author_id))
        to = () if partner.person is None else (partner.person, self._own)
        first = item.revisions[0] if item.revisions else item
        sent_at = _moment(first.date_sent)
        kind, deed, event = _event(item)
        standard = item.standard_message
        quote = standard.quote if standard else None
        return settled(
            Message(
                id="",
                kind=kind,
                channel="Signal",
                conversation=partner.name or "Signal",
                sent_at=sent_at,
                time_source=TimeSource.STORED,
                time_precision=TimePrecision.SECOND,
                sender=sender,
                to=tuple(each for each in to if each != sender),
                text=deed or item.written(),
                quoted=(quote.text.body or "") if quote else "",
                attachments=tuple(self._attachment(file) for file in item.files()),
                native_id=self._native_id(item, partner.name, deed),
                in_reply_to=self._answered(quote.target_sent_timestamp) if quote else None,
                edited_at=_moment(item.date_sent) if item.revisions else None,
                revisions=tuple(each.written() for each in item.revisions),
                deleted=item.remote_deleted_message is not None or item.admin_deleted_message is not None,
                duration=_duration(event) if kind is MessageKind.CALL else None,
                origins=(origin,),
                defects=(Defect.DATE_UNREADABLE,) if sent_at is None and first.date_sent is not None else (),
            )
        )

    def _person(self, key: str) -> Correspondent:
        partner = self._partners.get(key)
        if partner is not None:
            return partner.person or Correspondent(partner.name)
        return self._own if key in self._own_ids else Correspondent("")

    def _native_id(self, item: Item, chat: str, deed: str) -> str | None:
        """Return the id by the time of the first version; notices may share a millisecond, and are told apart."""
        versions = [str(each.date_sent) for each in (*item.revisions, item) if each.date_sent is not None]
        if not versions:
            return None
        self._originals.update(dict.fromkeys(versions[1:], versions[0]))
        return f"signal:{versions[0]}:{chat}:{deed}" if deed else f"signal:{versions[0]}"

    def _answered(self, timestamp: Number | None) -> str | None:
        return None if timestamp is None else f"signal:{self._originals.get(str(timestamp), timestamp)}"

    def _attachment(self, file: Pointer) -> Attachment:
        return self._companions.by_hash(
            file.locator_info.sha256,
            "files",
            name=file.file_name or "file",
            media_type=file.content_type or "",
            size=file.locator_info.size,
        )


def _moment(milliseconds: Number | None) -> datetime | None:
    return None if milliseconds is None else from_milliseconds(str(milliseconds))


def _event(item: Item) -> tuple[MessageKind, str, Event]:
    """Return what kind of entry it is; and of a notice, what it says, and the event."""
    if not item.update_message:
        kind = MessageKind.MESSAGE if item.update_message is None else MessageKind.SYSTEM
        return kind, "" if kind is MessageKind.MESSAGE else "[update]", Event()
    key, raw = next(iter(item.update_message.items()))
    try:
        event = msgspec.json.decode(raw, type=Event)
    except NOT_JSON:
        event = Event()
    kind = MessageKind.CALL if key in _CALLS else MessageKind.SYSTEM
    return kind, f"[{event.written(key)}]", event


def _duration(call: Event) -> int | None:
    """Return how long a call lasted, in seconds, where both ends are told."""
    begin, end = _moment(call.started_call_timestamp), _moment(call.ended_call_timestamp)
    return int((end - begin).total_seconds()) if begin and end and end >= begin else None
