"""CSV in records: what a writer wrote is read back, from where it stands."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.csv_record import CsvRecord, csv_records

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=8)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=5), st.sampled_from([b"", b"\xef\xbb\xbf"])
)
def test_records_are_read_back(rows: list[list[str]], mark: bytes) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    data = mark + written.getvalue().encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data)
        records = list(csv_records(path))
    assert [record.cells() for record in records] == rows
    assert all(data[record.offset :].startswith(record.data) for record in records)


def test_a_record_of_another_length_is_no_row() -> None:
    record = CsvRecord(0, b'a,"b"\r\n')
    assert record.row(["x", "y"]) == {"x": "a", "y": "b"}
    assert record.row(["x"]) is None
    assert CsvRecord(0, b'"' + b"a" * 200_000 + b'"').cells() is None
