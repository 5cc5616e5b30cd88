from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, Location, Report
from closeout.domain.correspondence import DateOrder, LocalTimes
from closeout.domain.engagement import Billing, CountsFrom, Delivery, NoticeForm, Reason, Tone
from closeout.domain.ledger import EntryKind
from closeout.domain.money import Money
from closeout.domain.notice_period import NoticePeriod, PeriodEnd
from closeout.domain.party import Side
from closeout.domain.period import Period, Unit
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.work import TimeEntry, WorkStatus
from closeout.reading.folder import read_engagement

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.domain.engagement import Engagement


def read(folder: Path) -> Engagement:
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert report.diagnostics == ()
    assert engagement is not None
    return engagement


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def problems(folder: Path) -> list[tuple[Code, str, str | None]]:
    report = Report()
    read_engagement(folder, None, report)
    return [(each.code, str(each.location), each.hint) for each in report.diagnostics]


def test_the_contract_is_what_the_file_says(folder: Path) -> None:
    contract = read(folder).contract
    assert (contract.title, contract.date, contract.start) == ("Website", dt.date(2026, 1, 5), dt.date(2026, 1, 12))
    assert (contract.billing, contract.currency, contract.rate) == (Billing.HOURLY, "EUR", Decimal("85.00"))
    assert (contract.notice, contract.payment_days) == (NoticePeriod(Period(14, Unit.DAY)), 14)
    assert (contract.statutory_notice, contract.statutory_source, contract.deemed_receipt) == (None, None, None)
    assert (contract.notice_counts_from, contract.notice_form) == (CountsFrom.RECEIPT, NoticeForm.ANY)
    assert contract.holidays is None
    assert contract.tax == Tax(TaxCategory.STANDARD, Decimal(19), None)
    assert contract.milestones == ()
    assert (contract.retainer, contract.budget.amount, contract.budget.hours) == (None, None, None)


def test_the_terms_of_the_notice_are_what_the_file_says(folder: Path) -> None:
    terms = """\
notice: 6 weeks to the end of a quarter
  notice_clause: § 8 (2)
  statutory_notice: by the 15th to the end of the month
  statutory_source: § 621 no. 3 BGB
  notice_counts_from: sending
  deemed_receipt: 2 business days
  notice_form: written
  holidays: DE-SN"""
    change(folder, "engagement.yaml", "notice: 14 days", terms)
    ending = "  last_working_day: 2027-03-19\n  delivery: post\n  ends_on: 2027-03-31\n  agreed: yes\n"
    change(folder, "engagement.yaml", "  last_working_day: 2026-11-30\n", ending)
    engagement = read(folder)
    contract = engagement.contract
    assert contract.notice == NoticePeriod(Period(6, Unit.WEEK), PeriodEnd.QUARTER)
    assert contract.statutory_notice == NoticePeriod(Period(0, Unit.DAY), PeriodEnd.MONTH, 15)
    assert (contract.notice_clause, contract.statutory_source) == ("§ 8 (2)", "§ 621 no. 3 BGB")
    assert contract.deemed_receipt == Period(2, Unit.BUSINESS_DAY)
    assert (contract.notice_counts_from, contract.notice_form) == (CountsFrom.SENDING, NoticeForm.WRITTEN)
    assert contract.holidays == "DE-SN"
    assert engagement.calendar.holiday(dt.date(2026, 11, 18)) == "Buß- und Bettag"
    assert (engagement.ending.delivery, engagement.ending.agreed) == (Delivery.POST, True)
    assert engagement.ending.ends_on == dt.date(2027, 3, 31)


