from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Report
from closeout.reading.imports.cells import hours_of_seconds
from closeout.reading.imports.entry import one_line
from closeout.reading.imports.time_table import TimeTable, Work, read_time_table
from closeout.reading.rows import TimeRow
from closeout.reading.table import read_rows

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 2)
WORK = st.builds(
    Work,
    st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
    st.text(max_size=30).map(one_line).filter(bool) | st.sampled_from("=+-@").map(lambda mark: f"{mark}1+1"),
    st.integers(0, 359_996_400).map(hours_of_seconds),
    st.none() | st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100),
)


def table(folder: Path, data: bytes) -> TimeTable:
    """Return the time.csv with these bytes."""
    (folder / "time.csv").write_bytes(data)
    report = Report()
    found = read_time_table(folder, report)
    assert report.diagnostics == ()
    assert found is not None
    return found


@given(
    st.lists(WORK),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.permutations(["date", "description", "hours", "rate", "invoice", "note"]),
)
def test_what_is_written_reads_back_the_same(
    rows: list[Work],
    delimiter: str,
    end: str,
    commas: bool,  # noqa: FBT001 - drawn
    columns: list[str],
) -> None:
    header = delimiter.join(columns)
    data = TimeTable(header.encode(), tuple(columns), delimiter, end, commas and delimiter == ";").with_rows(rows)
    report = Report()
    found = [row for row, _ in read_rows(data.decode(), "f", TimeRow, report)]
    assert [each for each in report.diagnostics if each.severity.value == "error"] == []
    assert [(row.date, row.description, row.hours, row.rate) for row in found] == rows


def test_every_byte_stays_and_rows_are_written_as_the_others(tmp_path: Path) -> None:
    old = b'\xef\xbb\xbfDate;Hours;"Description";Note;Rate\r\n2026-11-01;1,50;"a; b";x;\r\n\r\n2026-11-01;2;c;;'
    new = table(tmp_path, old).with_rows([Work(DAY, "d; e", Decimal("1.25"), Decimal("95.50"))])
    assert new == old + b'\r\n2026-11-02;1,25;"d; e";;95,5\r\n'


def test_a_semicolon_file_with_points_gets_points(tmp_path: Path) -> None:
    old = b"date;description;hours\n2026-11-01;a;1.5\n"
    assert table(tmp_path, old).with_rows([Work(DAY, "d", Decimal("0.25"), None)]) == old + b"2026-11-02;d;0.25\n"


def test_a_new_file_gets_a_header(tmp_path: Path) -> None:
    report = Report()
    new = read_time_table(tmp_path, report)
    assert new is not None
    assert new.with_rows([Work(DAY, "d", Decimal(2), None)]) == (
        b"date,description,hours,rate,tax_rate,invoice\n2026-11-02,d,2,,,\n"
    )


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(4800, "1:20"), (3600, "1"), (900, "0.25"), (60, "0:01"), (1, "0.000277777778"), (45, "0.0125"), (7200, "2")],
)
def test_hours_are_short_where_they_can_be(seconds: int, written: str, tmp_path: Path) -> None:
    found = table(tmp_path, b"date,description,hours\n").with_rows([Work(DAY, "d", hours_of_seconds(seconds), None)])
    assert found.decode().splitlines()[1] == f"2026-11-02,d,{written}"


@pytest.mark.parametrize("description", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "＝1"])  # noqa: RUF001 - meant
def test_no_cell_begins_with_a_formula(description: str, tmp_path: Path) -> None:
    found = table(tmp_path, b"description\tdate\thours\n").with_rows([Work(DAY, description, Decimal(1), None)])
    (row,) = [row for row, _ in read_rows(found.decode(), "f", TimeRow, Report())]
    assert row.description == description
    assert found.decode().splitlines()[1].lstrip('"').startswith(" ")


@pytest.mark.parametrize(
    ("data", "problem"), [(b"\xff", "time.csv:1:1: CO103"), (b"date,description\n", "time.csv:1:1: CO303")]
)
def test_a_file_that_changed_meanwhile_is_told(data: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / "time.csv").write_bytes(data)
    report = Report()
    assert read_time_table(tmp_path, report) is None
    assert [f"{each.location}: {each.code.value}" for each in report.diagnostics] == [problem]
