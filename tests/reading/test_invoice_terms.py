from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Location, Report
from closeout.domain.adjustment import AdjustmentTerms
from closeout.domain.early_payment import EarlyPayment
from closeout.domain.expense import Expense
from closeout.domain.money import Money
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode
from closeout.reading.folder import read_engagement
from closeout.reading.invoice_terms import _UNITS
from closeout.reading.rows import ExpenseUnit

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.domain.engagement import Engagement

STANDARD = Tax(TaxCategory.STANDARD, Decimal(19))


def read(folder: Path) -> Engagement:
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert report.diagnostics == ()
    assert engagement is not None
    return engagement


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "engagement.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_without_expenses_has_none(folder: Path) -> None:
    assert read(folder).expenses == ()


def test_a_row_of_expenses_takes_one_at_the_tax_of_the_contract(folder: Path) -> None:
    text = "date,description,price\n2026-11-02,Train to Zürich,89.90\n"
    (folder / "expenses.csv").write_text(text, encoding="utf-8")
    assert read(folder).expenses == (
        Expense(
            date=dt.date(2026, 11, 2),
            description="Train to Zürich",
            quantity=Decimal(1),
            unit=UnitCode.ONE,
            price=Decimal("89.90"),
            net=Money.of(Decimal("89.90"), "EUR"),
            tax=STANDARD,
            invoice=None,
            receipt=None,
            source=Location("expenses.csv", 2, 1),
        ),
    )


def test_a_row_of_expenses_with_every_cell_as_spreadsheets_in_europe_write_it(folder: Path) -> None:
    text = (
        "Date;Description;Quantity;Unit;Price;Tax rate;Invoice;Receipt\n2026-02-02;Ride;37,5;KM;0,425;7;2026-001;R 1\n"
    )
    (folder / "expenses.csv").write_text(text, encoding="utf-8")
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert engagement is not None
    (found,) = engagement.expenses
    assert (found.quantity, found.unit, found.price) == (Decimal("37.5"), UnitCode.KILOMETRE, Decimal("0.425"))
    assert (str(found.net.amount), str(found.tax.rate)) == ("15.94", "7")  # 15.9375
    assert (found.invoice, found.receipt) == ("2026-001", "R 1")


def test_every_unit_has_a_word_and_a_code() -> None:
    assert set(_UNITS) == set(ExpenseUnit)
    assert set(_UNITS.values()) == set(UnitCode)


def test_allowances_and_charges(folder: Path) -> None:
    terms = """  due: 2026-12-15
  round_to: 0.05
  allowances:
    - {reason: Loyalty, code: 95, percent: 5}
    - {reason: Goodwill, amount: 50, tax_rate: 7}
  charges: [{reason: Courier, code: FC, amount: 12.50}]
"""
    change(folder, "  due: 2026-12-15\n", terms)
    found = read(folder).final_invoice
    assert found.round_to == Decimal("0.05")
    assert found.adjustments == (
        AdjustmentTerms(charge=False, reason="Loyalty", code="95", amount=None, percent=Decimal(5), tax=STANDARD),
        AdjustmentTerms(
            charge=False,
            reason="Goodwill",
            code=None,
            amount=Money.of(50, "EUR"),
            percent=None,
            tax=Tax(TaxCategory.STANDARD, Decimal(7)),
        ),
        AdjustmentTerms(
            charge=True,
            reason="Courier",
            code="FC",
            amount=Money.of(Decimal("12.50"), "EUR"),
            percent=None,
            tax=STANDARD,
        ),
    )


def test_references_and_a_discount_for_paying_early(folder: Path) -> None:
    terms = (
        "project: P 7\n  buyer_reference: 04011000-12345-67\n  early_payment: {days: 7, percent: 2}\n  payment_days: 14"
    )
    change(folder, "payment_days: 14", terms)
    contract = read(folder).contract
    assert (contract.project, contract.buyer_reference) == ("P 7", "04011000-12345-67")
    assert contract.early_payment == EarlyPayment(days=7, percent=Decimal(2))


@pytest.mark.parametrize(
    ("keys", "tax"),
    [
        ("", STANDARD),
        ("tax_rate: 7", Tax(TaxCategory.STANDARD, Decimal(7))),
        ("tax_treatment: export", Tax(TaxCategory.EXPORT)),
        ("tax_treatment: standard, tax_rate: 5", Tax(TaxCategory.STANDARD, Decimal(5))),
        (
            "tax_treatment: exempt, tax_reason: Art. 132",
            Tax(TaxCategory.EXEMPT, reason="Art. 132"),
        ),
        ("tax_rate: 0, tax_reason: Nothing to tax", Tax(TaxCategory.ZERO, reason="Nothing to tax")),
        ("tax_reason: In its own words", Tax(TaxCategory.STANDARD, Decimal(19), "In its own words")),
    ],
)
def test_a_milestone_may_be_taxed_in_its_own_way(folder: Path, keys: str, tax: Tax) -> None:
    milestone = f"  milestones: [{{title: Site, amount: 100{', ' if keys else ''}{keys}}}]\n"
    change(folder, "  payment_days: 14\n", f"  payment_days: 14\n{milestone}")
    (found,) = read(folder).contract.milestones
    assert found.tax == tax
