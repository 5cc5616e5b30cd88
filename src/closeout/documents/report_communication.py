"""The communication at a glance: who wrote, how soon each side answered, and when nobody did."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.documents.log_entry import gist

if TYPE_CHECKING:
    from closeout.documents.communication_log import CommunicationLog
    from closeout.documents.log_entry import LogEntry

_MOST: Final = 5  # silences


class NumberedSilence(Struct, frozen=True, kw_only=True):
    """A silence, in whole days, from one entry of the log to another."""

    days: int
    start: dt.date
    end: dt.date
    after: int
    before: int


class GistLine(Struct, frozen=True, kw_only=True):
    """The first sentences of an entry of the log, word for word; `cut` says that more of them follow."""

    number: int
    day: dt.date | None
    sender: str
    text: str
    cut: bool


def silences_of(log: CommunicationLog) -> tuple[NumberedSilence, ...]:
    """Return the longest silences, each with the entries of the log between which it lies."""
    number = {entry.sent_at: entry.number for entry in reversed(log.entries)}
    return tuple(
        NumberedSilence(
            days=gap.days,
            start=gap.after.date(),
            end=gap.before.date(),
            after=number[gap.after],
            before=number[gap.before],
        )
        for gap in log.longest_silences[:_MOST]
    )


def chronology_of(log: CommunicationLog) -> tuple[GistLine, ...]:
    """Return every entry of the log in short."""
    return tuple(map(_in_short, log.entries))


def _in_short(entry: LogEntry) -> GistLine:
    first = gist(entry.text)
    return GistLine(
        number=entry.number,
        day=entry.sent_at.date() if entry.sent_at else None,
        sender=entry.sender,
        text=" ".join((first or entry.message.subject).split()),
        cut=len(first.rstrip()) < len(entry.text.rstrip()),
    )
