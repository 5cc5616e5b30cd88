"""Exports that become rows of time.csv: what is added, what is left out, and what stays as it is."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Report, UserError
from closeout.pipeline.importing import Choice, Import, import_time
from closeout.reading.folder import read_engagement
from closeout.reading.imports.dates import DateOrder
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# The contract of the example is in USD, at 95.00 an hour, in the time zone of Los Angeles.
HEADER = "Project,Task,Description,User,Billable,Start Date,End Time,Duration (h),Billable Rate (USD)\n"
SHEET = f"""\
{HEADER}Shop,Cart,"Fix, first part",Ada,Yes,2026-11-02,9:00,1:20:00,95.00
Shop,Cart,"Fix, first part",Ada,Yes,2026-11-02,9:00,1:20:00,95.00
Shop,Cart,,Ada,No,2026-11-03,9:00,0:30:00,0.00
Shop,Cart,Later,Ada,Yes,2026-11-04,,,
Blog,,Post,Ada,Yes,2026-11-05,9:00,2:00:00,0.00
"""
TRACKED = (Decimal(80) / 60 * 2 + 2).quantize(Decimal("1e-9"))


class Done(NamedTuple):
    """An import, and what time.csv says afterwards."""

    outcome: Import
    rows: list[tuple[str, str, Decimal, Decimal]]


def done(folder: Path, text: str | bytes, choice: Choice = Choice()) -> Done:  # noqa: B008 - it is frozen
    """Import `text`, write what comes of it, and read the engagement again."""
    source = folder.parent / "export"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = import_time(source, folder, None, choice)
    outcome.path.write_bytes(outcome.content)
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert engagement is not None, report.diagnostics
    rows = [(row.date.isoformat(), row.description, row.hours, row.rate) for row in engagement.time]
    return Done(outcome, rows)


def problems(folder: Path, text: str | bytes, choice: Choice = Choice()) -> list[str]:  # noqa: B008 - it is frozen
    """Return what is wrong with an import, without the folder of the export."""
    before = (folder / "time.csv").read_bytes()
    with pytest.raises(UserError) as caught:
        done(folder, text, choice)
    assert (folder / "time.csv").read_bytes() == before
    return [str(each).replace(f"{folder.parent}/", "") for each in caught.value.diagnostics]


def test_rows_are_added_and_every_byte_before_them_stays(engagement: Path) -> None:
    before = (engagement / "time.csv").read_bytes()
    outcome, rows = done(engagement, SHEET)
    assert outcome.format == "Clockify CSV"
    assert outcome.content == before + (
        b'2026-11-02,"Fix, first part",1:20,\n2026-11-02,"Fix, first part",1:20,\n2026-11-05,Post,2,\n'
    )
    assert sum((row[2] for row in rows[-3:]), Decimal(0)).quantize(Decimal("1e-9")) == TRACKED
    assert {(left.reason, len(left.entries), left.named) for left in outcome.left} == {
        ("not billable (--all takes them)", 1, False),
        ("still running", 1, True),
    }
    assert outcome.size == 5


def test_importing_again_adds_nothing(engagement: Path) -> None:
    first = done(engagement, SHEET).outcome
    second = done(engagement, SHEET).outcome
    assert second.content == first.content
    assert (len(second.added), len(second.known), second.size) == (0, 3, 5)


def test_a_longer_export_adds_what_is_new(engagement: Path) -> None:
    done(engagement, SHEET)
    again = "".join(SHEET.splitlines(keepends=True)[1:2])
    added = done(engagement, SHEET + again).outcome.added
    assert [(entry.description, entry.location.line) for entry in added] == [("Fix, first part", 7)]


def test_all_takes_what_is_not_billable_at_the_rate_of_the_contract(engagement: Path) -> None:
    outcome, rows = done(engagement, SHEET, Choice(everything=True))
    assert [entry.description for entry in outcome.added] == ["Fix, first part", "Fix, first part", "Cart", "Post"]
    assert rows[-2] == ("2026-11-03", "Cart", Decimal("0.5"), Decimal(95))


def test_one_project_may_be_chosen_in_any_case(engagement: Path) -> None:
    outcome = done(engagement, SHEET, Choice(project="blog ")).outcome
    assert [entry.description for entry in outcome.added] == ["Post"]
    assert [(left.reason, len(left.entries)) for left in outcome.left] == [("of another project", 4)]


def test_a_project_that_is_not_there_is_told(engagement: Path) -> None:
    (problem,) = problems(engagement, SHEET, Choice(project="Blok"))
    assert problem == "export: error[CO207]: no entry is of the project 'Blok'\n    hint: did you mean 'blog'?"
    (problem,) = problems(engagement, SHEET, Choice(project="x"))
    assert "hint: projects there: Blog, Shop" in problem


def test_work_before_the_contract_is_pointed_out(engagement: Path) -> None:
    outcome = done(engagement, f"{HEADER}Shop,,Old,Ada,Yes,2019-01-02,9:00,1:00,\n").outcome
    assert outcome.early == outcome.added


def test_billed_work_is_not_billed_again_even_with_all(engagement: Path) -> None:
    text = "Date,Project,Task,Notes,Hours,Billable?,Invoiced?\n2026-11-02,Shop,Dev,Fix,1.5,Yes,Yes\n"
    outcome = done(engagement, text, Choice(everything=True)).outcome
    assert outcome.added == ()
    assert [left.reason for left in outcome.left] == ["billed already"]


def test_breaks_and_empty_entries_are_left_out(engagement: Path) -> None:
    text = (
        "Project,Description,Type,Start Date,End Time,Duration (h)\n"
        "Shop,Lunch,Break,2026-11-02,13:00,1:00\nShop,Slip,Regular,2026-11-02,13:00,0:00:00\n"
    )
    outcome = done(engagement, text).outcome
    assert {left.reason for left in outcome.left} == {"a break", "without any time"}
    assert outcome.content == (engagement / "time.csv").read_bytes()


def test_a_rate_of_its_own_needs_its_column(engagement: Path) -> None:
    text = f"{HEADER}Shop,,Night,Ada,Yes,2026-11-02,9:00,1:00,120.50\n"
    (problem,) = problems(engagement, text)
    assert problem == (
        "time.csv:1:1: error[CO303]: the column 'rate' is missing: the work of 2026-11-02 has a rate of its own, 120.5"
        "\n    hint: add ',rate' to the end of its first line"
    )
    old = (engagement / "time.csv").read_text(encoding="utf-8")
    (engagement / "time.csv").write_text(old.replace("invoice\n", "invoice,rate\n", 1), encoding="utf-8")
    assert done(engagement, text).rows[-1] == ("2026-11-02", "Night", Decimal(1), Decimal("120.5"))


def test_another_currency_is_refused(engagement: Path) -> None:
    text = f"{HEADER}Shop,,Night,Ada,Yes,2026-11-02,9:00,1:00,120\nShop,,Day,Ada,Yes,2026-11-02,9:00,1:00,0\n"
    (problem,) = problems(engagement, text.replace("USD", "EUR"))
    assert problem.startswith("export:2:21: error[CO208]: this entry is in 'EUR', the contract in USD")


def test_every_entry_that_no_row_can_hold_is_told(engagement: Path) -> None:
    text = (
        f"{HEADER},,,Ada,Yes,2026-11-02,9:00,1:00,\nS,,{'x' * 2001},Ada,Yes,2026-11-02,9:00,1:00,\n"
        "S,,x,Ada,Yes,2026-11-02,9:00,99999:01,\n"
    )
    assert [problem.splitlines()[0] for problem in problems(engagement, text)] == [
        "export:2:12: error[CO204]: this entry has no description, task or project",
        "export:3:2014: error[CO215]: the description is longer than 2000 characters",
        "export:4:14: error[CO215]: 99999.016666666667 hours cannot be right",
    ]


@pytest.mark.parametrize(
    ("rate", "problem"), [("1e20", "cannot be right"), ("-1.5", "cannot be right"), ("1.0000000000001", "decimals")]
)
def test_a_rate_that_no_row_can_hold_is_told(rate: str, problem: str, engagement: Path) -> None:
    record = '"begin":"2026-11-02T09:00:00Z","end":"2026-11-02T10:00:00Z","duration":3600,"description":"x"'
    (told,) = problems(engagement, f'[{{{record},"activity":1,"hourlyRate":{rate}}}]')
    assert problem in told


def test_work_without_a_rate_is_refused_before_it_breaks_the_folder(tmp_path: Path) -> None:
    export = tmp_path / "export"
    export.write_text(f"{HEADER}S,,x,Ada,Yes,2026-11-02,9:00,1:00,\n", encoding="utf-8")
    with pytest.raises(UserError, match="this work has no rate"):
        import_time(export, ROOT / "examples" / "eu-fixed-price", None, Choice())


def test_a_folder_without_time_gets_a_file_with_all_columns(engagement: Path) -> None:
    (engagement / "time.csv").unlink()
    (engagement / "invoices.csv").unlink()
    outcome = done(engagement, f"{HEADER}S,,x,Ada,Yes,2026-11-02,9:00,1:00,50\n").outcome
    assert outcome.content == b"date,description,hours,rate,tax_rate,invoice\n2026-11-02,x,1,50,,\n"


def test_nothing_new_makes_no_file(engagement: Path) -> None:
    (engagement / "time.csv").unlink()
    source = engagement / "export"
    source.write_text(HEADER, encoding="utf-8")
    assert import_time(source, engagement, None, Choice()).content == b""


def test_a_folder_that_is_broken_is_mended_first(engagement: Path) -> None:
    with (engagement / "time.csv").open("a", encoding="utf-8") as stream:
        stream.write("2026-13-01,x,1,\n")
    (problem,) = problems(engagement, "nothing")
    assert problem.startswith("time.csv:")


def test_the_order_of_dates_may_be_said(engagement: Path) -> None:
    text = f"{HEADER}S,,x,Ada,Yes,03/04/2026,9:00,1:00,\n"
    (problem,) = problems(engagement, text)
    assert "--dates dmy" in problem
    assert done(engagement, text, Choice(order=DateOrder.MDY)).rows[-1][0] == "2026-03-04"


def test_the_day_is_that_of_the_engagements_time_zone(engagement: Path) -> None:
    text = '[{"id":1,"start":"20261103T030000Z","end":"20261103T040000Z","tags":["shop"],"annotation":"Evening"}]'
    assert done(engagement, text).rows[-1] == ("2026-11-02", "Evening", Decimal(1), Decimal(95))


ENTRIES = st.lists(
    st.tuples(
        st.dates(dt.date(2026, 5, 1), dt.date(2026, 11, 30)),
        st.sampled_from(["Fix", "Fix, more", "=1+1", "-", "“é”", 'a "b"', "c\nd"]),
        st.integers(0, 90_000),
        st.booleans(),
        st.sampled_from(["Shop", "Blog"]),
    ),
    max_size=12,
)


def sheet(entries: list[tuple[dt.date, str, int, bool, str]]) -> str:
    """Return `entries` as an export."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Project", "Description", "Billable", "Start date", "Duration"])
    for day, description, seconds, billable, project in entries:
        clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        writer.writerow([project, description, "Yes" if billable else "No", day, clock])
    return text.getvalue()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES, ENTRIES, st.booleans(), st.sampled_from([None, "Shop"]))
