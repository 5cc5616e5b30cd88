"""Value-added tax as EN 16931 models it: a category (BT-151, UNCL 5305), a rate, and a reason for charging none."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class TaxCategory(StrEnum):
    """The VAT category codes of EN 16931, but for those of the Canaries, of Ceuta and of Melilla."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"

    @property
    def charges(self) -> bool:
        """Whether tax is charged at a rate above zero."""
        return self is TaxCategory.STANDARD


class Tax(Struct, frozen=True):
    """How a line is taxed. `rate` is in per cent; `reason` is the exemption text (BT-120) in the user's own words."""

    category: TaxCategory
    rate: Decimal = Decimal(0)
    reason: str | None = None

    def same_rate(self, other: Tax) -> bool:
        """Whether both stand in one row of the VAT breakdown: their category and rate are the same."""
        return (self.category, self.rate) == (other.category, other.rate)
