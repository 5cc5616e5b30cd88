"""Every amount of the account is traced to the row in which the user wrote it."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Location, Report
from closeout.documents.account_trace import AccountTrace, compose_trace
from closeout.documents.case import Case
from closeout.domain.money import Money
from closeout.reading.folder import read_engagement
from tests.conftest import ROOT

AS_OF = dt.date(2026, 11, 16)
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/engagement.yaml"))


def trace_of(example: str) -> AccountTrace:
    engagement = read_engagement(ROOT / "examples" / example, None, Report())
    assert engagement is not None
    return compose_trace(Case(engagement=engagement, record=None, as_of=AS_OF))


def written(example: str, place: Location | None) -> str:
    assert place is not None
    assert place.line is not None
    return (ROOT / "examples" / example / place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_line_stands_in_the_row_that_it_names(example: str) -> None:
    trace = trace_of(example)
    assert trace.invoice is not None
    for line in trace.invoice.lines:
        row = written(example, line.source)
        assert line.description.split(",")[0] in row or f"amount: {line.unit_price:.2f}" in row
    for deduction in trace.invoice.deductions:
        assert written(example, deduction.source).startswith(f"{deduction.number},deposit,")
    for entry in trace.ledger:
        assert written(example, entry.source).startswith(f"{entry.number},")


def test_the_tax_names_the_lines_that_it_sums_up() -> None:
    trace = trace_of("eu-fixed-price")
    assert trace.invoice is not None
    lines = trace.invoice.lines
    numbers = [trace.numbers_of(row) for row in trace.invoice.breakdown]
    assert sorted(number for group in numbers for number in group) == list(range(1, len(lines) + 1))
    for row, group in zip(trace.invoice.breakdown, numbers, strict=True):
        assert Money.total((lines[number - 1].net for number in group), "EUR") == row.taxable


def test_where_nothing_is_left_to_bill_the_ledger_is_traced() -> None:
    engagement = read_engagement(ROOT / "examples" / "upwork-hourly", None, Report())
    assert engagement is not None
    without = Case(engagement=engagement, record=None, as_of=AS_OF)
    billed = tuple(entry for entry in engagement.time if entry.invoice is not None)
    trace = compose_trace(replace(without, engagement=replace(engagement, time=billed)))
    assert trace.invoice is None
    assert len(trace.ledger) == len(engagement.ledger)
