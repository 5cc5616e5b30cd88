"""Work done and things promised: time entries, milestones, deliverables, handover items."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from closeout.diagnostic import Location
from closeout.domain.money import Money
from closeout.domain.party import Side, Text
from closeout.domain.tax import Tax


class TimeEntry(Struct, frozen=True, kw_only=True):
    """One row of the time sheet. `rate` is per hour in the contract's currency; `invoice` is set once billed."""

    date: dt.date
    description: str
    hours: Decimal
    rate: Decimal
    tax: Tax
    invoice: str | None
    source: Location


class WorkStatus(StrEnum):
    """How far a piece of work has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"

    @property
    def done(self) -> bool:
        """Whether the work is in the client's hands."""
        return self in {WorkStatus.DELIVERED, WorkStatus.ACCEPTED}

    @property
    def open(self) -> bool:
        """Whether the work is still owed."""
        return not self.done and self is not WorkStatus.CANCELLED


class Deliverable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A result that was promised."""

    title: Text
    status: WorkStatus = WorkStatus.PLANNED
    due: dt.date | None = None
    delivered: dt.date | None = None
    accepted: dt.date | None = None
    before_end: Annotated[
        bool, Meta(description="Whether work not yet delivered will be completed by the last working day.")
    ] = True
    note: Text | None = None

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.status.open


class Milestone(Struct, frozen=True, kw_only=True):
    """A part of a fixed price. `invoice` is set once billed."""

    title: str
    amount: Money
    tax: Tax
    status: WorkStatus
    due: dt.date | None
    delivered: dt.date | None
    accepted: dt.date | None
    before_end: bool
    invoice: str | None
    source: Location

    @property
    def billable(self) -> bool:
        """Whether it was delivered and is not on any invoice yet."""
        return self.status.done and self.invoice is None

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.status.open

    @property
    def upcoming(self) -> bool:
        """Whether it will be delivered, and billed, by the last working day."""
        return self.open and self.before_end and self.invoice is None


class HandoverKind(StrEnum):
    """What is handed over."""

    ACCESS = "access"
    FILES = "files"
    DOCUMENTATION = "documentation"
    CREDENTIALS = "credentials"
    PROPERTY = "property"
    DATA = "data"


class HandoverItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to hand over, give back or revoke, who does it and until when."""

    item: Text
    kind: HandoverKind
    owner: Annotated[Side, Meta(description="Who has to do it.")] = Side.FREELANCER
    due: dt.date | None = None
    done: Annotated[dt.date | None, Meta(description="The day on which it was done; leave it out until then.")] = None
    note: Text | None = None
