"""One small good folder; every test of the reading layer starts from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.reading.folder import read_engagement

if TYPE_CHECKING:
    from pathlib import Path

ENGAGEMENT = """\
language: en
time_zone: Europe/Berlin
freelancer:
  name: Ada Byron
  address:
    street: Weg 1
    postcode: 01067
    city: Dresden
    country: DE
  email: ada@example.com
  vat_id: DE123456788
  bank:
    iban: DE89 3704 0044 0532 0130 00
client:
  name: Café Zürich AG
  address:
    city: Zürich
    country: CH
contract:
  title: Website
  date: 2026-01-05
  start: 2026-01-12
  billing: hourly
  currency: EUR
  rate: 85.00
  notice: 14 days
  payment_days: 14
  tax:
    treatment: standard
    rate: 19
ending:
  by: freelancer
  notice_date: 2026-11-16
  last_working_day: 2026-11-30
final_invoice:
  number: 2026-031
  date: 2026-12-01
  due: 2026-12-15
deliverables:
  - title: Start page
    status: accepted
    delivered: 2026-02-01
    accepted: 2026-02-03
closing:
  lessons:
    - Begin early
"""
TIME = """\
date,description,hours,rate,tax_rate,invoice
2026-02-02,"Design, first draft",7.5,,,2026-001
2026-11-10,Fixes,1:30,,,
"""
INVOICES = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to,deducted_in
2026-001,invoice,2026-03-01,2026-03-15,637.50,19,121.13,758.63,2026-03-14,758.63,,
2026-002,credit note,2026-04-01,,100.00,19,19.00,119.00,,,2026-001,
"""
GOOD = {"engagement.yaml": ENGAGEMENT, "time.csv": TIME, "invoices.csv": INVOICES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that reads without any diagnostic."""
    path = tmp_path / "engagement"
    path.mkdir()
    for name, text in GOOD.items():
        (path / name).write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def report() -> Report:
    """Return a report with nothing in it."""
    return Report()


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert (engagement is None) == report.failed
    return [f"{each.location} {each.severity.value} {each.code.value}" for each in report.diagnostics]
