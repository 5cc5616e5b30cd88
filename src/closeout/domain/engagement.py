"""The engagement: everything that one folder says about one contract, checked and frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from closeout.diagnostic import Location
from closeout.domain.adjustment import AdjustmentTerms
from closeout.domain.business_calendar import BusinessCalendar, PublicHolidays
from closeout.domain.correspondence import LocalTimes
from closeout.domain.early_payment import EarlyPayment
from closeout.domain.expense import Expense
from closeout.domain.house_style import HouseStyle
from closeout.domain.ladder import SentReminder
from closeout.domain.late_payment import LatePayment
from closeout.domain.ledger import LedgerEntry
from closeout.domain.money import Money
from closeout.domain.notice_period import NoticePeriod
from closeout.domain.numbering import Numbering
from closeout.domain.party import Party, Side, Text
from closeout.domain.period import Period
from closeout.domain.redaction_terms import RedactionTerms
from closeout.domain.report_terms import Appendix, ReportSections
from closeout.domain.tax import Tax
from closeout.domain.work import Deliverable, HandoverItem, Milestone, TimeEntry


class Billing(StrEnum):
    """How the work is paid for."""

    HOURLY = "hourly"
    FIXED = "fixed"
    RETAINER = "retainer"


class Reason(StrEnum):
    """Why the contract ends, as far as the letter says."""

    COMPLETED = "completed"
    CAPACITY = "capacity"
    DIRECTION = "direction"
    BUDGET = "budget"
    RELOCATION = "relocation"
    HEALTH = "health"
    NON_PAYMENT = "non-payment"
    SCOPE = "scope"
    OTHER = "other"
    NONE = "none"


class Tone(StrEnum):
    """How the letter sounds. It is polite in every tone."""

    WARM = "warm"
    NEUTRAL = "neutral"
    FIRM = "firm"


class NoticeForm(StrEnum):
    """The form that the contract wants of a notice: none, text (an e-mail will do), or a signed letter."""

    ANY = "any"
    TEXT = "text"
    WRITTEN = "written"


class CountsFrom(StrEnum):
    """The event that sets the notice period going."""

    RECEIPT = "receipt"
    SENDING = "sending"


class Delivery(StrEnum):
    """How the notice travels. `MESSAGE` is the chat of a platform."""

    MESSAGE = "message"
    EMAIL = "email"
    POST = "post"
    COURIER = "courier"
    HAND = "hand"


class Retainer(Struct, frozen=True, kw_only=True):
    """A fixed amount a month, billed up to and including `billed_until`."""

    amount: Money
    billed_until: dt.date | None


class Budget(Struct, frozen=True, kw_only=True):
    """What the parties had planned: net money, hours, or both."""

    amount: Money | None
    hours: Decimal | None


class Contract(Struct, frozen=True, kw_only=True):
    """The terms. `rate` is net money an hour; `payment_days` are calendar days from the invoice date.

    `notice` and its clause come from the contract, `statutory_notice` and its source from the law. `deemed_receipt` is
    how long after sending a notice counts as received. `holidays` is an ISO 3166 code such as `DE` or `DE-BY`.
    `buyer_reference` is BT-10, `project` BT-11. `escrow` is what the platform holds for work not released yet.
    """

    title: str
    reference: str | None
    order: str | None
    date: dt.date | None
    start: dt.date
    end: dt.date | None
    platform: str | None
    billing: Billing
    currency: str
    rate: Decimal | None
    retainer: Retainer | None
    milestones: tuple[Milestone, ...]
    budget: Budget
    notice: NoticePeriod | None
    notice_clause: str | None
    statutory_notice: NoticePeriod | None
    statutory_source: str | None
    notice_counts_from: CountsFrom
    deemed_receipt: Period | None
    notice_form: NoticeForm
    holidays: str | None
    payment_days: int | None
    tax: Tax
    buyer_reference: str | None = None
    project: str | None = None
    escrow: Money | None = None
    early_payment: EarlyPayment | None = None


class Attempt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier attempt to resolve the matter, before the contract is ended."""

    date: dt.date
    description: Text


