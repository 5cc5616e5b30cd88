"""Messages between the parties, and the threads and silences that they form.

A `Message` is what every source is read into, whatever program exported it. Field names follow RFC 5322 and JMAP.
"""

from __future__ import annotations

import itertools
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class MessageKind(StrEnum):
    """What kind of event an entry of the record is."""

    MESSAGE = "message"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"


class TimeSource(StrEnum):
    """Where the time of a message comes from: the sender's header, a relay's, or the user's own note."""

    HEADER = "header"
    RECEIVED = "received"
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


class Correspondent(Struct, frozen=True):
    """A person as a message names them. `address` is lower case, and empty where the source gives none."""

    name: str
    address: str = ""

    @property
    def label(self) -> str:
        """The name, or the address where there is no name."""
        return self.name or self.address


class Attachment(Struct, frozen=True, kw_only=True):
    """A file that came with a message. Only its fingerprint is kept; `size` is in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


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
    """

    id: str
    kind: MessageKind
    channel: str
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
    """All the messages of an engagement, in order of time; those without a time come last, in file order."""

    messages: tuple[Message, ...] = ()
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


def silences(messages: tuple[Message, ...], at_least_days: int) -> tuple[Silence, ...]:
    """Return the silences of `at_least_days` days or more, in order of time."""
    times = sorted(message.sent_at for message in messages if message.sent_at is not None)
    gaps = (Silence(after, before) for after, before in itertools.pairwise(times))
    return tuple(gap for gap in gaps if gap.days >= at_least_days)
