"""Messages between the parties, and the threads and silences that they form.

A `Message` is what every source is read into, whatever program exported it. Field names follow RFC 5322 and JMAP.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct


class MessageKind(StrEnum):
    """What kind of event an entry of the record is."""

    MESSAGE = "message"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"
    SYSTEM = "system"


class TimeSource(StrEnum):
    """Where the time of a message comes from.

    The sender's header, a relay's, a moment that the program of the export stored with its zone or in UTC, a local time
    that the export wrote without a zone, or the user's own note.
    """

    HEADER = "header"
    RECEIVED = "received"
    STORED = "stored"
    LOCAL = "local"
    USER = "user"


class TimePrecision(StrEnum):
    """How finely the time is known."""

    SECOND = "s"
    MINUTE = "min"
    DAY = "day"


class Defect(StrEnum):
    """What was found amiss in a message; it is kept all the same."""

    NO_DATE = "no date"
    DATE_UNREADABLE = "date unreadable"
    DATE_DIFFERS = "date differs from transport by more than an hour"
    NO_MESSAGE_ID = "no Message-ID"
    NO_SENDER = "no sender"
    CHARSET_GUESSED = "character set guessed"
    BODY_CUT = "text cut at the length limit"
    PARTS_NOT_READ = "parts nested too deeply were not read"
    ENCRYPTED = "encrypted, not read"
    ATTACHMENT_MISSING = "an attachment is not in the export"


class DateOrder(StrEnum):
    """Which part comes first of a date that is written in digits."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    YEAR_FIRST = "year first"


_TimeZone = Annotated[
    str,
    Meta(
        description="IANA name of the zone of exported times that name none; without it, the engagement's.",
        extra={"form": "time zone"},
    ),
]


class LocalTimes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How exports write times that name no zone, as far as the exports do not tell it themselves."""

    date_order: Annotated[
        DateOrder | None, Meta(description="How exported chats write dates such as 03/04/26, which do not tell it.")
    ] = None
    time_zone: _TimeZone | None = None


class Correspondent(Struct, frozen=True):
    """A person as a message names them. `address` is lower case, and empty where the source gives none."""

    name: str
    address: str = ""

    @property
    def label(self) -> str:
        """The name, or the address where there is no name."""
        return self.name or self.address


class Attachment(Struct, frozen=True, kw_only=True):
    """A file that came with a message. Only its fingerprint is kept; `size` is in bytes.

    Where the export left the file itself out, there is no hash, and a size only if the export tells it.
    """

    name: str
    media_type: str
    size: int | None
    sha256: str | None


class Origin(Struct, frozen=True, kw_only=True):
    """Where a message stands in the files of the user.

    `path` is relative to the engagement folder, with forward slashes; `offset` and `length` are bytes in that file.
    `sha256` is the hash of exactly those bytes.
    """

    path: str
    offset: int
    length: int
    sha256: str


class Message(Struct, frozen=True, kw_only=True):
    """One entry of the communication record.

    `text` is the whole plain text; `visible` leaves out the quoted reply and the signature, which `quoted` keeps.
    `sent_at` is aware, or None where no source tells. `origins` holds every place the same message was found in.
    `conversation` is the chat, group or channel that a message was written in, as the export names it. A message that
    was edited keeps its earlier texts in `revisions`, oldest first; where no source tells when or what they were, only
    `edited` says so. `deleted` says that its text was taken back.
    `duration` of a call or meeting is in seconds.
    """

    id: str
    kind: MessageKind
    channel: str
    conversation: str = ""
    sent_at: datetime | None
    time_source: TimeSource
    time_precision: TimePrecision
    sender: Correspondent
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    bcc: tuple[Correspondent, ...] = ()
    subject: str = ""
    text: str = ""
    visible: str = ""
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    native_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    noted_on: date | None = None
    edited_at: datetime | None = None
    revisions: tuple[str, ...] = ()
    edited: bool = False
    deleted: bool = False
    duration: int | None = None
    origins: tuple[Origin, ...]
    defects: tuple[Defect, ...] = ()


class SourceFile(Struct, frozen=True, kw_only=True):
    """One file or folder that was read: its format, size in bytes, hash and what came out of it."""

    path: str
    format: str
    size: int
    sha256: str
    messages: int
    skipped: int


class Skipped(Struct, frozen=True, kw_only=True):
    """Something under `messages/` that did not become an entry, and why."""

    path: str
    reason: str
    offset: int | None = None


class Record(Struct, frozen=True, kw_only=True):
    """All the messages of an engagement, in order of time; those without a time come last, in file order.

    `messages` may lie in a file: whoever goes through them once, one by one, needs room for one.
    """

    messages: Sequence[Message] = ()
    sources: tuple[SourceFile, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def duplicates(self) -> int:
        """How many further copies of messages were found and merged."""
        return sum(len(message.origins) - 1 for message in self.messages)


class Silence(NamedTuple):
    """A stretch of whole days without any message, between two that are dated."""

    after: datetime
    before: datetime

    @property
    def days(self) -> int:
        """Whole days between the two messages."""
        return (self.before - self.after).days


def silences(messages: Iterable[Message], at_least_days: int) -> tuple[Silence, ...]:
    """Return the silences of `at_least_days` days or more, in order of time."""
    times = sorted(message.sent_at for message in messages if message.sent_at is not None)
    gaps = (Silence(after, before) for after, before in itertools.pairwise(times))
    return tuple(gap for gap in gaps if gap.days >= at_least_days)
