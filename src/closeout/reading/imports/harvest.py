"""Harvest: the CSV of the detailed time report.

https://support.getharvest.com/hc/en-us/articles/360048685111-Importing-and-exporting-data says that a detailed time
report can be read back, and names the columns needed for it; 'Billable?', 'Invoiced?', 'Billable Rate' and 'Currency',
which reads 'Euro - EUR', come from exports that others have published. Dates and hours are written as the account says:
with points or commas, or as 1:30. 'Hours Rounded' is not read: what counts is what was tracked.
"""

from __future__ import annotations

from typing import Final

from closeout.reading.imports.sheet_format import SheetFormat

HARVEST_SHEET: Final = SheetFormat(
    name="Harvest CSV",
    needed=("date", "project", "task", "notes", "hours"),
    date="date",
    hours="hours",
    description=("notes", "task", "project"),
    person=("first name", "last name"),
    billable="billable?",
    billed="invoiced?",
    rate="billable rate",
    amount="billable amount",
    currency="currency",
)
