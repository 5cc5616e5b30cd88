from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.tax import Tax, TaxCategory
from closeout.reading.shape import TaxShape, Treatment
from closeout.reading.taxation import contract_tax, own_tax

STANDARD = Tax(TaxCategory.STANDARD, Decimal(19))


def test_every_treatment_has_a_category_and_every_category_a_treatment() -> None:
    found = {contract_tax(TaxShape(treatment=treatment)).category for treatment in Treatment}
    assert found == set(TaxCategory)


@pytest.mark.parametrize(
    ("usual", "rate", "reason", "tax"),
    [
        (STANDARD, None, None, STANDARD),
        (STANDARD, "19.0", None, STANDARD),
        (STANDARD, "7", None, Tax(TaxCategory.STANDARD, Decimal(7))),
        (STANDARD, "0", None, Tax(TaxCategory.ZERO)),
        (Tax(TaxCategory.EXEMPT, reason="A"), "0", None, Tax(TaxCategory.EXEMPT, reason="A")),
        (Tax(TaxCategory.EXEMPT, reason="A"), None, "B", Tax(TaxCategory.EXEMPT, reason="B")),
        (Tax(TaxCategory.EXEMPT, reason="A"), "7", None, Tax(TaxCategory.STANDARD, Decimal(7))),
    ],
)
def test_the_tax_of_a_row(usual: Tax, rate: str | None, reason: str | None, tax: Tax) -> None:
    assert own_tax(usual, None if rate is None else Decimal(rate), None, reason) == tax


@given(st.sampled_from(Treatment), st.sampled_from([None, Decimal(7)]), st.sampled_from([None, "Why"]))
def test_a_treatment_of_its_own_owes_nothing_to_the_contract(
    treatment: Treatment, rate: Decimal | None, reason: str | None
) -> None:
    alone = contract_tax(TaxShape(treatment=treatment, rate=rate, reason=reason))
    assert own_tax(STANDARD, rate, treatment, reason) == alone
