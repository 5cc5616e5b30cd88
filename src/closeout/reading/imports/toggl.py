"""Toggl Track: the CSV of the detailed report, and the JSON of the Reports API v3.

CSV: https://support.toggl.com/category/integrations/ names the columns, which are those of the export of the detailed
report. The amount is that of the row, not a rate, and is not taken over. Marking entries as billable is for paid plans:
elsewhere all of them are not. Headers are known in English only.

JSON: https://developers.track.toggl.com/docs/reports/detailed_reports (POST search/time_entries). A row has one or, if
grouped, several entries. The names of project and task are there with `enrich_response` only. An entry that still runs
has no `stop`. A rate is in hundredths of the currency.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta, Struct

from closeout.reading.imports.cells import hours_of_seconds
from closeout.reading.imports.entry import Tracked, described, one_line
from closeout.reading.imports.json_list import JsonFormat
from closeout.reading.imports.moment import day_in
from closeout.reading.imports.sheet_format import SheetFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from closeout.diagnostic import Location

TOGGL_SHEET: Final = SheetFormat(
    name="Toggl Track CSV",
    needed=("start date", "duration", "description"),
    foreign=("duration (h)",),
    date="start date",
    hours="duration",
    end="end time",
    description=("description", "task", "project"),
    person=("user",),
    billable="billable",
    amount="amount",
)

Seconds = Annotated[int, Meta(ge=-(10**12), le=10**12)]
Cents = Annotated[int, Meta(ge=0, le=10**14)]


class TogglEntry(Struct, frozen=True):
    """One stretch of time."""

    start: str
    seconds: Seconds
    stop: str | None = None


class TogglRow(Struct, frozen=True):
    """A row of the report."""

    time_entries: list[TogglEntry]
    description: str | None = None
    project_name: str | None = None
    task_name: str | None = None
    username: str | None = None
    billable: bool | None = True
    hourly_rate_in_cents: Cents | None = None
    currency: str | None = None


def _entries(row: TogglRow, zone: ZoneInfo, place: Location) -> Iterator[Tracked]:
    rate = Decimal(row.hourly_rate_in_cents or 0) / 100
    for entry in row.time_entries:
        yield Tracked(
            date=day_in(entry.start, zone),
            hours=hours_of_seconds(entry.seconds) if entry.stop or entry.seconds > 0 else None,
            description=described(row.description, row.task_name, row.project_name),
            projects=tuple(filter(None, [one_line(row.project_name or "")])),
            person=one_line(row.username or ""),
            billable=row.billable is not False,
            billed=False,
            rate=rate or None,
            currency=(row.currency or "").upper() or None if rate else None,
            apart=None,
            location=place,
        )


TOGGL_JSON: Final = JsonFormat("Toggl Track JSON", frozenset({"time_entries"}), TogglRow, _entries)
