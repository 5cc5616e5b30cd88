"""Kimai 2: the CSV of the export module, and the JSON of its API.

CSV: https://www.kimai.org/documentation/export.html; the columns are those of the default template (DefaultTemplate.php
in github.com/kimai/kimai), under their English names. 'Duration' has two decimals or minutes, as the settings say.

JSON: the list of GET /api/timesheets, with `full=true` for the names of projects and activities;
https://docs.rs/crate/kimai_client_lib lists its keys. `duration` is in seconds; a record that still runs has no `end`.

What was 'exported' is billed or handed on: Kimai leaves it out of further invoices, and so do we. A record with a fixed
price has no price an hour.
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
    from closeout.reading.imports.sheet import SheetRow

_FIXED = "a fixed price; write it by hand"


def _fixed_price(row: SheetRow) -> str | None:
    return _FIXED if row.text("fixed price").strip("0.,") else None


KIMAI_SHEET: Final = SheetFormat(
    name="Kimai CSV",
    needed=("date", "duration", "customer", "project", "activity"),
    date="date",
    hours="duration",
    end="to",
    description=("description", "activity", "project"),
    person=("user",),
    billable="billable",
    billed="exported",
    rate="hourly price",
    amount="price",
    currency="currency",
    apart=_fixed_price,
)


class KimaiName(Struct, frozen=True):
    """A project, an activity or a user."""

    name: str | None = None
    username: str | None = None


class KimaiRecord(Struct, frozen=True, rename={"hourly_rate": "hourlyRate", "fixed_rate": "fixedRate"}):
    """A record of time. Without `full=true`, projects, activities and users are numbers."""

    begin: str
    end: str | None = None
    duration: Annotated[int, Meta(ge=0, le=10**12)] | None = None
    description: str | None = None
    project: KimaiName | int | None = None
    activity: KimaiName | int | None = None
    user: KimaiName | int | None = None
    billable: bool = True
    exported: bool = False
    hourly_rate: Decimal | int | None = None
    fixed_rate: Decimal | int | None = None


def _entries(record: KimaiRecord, zone: ZoneInfo, place: Location) -> Iterator[Tracked]:
    project = _name(record.project)
    yield Tracked(
        date=day_in(record.begin, zone),
        hours=hours_of_seconds(record.duration or 0) if record.end else None,
        description=described(record.description, _name(record.activity), project),
        projects=(project,) if project else (),
        person=_name(record.user),
        billable=record.billable,
        billed=record.exported,
        rate=_price(record.hourly_rate),
        currency=None,
        apart=_FIXED if record.fixed_rate else None,
        location=place,
    )


def _name(named: KimaiName | int | None) -> str:
    return one_line(named.name or named.username or "") if isinstance(named, KimaiName) else ""


def _price(rate: Decimal | int | None) -> Decimal | None:
    return Decimal(rate) if rate else None


KIMAI_JSON: Final = JsonFormat("Kimai JSON", frozenset({"begin", "duration", "activity"}), KimaiRecord, _entries)
