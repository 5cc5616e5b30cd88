"""Credit notes before independent judges: in either syntax, whatever the invoice holds that they take back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.documents.credit_note import compose_credit_einvoice, compose_credit_note
from closeout.domain.tax import Tax, TaxCategory
from closeout.rendering.einvoice import to_cii, to_ubl
from tests.conformance.features import everything, plain
from tests.conformance.space import invoice_of, templates

if TYPE_CHECKING:
    from tests.conformance.judges import Judges

# Set Saxon up once, whatever the number of workers.
pytestmark = [pytest.mark.xdist_group("judges"), pytest.mark.apart]


@pytest.mark.parametrize("category", TaxCategory)
def test_the_credit_note_of_any_invoice_is_valid(judges: Judges, category: TaxCategory) -> None:
    engagement = everything(plain(Tax(category, Decimal(20 if category.charges else 0)), "EUR"))
    invoice = invoice_of(engagement)
    terms = compose_credit_einvoice(compose_credit_note(invoice, date(2026, 12, 1), "CN-1"), engagement)
    assert terms.totals == invoice.totals
    in_cii, in_ubl = to_cii(templates(), terms), to_ubl(templates(), terms)
    for judge, content in zip((judges.cii, judges.ubl), (in_cii, in_ubl), strict=True):
        verdict = judge.verdict(content)
        assert verdict.valid, verdict
        assert content.count(str(invoice.number).encode()) >= 2  # BT-25, and in the words
        assert b"takes back the whole of invoice" in content
    assert b"<ram:TypeCode>381</ram:TypeCode>" in in_cii
    assert b"<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>" in in_ubl
    for asked in (b"PaymentMeans", b"DueDate"):
        assert asked not in in_cii
        assert asked not in in_ubl
