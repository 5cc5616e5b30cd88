"""CSV text into rows of nodes, so that a cell has a place and a row is decoded like a mapping.

Commas, semicolons and tabs separate; a semicolon file may write decimal commas, as spreadsheets in Europe do.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Location, did_you_mean
from closeout.reading.decode import Decoder, shape_fields, wanted
from closeout.reading.node import Entry, MapNode, ScalarNode
from closeout.reading.source import location_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.diagnostic import Report
    from closeout.reading.decode import StructT

_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


def read_rows(text: str, name: str, shape: type[StructT], report: Report) -> tuple[tuple[StructT, Location], ...]:
    """Return the sound rows of a CSV file with their places; report every problem of the others."""
    decoder = Decoder(report)
    rows = ((decoder.decode(node, shape), node.location) for node in _nodes(text, name, shape, report))
    return tuple((row, location) for row, location in rows if row is not None)


def is_table_of(text: str, shape: type[StructT]) -> bool:
    """Tell whether the first line of `text` is a header with all the columns that `shape` requires."""
    header = text.split("\n", 1)[0]
    columns = {column_name(cell) for cell in header.rstrip("\r").split(_delimiter(header))}
    return all(name in columns for name, field in shape_fields(shape).items() if field.required)


def _nodes(text: str, name: str, shape: type[StructT], report: Report) -> Iterator[MapNode]:
    records = Records(text, name, report)
    header = next(records.rows(), None)
    if header is None:
        hint = f"the first line names the columns: {', '.join(shape_fields(shape))}"
        report.error(Code.NO_HEADER, "the file has no header", Location(name, 1, 1), hint)
        return
    columns = _columns(header, records, shape, report)
    if columns is None:
        return
    commas = records.delimiter == ";"
    numbers = {column for column, field in shape_fields(shape).items() if wanted(field.type).kind is Decimal}
    for cells in records.rows():
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            hint = "put quotes around a text with the separator in it"
            message = f"the row has {len(cells)} cells, the header {len(columns)}"
            report.error(Code.ROW_LENGTH, message, records.place(len(columns)), hint)
            continue
        entries = {}
        for index, (column, cell) in enumerate(zip(columns, cells, strict=False)):
            if column and cell.strip():
                value = cell.replace(",", ".") if commas and column in numbers and _comma(cell) else cell
                place = records.place(index)
                entries[column] = Entry(place, ScalarNode(value, place, plain=False))
        if entries:
            yield MapNode(entries, records.place(0))


def _comma(cell: str) -> bool:
    return _DECIMAL_COMMA.fullmatch(cell.strip()) is not None


def _columns(header: list[str], records: Records, shape: type[StructT], report: Report) -> list[str] | None:
    known = shape_fields(shape)
    names = [column_name(cell) for cell in header]
    missing = [name for name, field in known.items() if field.required and name not in names]
    for index, name in enumerate(names):
        place = records.place(index)
        if name in names[:index] and name:
            report.error(Code.DUPLICATE_COLUMN, f"the column '{name}' stands here a second time", place)
        elif name and name not in known:
            near = did_you_mean(name, known)
            if near:
                report.error(Code.UNKNOWN_COLUMN, f"there is no column '{name}'", place, near)
            else:
                message = f"the column '{name}' is not used"
                report.warning(Code.UNKNOWN_COLUMN, message, place, f"known here: {', '.join(known)}")
    for name in missing:
        hint = f"found: {', '.join(filter(None, names)) or 'nothing'}"
        report.error(Code.MISSING_COLUMN, f"the column '{name}' is missing", records.place(0), hint)
    return None if missing else [name if name in known else "" for name in names]


def column_name(cell: str) -> str:
    """Return the key that the heading of a column stands for."""
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


class Records:
    """The records of a CSV text, and the place of each cell of the current one."""

    def __init__(self, text: str, name: str, report: Report) -> None:
        """Take the text of the file called `name`."""
        self._name = name
        self._report = report
        self._lines = list(io.StringIO(text, newline=""))
        self.delimiter = _delimiter(self._lines[0] if self._lines else "")
        # As csv reads: a quote is one only where a cell begins, elsewhere it is a character.
        self._cell = re.compile(rf'(?:"[^"]*(?:""[^"]*)*"|[^{self.delimiter}]*)(?:{self.delimiter}|[\r\n]*\Z)')
        self._record = ""
        self._first = 0
        self._starts: list[int] = []
        self._reader = csv.reader(iter(self._lines), delimiter=self.delimiter, strict=True)

    def rows(self) -> Iterator[list[str]]:
        """Yield the records that are not blank, up to the first one that is no CSV."""
        while True:
            self._first = self._reader.line_num
            self._starts = []
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                hint = 'a quote inside a quoted cell is written twice: ""'
                place = Location(self._name, self._first + 1, 1)
                self._report.error(Code.CSV_SYNTAX, f"this record is not valid CSV: {error}", place, hint)
                return
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield cells

    def place(self, index: int) -> Location:
        """Return where cell `index` of the current record begins."""
        if not self._starts:
            self._record = "".join(self._lines[self._first : self._reader.line_num])
            self._starts = [match.start() for match in self._cell.finditer(self._record)]
        return location_after(self._record[: self._starts[index]], self._name, self._first + 1)
