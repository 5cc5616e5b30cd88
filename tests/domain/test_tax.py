from __future__ import annotations

from decimal import Decimal

from closeout.domain.tax import Tax, TaxCategory


def test_only_the_standard_category_charges() -> None:
    assert [category for category in TaxCategory if category.charges] == [TaxCategory.STANDARD]


def test_codes_are_those_of_en_16931() -> None:
    assert {category.value for category in TaxCategory} == {"S", "Z", "E", "AE", "K", "G", "O"}


def test_a_reason_does_not_make_another_row_of_the_breakdown() -> None:
    assert Tax(TaxCategory.EXEMPT, reason="A").same_rate(Tax(TaxCategory.EXEMPT, reason="B"))
    assert not Tax(TaxCategory.ZERO).same_rate(Tax(TaxCategory.EXEMPT))
    assert not Tax(TaxCategory.STANDARD, Decimal(7)).same_rate(Tax(TaxCategory.STANDARD, Decimal(19)))


def test_one_rate_is_one_tax_however_it_is_written() -> None:
    written = {Tax(TaxCategory.STANDARD, Decimal("19.0")), Tax(TaxCategory.STANDARD, Decimal(19))}
    assert len(written) == 1
    assert Tax(TaxCategory.EXEMPT).rate == 0
