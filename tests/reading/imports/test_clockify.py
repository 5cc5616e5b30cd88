from __future__ import annotations

from decimal import Decimal

import pytest

from closeout.reading.imports.dates import DateOrder
from tests.reading.imports.conftest import imported

HEADER = (
    '"Project","Client","Description","Task","User","Group","Email","Tags","Type","Billable","Invoiced","Invoice ID",'
    '"Start Date","Start Time","End Date","End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)",'
    '"Billable Amount (USD)","Date of creation"\n'
)


def row(  # noqa: PLR0913 - one for each cell that a test changes
    date: str,
    *,
    duration: str = "01:30:00",
    kind: str = "Regular",
    billable: str = "Yes",
    invoiced: str = "No",
    rate: str = "95.00",
) -> str:
    """Return a row of an export."""
    return (
        f'"Shop","Acme","Cart, part two","Development","Ada Byron","","ada@example.com","a, b","{kind}","{billable}",'
        f'"{invoiced}","","{date}","09:00:00 AM","{date}","10:30:00 AM","{duration}","1.50","{rate}","142.5","{date}"\n'
    )


def test_the_detailed_report_as_csv() -> None:
    text = (
        HEADER
        + row("11/02/2026")
        + row("11/13/2026", duration="0:20")
        + row("11/14/2026", duration="0.25", rate="0.00")
    )
    outcome = imported(text)
    assert outcome.format == "Clockify CSV"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "1.5", "Cart, part two"),
        ("2026-11-13", "0.333333333333", "Cart, part two"),
        ("2026-11-14", "0.25", "Cart, part two"),
    ]
    first, _, third = outcome.entries
    assert (first.rate, first.currency, first.projects) == (Decimal(95), "USD", ("Shop",))
    assert third.rate is None


@pytest.mark.parametrize("mark", ["/", "-", "."])
def test_day_and_month_are_told_by_the_whole_file(mark: str) -> None:
    dates = [f"03{mark}04{mark}2026", f"19{mark}02{mark}2026"]
    outcome = imported(HEADER + "".join(row(date) for date in dates))
    assert [entry.date.isoformat() for entry in outcome.entries] == ["2026-04-03", "2026-02-19"]


def test_dates_that_could_be_both_are_asked_for_once() -> None:
    text = HEADER + row("03/04/2026") * 3
    outcome = imported(text)
    assert outcome.entries == ()
    column = row("03/04/2026").index('"03/') + 1
    problem = "CO205 '03/04/2026' may begin with its day or with its month"
    assert outcome.problems == [f"f:2:{column}: {problem}"]
    first, *_ = imported(text, order=DateOrder.MDY).entries
    assert first.date.isoformat() == "2026-03-04"


def test_breaks_and_what_is_invoiced_are_told_apart() -> None:
    text = (
        HEADER + row("2026-11-02", kind="Break") + row("2026-11-03", invoiced="Yes") + row("2026-11-04", billable="No")
    )
    pause, invoiced, free = imported(text).entries
    assert pause.apart == "a break"
    assert (invoiced.billed, invoiced.apart) == (True, None)
    assert not free.billable


def test_a_currency_of_its_own_name_is_kept_as_written() -> None:
    (entry,) = imported((HEADER + row("2026-11-02")).replace("(USD)", "(Euro)")).entries
    assert entry.currency == "EURO"