def test_the_rest_is_what_the_file_says_or_its_default(folder: Path) -> None:
    engagement = read(folder)
    assert engagement.freelancer.address.postcode == "01067"
    assert engagement.freelancer.bank is not None
    assert engagement.freelancer.bank.iban == "DE89 3704 0044 0532 0130 00"
    assert (engagement.client.name, engagement.client.address.street) == ("Café Zürich AG", ())
    ending = engagement.ending
    assert (ending.by, ending.notice_date, ending.attempts) == (Side.FREELANCER, dt.date(2026, 11, 16), ())
    assert (ending.delivery, ending.ends_on, ending.agreed) == (Delivery.EMAIL, None, False)
    assert (ending.reason, ending.tone, ending.thanks) == (Reason.NONE, Tone.NEUTRAL, None)
    assert (engagement.final_invoice.number, engagement.final_invoice.due) == ("2026-031", dt.date(2026, 12, 15))
    (deliverable,) = engagement.deliverables
    assert (deliverable.title, deliverable.status, deliverable.before_end) == ("Start page", WorkStatus.ACCEPTED, True)
    assert (engagement.handover, engagement.participants, engagement.closing.lessons) == ((), (), ("Begin early",))
    assert (engagement.language, engagement.time_zone) == ("en", "Europe/Berlin")


def test_how_exports_write_times(folder: Path) -> None:
    assert read(folder).correspondence == LocalTimes()
    zone = "correspondence: {date_order: month first, time_zone: America/New_York}"
    change(folder, "engagement.yaml", "language: en", f"language: en\n{zone}")
    expected = LocalTimes(date_order=DateOrder.MONTH_FIRST, time_zone="America/New_York")
    assert read(folder).correspondence == expected


def test_a_row_of_time_gets_the_rate_and_the_tax_of_the_contract(folder: Path) -> None:
    standard = Tax(TaxCategory.STANDARD, Decimal(19))
    assert read(folder).time == (
        TimeEntry(
            date=dt.date(2026, 2, 2),
            description="Design, first draft",
            hours=Decimal("7.5"),
            rate=Decimal("85.00"),
            tax=standard,
            invoice="2026-001",
            source=Location("time.csv", 2, 1),
        ),
        TimeEntry(
            date=dt.date(2026, 11, 10),
            description="Fixes",
            hours=Decimal("1.5"),
            rate=Decimal("85.00"),
            tax=standard,
            invoice=None,
            source=Location("time.csv", 3, 1),
        ),
    )


def test_a_row_of_time_may_have_its_own_rate_even_none_at_all(folder: Path) -> None:
    change(folder, "time.csv", "1:30,,,", "1:30,0,7.0,")
    entry = read(folder).time[1]
    assert entry.rate == 0
    assert entry.tax == Tax(TaxCategory.STANDARD, Decimal(7))
    assert str(entry.tax.rate) == "7"


@pytest.mark.parametrize(
    ("treatment", "own", "tax"),
    [
        ("standard\n    rate: 19", "", Tax(TaxCategory.STANDARD, Decimal(19))),
        ("standard\n    rate: 19", "19.00", Tax(TaxCategory.STANDARD, Decimal(19))),
        ("standard\n    rate: 19", "0", Tax(TaxCategory.ZERO)),
        ("zero", "", Tax(TaxCategory.ZERO)),
        ("exempt\n    reason: Art. 132", "0", Tax(TaxCategory.EXEMPT, Decimal(0), "Art. 132")),
        ("small business\n    reason: § 19 UStG", "", Tax(TaxCategory.EXEMPT, Decimal(0), "§ 19 UStG")),
        ("export", "", Tax(TaxCategory.EXPORT)),
        ("outside scope", "7", Tax(TaxCategory.STANDARD, Decimal(7))),
    ],
)
def test_tax(treatment: str, own: str, tax: Tax, folder: Path) -> None:
    change(folder, "engagement.yaml", "standard\n    rate: 19", treatment)
    change(folder, "time.csv", "1:30,,,", f"1:30,,{own},")
    assert read(folder).time[1].tax == tax


def test_reverse_charge(folder: Path) -> None:
    change(folder, "engagement.yaml", "standard\n    rate: 19", "reverse charge")
    change(folder, "engagement.yaml", "name: Café Zürich AG", "name: Café Zürich AG\n  vat_id: CHE-107.787.577 MWST")
    assert read(folder).contract.tax == Tax(TaxCategory.REVERSE_CHARGE)


