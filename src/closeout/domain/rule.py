"""Rules as data: what to mind when a contract ends, when it matters, what to do, by when, and who says so."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from closeout.domain.business_calendar import after_business_days
from closeout.domain.party import Text
from closeout.domain.situation import Anchor, Condition, Situation, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"%%|%\((\w+)\)s")
_DAY = dt.timedelta(days=1)

Days = Annotated[int, Meta(ge=0, le=3660, description="Calendar days.", extra={"least": 0, "most": 3660})]
BusinessDays = Annotated[
    int, Meta(ge=0, le=365, description="Neither weekends nor holidays.", extra={"least": 0, "most": 365})
]
ClockTime = Annotated[
    str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="Such as 23:59.", extra={"form": "time"})
]
Zone = Annotated[str, Meta(description="Of the time; left out, the engagement's.", extra={"form": "time zone"})]


class Gravity(StrEnum):
    """How much depends on a rule: a warning guards money or the contract itself."""

    WARNING = "warning"
    ADVICE = "advice"


class Weekday(StrEnum):
    """A day of the week, in the order of ISO 8601."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    def reached(self, day: dt.date) -> dt.date:
        """Return the first such day on `day` or after it."""
        return day + _DAY * ((list(Weekday).index(self) - day.weekday()) % 7)


class Deadline(Struct, frozen=True, kw_only=True):
    """When something ends or must be done; `title` says what, as a message to be translated.

    `day` is the day on the engagement's calendar. Where the deadline has a time, `moment` is that instant in UTC and
    `local` the same instant in the engagement's time zone.
    """

    title: str
    day: dt.date
    moment: dt.datetime | None = None
    local: dt.datetime | None = None

    @property
    def order(self) -> tuple[dt.date, dt.time]:
        """Its place among deadlines; one without a time lasts for the whole day."""
        return self.day, self.local.time() if self.local else dt.time.max


class Due(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a deadline is found: from the day `after`, on to `weekday`, then by `days`, then by `business_days`.

    The day `after` counts as a `weekday` itself. With a `time`, the deadline is that minute in `zone`.
    """

    title: Annotated[Text, Meta(description="What ends or is due then, in a few words.")]
    after: Anchor
    weekday: Weekday | None = None
    days: Days = 0
    business_days: BusinessDays = 0
    time: ClockTime | None = None
    zone: Zone | None = None

    def deadline(self, situation: Situation) -> Deadline | None:
        """Work the deadline out, or return None where nothing tells the day from which it counts."""
        start = situation.day(self.after)
        if start is None:
            return None
        day = (self.weekday.reached(start) if self.weekday else start) + _DAY * self.days
        if self.business_days:
            day = after_business_days(situation.timing.calendar, day, self.business_days)
        if self.time is None:
            return Deadline(title=self.title, day=day)
        home = ZoneInfo(situation.engagement.time_zone)
        zone = ZoneInfo(self.zone) if self.zone else home
        moment = dt.datetime.combine(day, dt.time.fromisoformat(self.time), zone).astimezone(dt.UTC)
        local = moment.astimezone(home)
        return Deadline(title=self.title, day=local.date(), moment=moment, local=local)


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to mind where all conditions of `when` hold.

    `says`, `step` and the title of `due` are messages to be translated, with `%(name)s` for values of
    `situation.VALUES`. `checked` is the day on which the rule was last compared with its source.
    """

    id: Annotated[Text, Meta(description="Its name, such as upwork.feedback.")]
    when: tuple[Condition, ...] = ()
    severity: Gravity
    says: Annotated[Text, Meta(description="What is so: one or two plain sentences.")]
    step: Annotated[Text | None, Meta(description="What to do about it.")] = None
    due: Due | None = None
    source: Annotated[Text, Meta(description="Who says so, such as 'Upwork Help 211068428'.")]
    url: Annotated[Text | None, Meta(description="Where it is said.")] = None
    checked: Annotated[dt.date, Meta(description="The day on which it was last compared with its source.")]

    @property
    def messages(self) -> tuple[str, ...]:
        """Everything in it that is to be translated."""
        title = self.due.title if self.due else None
        return tuple(text for text in (self.says, self.step, title) if text is not None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values that its messages speak of, each once."""
        return tuple(dict.fromkeys(chain.from_iterable(map(placeholders, self.messages))))

    def applies(self, situation: Situation) -> bool:
        """Tell whether all conditions hold; the calendar is asked only where everything else does."""
        return all(map(situation.holds, sorted(self.when, key=lambda condition: condition.asks_calendar)))

    def values(self, situation: Situation) -> Mapping[str, Value]:
        """Return the values that its messages speak of, as far as the situation has them."""
        known = ((name, situation.value(name)) for name in self.names)
        return {name: value for name, value in known if value is not None}


class Platform(Struct, frozen=True, kw_only=True):
    """A platform through which a contract runs.

    `message_limit` is in characters, None where it is not known. Where the platform `issues_invoices` itself, ours is a
    record copy without bank details.
    """

    name: str
    message_limit: int | None
    issues_invoices: bool


class Rulebook(Struct, frozen=True, kw_only=True):
    """The rules for one contract, in the order of their files, and its platform where that is known."""

    platform: Platform | None
    rules: tuple[Rule, ...]


def placeholders(message: str) -> tuple[str, ...]:
    """Return the names in the `%(name)s` of a message, in its order."""
    return tuple(filter(None, _PLACEHOLDER.findall(message)))


def well_formed(message: str) -> bool:
    """Tell whether every per cent sign of a message begins a `%(name)s`, or is doubled."""
    return "%" not in _PLACEHOLDER.sub("", message)
