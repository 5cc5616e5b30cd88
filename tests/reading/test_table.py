from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Annotated

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from closeout.diagnostic import Location, Report
from closeout.reading.rows import LedgerRow, NoteRow, TimeRow
from closeout.reading.table import is_table_of, read_rows


class Words(Struct, frozen=True):
    """A row of any text."""

    a: str
    b: str | None = None
    c: str | None = None


class Numbers(Struct, frozen=True):
    """A row of whole numbers."""

    a: int
    b: int | None = None
    c: int | None = None


class Prices(Struct, frozen=True):
    """A row with an amount, and a text that may look like one."""

    amount: Decimal
    hours: Annotated[Decimal | None, Meta(extra={"form": "hours"})] = None
    text: str | None = None


CELL = st.text("ab1\"',;\t\n\r äé水😀", max_size=8)
FIRST = CELL.filter(str.strip)
ROWS = st.lists(st.tuples(FIRST, CELL, CELL), max_size=6)
DELIMITER = st.sampled_from(",;\t")
LINE_END = st.sampled_from(["\n", "\r\n"])


def rows_of(text: str, shape: type[Struct]) -> tuple[list[tuple[object, ...]], list[str]]:
    """Return the rows as tuples, and the problems."""
    report = Report()
    rows = [
        tuple(getattr(row, name) for name in shape.__struct_fields__) for row, _ in read_rows(text, "f", shape, report)
    ]
    return rows, [f"{each.location}: {each.code.value}" for each in report.diagnostics]


@given(ROWS, DELIMITER, LINE_END, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
@example([("a", "\r", "\n")], ";", "\r\n", csv.QUOTE_MINIMAL)
def test_what_a_writer_writes_is_read(rows: list[tuple[str, ...]], delimiter: str, end: str, quoting: int) -> None:
    file = io.StringIO(newline="")
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # before Python 3.13, the writer forgets to put quotes around it
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("a", "b", "c"), *rows])
    expected = [tuple(cell.strip() or None for cell in row) for row in rows]
    assert rows_of(file.getvalue(), Words) == (expected, [])


@given(ROWS, DELIMITER, LINE_END, st.data())
@example([('5" b', '7" y', 'a"')], ",", "\n", st.data())
def test_a_place_is_where_the_cell_stands(
    rows: list[tuple[str, str, str]], delimiter: str, end: str, data: st.DataObject
) -> None:
    def raw(cell: str) -> str:
        needed = cell[:1] == '"' or {delimiter, "\n", "\r"} & set(cell)
        return f'"{cell.replace(chr(34), chr(34) * 2)}"' if needed or quoted() else cell

    def quoted() -> bool:
        return isinstance(data, st.DataObject) and data.draw(st.booleans())

    written = [[raw(cell) for cell in row] for row in rows]
    text = end.join(delimiter.join(row) for row in [["a", "b", "c"], *written])
    report = Report()
    read_rows(text, "f", Numbers, report)
    lines = re.split("(?<=\n)|(?<=\r)(?!\n)", text)
    numbers = re.compile("1+")
    wrong = [
        cell
        for row, raws in zip(rows, written, strict=True)
        for plain, cell in zip(row, raws, strict=True)
        if plain.strip() and not numbers.fullmatch(plain.strip())
    ]
    assert len(report.diagnostics) == len(wrong)
    for diagnostic, cell in zip(report.diagnostics, wrong, strict=True):
        assert diagnostic.location is not None
        assert diagnostic.location.line is not None
        assert diagnostic.location.column is not None
        before = sum(len(line) for line in lines[: diagnostic.location.line - 1])
        assert text[before + diagnostic.location.column - 1 :].startswith(cell)


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(',;\t"\r\n')))
def test_no_text_raises(text: str) -> None:
    rows, problems = rows_of("a,b,c\n" + text, Words)
    assert len(rows) <= len(text) + 1
    assert all(problem.endswith(("CO202", "CO301", "CO306")) for problem in problems)
    assert rows_of(text, TimeRow)[0] == [] or text


def test_a_row_has_the_place_of_its_first_cell() -> None:
    report = Report()
    rows = read_rows('a,b\n\n"x\ny",1\n ,\nz,2\n', "f", Words, report)
    assert [(row.a, row.b, place) for row, place in rows] == [
        ("x\ny", "1", Location("f", 3, 1)),
        ("z", "2", Location("f", 6, 1)),
    ]


def test_columns_are_known_by_their_name_however_it_is_written() -> None:
    text = 'Paid Amount, "Issue_Date" ,GROSS,net,Number\n,2026-03-01,10,10,A\n'
    report = Report()
    ((row, _),) = read_rows(text, "f", LedgerRow, report)
    assert (row.number, row.gross, row.paid_amount) == ("A", Decimal(10), None)
    assert not report.diagnostics


def test_semicolons_bring_decimal_commas_for_numbers_only() -> None:
    text = "amount;hours;text\n1234,50;7,5;1,5\n-0,5;7:30;a,b\n1.5;;\n"
    assert rows_of(text, Prices) == (
        [
            (Decimal("1234.50"), Decimal("7.5"), "1,5"),
            (Decimal("-0.5"), Decimal("7.5"), "a,b"),
            (Decimal("1.5"), None, None),
        ],
        [],
    )


def test_commas_bring_no_decimal_commas() -> None:
    assert rows_of('amount\n"1,5"\n', Prices) == ([], ["f:2:1: CO206"])


def test_empty_cells_are_left_out_and_null_is_a_word() -> None:
    assert rows_of("a,b,c\nnull, ,~\n", Words) == ([("null", None, "~")], [])


def test_cells_beyond_the_header_may_be_empty() -> None:
    assert rows_of("a,b\nx,y, ,\nx,y,,z\n", Words) == ([("x", "y", None)], ["f:3:5: CO306"])


def test_columns_without_a_name_are_skipped() -> None:
    assert rows_of(",a,,b\nx,1,y,2\n", Words) == ([("1", "2", None)], [])


def test_a_row_with_nothing_in_the_known_columns_is_skipped() -> None:
    assert rows_of("a,q\n,x\n1,y\n", Words) == ([("1", None, None)], ["f:1:3: CO304"])


def test_what_stands_before_a_record_that_is_no_csv_is_read() -> None:
    assert rows_of('a\nx\n"y"z\nw\n', Words) == ([("x", None, None)], ["f:3:1: CO301"])


def test_old_line_ends_count() -> None:
    assert rows_of("a\r1\r\rx\r", Numbers) == ([(1, None, None)], ["f:4:1: CO206"])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("date,from,text", True),
        ("\u0020Date ; FROM;text;mood\r\n2026-01-01;Ada;x", True),
        ('"date"\t"from"\t"text"\n', True),
        ("date,from\ntext", False),
        ("", False),
        ("date from text", False),
    ],
)
def test_a_table_is_known_by_its_header(text: str, answer: bool) -> None:  # noqa: FBT001 - a table of them
    assert is_table_of(text, NoteRow) is answer
