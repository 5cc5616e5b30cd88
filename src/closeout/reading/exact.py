"""Amounts that are written in a file, as money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.domain.money import Money, minor_digits

if TYPE_CHECKING:
    from decimal import Decimal

    from closeout.diagnostic import Location, Report

_GROUP = 3  # digits between the separators of thousands


def exact_money(amount: Decimal, name: str, currency: str, place: Location, report: Report) -> Money:
    """Return the money; report digits that the currency has not, for `1.250` may mean a thousand in Europe."""
    money = Money.of(amount, currency)
    digits = -int(amount.as_tuple().exponent)
    grouped = digits == _GROUP > minor_digits(currency) and amount < 10**_GROUP
    if grouped or money.amount != amount:
        message = f"{name} {amount} has more digits than {currency} has"
        hint = f"write {money.amount}, or {amount.scaleb(_GROUP):f}" if grouped else f"write {money.amount}"
        report.error(Code.TOO_PRECISE, message, place, hint)
    return money
