"""What a communication log is asked to show: which entries, how much of each, and in which order."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

    from closeout.documents.correspondents import Directory
    from closeout.documents.log_entry import LogEntry


class Detail(StrEnum):
    """How much is shown: the whole text, its first sentences, or only the entries that matter most."""

    FULL = "full"
    GIST = "gist"
    KEY = "key"


class Order(StrEnum):
    """What the entries are ordered by; within a thread, by date."""

    DATE = "date"
    THREAD = "thread"


class Selection(Struct, frozen=True, kw_only=True):
    """Which entries to show. Days are of the engagement's own calendar, and both are included.

    `people` and `channels` are any of those named; `about` is a text in the subject, the words, the name of the chat or
    of an attachment.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    people: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    about: str = ""
    detail: Detail = Detail.FULL
    order: Order = Order.DATE

    @property
    def quotes(self) -> bool:
        """Whether only what a summary quotes is shown; a text that the user asked for makes an entry matter, too."""
        return self.detail is Detail.KEY and not self.about

    def shows(self, entry: LogEntry) -> bool:
        """Tell whether an entry is among those wanted; names are those of the log."""
        message = entry.message
        if self.start or self.end:
            day = entry.sent_at.date() if entry.sent_at else None
            if day is None or (self.start and day < self.start) or (self.end and day > self.end):
                return False
        if self.people and not {entry.sender, *entry.recipients}.intersection(self.people):
            return False
        if self.channels and message.channel not in self.channels:
            return False
        return not self.about or self.about.casefold() in entry.searched

    def named(self, directory: Directory, channels: Collection[str]) -> Selection:
        """Return it with people and channels as the log names them; raise `UserError` for those that are not in it."""
        if not self.people and not self.channels:
            return self
        by_case = {channel.casefold(): channel for channel in channels}
        return replace(
            self,
            people=tuple(_found(person, directory.aliases, "nobody in the record is called") for person in self.people),
            channels=tuple(_found(each, by_case, "the record has no channel") for each in self.channels),
        )


EVERYTHING = Selection()


def _found(wanted: str, names: dict[str, str], problem: str) -> str:
    """Return the name that somebody or something goes by, whose whole or part the user wrote."""
    folded = wanted.casefold()
    if folded in names:
        return names[folded]
    partly = sorted({name for alias, name in names.items() if folded in alias})
    if len(partly) == 1:
        return partly[0]
    if partly:
        raise UserError.of(Code.NOT_IN_RECORD, f"'{wanted}' may be several", None, f"these are {', '.join(partly)}")
    known = sorted(set(names.values()))
    hint = did_you_mean(wanted, known) or f"there are: {', '.join(known[:12])}"
    raise UserError.of(Code.NOT_IN_RECORD, f"{problem} '{wanted}'", None, hint)
