"""The accounts against themselves: what is told, at which row, and what may well be meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, Report
from closeout.reading.folder import read_engagement
from closeout.reading.reconciliation import check_not_yet
from tests.reading.conftest import change, problems

if TYPE_CHECKING:
    from pathlib import Path

YAML, TIME, LEDGER, EXPENSES = "engagement.yaml", "time.csv", "invoices.csv", "expenses.csv"
CREDIT = "2026-002,credit note,2026-04-01,,100.00,19,19.00,119.00,,,2026-001,"
FIXES = "2026-11-10,Fixes,1:30,,,"


@pytest.mark.parametrize(
    ("currency", "row", "told"),
    [
        ("EUR", "100,19,19.05,119.05", []),
        ("EUR", "100,19,18.95,118.95", []),
        ("EUR", "100,19,19.06,119.06", ["CO403"]),
        ("EUR", "100,19,18.94,118.94", ["CO403"]),
        ("JPY", "1003,10,105,1108", []),
        ("JPY", "1003,10,106,1109", ["CO403"]),
        ("KWD", "100,5,5.005,105.005", []),
        ("KWD", "100,5,5.006,105.006", ["CO403"]),
        ("EUR", "100,0,0.00,100.00", []),
        ("EUR", "100,,99,199", []),
    ],
)
def test_a_tax_may_be_rounded_line_by_line(currency: str, row: str, told: list[str], folder: Path) -> None:
    change(folder, YAML, "currency: EUR", f"currency: {currency}")
    (folder / TIME).unlink()
    header = "number,issue_date,net,tax_rate,tax,gross\n"
    (folder / LEDGER).write_text(f"{header}A,2026-05-01,{row}\n", encoding="utf-8")
    assert problems(folder) == [f"{LEDGER}:2:1 warning {code}" for code in told]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("D,deposit,2026-05-01,,100,,,100,2026-05-02,100,,", []),
        ("D,deposit,2026-05-01,,100,,,100,2026-05-02,99.99,,", ["CO409"]),
        ("D,deposit,2026-05-01,,100,,,100,,,,", ["CO409"]),
        ("D,deposit,2026-05-01,,100,,,100,,,,2026-001", []),
        ("D,invoice,2026-05-01,2026-05-01,100,,,100,2026-05-02,100,,", []),
        ("D,invoice,2026-05-01,,100,,,100,2026-05-02,100.01,,", ["CO406"]),
    ],
)
def test_rows_of_the_ledger_that_may_be_meant(row: str, told: list[str], folder: Path) -> None:
    change(folder, LEDGER, CREDIT, f"{CREDIT}\n{row}")
    assert problems(folder) == [f"{LEDGER}:4:1 warning {code}" for code in told]


def test_a_number_may_be_used_again_when_nothing_is_left_to_bill(folder: Path) -> None:
    change(folder, YAML, "number: 2026-031", "number: 2026-001")
    assert problems(folder) == [f"{YAML}:36:11 error CO404"]
    change(folder, TIME, "Fixes,1:30,,,", "Fixes,1:30,,,2026-001")
    change(folder, LEDGER, "637.50,19,121.13,758.63,2026-03-14,758.63", "765,19,145.35,910.35,2026-03-14,910.35")
    assert problems(folder) == []
    milestone = "milestones:\n    - {title: A, amount: 1, status: delivered, delivered: 2026-02-01}\n  notice:"
    change(folder, YAML, "notice:", milestone)
    assert problems(folder) == [f"{YAML}:38:11 error CO404"]


def test_the_final_invoice_may_be_referred_to_before_it_is_in_the_ledger(folder: Path) -> None:
    change(folder, TIME, "Fixes,1:30,,,", "Fixes,1:30,,,2026-031")
    assert problems(folder) == []


def test_every_reference_is_checked(folder: Path) -> None:
    change(folder, LEDGER, CREDIT, f"{CREDIT}\nD,deposit,2026-05-01,,1,,,1,,,Q,Z")
    assert problems(folder) == [f"{LEDGER}:4:1 error CO405"] * 2


def test_an_invoice_that_could_not_be_read_is_not_called_unknown(folder: Path) -> None:
    change(folder, LEDGER, "2026-03-15,637.50", "2026-03-15,x")
    assert problems(folder) == [f"{LEDGER}:2:40 error CO206"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2026-11-10,Fixes,1:30,,,", "stands in line 3 already (not billed yet)"),
        ("2026-11-10,FIXES,1.5,,,2026-001", "stands in line 3 already (not billed yet and on invoice 2026-001)"),
        ("2026-11-10,Fixes,1:31,,,", None),
        ("2026-11-11,Fixes,1:30,,,", None),
        ("2026-11-10,More fixes,1:30,,,", None),
    ],
)
def test_the_same_work_twice_is_billed_twice(row: str, told: str | None, folder: Path) -> None:
    change(folder, TIME, FIXES, f"{FIXES}\n{row}")
    change(folder, LEDGER, "637.50,19,121.13,758.63,2026-03-14,758.63", "765,19,145.35,910.35,2026-03-14,910.35")
    report = Report()
    assert read_engagement(folder, None, report) is not None
    assert [each.message for each in report.diagnostics] == ([f"the same work {told}"] if told else [])
    assert {str(each.location) for each in report.diagnostics} <= {f"{TIME}:4:1"}


def test_a_receipt_is_billed_once_but_the_same_ride_may_be_made_twice(folder: Path) -> None:
    rows = ["2026-11-09,Train,40,,", "2026-11-09,Train,40,,", "2026-11-09,Hotel,90,,R1", "2026-11-09,Meals,20,,R1"]
    text = "\n".join(["date,description,price,invoice,receipt", *rows, ""])
    (folder / EXPENSES).write_text(text, encoding="utf-8")
    assert problems(folder) == []
    (folder / EXPENSES).write_text(f"{text}2026-11-10,Night at the hotel,90,,R1\n", encoding="utf-8")
    assert problems(folder) == [f"{EXPENSES}:6:1 warning CO418"]


@pytest.mark.parametrize(("hours", "told"), [("22.5", []), ("22:31", [f"{TIME}:4:1 warning CO419"])])
def test_a_day_has_24_hours(hours: str, told: list[str], folder: Path) -> None:
    change(folder, TIME, FIXES, f"{FIXES}\n2026-11-10,Rest,{hours},,,\n2026-11-11,Next day,24,,,")
    assert problems(folder) == told


def test_a_day_that_is_too_long_is_told_once(folder: Path) -> None:
    change(folder, TIME, FIXES, f"{FIXES}\n2026-11-10,A,24,,,\n2026-11-10,B,2,,,\n2026-11-10,C,3,,,")
    assert problems(folder) == [f"{TIME}:4:1 warning CO419"]


@pytest.mark.parametrize(
    ("net", "told"),
    [("637.50", []), ("637.46", []), ("637.44", [f"{LEDGER}:2:1 warning CO403"]), ("900.00", [])],
)
def test_an_invoice_bills_no_less_than_what_names_it(net: str, told: list[str], folder: Path) -> None:
    change(folder, LEDGER, "637.50,19,121.13,758.63,2026-03-14,758.63", f"{net},,0,{net},,")
    assert problems(folder) == told


def test_what_names_an_invoice_is_work_expenses_and_milestones(folder: Path) -> None:
    change(folder, LEDGER, "637.50,19,121.13,758.63,2026-03-14,758.63", "707.50,,0,707.50,,")
    (folder / EXPENSES).write_text("date,description,price,invoice\n2026-02-02,Train,30,2026-001\n", encoding="utf-8")
    milestone = "{title: A, amount: 40, status: delivered, delivered: 2026-02-01, invoice: 2026-001}"
    change(folder, YAML, "notice:", f"milestones:\n    - {milestone}\n  notice:")
    assert problems(folder) == []
    change(folder, YAML, "amount: 40", "amount: 41")
    assert problems(folder) == [f"{LEDGER}:2:1 warning CO403"]


def test_an_invoice_that_deducted_a_deposit_may_stand_with_what_was_left(folder: Path) -> None:
    deposit = "D,deposit,2026-01-15,,200,,,200,2026-01-16,200,,2026-001"
    change(folder, LEDGER, "637.50,19,121.13,758.63,2026-03-14,758.63", "437.50,,0,437.50,,")
    assert problems(folder) == [f"{LEDGER}:2:1 warning CO403"]
    change(folder, LEDGER, CREDIT, f"{CREDIT}\n{deposit}")
    assert problems(folder) == []


def test_a_deposit_bills_no_work_yet(folder: Path) -> None:
    change(folder, LEDGER, CREDIT, f"{CREDIT}\nD,deposit,2026-01-15,,10,,,10,2026-01-16,10,,")
    change(folder, TIME, FIXES, f"{FIXES[:-1]},D")
    assert problems(folder) == []


@pytest.mark.parametrize(("paid", "told"), [("2026-03-01", []), ("2026-02-28", [f"{LEDGER}:2:1 warning CO401"])])
def test_an_invoice_is_paid_after_it_was_issued(paid: str, told: list[str], folder: Path) -> None:
    change(folder, LEDGER, "2026-03-14", paid)
    assert problems(folder) == told


@pytest.mark.parametrize(
    ("as_of", "places"),
    [
        (date(2026, 11, 10), []),
        (date(2026, 11, 9), [f"{TIME}:3:1"]),
        (date(2026, 3, 31), [f"{LEDGER}:3:1", f"{TIME}:3:1"]),
        (date(2026, 3, 13), [f"{LEDGER}:2:1", f"{LEDGER}:3:1", f"{TIME}:3:1"]),
    ],
)
def test_what_has_not_happened_yet_is_told(as_of: date, places: list[str], folder: Path) -> None:
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert engagement is not None
    check_not_yet(engagement, as_of, report)
    assert {each.code for each in report.diagnostics} <= {Code.NOT_YET}
    assert [str(each.location) for each in report.diagnostics] == places
