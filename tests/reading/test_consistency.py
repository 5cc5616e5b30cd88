"""What the table of broken folders leaves open: the borders, and what is right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.reading.consistency import check_end
from closeout.reading.folder import read_engagement
from tests.reading.conftest import change, problems

if TYPE_CHECKING:
    from pathlib import Path

YAML, TIME = "engagement.yaml", "time.csv"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("date: 2026-01-05", "date: 2026-11-16"),
        ("start: 2026-01-12", "start: 2026-01-12\n  end: 2026-11-16"),
        ("last_working_day: 2026-11-30", "last_working_day: 2026-11-16\n  acknowledge_by: 2026-11-16"),
        ("last_working_day: 2026-11-30", "last_working_day: 2026-11-30\n  ends_on: 2026-11-30"),
        ("last_working_day: 2026-11-30", "ends_on: 2026-11-16\n  agreed: yes"),
        ("due: 2026-12-15", "due: 2026-12-01"),
        ("accepted: 2026-02-03", "accepted: 2026-02-01"),
    ],
)
def test_one_day_may_be_both(old: str, new: str, folder: Path) -> None:
    change(folder, YAML, old, new)
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("date: 2026-01-05", "date: 2026-11-17", "33:16"),
        ("rate: 85.00", "rate: 85.00\n  retainer: {amount: 1, billed_until: 2026-01-11}", "26:39"),
        ("last_working_day: 2026-11-30", "acknowledge_by: 2026-11-15", "34:19"),
        ("last_working_day: 2026-11-30", "last_working_day: 2026-12-02\n  ends_on: 2026-12-01", "35:12"),
        ("last_working_day: 2026-11-30", "agreed: yes\n  ends_on: 2026-11-15", "35:12"),
    ],
)
def test_one_day_too_early(old: str, new: str, place: str, folder: Path) -> None:
    change(folder, YAML, old, new)
    assert problems(folder) == [f"{YAML}:{place} error CO401"]


def test_a_contract_of_one_day_ended_before_the_notice_but_not_before_it_began(folder: Path) -> None:
    change(folder, YAML, "start: 2026-01-12", "start: 2026-01-12\n  end: 2026-01-12")
    assert problems(folder) == [f"{YAML}:34:16 warning CO412"]
    change(folder, YAML, "end: 2026-01-12", "end: 2026-01-11")
    assert problems(folder) == [f"{YAML}:23:8 error CO401", f"{YAML}:34:16 warning CO412"]


@pytest.mark.parametrize(
    ("ends_on", "terms", "told"),
    [
        ("2026-11-30", "notice: 14 days", []),
        ("2026-11-29", "notice: 14 days", ["error CO411"]),
        ("2026-11-29", "notice: 14 days\n  notice_counts_from: sending", ["error CO411"]),
        ("2026-11-30", "notice: 14 days\n  deemed_receipt: 1 day", ["error CO411"]),
        ("2026-12-01", "notice: 14 days\n  deemed_receipt: 1 day", []),
        ("2026-11-30", "notice: 14 days\n  deemed_receipt: 1 day\n  notice_counts_from: sending", []),
        ("2026-11-30", "notice: end of a month", []),
        ("2026-11-29", "notice: end of a month", ["error CO411"]),
        ("2026-11-16", "notice: none", []),
        ("2026-11-15", "notice: none", ["error CO411"]),
        ("2026-11-27", "notice: 10 business days", ["error CO411"]),
        ("2026-11-30", "notice: 10 business days", []),
        ("2026-11-30", "notice: 10 business days\n  holidays: DE-SN", ["error CO411"]),
    ],
)
def test_the_contract_ends_when_its_notice_period_has_run_out(
    ends_on: str, terms: str, told: list[str], folder: Path
) -> None:
    change(folder, YAML, "last_working_day: 2026-11-30", f"ends_on: {ends_on}")
    change(folder, YAML, "notice: 14 days", terms)
    assert [problem.partition(" ")[2] for problem in problems(folder)] == told
    change(folder, YAML, "by: freelancer", "by: freelancer\n  agreed: yes")
    agreed_before_the_notice = ends_on < "2026-11-16"
    assert [problem.partition(" ")[2] for problem in problems(folder)] == ["error CO401"] * agreed_before_the_notice


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-11-16", []),
        ("2026-11-17", [("CO411", "engagement.yaml:34:12")]),
        ("2027-06-01", [("CO412", "engagement.yaml:33:3"), ("CO411", "engagement.yaml:34:12")]),
    ],
)
def test_a_notice_without_a_date_is_checked_as_sent_today(
    today: str, told: list[tuple[str, str]], folder: Path
) -> None:
    change(folder, YAML, "  notice_date: 2026-11-16\n  last_working_day: 2026-11-30\n", "  ends_on: 2026-11-30\n")
    change(folder, YAML, "start: 2026-01-12", "start: 2026-01-12\n  end: 2027-05-31")
    reading, checking = Report(), Report()
    engagement = read_engagement(folder, None, reading)
    assert engagement is not None
    assert reading.diagnostics == ()
    check_end(engagement, date.fromisoformat(today), checking)
    assert [(each.code.value, str(each.location)) for each in checking.diagnostics] == told


def test_the_arithmetic_of_an_end_leaves_out_what_changes_nothing(folder: Path) -> None:
    change(folder, YAML, "last_working_day: 2026-11-30", "ends_on: 2026-11-20")
    change(folder, YAML, "notice: 14 days", "notice: to the 15th or the end of a month")
    report = Report()
    read_engagement(folder, None, report)
    (diagnostic,) = report.diagnostics
    assert diagnostic.hint is not None
    assert diagnostic.hint.startswith("sent 2026-11-16, to the 15th or the end of a month 2026-11-30; write 2026-11-30")


@pytest.mark.parametrize("status", ["planned", "in progress", "cancelled"])
def test_what_is_not_delivered_has_no_date_of_it(status: str, folder: Path) -> None:
    change(folder, YAML, "status: accepted\n    delivered: 2026-02-01\n", f"status: {status}\n")
    assert problems(folder) == [f"{YAML}:41:13 error CO410"]
    change(folder, YAML, "    accepted: 2026-02-03\n", "")
    assert problems(folder) == []


def test_milestones_are_checked_as_deliverables_are(folder: Path) -> None:
    milestones = """\