class Ending(Struct, frozen=True, kw_only=True):
    """How the contract ends: who ends it, when, why, and what was agreed for the last days.

    `ends_on` is the day that the sender wants; with `agreed`, the other side agreed to it.
    """

    by: Side
    notice_date: dt.date | None
    delivery: Delivery
    ends_on: dt.date | None
    agreed: bool
    last_working_day: dt.date | None
    reason: Reason
    reason_text: str | None
    tone: Tone
    thanks: str | None
    acknowledge_by: dt.date | None
    contact_after: str | None
    attempts: tuple[Attempt, ...]
    work_due: dt.date | None
    final_invoice_by: dt.date | None
    payment_on: dt.date | None
    access_revoked_on: dt.date | None


class FinalInvoiceTerms(Struct, frozen=True, kw_only=True):
    """What is decided about the final invoice; without a number it is a draft.

    `round_to` is the smallest amount that is paid, in the contract's currency.
    """

    number: str | None
    date: dt.date | None
    due: dt.date | None
    payment_reference: str | None = None
    adjustments: tuple[AdjustmentTerms, ...] = ()
    round_to: Decimal | None = None


class Goal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An objective of the contract, and what became of it."""

    goal: Text
    result: Text | None = None


class ScopeChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of scope that the parties agreed on."""

    date: dt.date
    change: Text
    effect: Annotated[Text | None, Meta(description="Effect on budget or schedule.")] = None


class OpenIssue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something still open at the end, and whose it is."""

    issue: Text
    owner: Side
    due: dt.date | None = None


class Closing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What only people can say in the closing report."""

    summary: Text | None = None
    objectives: tuple[Goal, ...] = ()
    scope_changes: tuple[ScopeChange, ...] = ()
    open_issues: tuple[OpenIssue, ...] = ()
    lessons: tuple[Text, ...] = ()
    sections: ReportSections = ReportSections()
    appendices: Annotated[
        tuple[Appendix, ...], Meta(description="What the report has on request only: chronology, from the messages.")
    ] = ()


class Participant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person in the correspondence, with every name and address under which they write."""

    name: Text
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names and e-mail addresses of this person.")] = ()
    side: Annotated[Side | None, Meta(description="Leave it out for third parties.")] = None


class Engagement(Struct, frozen=True, kw_only=True):
    """One contract between a freelancer and a client, from its terms to the last row of the ledger.

    `places` maps key paths such as `contract.rate` to where the user wrote them, so that a rule which finds a problem
    later can still point at it.
    """

    freelancer: Party
    client: Party
    contract: Contract
    ending: Ending
    final_invoice: FinalInvoiceTerms
    deliverables: tuple[Deliverable, ...]
    handover: tuple[HandoverItem, ...]
    participants: tuple[Participant, ...]
    closing: Closing
    time: tuple[TimeEntry, ...]
    expenses: tuple[Expense, ...] = ()
    ledger: tuple[LedgerEntry, ...]
    late_payment: LatePayment = LatePayment()
    reminders: tuple[SentReminder, ...] = ()
    language: str
    time_zone: str
    correspondence: LocalTimes = LocalTimes()
    redaction: RedactionTerms = RedactionTerms()
    numbering: Numbering = Numbering()
    house_style: HouseStyle = HouseStyle()
    places: Mapping[str, Location]

    def party(self, side: Side) -> Party:
        """Return the party on that side."""
        return self.freelancer if side is Side.FREELANCER else self.client

    @property
    def identity(self) -> str:
        """What this engagement is known by, wherever its folder lies: a hash (SHA-256, in hexadecimal digits).

        It is taken of the names of freelancer and client, and of the contract's title, reference and start.
        """
        contract = self.contract
        names = (self.freelancer.name, self.client.name, contract.title, contract.reference or "")
        return sha256("\0".join((*names, contract.start.isoformat())).encode()).hexdigest()

    @property
    def calendar(self) -> BusinessCalendar:
        """The business days of the contract: where it says, or where the freelancer lives."""
        return PublicHolidays.of(self.contract.holidays or self.freelancer.address.country)

    def place(self, path: str) -> Location:
        """Return where `path` was written, or the nearest key above it that was."""
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places[path]
