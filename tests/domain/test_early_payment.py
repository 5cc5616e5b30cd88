from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.early_payment import EarlyPayment
from closeout.domain.money import Money


@pytest.mark.parametrize(
    ("percent", "currency", "due", "saved", "left"),
    [
        ("2", "EUR", "1000.00", "20.00", "980.00"),
        ("2.5", "EUR", "0.20", "0.01", "0.19"),  # 0.005 rounds up
        ("3", "JPY", "1050", "32", "1018"),  # 31.5 yen
        ("100", "EUR", "7.77", "7.77", "0.00"),
    ],
)
def test_what_is_saved_by_paying_early(percent: str, currency: str, due: str, saved: str, left: str) -> None:
    early = EarlyPayment(days=10, percent=Decimal(percent))
    found = early.of(Money.of(Decimal(due), currency), date(2026, 12, 24))
    assert found.until == date(2027, 1, 3)
    assert (str(found.saved.amount), str(found.due.amount), found.percent) == (saved, left, Decimal(percent))


@given(st.integers(0, 10**9), st.decimals(0, 100, places=2))
def test_what_is_saved_and_what_is_paid_are_the_whole(cents: int, percent: Decimal) -> None:
    due = Money(Decimal(cents).scaleb(-2), "EUR")
    found = EarlyPayment(days=0, percent=percent).of(due, date(2026, 1, 1))
    assert found.saved + found.due == due
    assert 0 <= found.saved.amount <= due.amount
