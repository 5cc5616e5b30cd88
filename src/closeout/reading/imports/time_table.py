"""The user's time.csv, to add rows to: every byte of it stays, and new rows are written as the old ones are."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code, Location, Report
from closeout.domain.quantity import trimmed
from closeout.reading.decode import shape_fields
from closeout.reading.folder import TIME_FILE
from closeout.reading.imports.cells import hours_of_seconds
from closeout.reading.rows import TimeRow
from closeout.reading.source import read_text
from closeout.reading.table import Records, column_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from decimal import Decimal
    from pathlib import Path

_LINE_END = re.compile(r"\r\n|\n|\r")
_SHORT = 4  # decimals of hours that a person still reads
_POINT = re.compile(r"\s*[0-9]+\.[0-9]+\s*")
# A cell that begins with one of these is a formula to a spreadsheet; the wide forms are so in East Asian ones.
_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - the wide forms are meant


class Work(NamedTuple):
    """One row to be written; `rate` is None where the contract's holds."""

    date: dt.date
    description: str
    hours: Decimal
    rate: Decimal | None


class TimeTable(NamedTuple):
    """A time.csv and how it is written. `commas` tells that its decimals have commas."""

    data: bytes
    columns: tuple[str, ...]
    delimiter: str
    line_end: str
    commas: bool

    def with_rows(self, rows: Iterable[Work]) -> bytes:
        """Return the file with `rows` at its end."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator=self.line_end)
        if not self.data:
            writer.writerow(self.columns)
        elif not self.data.endswith((b"\n", b"\r")):
            text.write(self.line_end)
        writer.writerows(self._cells(row) for row in rows)
        return self.data + text.getvalue().encode()

    def _cells(self, row: Work) -> list[str]:
        cells = {
            "date": row.date.isoformat(),
            "description": _harmless(row.description),
            "hours": _clock(row.hours) or self._number(row.hours),
            "rate": "" if row.rate is None else self._number(row.rate),
        }
        return [cells.get(column, "") for column in self.columns]

    def _number(self, number: Decimal) -> str:
        written = f"{trimmed(number):f}"
        return written.replace(".", ",") if self.commas else written


def _clock(hours: Decimal) -> str | None:
    """Return hours such as 1.333333333333 as 1:20, if they are whole minutes that have no short decimals."""
    if hours == round(hours, _SHORT):
        return None
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole}:{minutes:02}" if hours_of_seconds(whole * 3600 + minutes * 60) == hours else None


def _harmless(description: str) -> str:
    """Put a space before what a spreadsheet would run: then it is text to it, and reading takes the space away."""
    return f" {description}" if description.startswith(_FORMULA) else description


def read_time_table(folder: Path, report: Report) -> TimeTable | None:
    """Return the time.csv of `folder`, or a new one where there is none; report what forbids to read it."""
    path = folder / TIME_FILE
    if not path.exists():
        return TimeTable(b"", tuple(shape_fields(TimeRow)), ",", "\n", commas=False)
    text = read_text(path, TIME_FILE, report)
    if text is None:
        return None
    records = Records(text, TIME_FILE, report)
    rows = records.rows()
    columns = tuple(column_name(cell) for cell in next(rows, []))
    if "hours" not in columns:
        report.error(Code.MISSING_COLUMN, "the column 'hours' is missing", Location(TIME_FILE, 1, 1))
        return None
    hours = columns.index("hours")
    points = any(_POINT.fullmatch(row[hours]) for row in rows if len(row) > hours)
    end = _LINE_END.search(text)
    return TimeTable(
        data=path.read_bytes(),
        columns=columns,
        delimiter=records.delimiter,
        line_end=end[0] if end else "\n",
        commas=records.delimiter == ";" and not points,
    )