def test_nothing_is_lost_and_nothing_is_added_twice(
    engagement: Path,
    first: list[tuple[dt.date, str, int, bool, str]],
    second: list[tuple[dt.date, str, int, bool, str]],
    everything: bool,  # noqa: FBT001 - drawn
    project: str | None,
) -> None:
    chosen = project if project in {entry[4] for entry in first} else None
    choice = Choice(None, chosen, everything)
    table = engagement / "time.csv"
    old = table.read_bytes()
    try:
        before = Counter(row[:3] for row in done(engagement, "Description,Start date,Duration\n").rows)
        outcome, _ = done(engagement, sheet(first), choice)
        assert outcome.size == len(first)
        assert done(engagement, sheet(first), choice).outcome.added == ()
        both, rows = done(engagement, sheet([*first, *second]), choice)
        assert both.size == len(first) + len(second)
        wanted = [
            (day.isoformat(), " ".join(description.split()), seconds)
            for day, description, seconds, billable, name in [*first, *second]
            if seconds and (billable or everything) and chosen in {None, name}
        ]
        found = Counter(row[:3] for row in rows) - before
        assert Counter((day, text, round(hours * 3600)) for day, text, hours in found.elements()) == Counter(wanted)
    finally:
        table.write_bytes(old)


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_export_is_told_and_never_crashes(seed: int, engagement: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    json_text = (
        '[{"id":1,"start":"20261103T030000Z","end":"20261103T040000Z","tags":["é"]},{"id":2,"start":"20261104T"}]'
    )
    data = bytearray(
        chance.choice([SHEET, json_text, sheet([(dt.date(2026, 11, 2), 'a "b"', 60, True, "S")])]).encode()
    )
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        piece = chance.choice(
            [b'"', b",", b"\n", b"\x00", b"\xff", b"[", b"}", b"9", b":", b";", b"\\u0000", b"1e99", b""]
        )
        data[at : at + chance.randint(0, 3)] = piece
    with suppress(UserError):
        done(engagement, bytes(data), Choice(everything=True))
