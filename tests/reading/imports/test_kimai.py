from __future__ import annotations

import json
from decimal import Decimal

from tests.reading.imports.conftest import imported

SHEET = """\
Date,From,To,Duration,Currency,Price,Internal price,Hourly price,Fixed price,Name,User,E-mail,Staff number,Customer,\
Project,Activity,Description,Billable,Tags,Type,Category,Account,Project number,VAT-ID,Order number,Exported
2026-11-02,12:00,12:06,0.11,EUR,9.35,0,85,0,Ada,ada,,,Acme,Shop,Coding,Fix the cart,1,"foo, bar",timesheet,work,,,,,
2026-11-03,09:00,10:30,1:30,EUR,127.5,0,85,0,Ada,ada,,,Acme,Shop,Coding,,1,,timesheet,work,,,,,1
2026-11-04,09:00,10:00,1,EUR,300,0,0,300,Ada,ada,,,Acme,Shop,Coding,Flat,1,,timesheet,work,,,,,
2026-11-05,09:00,10:00,1,EUR,0,0,0,0,Ada,ada,,,Acme,Shop,Coding,Free,,,timesheet,work,,,,,
2026-11-06,09:00,,0,EUR,0,0,0,0,Ada,ada,,,Acme,Shop,Coding,Running,1,,timesheet,work,,,,,
"""
RECORDS = [
    {
        "id": 1,
        "begin": "2026-11-02T23:30:00+0100",
        "end": "2026-11-03T01:00:00+0100",
        "duration": 5400,
        "user": {"id": 1, "username": "ada"},
        "activity": {"id": 2, "name": "Coding"},
        "project": {"id": 3, "name": "Shop", "customer": {"name": "Acme"}},
        "description": None,
        "rate": 127.5,
        "tags": ["a"],
        "exported": False,
        "billable": True,
        "hourlyRate": 85.5,
    },
    {"begin": "2026-11-03T09:00:00+0100", "end": None, "duration": 0, "activity": 2, "project": 3, "user": 1},
    {
        "begin": "2026-11-04T09:00:00+0100",
        "end": "2026-11-04T10:00:00+0100",
        "duration": 3600,
        "activity": 2,
        "project": 3,
        "description": "Flat\nrate",
        "exported": True,
        "billable": False,
        "fixedRate": 300,
    },
]


def test_the_csv_of_the_default_template() -> None:
    outcome = imported(SHEET)
    assert outcome.format == "Kimai CSV"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "0.11", "Fix the cart"),
        ("2026-11-03", "1.5", "Coding"),
        ("2026-11-04", "1", "Flat"),
        ("2026-11-05", "1", "Free"),
        ("2026-11-06", None, "Running"),
    ]
    assert [entry.billed for entry in outcome.entries] == [False, True, False, False, False]
    assert [entry.billable for entry in outcome.entries] == [True, True, True, False, True]
    assert [entry.apart for entry in outcome.entries] == [None, None, "a fixed price; write it by hand", None, None]
    assert (outcome.entries[0].rate, outcome.entries[0].currency) == (Decimal(85), "EUR")


def test_the_list_of_the_interface() -> None:
    outcome = imported(json.dumps(RECORDS))
    assert outcome.format == "Kimai JSON"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "1.5", "Coding"),
        ("2026-11-03", None, ""),
        ("2026-11-04", "1", "Flat rate"),
    ]
    first, second, third = outcome.entries
    assert (first.rate, first.projects, first.person) == (Decimal("85.5"), ("Shop",), "ada")
    assert (second.projects, second.person, second.billed) == ((), "", False)
    assert (third.billed, third.billable, third.apart) == (True, False, "a fixed price; write it by hand")
