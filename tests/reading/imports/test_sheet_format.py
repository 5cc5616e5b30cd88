from __future__ import annotations

from decimal import Decimal

from tests.reading.imports.conftest import imported

HEADER = "Project,Description,Billable,Invoiced,Start Date,End Time,Duration (h),Billable Rate (USD)\n"


def test_every_problem_of_every_row_is_told_with_its_place() -> None:
    text = (
        f"{HEADER}Shop,Good,Yes,No,2026-11-02,9:00,1:00,95.00\n"
        "Shop,Bad,Ja,No,2026-11-31,9:00,one,9.5.5\n"
        "Shop,Empty,Yes,No,,9:00,,\n"
    )
    outcome = imported(text)
    assert [entry.description for entry in outcome.entries] == ["Good"]
    assert outcome.problems == [
        "f:3:10: CO207 billable: 'Ja' is neither yes nor no",
        "f:3:16: CO205 start date: there is no day '2026-11-31'",
        "f:3:32: CO206 duration (h): 'one' is not a duration",
        "f:3:36: CO206 billable rate (usd): '9.5.5' is not an amount",
        "f:4:19: CO205 start date: '' is not a date",
        "f:4:25: CO206 duration (h): '' is not a duration",
    ]


def test_only_an_entry_without_an_end_may_have_no_hours() -> None:
    text = f"{HEADER}Shop,A,Yes,No,2026-11-02,,,\nShop,B,Yes,No,2026-11-02,,0:00,\nShop,C,Yes,No,2026-11-02,,1:00,\n"
    outcome = imported(text)
    assert outcome.problems == []
    assert [entry.hours for entry in outcome.entries] == [None, None, Decimal(1)]


def test_a_column_that_is_not_there_marks_nothing() -> None:
    (entry,) = imported("Description,Start Date,Duration (h)\nA,2026-11-02,1:00\n").entries
    assert (entry.billable, entry.billed, entry.rate, entry.currency) == (True, False, None, None)
    assert (entry.projects, entry.person) == ((), "")


def test_what_is_no_csv_is_told_once() -> None:
    outcome = imported(f'{HEADER}Shop,"A"x,Yes,No,2026-11-02,,1:00,\n')
    assert outcome.entries == ()
    assert [problem[:12] for problem in outcome.problems] == ["f:2:1: CO301"]
