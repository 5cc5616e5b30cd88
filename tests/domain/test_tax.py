from __future__ import annotations

from decimal import Decimal

from closeout.domain.tax import Tax, TaxCategory


def test_only_the_standard_category_charges() -> None:
    assert [category for category in TaxCategory if category.charges] == [TaxCategory.STANDARD]


def test_codes_are_those_of_en_16931() -> None:
    assert {category.value for category in TaxCategory} == {"S", "Z", "E", "AE", "G", "O"}


def test_one_rate_is_one_tax_however_it_is_written() -> None:
    written = {Tax(TaxCategory.STANDARD, Decimal("19.0")), Tax(TaxCategory.STANDARD, Decimal(19))}
    assert len(written) == 1
    assert Tax(TaxCategory.EXEMPT).rate == 0
