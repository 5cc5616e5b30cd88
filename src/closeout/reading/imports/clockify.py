"""Clockify: the CSV of the detailed report.

https://clockify.me/help/track-time-and-expenses/import-timesheets says that the export has the columns of the import;
that of the rate has the currency in its name. Dates are written as the profile says, durations as the workspace says:
full, compact or decimal. 'Duration (decimal)' has two decimals only, and is not read. Headers are known in English
only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from closeout.reading.imports.sheet_format import SheetFormat

if TYPE_CHECKING:
    from closeout.reading.imports.sheet import SheetRow


def _break(row: SheetRow) -> str | None:
    return "a break" if row.text("type").lower() == "break" else None


CLOCKIFY_SHEET: Final = SheetFormat(
    name="Clockify CSV",
    needed=("start date", "duration (h)", "description"),
    date="start date",
    hours="duration (h)",
    end="end time",
    description=("description", "task", "project"),
    person=("user",),
    billable="billable",
    billed="invoiced",
    rate="billable rate",
    amount="billable amount",
    apart=_break,
)