milestones:
    - {title: A, amount: 1, delivered: 2026-02-01}
    - {title: B, amount: 1, status: accepted}
    - {title: C, amount: 1, status: accepted, delivered: 2026-02-02, accepted: 2026-02-01, invoice: 7}
  notice:"""
    change(folder, YAML, "notice:", milestones)
    assert problems(folder) == [
        f"{YAML}:27:7 error CO410",
        f"{YAML}:28:37 warning CO410",
        f"{YAML}:29:7 error CO405",
        f"{YAML}:29:80 error CO401",
    ]


def test_escrow_is_held_by_a_platform(folder: Path) -> None:
    change(folder, YAML, "  rate: 85.00", "  rate: 85.00\n  escrow: 1200.00")
    assert problems(folder) == [f"{YAML}:26:11 warning CO414"]
    change(folder, YAML, "  rate: 85.00", "  rate: 85.00\n  platform: upwork")
    assert problems(folder) == []


def test_both_sides_need_a_vat_id_for_reverse_charge(folder: Path) -> None:
    change(folder, YAML, "standard\n    rate: 19", "reverse charge")
    assert problems(folder) == [f"{YAML}:15:3 error CO408"]


def test_work_before_the_start_is_a_warning(folder: Path) -> None:
    change(folder, TIME, "2026-02-02", "2026-01-11")
    assert problems(folder) == [f"{TIME}:2:1 warning CO401"]
    change(folder, TIME, "2026-01-11", "2026-01-12")
    assert problems(folder) == []
