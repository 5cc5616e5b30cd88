"""CSV in records: what a writer wrote is read back, from where it stands."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.csv_record import CsvRecord, csv_records

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=8)


def table(width: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)


@given(st.integers(2, 3).flatmap(table), st.sampled_from([b"", b"\xef\xbb\xbf"]))
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


SWALLOWING = [
    # Closed again by a later row of several lines; by one with a quote in it; never.
    (b'a,b\n1,2\n"open,2\n3,4\n5,"x\ny"\n6,7\n', [b"1,2\n", b'"open,2\n', b"3,4\n", b'5,"x\ny"\n', b"6,7\n"]),
    (b'a,b\n"open,2\n3,4\nx",4,5"\n6,7\n', [b'"open,2\n', b"3,4\n", b'x",4,5"\n', b"6,7\n"]),
    (b'a,b\n1,"open\n\n3,4\n5', [b'1,"open\n', b"3,4\n", b"5"]),
    # A text that is cut at the end of the file is one record, whatever lines it has.
    (b'a,b\n1,"open\nmore\nof it', [b'1,"open\nmore\nof it']),
    # A cell that is too long to be read is one record, and a quote that swallows as much is not.
    (b'a,b\n1,"%b"\n3,4\n' % (b"long\n" * 40_000), [b'1,"%b"\n' % (b"long\n" * 40_000), b"3,4\n"]),
    (b'a,b\n1,"open\n%b5,"x\ny"\n' % (b"3,4\n" * 40_000), [b'1,"open\n', *[b"3,4\n"] * 40_000, b'5,"x\ny"\n']),
]


@pytest.mark.parametrize(("data", "records"), SWALLOWING, ids=["closed", "odd", "open", "cut", "long", "swallows"])
def test_a_quote_that_nobody_closed_does_not_swallow_rows(tmp_path: Path, data: bytes, records: list[bytes]) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    found = list(csv_records(path))[1:]
    assert [record.data for record in found] == records
    assert all(data[record.offset :].startswith(record.data) for record in found)


def test_a_record_of_another_length_is_no_row() -> None:
    record = CsvRecord(0, b'a,"b"\r\n')
    assert record.row(["x", "y"]) == {"x": "a", "y": "b"}
    assert record.row(["x"]) is None
    assert CsvRecord(0, b'"' + b"a" * 200_000 + b'"').cells() is None
