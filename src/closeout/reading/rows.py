"""The columns of the CSV files. A row is read like a mapping with these keys; empty cells are left out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from closeout.domain.correspondence import MessageKind
from closeout.domain.ledger import EntryKind
from closeout.domain.party import Text
from closeout.reading.shape import Amount, Hours, InvoiceNumber, Percent

Quantity = Annotated[Decimal, Meta(description="Such as 1 or 42.5.", extra={"least": 0, "most": 999_999})]
ClockTime = Annotated[str, Meta(description="Hours and minutes, such as 09:30.", extra={"form": "time"})]


class TimeRow(Struct, frozen=True, kw_only=True):
    """A row of `time.csv`."""

    date: dt.date
    description: Text
    hours: Hours
    rate: Amount | None = None
    tax_rate: Percent | None = None
    invoice: InvoiceNumber | None = None


class ExpenseUnit(StrEnum):
    """The units of an expense."""

    ONE = "one"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    KILOMETRE = "km"
    MILE = "mile"
    PAGE = "page"
    WORD = "word"


class ExpenseRow(Struct, frozen=True, kw_only=True):
    """A row of `expenses.csv`."""

    date: dt.date
    description: Text
    quantity: Quantity = Decimal(1)
    unit: ExpenseUnit = ExpenseUnit.ONE
    price: Amount
    tax_rate: Percent | None = None
    invoice: InvoiceNumber | None = None
    receipt: Text | None = None


class LedgerRow(Struct, frozen=True, kw_only=True):
    """A row of `invoices.csv`."""

    number: Text
    kind: EntryKind = EntryKind.INVOICE
    issue_date: dt.date
    due_date: dt.date | None = None
    net: Amount
    tax_rate: Percent | None = None
    tax: Amount = Decimal(0)
    gross: Amount
    paid_date: dt.date | None = None
    paid_amount: Amount | None = None
    refers_to: Text | None = None
    deducted_in: Text | None = None


class NoteRow(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A row of `messages/*.csv`, or an item of `messages/*.yaml`: a call, meeting or message noted by hand."""

    date: dt.date
    time: ClockTime | None = None
    kind: MessageKind = MessageKind.NOTE
    channel: Text | None = None
    from_: Text
    to: Text | None = None
    subject: Text | None = None
    text: Text
    noted_on: dt.date | None = None
