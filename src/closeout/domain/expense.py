"""Expenses: what was spent for the client, and is billed to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from closeout.diagnostic import Location
from closeout.domain.money import Money
from closeout.domain.tax import Tax
from closeout.domain.unit import UnitCode


class Expense(Struct, frozen=True, kw_only=True):
    """One row of the expenses. `price` is net, for one `unit`, in the currency of `net`, which is quantity times price.

    `receipt` is the number or name under which the receipt is found; `invoice` is set once billed.
    """

    date: dt.date
    description: str
    quantity: Decimal
    unit: UnitCode
    price: Decimal
    net: Money
    tax: Tax
    invoice: str | None
    receipt: str | None
    source: Location
