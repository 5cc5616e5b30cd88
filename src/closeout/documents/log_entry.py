"""The entries of a communication log, and the threads, silences and blocks that they form."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.correspondence import Defect, Message, TimeSource
from closeout.domain.party import Side
from closeout.domain.sentence import sentences
from closeout.domain.thread import is_chatted, threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from closeout.documents.correspondents import Directory
    from closeout.domain.correspondence import Record

_GIST = 2  # sentences


class LogEntry(Struct, frozen=True, kw_only=True, dict=True):
    """One numbered entry; `sent_at` and `edited_at` are in the time zone of the engagement, `side` that of the sender.

    `text` is what is shown of its words; `cut` says that more of them follow.
    """

    number: int
    message: Message
    sent_at: dt.datetime | None
    edited_at: dt.datetime | None = None
    sender: str
    side: Side | None
    recipients: tuple[str, ...]
    thread: int
    text: str
    cut: bool = False

    @cached_property
    def searched(self) -> str:
        """All the words by which an entry is found, in one case."""
        message = self.message
        files = (file.name for file in message.attachments)
        return "\n".join((message.subject, message.conversation, message.visible, *files)).casefold()

    @property
    def is_chat(self) -> bool:
        """Whether it is a line of a chat, and no letter."""
        return is_chatted(self.message)

    @property
    def noted(self) -> bool:
        """Whether its words are those of whoever noted it by hand."""
        return self.message.time_source is TimeSource.USER

    @property
    def remarks(self) -> tuple[Defect, ...]:
        """What is amiss, but for attachments that are not in the export: their own lines say so."""
        return tuple(defect for defect in self.message.defects if defect is not Defect.ATTACHMENT_MISSING)

    @property
    def omitted(self) -> int:
        """How many lines of quoted text or signature are not repeated."""
        return len(self.message.quoted.strip().splitlines())


class LogThread(Struct, frozen=True, kw_only=True):
    """A conversation: its subject and the numbers of its entries."""

    number: int
    subject: str
    entries: tuple[int, ...]
    first: dt.datetime | None
    last: dt.datetime | None

    @property
    def several(self) -> bool:
        """Whether it is more than a message without an answer."""
        return len(self.entries) > 1


class LogSilence(Struct, frozen=True, kw_only=True):
    """A silence between two entries, in whole days."""

    days: int
    after: dt.datetime
    before: dt.datetime


class LogBlock(Struct, frozen=True, kw_only=True):
    """Entries that stand together: one of its own, or the lines of a chat on one day, out of one file.

    `thread` is given where a thread begins in a log by threads. `length` is that of the stretch in the file in bytes,
    `sha256` the hash of the entries' own, one after another in hexadecimal digits.
    """

    entries: tuple[LogEntry, ...]
    chat: bool
    thread: LogThread | None = None
    path: str = ""
    offset: int = 0
    length: int = 0
    sha256: str = ""


def log_entries(
    record: Record, directory: Directory, zone: ZoneInfo, threads: Iterable[LogThread] = ()
) -> Iterator[LogEntry]:
    """Yield all messages of the record as entries, in its order, each with its thread where the threads are given."""
    thread_of = {number: thread.number for thread in threads for number in thread.entries}
    for number, message in enumerate(record.messages, 1):
        sender = directory.name(message.sender)
        yield LogEntry(
            number=number,
            message=message,
            sent_at=message.sent_at.astimezone(zone) if message.sent_at else None,
            edited_at=message.edited_at.astimezone(zone) if message.edited_at else None,
            sender=sender,
            side=directory.side(sender),
            recipients=tuple(directory.name(person) for person in (*message.to, *message.cc, *message.bcc)),
            thread=thread_of.get(number, 0),
            text=message.visible,
        )


def log_threads(record: Record, zone: ZoneInfo) -> tuple[LogThread, ...]:
    """Return the threads of a record, in the order of their first entries."""
    sent = [message.sent_at and message.sent_at.astimezone(zone) for message in record.messages]
    result = []
    for number, thread in enumerate(threads(record.messages), 1):
        times = [moment for place in thread.places if (moment := sent[place]) is not None]
        result.append(
            LogThread(
                number=number,
                subject=thread.subject,
                entries=tuple(place + 1 for place in thread.places),
                first=min(times, default=None),
                last=max(times, default=None),
            )
        )
    return tuple(result)


def gist(text: str) -> str:
    """Return the first sentences of a text as they stand in it, with the salutation above them."""
    end = found = 0
    for sentence in sentences(text):
        end = sentence.end
        found += not sentence.text.endswith(",")
        if found == _GIST:
            break
    return text[:end]


def log_blocks(entries: Sequence[LogEntry], by_thread: Iterable[LogThread] | None) -> Iterator[LogBlock]:
    """Yield the entries as they stand together; by threads, each block of a new thread names it."""
    threads_by_number = {thread.number: thread for thread in by_thread or ()}
    ordered = sorted(entries, key=lambda entry: entry.thread) if threads_by_number else entries
    last = 0
    for chat, group in groupby(ordered, _together):
        block = tuple(group)
        begins = block[0].thread != last
        last = block[0].thread
        yield _block(block, threads_by_number.get(last) if begins else None, chat=bool(chat[0]))


def _together(entry: LogEntry) -> tuple[object, ...]:
    """Return what is the same for all entries of a block."""
    if not entry.is_chat:
        return (False, entry.number)
    day = entry.sent_at.date() if entry.sent_at else None
    return (True, entry.thread, day, entry.message.origins[0].path)


def _block(entries: tuple[LogEntry, ...], thread: LogThread | None, *, chat: bool) -> LogBlock:
    places = [entry.message.origins[0] for entry in entries]
    start = min(place.offset for place in places)
    return LogBlock(
        entries=entries,
        chat=chat,
        thread=thread,
        path=places[0].path,
        offset=start,
        length=max(place.offset + place.length for place in places) - start,
        sha256=sha256("".join(entry.message.id for entry in entries).encode()).hexdigest() if chat else "",
    )
