"""Decimal quantities, such as hours and rates, as people write them."""

from __future__ import annotations

from decimal import Decimal


def trimmed(number: Decimal) -> Decimal:
    """Take away trailing zeros after the point; never leave an exponent, as `Decimal.normalize` does with 20."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
