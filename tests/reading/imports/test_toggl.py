from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.imports.conftest import imported

SHEET = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)
Ada,a@x.example,Café Zürich,Shop,Checkout,"Design, first draft",Yes,2026-11-02,09:00:00,2026-11-02,10:20:00,01:20:00,ui,
Ada,a@x.example,Café Zürich,Shop,Checkout,,Yes,2026-11-03,23:30:00,2026-11-04,01:00:30,01:30:30,"ui, night",114.00
Ada,a@x.example,Café Zürich,Blog,,,No,2026-11-05,08:00:00,2026-11-05,10:00:00,02:00:00,,
Ada,a@x.example,,,,Still at it,Yes,2026-11-06,08:00:00,,,,,
"""
ROWS = [
    {
        "user_id": 1,
        "username": "Ada Byron",
        "project_id": 7,
        "task_id": None,
        "billable": True,
        "description": "Design",
        "tag_ids": [3],
        "billable_amount_in_cents": 8500,
        "hourly_rate_in_cents": 8500,
        "currency": "EUR",
        "project_name": "Shop",
        "row_number": 1,
        "time_entries": [
            {"id": 1, "seconds": 3600, "start": "2026-11-02T23:30:00+01:00", "stop": "2026-11-03T00:30:00+01:00"},
            {"id": 2, "seconds": 52, "start": "2026-11-03T23:30:00+00:00", "stop": "2026-11-03T23:30:52+00:00"},
        ],
    },
    {
        "username": "Ada Byron",
        "description": "",
        "billable": False,
        "hourly_rate_in_cents": None,
        "currency": "USD",
        "time_entries": [{"id": 3, "seconds": -1, "start": "2026-11-04T10:00:00+01:00", "stop": None}],
    },
]


def test_the_detailed_report_as_csv() -> None:
    outcome = imported(SHEET)
    assert outcome.format == "Toggl Track CSV"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "1.333333333333", "Design, first draft"),
        ("2026-11-03", "1.508333333333", "Checkout"),
        ("2026-11-05", "2", "Blog"),
        ("2026-11-06", None, "Still at it"),
    ]
    first, second, third, fourth = outcome.entries
    assert (first.projects, first.person, first.billable, first.currency) == (("Shop",), "Ada", True, None)
    assert (second.rate, second.currency) == (None, "EUR")
    assert not third.billable
    assert fourth.projects == ()
    assert str(second.location) == f"f:3:{SHEET.splitlines()[2].index('2026-11-03') + 1}"


def test_the_rows_of_the_reports_api() -> None:
    text = json.dumps(ROWS, indent=1)
    outcome = imported(text)
    assert outcome.format == "Toggl Track JSON"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "1", "Design"),
        ("2026-11-04", "0.014444444444", "Design"),
        ("2026-11-04", None, ""),
    ]
    first, _, third = outcome.entries
    assert (first.rate, first.currency, first.projects) == (Decimal(85), "EUR", ("Shop",))
    assert (third.rate, third.currency, third.billable) == (None, None, False)
    line = text.splitlines().index(" {", 2) + 1
    assert str(third.location) == f"f:{line}:2"


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 86_400)), max_size=30))
def test_hours_survive_the_way_through_an_export(rows: list[tuple[object, int]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Description", "Billable", "Start date", "Duration"])
    for day, seconds in rows:
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        writer.writerow(["Work", "Yes", day, clock])
    outcome = imported(text.getvalue())
    assert outcome.problems == []
    assert [entry.date for entry in outcome.entries] == [day for day, _ in rows]
    assert round(outcome.hours * 3600) == sum(seconds for _, seconds in rows)


def test_a_row_that_is_not_as_the_interface_says_has_its_place() -> None:
    rows = [{"time_entries": [{"start": 1, "seconds": 3}]}, {"time_entries": [{"start": "2026-11-04", "seconds": 3}]}]
    text = json.dumps(rows)
    column = text.rindex('{"time') + 1
    assert imported(text).problems == [
        "f:1:2: CO203 this entry is not as expected: Expected `str`, got `int` - at `$.time_entries[0].start`",
        f"f:1:{column}: CO216 '2026-11-04' is not a time",
    ]