def test_the_ledger_is_money_in_the_currency_of_the_contract(folder: Path) -> None:
    invoice, credit = read(folder).ledger
    assert (invoice.number, invoice.kind, invoice.source) == (
        "2026-001",
        EntryKind.INVOICE,
        Location("invoices.csv", 2, 1),
    )
    assert (invoice.issue_date, invoice.due_date) == (dt.date(2026, 3, 1), dt.date(2026, 3, 15))
    assert invoice.net == Money(Decimal("637.50"), "EUR")
    assert invoice.tax == Money(Decimal("121.13"), "EUR")
    assert invoice.gross == invoice.paid == Money(Decimal("758.63"), "EUR")
    assert (invoice.tax_rate, invoice.paid_date) == (Decimal(19), dt.date(2026, 3, 14))
    assert (credit.kind, credit.refers_to, credit.deducted_in) == (EntryKind.CREDIT_NOTE, "2026-001", None)
    assert (credit.paid, credit.paid_date, credit.due_date) == (Money(Decimal("0.00"), "EUR"), None, None)


def test_milestones_retainer_and_budget_are_money(folder: Path) -> None:
    extra = """\
  retainer: {amount: 1800, billed_until: 2026-09-30}
  budget: {amount: 5000, hours: 40:30}
  milestones:
    - {title: A, amount: 1200.5}
    - {title: B, amount: 10, tax_rate: 0, status: delivered, delivered: 2026-05-01, invoice: 2026-031, before_end: no}
  notice:"""
    change(folder, "engagement.yaml", "  notice:", extra)
    contract = read(folder).contract
    assert contract.retainer is not None
    assert contract.retainer.amount == Money(Decimal("1800.00"), "EUR")
    assert contract.retainer.billed_until == dt.date(2026, 9, 30)
    assert contract.budget.amount == Money(Decimal("5000.00"), "EUR")
    assert contract.budget.hours == Decimal("40.5")
    first, second = contract.milestones
    assert (first.amount, first.tax.rate, first.before_end) == (Money(Decimal("1200.50"), "EUR"), Decimal(19), True)
    assert (first.status, first.source) == (WorkStatus.PLANNED, Location("engagement.yaml", 29, 7))
    assert (second.tax, second.invoice, second.before_end) == (Tax(TaxCategory.ZERO), "2026-031", False)
    assert second.delivered == dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("currency", "amount", "hint"),
    [
        ("EUR", "10.00", None),
        ("EUR", "10.0000", None),
        ("EUR", "1000.500", None),
        ("EUR", "10.001", "write 10.00, or 10001"),
        ("EUR", "1.250", "write 1.25, or 1250"),
        ("EUR", "10.0050", "write 10.01"),
        ("EUR", "1250.005", "write 1250.01"),
        ("JPY", "10.0", None),
        ("JPY", "10.5", "write 11"),
        ("JPY", "1.000", "write 1, or 1000"),
        ("KWD", "1.250", None),
        ("KWD", "1.2505", "write 1.251"),
    ],
)
def test_amounts_have_the_digits_of_their_currency(currency: str, amount: str, hint: str | None, folder: Path) -> None:
    change(folder, "engagement.yaml", "currency: EUR", f"currency: {currency}\n  budget: {{amount: {amount}}}")
    (folder / "invoices.csv").unlink()
    (folder / "time.csv").unlink()
    expected = [(Code.TOO_PRECISE, "engagement.yaml:25:20", hint)] if hint else []
    assert problems(folder) == expected


def test_a_payment_of_nothing_needs_no_date(folder: Path) -> None:
    change(folder, "invoices.csv", "119.00,,,2026-001,", "119.00,,0,2026-001,")
    assert problems(folder) == []
    change(folder, "invoices.csv", "119.00,,0,2026-001,", "119.00,2026-05-01,0,2026-001,")
    assert problems(folder) == []
