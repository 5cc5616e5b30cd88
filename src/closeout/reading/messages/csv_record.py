"""CSV files of exports, record by record, each with its place: a damaged one must not cost the others."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from closeout.domain.correspondence import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"


class CsvRecord(NamedTuple):
    """The bytes of one record with its line end, and where they begin in their file."""

    offset: int
    data: bytes

    def cells(self, delimiter: str = ",") -> list[str] | None:
        """Return the cells, or None if this is no CSV; bytes that are no UTF-8 become replacement characters."""
        text = self.data.decode("utf-8", "replace")
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            return None
        return [cell for row in rows for cell in row]

    def row(self, columns: list[str], delimiter: str = ",") -> dict[str, str] | None:
        """Return the cells by their columns, or None if there are more or fewer of them."""
        cells = self.cells(delimiter)
        return dict(zip(columns, cells, strict=True)) if cells is not None and len(cells) == len(columns) else None

    def origin(self, relative: str) -> Origin:
        """Return this place in the file called `relative`."""
        return Origin(path=relative, offset=self.offset, length=len(self.data), sha256=sha256(self.data).hexdigest())


def csv_records(path: Path) -> Iterator[CsvRecord]:
    """Yield the records of a file that are not blank; one ends with a line that leaves no quote open."""
    offset, lines, quotes = 0, list[bytes](), 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream):
            if number == 0 and line.startswith(_BOM):
                offset, line = len(_BOM), line.removeprefix(_BOM)  # noqa: PLW2901
            lines.append(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0:
                record = CsvRecord(offset, b"".join(lines))
                offset, lines, quotes = offset + len(record.data), [], 0
                if record.data.strip():
                    yield record
    if lines:
        yield CsvRecord(offset, b"".join(lines))
