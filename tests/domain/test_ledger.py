from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.ledger import LedgerEntry

CENTS = st.integers(0, 10**9)


@given(net=CENTS, tax=CENTS, paid=CENTS)
def test_unpaid_is_gross_less_paid(row: Callable[..., LedgerEntry], net: int, tax: int, paid: int) -> None:
    assert row("1", net=net, tax=tax, paid=paid).unpaid.amount * 100 == net + tax - paid
