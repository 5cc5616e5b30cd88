"""What the tests of exports share: read a text as the import does, and see entries and problems."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from closeout.diagnostic import Report
from closeout.reading.imports.export import Export
from closeout.reading.imports.registry import format_of

if TYPE_CHECKING:
    from closeout.reading.imports.dates import DateOrder
    from closeout.reading.imports.entry import Tracked


class Outcome(NamedTuple):
    """What a text was read as."""

    format: str | None
    entries: tuple[Tracked, ...]
    problems: list[str]

    @property
    def rows(self) -> list[tuple[str, str | None, str]]:
        """Day, hours and description of each entry."""
        return [
            (entry.date.isoformat(), None if entry.hours is None else f"{entry.hours:f}", entry.description)
            for entry in self.entries
        ]

    @property
    def hours(self) -> Decimal:
        """All hours together."""
        return sum((entry.hours or Decimal(0) for entry in self.entries), Decimal(0))


def imported(text: str, *, zone: str = "Europe/Berlin", order: DateOrder | None = None) -> Outcome:
    """Read `text` by the format that recognises it."""
    report = Report()
    export = Export("f", text, ZoneInfo(zone), order, report)
    form = format_of(export)
    entries = tuple(form.read(export)) if form else ()
    problems = [f"{each.location}: {each.code.value} {each.message}" for each in report.diagnostics]
    return Outcome(form.name if form else None, entries, problems)
