"""How a supply is taxed: from the words of the files to a category and a rate."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from closeout.domain.quantity import trimmed
from closeout.domain.tax import Tax, TaxCategory
from closeout.reading.shape import Treatment

if TYPE_CHECKING:
    from closeout.reading.shape import TaxShape

_CATEGORIES = {
    Treatment.STANDARD: TaxCategory.STANDARD,
    Treatment.ZERO: TaxCategory.ZERO,
    Treatment.EXEMPT: TaxCategory.EXEMPT,
    Treatment.SMALL_BUSINESS: TaxCategory.EXEMPT,
    Treatment.REVERSE_CHARGE: TaxCategory.REVERSE_CHARGE,
    Treatment.INTRA_COMMUNITY: TaxCategory.INTRA_COMMUNITY,
    Treatment.EXPORT: TaxCategory.EXPORT,
    Treatment.OUTSIDE_SCOPE: TaxCategory.OUTSIDE_SCOPE,
}


def contract_tax(shape: TaxShape) -> Tax:
    """Return the tax of all that has none of its own."""
    return Tax(_CATEGORIES[shape.treatment], trimmed(shape.rate or Decimal(0)), shape.reason)


def own_tax(usual: Tax, rate: Decimal | None, treatment: Treatment | None = None, reason: str | None = None) -> Tax:
    """Return the usual tax, or that of one row: by its own treatment, or at its own rate; its own 0 is zero-rated."""
    if treatment is not None:
        return Tax(_CATEGORIES[treatment], trimmed(rate or Decimal(0)), reason)
    if rate is None or rate == usual.rate:
        return Tax(usual.category, usual.rate, reason or usual.reason)
    return Tax(TaxCategory.STANDARD if rate else TaxCategory.ZERO, trimmed(rate), reason)
