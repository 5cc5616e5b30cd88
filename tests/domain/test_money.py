from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from babel.core import get_global
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.money import CURRENCIES, CurrencyMixError, Money, minor_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGITS = {"JPY": 0, "EUR": 2, "KWD": 3}

# CLDR gives the coins in use, ISO 4217 the accounting unit, which is what an invoice is written in.
COINS_OUT_OF_USE = {"AFN", "ALL", "IQD", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"}


@given(st.sampled_from(sorted(DIGITS)), st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_amounts_are_rounded_half_away_from_zero(currency: str, unscaled: int, places: int) -> None:
    digits = DIGITS[currency]
    units = (2 * abs(unscaled) * 10**digits + 10**places) // (2 * 10**places)
    money = Money.of(Decimal(unscaled).scaleb(-places), currency)
    assert money.amount == Decimal(units if unscaled >= 0 else -units).scaleb(-digits)
    assert money.amount.as_tuple().exponent == -digits


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "EUR", "0.01"),
        ("-0.005", "EUR", "-0.01"),
        ("2.675", "EUR", "2.68"),
        ("0.5", "JPY", "1"),
        ("2.5", "JPY", "3"),
        ("1.0005", "KWD", "1.001"),
        ("1.00049", "KWD", "1.000"),
        ("7", "USD", "7.00"),
    ],
)
def test_rounding_by_hand(amount: str, currency: str, rounded: str) -> None:
    assert str(Money.of(Decimal(amount), currency).amount) == rounded


@given(st.lists(st.integers(-(10**12), 10**12), max_size=20))
def test_a_total_is_the_sum_of_its_units(cents: list[int]) -> None:
    moneys = [Money(Decimal(each).scaleb(-2), "EUR") for each in cents]
    assert Money.total(moneys, "EUR") == Money(Decimal(sum(cents)).scaleb(-2), "EUR")


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_arithmetic_is_that_of_the_units(one: int, other: int) -> None:
    a, b = Money(Decimal(one), "JPY"), Money(Decimal(other), "JPY")
    assert (a + b).amount == one + other
    assert (a - b).amount == one - other
    assert (-a).amount == -one
    assert (a < b) == (one < other)
    assert bool(a) == (one != 0)


def test_an_empty_total_has_a_currency() -> None:
    assert Money.total([], "KWD") == Money.zero("KWD") == Money(Decimal("0.000"), "KWD")


def test_currencies_never_mix() -> None:
    euro, dollar = Money.of(1, "EUR"), Money.of(1, "USD")
    for mix in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar):
        with pytest.raises(CurrencyMixError, match="EUR and USD"):
            mix()
    with pytest.raises(CurrencyMixError):
        Money.total([dollar], "EUR")
    assert euro != dollar


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_rounded_once(cents: int, part: int, whole: int) -> None:
    units = (2 * abs(cents) * part + whole) // (2 * whole)
    share = Money(Decimal(cents).scaleb(-2), "EUR").share(Decimal(part), Decimal(whole))
    assert share.amount == Decimal(units if cents >= 0 else -units).scaleb(-2)


def test_currencies_are_those_in_use() -> None:
    in_use = {
        currency
        for uses in cast(
            "Mapping[str, list[tuple[str, object, object, bool]]]", get_global("territory_currencies")
        ).values()
        for currency, _, until, tender in uses
        if until is None and tender
    }
    # Bulgaria pays in euros since 2026. El Salvador's colón and Venezuela's second code are ISO's, though not in use.
    assert in_use - CURRENCIES == {"BGN"}
    assert CURRENCIES - in_use == {"SVC", "VED"}
    assert list_currencies() >= CURRENCIES


def test_minor_digits_are_those_of_iso_4217() -> None:
    differing = {currency for currency in CURRENCIES if minor_digits(currency) != get_currency_precision(currency)}
    assert differing == COINS_OUT_OF_USE
    assert {currency: minor_digits(currency) for currency in COINS_OUT_OF_USE} == {
        currency: 3 if currency == "IQD" else 2 for currency in COINS_OUT_OF_USE
    }
