"""The situation in which a contract ends, as rules see it: conditions that hold or do not, and values to speak of.

Nothing is worked out before a rule asks. Every condition is one line of logic; so is every value.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from closeout.domain.engagement import Billing, Delivery, Engagement, NoticeForm, Reason
from closeout.domain.money import Money
from closeout.domain.notice import Basis, NoticeTiming
from closeout.domain.party import Side
from closeout.domain.settlement import Settlement
from closeout.domain.work import Deliverable, Milestone, WorkStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value: TypeAlias = date | Money | Decimal | int | str


class Condition(StrEnum):
    """What may hold in a situation. `templates/rules/general.yaml` says in words what each one asks."""

    FREELANCER_ENDS = "freelancer-ends"
    CLIENT_ENDS = "client-ends"
    ON_PLATFORM = "on-platform"
    OFF_PLATFORM = "off-platform"
    HOURLY = "hourly"
    FIXED_PRICE = "fixed-price"
    RETAINER = "retainer"
    # the work
    WORK_NOT_SUBMITTED = "work-not-submitted"
    WORK_AWAITING_ACCEPTANCE = "work-awaiting-acceptance"
    HANDOVER_OPEN = "handover-open"
    NOTHING_FILED = "nothing-filed"
    # the money
    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"
    NOTHING_OVERDUE = "nothing-overdue"
    OWED_TO_CLIENT = "owed-to-client"
    UNBILLED = "unbilled"
    DEPOSITS_OPEN = "deposits-open"
    NO_INVOICE_NUMBER = "no-invoice-number"
    NO_DUE_DATE = "no-due-date"
    NO_BANK_ACCOUNT = "no-bank-account"
    # the notice
    CUSTOMARY_NOTICE = "customary-notice"
    NO_NOTICE_AGREED = "no-notice-agreed"
    END_NOT_AGREED = "end-not-agreed"
    FIXED_TERM = "fixed-term"
    ENDS_BEFORE_FIXED_END = "ends-before-fixed-end"
    ENDS_AFTER_FIXED_END = "ends-after-fixed-end"
    WRITTEN_FORM = "written-form"
    SENT_ELECTRONICALLY = "sent-electronically"
    NOTICE_IN_PAST = "notice-in-past"
    NOTICE_IN_FUTURE = "notice-in-future"
    RECEIPT_ASSUMED = "receipt-assumed"
    RECEIPT_LATER = "receipt-later"
    SENT_ON_DAY_OFF = "sent-on-day-off"
    RECEIVED_ON_DAY_OFF = "received-on-day-off"
    LAST_DAY_OFF = "last-day-off"
    # what the letter says
    REASON_NON_PAYMENT = "reason-non-payment"
    REASON_MAY_BE_DISPUTE = "reason-may-be-dispute"
    NO_ATTEMPTS = "no-attempts"
    NO_ACKNOWLEDGE_DATE = "no-acknowledge-date"
    NO_WORK_DUE_DATE = "no-work-due-date"
    NO_FINAL_INVOICE_DEADLINE = "no-final-invoice-deadline"
    NO_PAYMENT_DATE = "no-payment-date"
    NO_ACCESS_DATE = "no-access-date"

    @property
    def asks_calendar(self) -> bool:
        """Whether it needs the public holidays, which take long to load."""
        return self in {Condition.SENT_ON_DAY_OFF, Condition.RECEIVED_ON_DAY_OFF, Condition.LAST_DAY_OFF}


class Anchor(StrEnum):
    """A day from which a deadline counts."""

    NOTICE = "notice-date"
    RECEIPT = "receipt-date"
    LAST_WORKING_DAY = "last-working-day"
    EFFECTIVE = "effective-date"
    FINAL_INVOICE = "final-invoice-date"
    LAST_SUBMISSION = "last-submission"


class Situation(Struct, frozen=True, kw_only=True):
    """Where a contract stands on `as_of`. `messages` are those on file, or None where they were not read."""

    engagement: Engagement
    timing: NoticeTiming
    settlement: Settlement
    invoice_date: date
    as_of: date
    messages: int | None

    def holds(self, condition: Condition) -> bool:
        """Tell whether `condition` holds; those that ask the calendar load the public holidays."""
        return _HOLDS[condition](self)

    def value(self, name: str) -> Value | None:
        """Return the value of that name, one of `VALUES`, or None where the situation has none."""
        return VALUES[name].read(self)

    def day(self, anchor: Anchor) -> date | None:
        """Return the day that an anchor names, or None where nothing tells it."""
        return _DAYS[anchor](self)

    @property
    def works(self) -> tuple[Milestone | Deliverable, ...]:
        """The milestones and the deliverables."""
        return (*self.engagement.contract.milestones, *self.engagement.deliverables)

    @property
    def submitted(self) -> tuple[Milestone | Deliverable, ...]:
        """Work that was delivered, and that the client has not accepted."""
        return tuple(work for work in self.works if work.status is WorkStatus.DELIVERED)

    @property
    def handover_open(self) -> int:
        """How many items of the handover are not done."""
        return sum(item.done is None for item in self.engagement.handover)


_ELECTRONIC = frozenset({Delivery.MESSAGE, Delivery.EMAIL})
# Reasons behind which there may be something to talk about; the others lie with the client's own affairs.
_DISPUTABLE = frozenset({Reason.NONE, Reason.OTHER, Reason.SCOPE, Reason.NON_PAYMENT})

_HOLDS: Mapping[Condition, Callable[[Situation], bool]] = {
    Condition.FREELANCER_ENDS: lambda s: s.engagement.ending.by is Side.FREELANCER,
    Condition.CLIENT_ENDS: lambda s: s.engagement.ending.by is Side.CLIENT,
    Condition.ON_PLATFORM: lambda s: s.engagement.contract.platform is not None,
    Condition.OFF_PLATFORM: lambda s: s.engagement.contract.platform is None,
    Condition.HOURLY: lambda s: s.engagement.contract.billing is Billing.HOURLY,
    Condition.FIXED_PRICE: lambda s: s.engagement.contract.billing is Billing.FIXED,
    Condition.RETAINER: lambda s: s.engagement.contract.billing is Billing.RETAINER,
    Condition.WORK_NOT_SUBMITTED: lambda s: any(work.open for work in s.works),
    Condition.WORK_AWAITING_ACCEPTANCE: lambda s: bool(s.submitted),
    Condition.HANDOVER_OPEN: lambda s: s.handover_open > 0,
    Condition.NOTHING_FILED: lambda s: s.messages == 0,
    Condition.OUTSTANDING: lambda s: s.settlement.outstanding.amount > 0,
    Condition.OVERDUE: lambda s: s.settlement.overdue.amount > 0,
    Condition.NOTHING_OVERDUE: lambda s: s.settlement.overdue.amount == 0,
    Condition.OWED_TO_CLIENT: lambda s: s.settlement.outstanding.amount < 0,
    Condition.UNBILLED: lambda s: bool(s.settlement.lines),
    Condition.DEPOSITS_OPEN: lambda s: bool(s.settlement.deductions),
    Condition.NO_INVOICE_NUMBER: lambda s: s.engagement.final_invoice.number is None,
    Condition.NO_DUE_DATE: lambda s: (
        s.engagement.final_invoice.due is None and s.engagement.contract.payment_days is None
    ),
    Condition.NO_BANK_ACCOUNT: lambda s: s.engagement.freelancer.bank is None,
    Condition.CUSTOMARY_NOTICE: lambda s: s.timing.basis is Basis.CUSTOM,
    Condition.NO_NOTICE_AGREED: lambda s: s.engagement.contract.notice is None,
    Condition.END_NOT_AGREED: lambda s: not s.engagement.ending.agreed,
    Condition.FIXED_TERM: lambda s: s.engagement.contract.end is not None,
    Condition.ENDS_BEFORE_FIXED_END: lambda s: s.timing.effective_date < (s.engagement.contract.end or date.min),
    Condition.ENDS_AFTER_FIXED_END: lambda s: s.timing.effective_date > (s.engagement.contract.end or date.max),
    Condition.WRITTEN_FORM: lambda s: s.engagement.contract.notice_form is NoticeForm.WRITTEN,
    Condition.SENT_ELECTRONICALLY: lambda s: s.timing.delivery in _ELECTRONIC,
    Condition.NOTICE_IN_PAST: lambda s: s.timing.notice_date < s.as_of,
    Condition.NOTICE_IN_FUTURE: lambda s: s.timing.notice_date > s.as_of,
    Condition.RECEIPT_ASSUMED: lambda s: s.engagement.contract.deemed_receipt is None,
    Condition.RECEIPT_LATER: lambda s: s.timing.receipt_date > s.timing.notice_date,
    Condition.SENT_ON_DAY_OFF: lambda s: not s.timing.calendar.is_business_day(s.timing.notice_date),
    Condition.RECEIVED_ON_DAY_OFF: lambda s: not s.timing.calendar.is_business_day(s.timing.receipt_date),
    Condition.LAST_DAY_OFF: lambda s: not s.timing.calendar.is_business_day(s.timing.last_working_day),
    Condition.REASON_NON_PAYMENT: lambda s: s.engagement.ending.reason is Reason.NON_PAYMENT,
    Condition.REASON_MAY_BE_DISPUTE: lambda s: s.engagement.ending.reason in _DISPUTABLE,
    Condition.NO_ATTEMPTS: lambda s: not s.engagement.ending.attempts,
    Condition.NO_ACKNOWLEDGE_DATE: lambda s: s.engagement.ending.acknowledge_by is None,
    Condition.NO_WORK_DUE_DATE: lambda s: s.engagement.ending.work_due is None,
    Condition.NO_FINAL_INVOICE_DEADLINE: lambda s: s.engagement.ending.final_invoice_by is None,
    Condition.NO_PAYMENT_DATE: lambda s: s.engagement.ending.payment_on is None,
    Condition.NO_ACCESS_DATE: lambda s: s.engagement.ending.access_revoked_on is None,
}

_DAYS: Mapping[Anchor, Callable[[Situation], date | None]] = {
    Anchor.NOTICE: lambda s: s.timing.notice_date,
    Anchor.RECEIPT: lambda s: s.timing.receipt_date,
    Anchor.LAST_WORKING_DAY: lambda s: s.timing.last_working_day,
    Anchor.EFFECTIVE: lambda s: s.timing.effective_date,
    Anchor.FINAL_INVOICE: lambda s: s.invoice_date,
    Anchor.LAST_SUBMISSION: lambda s: max((work.delivered for work in s.submitted if work.delivered), default=None),
}


class Named(NamedTuple):
    """How a value is read, and the conditions of which one must hold for it to be there; none: it always is."""

    read: Callable[[Situation], Value | None]
    given: tuple[Condition, ...] = ()


VALUES: Mapping[str, Named] = {
    "as_of": Named(lambda s: s.as_of),
    "notice_date": Named(lambda s: s.timing.notice_date),
    "receipt_date": Named(lambda s: s.timing.receipt_date),
    "earliest_end": Named(lambda s: s.timing.earliest_end),
    "last_working_day": Named(lambda s: s.timing.last_working_day),
    "effective_date": Named(lambda s: s.timing.effective_date),
    "final_invoice_date": Named(lambda s: s.invoice_date),
    "contract_end": Named(
        lambda s: s.engagement.contract.end,
        (Condition.FIXED_TERM, Condition.ENDS_BEFORE_FIXED_END, Condition.ENDS_AFTER_FIXED_END),
    ),
    "platform": Named(lambda s: s.engagement.contract.platform, (Condition.ON_PLATFORM,)),
    "outstanding": Named(lambda s: s.settlement.outstanding),
    "overdue": Named(lambda s: s.settlement.overdue),
    "owed_to_client": Named(lambda s: -s.settlement.outstanding, (Condition.OWED_TO_CLIENT,)),
    "unbilled": Named(lambda s: s.settlement.unbilled_net),
    "hours": Named(lambda s: s.settlement.unbilled_hours),
    "deposits": Named(lambda s: Money.total((each.gross for each in s.settlement.deductions), s.settlement.currency)),
    "handover_open": Named(lambda s: s.handover_open),
}
"""The values that a rule may speak of as `%(name)s`. `unbilled` is net; the other amounts are gross."""
