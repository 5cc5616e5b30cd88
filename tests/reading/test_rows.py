from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.domain.correspondence import MessageKind
from closeout.domain.ledger import EntryKind
from closeout.reading.decode import shape_fields
from closeout.reading.rows import ExpenseRow, LedgerRow, NoteRow, TimeRow
from closeout.reading.table import read_rows

if TYPE_CHECKING:
    from msgspec import Struct


@pytest.mark.parametrize(
    ("shape", "required", "optional"),
    [
        (TimeRow, "date description hours", "rate tax_rate invoice"),
        (ExpenseRow, "date description price", "quantity unit tax_rate invoice receipt"),
        (
            LedgerRow,
            "number issue_date net gross",
            "kind due_date tax_rate tax paid_date paid_amount refers_to deducted_in",
        ),
        (NoteRow, "date from text", "time kind channel to subject noted_on"),
    ],
)
def test_the_columns(shape: type[Struct], required: str, optional: str) -> None:
    fields = shape_fields(shape)
    assert {name for name, field in fields.items() if field.required} == set(required.split())
    assert {name for name, field in fields.items() if not field.required} == set(optional.split())


def test_a_row_of_the_ledger_with_every_cell() -> None:
    text = (
        "number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to,deducted_in\n"
        "7,Credit_Note,2026-01-01,2026-01-02,1,2,3,4,2026-01-03,5,X,Y\n"
    )
    report = Report()
    ((row, _),) = read_rows(text, "f", LedgerRow, report)
    assert not report.diagnostics
    assert row == LedgerRow(
        number="7",
        kind=EntryKind.CREDIT_NOTE,
        issue_date=dt.date(2026, 1, 1),
        due_date=dt.date(2026, 1, 2),
        net=Decimal(1),
        tax_rate=Decimal(2),
        tax=Decimal(3),
        gross=Decimal(4),
        paid_date=dt.date(2026, 1, 3),
        paid_amount=Decimal(5),
        refers_to="X",
        deducted_in="Y",
    )


def test_the_shortest_rows() -> None:
    report = Report()
    ((entry, _),) = read_rows("number,issue_date,net,gross\n7,2026-01-01,1,1\n", "f", LedgerRow, report)
    assert (entry.kind, entry.tax, entry.tax_rate, entry.paid_amount) == (EntryKind.INVOICE, Decimal(0), None, None)
    ((note, _),) = read_rows("date;from;text\n2026-01-01;Ada;Hello\n", "f", NoteRow, report)
    assert (note.kind, note.from_, note.text, note.time) == (MessageKind.NOTE, "Ada", "Hello", None)
    ((time, _),) = read_rows("date\tdescription\thours\n2026-01-01\tx\t0:15\n", "f", TimeRow, report)
    assert (time.hours, time.rate, time.tax_rate, time.invoice) == (Decimal("0.25"), None, None, None)
    assert not report.diagnostics
