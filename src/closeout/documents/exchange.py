"""Who wrote when in which thread: what tells whether something was answered, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.domain.correspondence import MessageKind, TimePrecision
from closeout.domain.response_time import BusinessHours, ResponseTimes, Said, response_times, responses

if TYPE_CHECKING:
    from collections.abc import Collection

    from closeout.documents.log_entry import LogEntry
    from closeout.domain.business_calendar import BusinessCalendar
    from closeout.domain.party import Side


class Exchange:
    """Takes all entries of a record in their order, and keeps nothing of their words."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._last: dict[tuple[int, Side], int] = {}
        self._said: dict[int, list[Said]] = {}

    def add(self, entry: LogEntry) -> None:
        """Take the next entry; what third parties wrote answers nobody."""
        if entry.side is None:
            return
        self._last[entry.thread, entry.side] = entry.number
        exact = entry.message.time_precision is not TimePrecision.DAY and entry.message.kind is MessageKind.MESSAGE
        if entry.sent_at is not None and exact:
            self._said.setdefault(entry.thread, []).append(Said(entry.number, entry.side, entry.sent_at))

    def is_open(self, entry: LogEntry) -> bool:
        """Tell whether one side wrote it, and the other nothing in that thread later."""
        return entry.side is not None and self._last.get((entry.thread, entry.side.other), 0) < entry.number

    def answer_times(self, shown: Collection[int], calendar: BusinessCalendar) -> tuple[ResponseTimes, ...]:
        """Return how soon each side answered, as far as the numbers of the answers are among those `shown`."""
        days = [said.at.date() for thread in self._said.values() for said in thread]
        if not days:
            return ()
        hours = BusinessHours(calendar, min(days), max(days))
        found = (each for thread in self._said.values() for each in responses(thread, hours))
        return response_times([each for each in found if each.answered in shown])
