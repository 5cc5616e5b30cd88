from __future__ import annotations

from decimal import Decimal

import pytest

from closeout.diagnostic import Location
from closeout.domain.money import Money
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.work import Deliverable, Milestone, WorkStatus

DONE = {WorkStatus.DELIVERED, WorkStatus.ACCEPTED}
OPEN = {WorkStatus.PLANNED, WorkStatus.IN_PROGRESS}


@pytest.mark.parametrize("status", list(WorkStatus))
def test_work_is_done_open_or_cancelled(status: WorkStatus) -> None:
    assert status.done == (status in DONE)
    assert Deliverable(title="Site", status=status).open == (status in OPEN)


@pytest.mark.parametrize("status", list(WorkStatus))
@pytest.mark.parametrize("invoice", [None, "7"])
def test_a_milestone_is_billed_once_it_is_delivered(status: WorkStatus, invoice: str | None) -> None:
    milestone = Milestone(
        title="Site",
        amount=Money.of(Decimal(100), "EUR"),
        tax=Tax(TaxCategory.STANDARD, Decimal(19)),
        status=status,
        due=None,
        delivered=None,
        accepted=None,
        before_end=True,
        invoice=invoice,
        source=Location("engagement.yaml"),
    )
    assert milestone.billable == (status in DONE and invoice is None)
