from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.adjustment import AdjustmentTerms, adjustment
from closeout.domain.invoice import InvoiceLine
from closeout.domain.money import Money
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode

STANDARD = Tax(TaxCategory.STANDARD, Decimal(19))
EXEMPT = Tax(TaxCategory.EXEMPT, reason="Art. 132")


def line(amount: str, tax: Tax) -> InvoiceLine:
    return InvoiceLine.of(
        "work", quantity=Decimal(1), unit=UnitCode.ONE, unit_price=Decimal(amount), currency="EUR", tax=tax
    )


def terms(*, charge: bool = False, amount: str | None = None, percent: str | None = None) -> AdjustmentTerms:
    return AdjustmentTerms(
        charge=charge,
        reason="As agreed",
        code="95",
        amount=None if amount is None else Money.of(Decimal(amount), "EUR"),
        percent=None if percent is None else Decimal(percent),
        tax=STANDARD,
    )


LINES = (line("100", STANDARD), line("33.33", STANDARD), line("1000", EXEMPT))


@pytest.mark.parametrize(
    ("percent", "amount"),
    [("5", "6.67"), ("100", "133.33"), ("0", "0.00")],  # 5 % of 133.33 is 6.6665
)
def test_a_share_is_one_of_the_lines_that_are_taxed_alike(percent: str, amount: str) -> None:
    found = adjustment(terms(percent=percent), LINES, "EUR")
    assert (str(found.amount.amount), found.base, found.percent) == (
        amount,
        Money.of(Decimal("133.33"), "EUR"),
        Decimal(percent),
    )


def test_an_amount_is_a_share_of_nothing() -> None:
    found = adjustment(terms(amount="12.50"), LINES, "EUR")
    assert (str(found.amount.amount), found.base, found.percent) == ("12.50", None, None)
    assert (found.reason, found.code, found.tax) == ("As agreed", "95", STANDARD)


@given(st.integers(0, 10**7), st.booleans())
def test_an_allowance_lowers_what_a_charge_raises(cents: int, charge: bool) -> None:  # noqa: FBT001 - drawn
    found = adjustment(terms(charge=charge, amount=str(Decimal(cents).scaleb(-2))), LINES, "EUR")
    assert found.amount.amount >= 0
    assert found.effect == (found.amount if charge else -found.amount)
