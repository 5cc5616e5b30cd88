"""The ladder of reminders: a friendly one, a firm one, a final demand, each with its time to pay, one after another."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from closeout.domain.party import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

Days = Annotated[
    int, Meta(description="Calendar days to pay, from the date of the letter.", extra={"least": 1, "most": 90})
]


class Level(IntEnum):
    """A rung of the ladder."""

    FRIENDLY = 1
    FIRM = 2
    FINAL = 3

    @property
    def next(self) -> Level:
        """The rung above; nothing is above the final demand."""
        return Level(min(self + 1, Level.FINAL))


class SentReminder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reminder that was sent already, and the invoices that it was about; without numbers, all of them."""

    date: dt.date
    level: Annotated[Level, Meta(description="1 friendly, 2 firm, 3 final demand.")]
    numbers: Annotated[tuple[Text, ...], Meta(description="The invoices; without them, all that were overdue.")] = ()

    def concerns(self, number: str) -> bool:
        """Whether it was about that invoice."""
        return not self.numbers or number in self.numbers


class Ladder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The days that each reminder gives, as a file in `rules/reminders` says for the country of the client.

    `individual` are the days of a final demand to a person or sole trader, where they are others than for a company,
    and `enclose` is what goes with that letter.
    """

    source: Text
    url: Text | None = None
    checked: dt.date
    friendly: Days
    firm: Days
    final: Days
    individual: Days | None = None
    enclose: Text | None = None

    def days(self, level: Level, *, individual: bool) -> int:
        """Return the calendar days to pay that a reminder of that level gives."""
        if level is Level.FINAL and individual and self.individual is not None:
            return self.individual
        return {Level.FRIENDLY: self.friendly, Level.FIRM: self.firm, Level.FINAL: self.final}[level]


def reached(number: str, sent: Iterable[SentReminder]) -> SentReminder | None:
    """Return the highest reminder sent for an invoice, the latest of them, or None."""
    about = (each for each in sent if each.concerns(number))
    return max(about, key=lambda each: (each.level, each.date), default=None)


def next_level(numbers: Iterable[str], sent: tuple[SentReminder, ...]) -> Level:
    """Return the level of one letter about these invoices: the lowest that is next for any, so that none skips one."""
    levels = (reached(number, sent) for number in numbers)
    return min((last.level.next if last else Level.FRIENDLY for last in levels), default=Level.FRIENDLY)
