from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading.imports.conftest import imported

SHEET = '''\
Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,Approved?,First Name,Last Name,\
Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL
2026-11-02,Acme,Website,WEB,Design,"The ""first""",2.50,2.50,Yes,No,No,Ada,Byron,,Yes,95.00,237.50,,,Euro - EUR,
2026-11-03,Acme,Website,WEB,Design,,0.33,0.50,Yes,Yes,No,Ada,Byron,,Yes,95.00,31.35,,,Euro - EUR,
2026-11-04,Acme,Intern,INT,Admin,Filing,1.00,1.00,No,No,No,Ada,Byron,,Yes,0.00,0.00,,,Euro - EUR,
'''


def test_the_detailed_time_report() -> None:
    outcome = imported(SHEET)
    assert outcome.format == "Harvest CSV"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "2.5", 'The "first"'),
        ("2026-11-03", "0.33", "Design"),
        ("2026-11-04", "1", "Filing"),
    ]
    first, second, third = outcome.entries
    assert (first.rate, first.currency, first.person) == (Decimal(95), "EUR", "Ada Byron")
    assert [entry.billed for entry in outcome.entries] == [False, True, False]
    assert (second.projects, third.currency, third.billable) == (("Website",), None, False)


@pytest.mark.parametrize(
    ("date", "hours", "expected"),
    [("26.01.2026", "7,5", ("2026-01-26", "7.5")), ("2026.01.26", "7:30", ("2026-01-26", "7.5"))],
)
def test_dates_and_hours_are_as_the_account_writes_them(date: str, hours: str, expected: tuple[str, str]) -> None:
    header = "Date,Client,Project,Task,Notes,Hours,Billable?\n"
    outcome = imported(f'{header}{date},Acme,Website,Design,Fix,"{hours}",Yes\n')
    assert outcome.problems == []
    assert outcome.rows == [(*expected, "Fix")]


def test_a_semicolon_file_is_read_as_well() -> None:
    outcome = imported("Date;Client;Project;Task;Notes;Hours\n2026-11-02;Acme;Website;Design;a, b;1,25\n")
    assert outcome.rows == [("2026-11-02", "1.25", "a, b")]
    assert outcome.entries[0].billable
