"""A CSV export as rows whose cells are found by the names of their columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Report
from closeout.reading.table import Records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.diagnostic import Location
    from closeout.reading.imports.export import Export

_HEAD = 65_536  # characters in which the first line ends
_UNIT = re.compile(r"(.*?) \(([^()]*)\)")  # as in 'Billable Rate (USD)'


def columns_of(text: str) -> dict[str, int]:
    """Return where each column stands, by its name in small letters; of two columns of one name, the first."""
    unheard = Report()  # what is no CSV is told when the rows are read
    names: dict[str, int] = {}
    for index, cell in enumerate(next(Records(text[:_HEAD], "", unheard).rows(), [])):
        names.setdefault(cell.strip().lower(), index)
    return names


class SheetRow:
    """One row. Its places can be asked for until the next row is read."""

    def __init__(self, cells: list[str], columns: dict[str, int], records: Records) -> None:
        """Find cells by `columns`."""
        self._cells = cells
        self._columns = columns
        self._records = records

    def text(self, column: str) -> str:
        """Return what stands in `column`, stripped, or nothing where the row or the file has no such cell."""
        index = self._columns.get(column, len(self._cells))
        return self._cells[index].strip() if index < len(self._cells) else ""

    def place(self, column: str) -> Location:
        """Return where the cell of `column` begins, or the row where it has none."""
        index = self._columns.get(column, 0)
        return self._records.place(index if index < len(self._cells) else 0)


class Sheet:
    """The rows of an export, to be read as often as needed."""

    def __init__(self, export: Export) -> None:
        """Take the columns from the first line."""
        self._export = export
        self.columns = columns_of(export.text)

    def column(self, name: str) -> str:
        """Return the column of that name, or the first that has a unit after it: 'amount' finds 'amount (usd)'."""
        if name in self.columns:
            return name
        return next((each for each in self.columns if (match := _UNIT.fullmatch(each)) and match[1] == name), name)

    def rows(self, report: Report) -> Iterator[SheetRow]:
        """Yield the rows that are not blank; report what is no CSV."""
        records = Records(self._export.text, self._export.name, report)
        cells = records.rows()
        width = len(next(cells, []))
        for row in cells:
            if any(cell.strip() for cell in row[width:]):
                hint = "export it again; a text with the separator in it stands in quotes"
                message = f"the row has {len(row)} cells, the header {width}"
                report.error(Code.ROW_LENGTH, message, records.place(width), hint)
            else:
                yield SheetRow(row, self.columns, records)


def unit_of(column: str) -> str:
    """Return the unit in the name of a column, in capitals: USD of 'amount (usd)'."""
    match = _UNIT.fullmatch(column)
    return match[2].upper() if match else ""
