"""A small engagement, and rows of a ledger to put into it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Location
from closeout.domain.engagement import (
    Billing,
    Budget,
    Closing,
    Contract,
    CountsFrom,
    Delivery,
    Ending,
    Engagement,
    FinalInvoiceTerms,
    NoticeForm,
    Reason,
    Tone,
)
from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money
from closeout.domain.party import Address, Party, Side
from closeout.domain.tax import Tax, TaxCategory

if TYPE_CHECKING:
    from collections.abc import Callable

PLACE = Location("invoices.csv", 2, 1)


@pytest.fixture(scope="session")
def engagement() -> Engagement:
    contract = Contract(
        title="Website",
        reference=None,
        order=None,
        date=None,
        start=date(2026, 1, 1),
        end=None,
        platform=None,
        billing=Billing.HOURLY,
        currency="EUR",
        rate=Decimal(80),
        retainer=None,
        milestones=(),
        budget=Budget(amount=None, hours=None),
        notice=None,
        notice_clause=None,
        statutory_notice=None,
        statutory_source=None,
        notice_counts_from=CountsFrom.RECEIPT,
        deemed_receipt=None,
        notice_form=NoticeForm.ANY,
        holidays=None,
        payment_days=None,
        tax=Tax(TaxCategory.STANDARD, Decimal(19)),
    )
    ending = Ending(
        by=Side.FREELANCER,
        notice_date=None,
        delivery=Delivery.EMAIL,
        ends_on=None,
        agreed=False,
        last_working_day=None,
        reason=Reason.NONE,
        reason_text=None,
        tone=Tone.NEUTRAL,
        thanks=None,
        acknowledge_by=None,
        contact_after=None,
        attempts=(),
        work_due=None,
        final_invoice_by=None,
        payment_on=None,
        access_revoked_on=None,
    )
    return Engagement(
        freelancer=Party(name="Ada", address=Address(city="Bonn", country="DE")),
        client=Party(name="Acme", contact="Bob", address=Address(city="Paris", country="FR")),
        contract=contract,
        ending=ending,
        final_invoice=FinalInvoiceTerms(number=None, date=None, due=None),
        deliverables=(),
        handover=(),
        participants=(),
        closing=Closing(),
        time=(),
        ledger=(),
        language="en",
        time_zone="UTC",
        places={"": Location("engagement.yaml", 1, 1), "contract": Location("engagement.yaml", 5, 3)},
    )


@pytest.fixture(scope="session")
def row() -> Callable[..., LedgerEntry]:
    """Return a builder of ledger rows with amounts in cents."""

    def build(  # noqa: PLR0913 - the columns of a ledger
        number: str,
        kind: EntryKind = EntryKind.INVOICE,
        *,
        net: int = 0,
        tax: int = 0,
        paid: int = 0,
        due: date | None = None,
        refers_to: str | None = None,
        deducted_in: str | None = None,
        rate: Decimal | None = None,
    ) -> LedgerEntry:
        return LedgerEntry(
            number=number,
            kind=kind,
            issue_date=date(2026, 1, 31),
            due_date=due,
            net=Money(Decimal(net).scaleb(-2), "EUR"),
            tax=Money(Decimal(tax).scaleb(-2), "EUR"),
            gross=Money(Decimal(net + tax).scaleb(-2), "EUR"),
            tax_rate=rate,
            paid=Money(Decimal(paid).scaleb(-2), "EUR"),
            paid_date=date(2026, 2, 14) if paid else None,
            refers_to=refers_to,
            deducted_in=deducted_in,
            source=PLACE,
        )

    return build
