from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from closeout.diagnostic import Report
from closeout.reading.imports.export import Export
from closeout.reading.imports.sheet import Sheet, columns_of, unit_of


def sheet(text: str) -> tuple[Sheet, Report]:
    """Return a sheet, and the report of its export."""
    report = Report()
    return Sheet(Export("f", text, ZoneInfo("UTC"), None, report)), report


@pytest.mark.parametrize("text", ["A,b (x)\n1,2\n", "a;B (x)", '"A"\t"b (X)"\n', '\n\n"A","b (X)"\n', "A,b (x),a"])
def test_columns_are_found_by_their_names_in_small_letters(text: str) -> None:
    assert columns_of(text) == {"a": 0, "b (x)": 1}


def test_a_separator_in_quotes_parts_no_columns() -> None:
    assert columns_of('"Date, day",Hours') == {"date, day": 0, "hours": 1}
    assert columns_of("") == {}


def test_a_column_is_found_without_its_unit() -> None:
    table, _ = sheet("Rate,Amount (USD),Cost ()\n")
    assert [table.column(name) for name in ("rate", "amount", "cost", "none")] == [
        *("rate", "amount (usd)", "cost ()", "none")
    ]
    assert [unit_of(name) for name in ("rate", "amount (usd)", "cost ()")] == ["", "USD", ""]


def test_cells_and_their_places() -> None:
    table, report = sheet('a,b\n" x ","y\nz"\n1\n')
    texts, places = [], []
    for row in table.rows(report):
        texts.append((row.text("a"), row.text("b"), row.text("none")))
        places.append((str(row.place("a")), str(row.place("b")), str(row.place("none"))))
    assert texts == [("x", "y\nz", ""), ("1", "", "")]
    assert places == [("f:2:1", "f:2:7", "f:2:1"), ("f:4:1", "f:4:1", "f:4:1")]


def test_a_row_that_is_too_long_is_told() -> None:
    table, report = sheet("a,b\n1,2,\n1,2,3\n4,5\n")
    assert [row.text("a") for row in table.rows(report)] == ["1", "4"]
    assert [f"{each.location}: {each.code.value}" for each in report.diagnostics] == ["f:3:5: CO306"]
