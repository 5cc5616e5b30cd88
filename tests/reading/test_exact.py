from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Code, Location, Report
from closeout.domain.money import Money, minor_digits
from closeout.reading.exact import exact_money

PLACE = Location("engagement.yaml", 3, 9)


@given(st.sampled_from(["EUR", "JPY", "KWD"]), st.integers(0, 10**12))
def test_an_amount_with_the_digits_of_its_currency_is_taken_as_it_is(currency: str, units: int) -> None:
    report = Report()
    amount = Decimal(units).scaleb(-minor_digits(currency))
    assert exact_money(amount, "net", currency, PLACE, report) == Money(amount, currency)
    assert not report.diagnostics


@pytest.mark.parametrize(
    ("amount", "currency", "hint"),
    [
        ("1.255", "EUR", "write 1.26, or 1255"),  # a thousand in Europe
        ("1250.255", "EUR", "write 1250.26"),  # three digits after a thousand are no group
        ("1.2555", "EUR", "write 1.26"),
        ("1.250", "EUR", "write 1.25, or 1250"),
        ("9.5", "JPY", "write 10"),
        ("9.0005", "KWD", "write 9.001"),
    ],
)
def test_more_digits_than_the_currency_has_are_told(amount: str, currency: str, hint: str) -> None:
    report = Report()
    exact_money(Decimal(amount), "net", currency, PLACE, report)
    (problem,) = report.diagnostics
    assert (problem.code, problem.location, problem.hint) == (Code.TOO_PRECISE, PLACE, hint)
    assert f"net {amount} has more digits than {currency} has" in problem.message
