"""A discount for paying early."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from closeout.domain.money import Money


class EarlyPayment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the contract grants for early payment. It changes no amount of the invoice: who pays later pays in full."""

    days: Annotated[int, Meta(description="Calendar days from the invoice date.", extra={"least": 0, "most": 365})]
    percent: Annotated[
        Decimal, Meta(description="Per cent of the amount due, such as 2.", extra={"least": 0, "most": 100})
    ]

    def of(self, due: Money, issued: dt.date) -> Discount:
        """Return the discount on an invoice of `issued` with `due` to pay, rounded once."""
        saved = due.share(self.percent, Decimal(100))
        until = issued + dt.timedelta(days=self.days)
        return Discount(until=until, percent=self.percent, saved=saved, due=due - saved)


class Discount(Struct, frozen=True, kw_only=True):
    """The discount on one invoice: who pays `until` then saves `saved`, and pays `due`."""

    until: dt.date
    percent: Decimal
    saved: Money
    due: Money
