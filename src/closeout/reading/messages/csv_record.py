"""CSV files of exports, record by record, each with its place: a damaged one must not cost the others."""

from __future__ import annotations

import csv
import io
from collections import deque
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from closeout.domain.correspondence import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"


class CsvRecord(NamedTuple):
    """The bytes of one record with its line end, and where they begin in their file."""

    offset: int
    data: bytes

    @property
    def delimiter(self) -> str:
        """What stands between the cells, if this is a heading: no name of a column has a semicolon in it."""
        return ";" if b";" in self.data else ","

    def cells(self, delimiter: str = ",") -> list[str] | None:
        """Return the cells, or None if this is no CSV; bytes that are no UTF-8 become replacement characters."""
        return self._cells(delimiter, strict=False)

    def row(self, columns: list[str], delimiter: str = ",") -> dict[str, str] | None:
        """Return the cells by their columns, or None if there are more or fewer of them."""
        cells = self.cells(delimiter)
        return dict(zip(columns, cells, strict=True)) if cells is not None and len(cells) == len(columns) else None

    def origin(self, relative: str) -> Origin:
        """Return this place in the file called `relative`."""
        return Origin(path=relative, offset=self.offset, length=len(self.data), sha256=sha256(self.data).hexdigest())

    def is_like(self, heading: CsvRecord) -> bool:
        """Tell whether this is sound CSV with a cell for each column of a heading."""
        cells, columns = self._cells(heading.delimiter, strict=True), heading.cells(heading.delimiter)
        return cells is not None and columns is not None and len(cells) == len(columns)

    def _cells(self, delimiter: str, *, strict: bool) -> list[str] | None:
        text = self.data.decode("utf-8", "replace")
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict))
        except csv.Error:
            return None
        return [cell for row in rows for cell in row]


def csv_records(path: Path) -> Iterator[CsvRecord]:
    """Yield the records of a file that are not blank, the heading first.

    A record ends with a line that leaves no quote open. One over several lines that is not like the heading has a
    quote that nobody closed: only its first line is the record, and the next one begins with the second.
    """
    heading: CsvRecord | None = None
    with path.open("rb") as stream:
        waiting: deque[bytes] = deque()
        offset, stream_lines = _without_mark(stream)
        while lines := _lines(waiting, stream_lines):
            if heading is not None and _is_torn(lines, heading):
                waiting.extendleft(reversed(lines[1:]))
                del lines[1:]
            record = CsvRecord(offset, b"".join(lines))
            offset += len(record.data)
            if record.data.strip():
                heading = heading or record
                yield record


def _without_mark(stream: Iterable[bytes]) -> tuple[int, Iterator[bytes]]:
    """Return the length of a byte-order mark, and the lines without it."""
    lines = iter(stream)
    first = next(lines, b"")
    start = len(_BOM) if first.startswith(_BOM) else 0
    return start, chain(filter(None, [first[start:]]), lines)


def _lines(waiting: deque[bytes], lines: Iterator[bytes]) -> list[bytes]:
    """Return the lines up to one that leaves no quote open, first of those that wait; or all, or none at the end."""
    taken: list[bytes] = []
    quotes = 0
    while (line := waiting.popleft() if waiting else next(lines, b"")) != b"":
        taken.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            break
    return taken


def _is_torn(lines: list[bytes], heading: CsvRecord) -> bool:
    """Tell whether a quote in the first line has swallowed the others.

    Where it is open to the end of the file, or the cell is too long to be read, only a sound record among them tells.
    """
    if len(lines) == 1:
        return False
    record = CsvRecord(0, b"".join(lines))
    is_open = record.data.count(b'"') % 2 == 1
    if not is_open and record.is_like(heading):
        return False
    is_long = len(record.data) > csv.field_size_limit()
    return not (is_open or is_long) or any(CsvRecord(0, line).is_like(heading) for line in lines[1:])
