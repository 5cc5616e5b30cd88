"""The entries of the record that are exported for other programs, chosen as those of a log are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from closeout.documents.case import Case, Stationery, stationery
from closeout.documents.communication_log import channels_of, compose_log
from closeout.documents.correspondents import Directory
from closeout.documents.log_entry import log_entries
from closeout.documents.log_selection import EVERYTHING, Selection
from closeout.domain.correspondence import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


class RecordExcerpt(Struct, frozen=True, kw_only=True):
    """Which entries of the record are exported, by their numbers in the log."""

    stationery: Stationery
    numbers: frozenset[int]


def compose_excerpt(case: Case, selection: Selection = EVERYTHING) -> RecordExcerpt:
    """Find the entries that a log of `selection` shows, and hold none of them meanwhile.

    Raises `UserError` where the selection names somebody or a channel that is not in the record.
    """
    letterhead = stationery(case.engagement, case.engagement.ending.by, case.as_of)
    return RecordExcerpt(stationery=letterhead, numbers=frozenset(_selected(case, selection)))


def _selected(case: Case, selection: Selection) -> Iterator[int]:
    if selection.quotes:
        yield from (entry.number for entry in compose_log(case, selection).entries)
        return
    record, directory = case.record or Record(), Directory(case.engagement)
    directory.people(record)  # so that it has met everybody whom the selection may name
    chosen = selection.named(directory, channels_of(record))
    entries = log_entries(record, directory, ZoneInfo(case.engagement.time_zone))
    yield from (entry.number for entry in entries if chosen.shows(entry))
