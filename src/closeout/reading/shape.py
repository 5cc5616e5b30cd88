"""The shape of `engagement.yaml`: which keys there are, what they hold, and what an editor says about them.

These types are the file format. The JSON Schema is made from them, and `decode` reads the file by them. Amounts are net
decimals in the contract's currency; dates are ISO 8601.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from closeout.domain.correspondence import LocalTimes
from closeout.domain.early_payment import EarlyPayment
from closeout.domain.engagement import (
    Attempt,
    Billing,
    Closing,
    CountsFrom,
    Delivery,
    NoticeForm,
    Participant,
    Reason,
    Tone,
)
from closeout.domain.ladder import SentReminder
from closeout.domain.late_payment import LatePayment
from closeout.domain.notice_period import NoticePeriod
from closeout.domain.party import Party, Side, Text
from closeout.domain.period import Period
from closeout.domain.redaction_terms import RedactionTerms
from closeout.domain.work import Deliverable, HandoverItem, WorkStatus
from closeout.reading.stationery import StationeryShape

Amount = Annotated[
    Decimal, Meta(description="Net amount in the contract's currency.", extra={"least": 0, "most": 999_999_999_999})
]
Percent = Annotated[Decimal, Meta(description="Tax rate in per cent, such as 19.", extra={"least": 0, "most": 100})]
Share = Annotated[
    Decimal, Meta(description="Per cent of all lines that are taxed alike.", extra={"least": 0, "most": 100})
]
Hours = Annotated[
    Decimal, Meta(description="Such as 7.5 or 7:30.", extra={"form": "hours", "least": 0, "most": 99_999})
]
InvoiceNumber = Annotated[Text, Meta(description="Number of the invoice that bills it; leave it out until then.")]
PaymentReference = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=140,
        description="What the client shall write on the payment, such as RF18 5390 0754 7034 (ISO 11649) or the "
        "27 digits of a QR reference; without it, the invoice's number.",
        extra={"form": "payment reference"},
    ),
]

Holidays = Annotated[
    str,
    Meta(
        pattern="^[A-Z]{2}(-.+)?$",
        description="Whose public holidays count, as DE or DE-BY (ISO 3166); without it, the freelancer's country.",
        extra={"form": "holidays"},
    ),
]


class Treatment(StrEnum):
    """How the supply is taxed."""

    STANDARD = "standard"
    ZERO = "zero"
    EXEMPT = "exempt"
    SMALL_BUSINESS = "small business"
    REVERSE_CHARGE = "reverse charge"
    INTRA_COMMUNITY = "intra-community supply"
    EXPORT = "export"
    OUTSIDE_SCOPE = "outside scope"


class TaxShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the supply is taxed, at which rate, and for which reason it is not."""

    treatment: Treatment
    rate: Percent | None = None
    reason: Annotated[
        Text | None, Meta(description="The exemption text on the invoice, such as 'VAT exempt, § 19 UStG'.")
    ] = None


class RetainerShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fixed amount a month."""

    amount: Amount
    billed_until: Annotated[dt.date | None, Meta(description="The last day that an invoice covers already.")] = None


class MilestoneShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a fixed price."""

    title: Text
    amount: Amount
    tax_rate: Percent | None = None
    tax_treatment: Annotated[Treatment | None, Meta(description="Where it is not taxed as the contract is.")] = None
    tax_reason: Annotated[
        Text | None, Meta(description="The exemption text on the invoice; it goes with tax_treatment.")
    ] = None
    status: WorkStatus = WorkStatus.PLANNED
    due: dt.date | None = None
    delivered: dt.date | None = None
    accepted: dt.date | None = None
    before_end: Annotated[
        bool, Meta(description="Whether work not yet delivered will be completed by the last working day.")
    ] = True
    invoice: InvoiceNumber | None = None


class BudgetShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the parties had planned."""

    amount: Amount | None = None
    hours: Hours | None = None


class ContractShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms of the contract."""

    title: Text
    reference: Annotated[Text | None, Meta(description="Contract number or reference (BT-12).")] = None
    order: Annotated[Text | None, Meta(description="The client's purchase order (BT-13).")] = None
    project: Annotated[Text | None, Meta(description="The client's project number or name (BT-11).")] = None
    buyer_reference: Annotated[
        Text | None, Meta(description="What the client routes invoices by (BT-10), such as a Leitweg-ID.")
    ] = None
    date: Annotated[dt.date | None, Meta(description="The day on which it was signed.")] = None
    start: dt.date
    end: Annotated[dt.date | None, Meta(description="The agreed end, if there is one.")] = None
    platform: Annotated[Text | None, Meta(description="upwork, fiverr, …; leave it out if there is none.")] = None
    billing: Billing
    currency: Annotated[
        str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217 code, such as EUR.", extra={"form": "currency"})
    ]
    rate: Annotated[Amount | None, Meta(description="Net price of an hour.")] = None
    retainer: RetainerShape | None = None
    milestones: tuple[MilestoneShape, ...] = ()
    budget: BudgetShape = BudgetShape()
    notice: Annotated[
        NoticePeriod | None,
        Meta(description="The contract's notice period; without it, the statutory one, or else custom: 14 days."),
    ] = None
    notice_clause: Annotated[
        Text | None, Meta(description="The clause that the notice rests on, such as '§ 8 (2)'.")
    ] = None
    statutory_notice: Annotated[
        NoticePeriod | None, Meta(description="The notice period of the law, for a contract that sets none.")
    ] = None
    statutory_source: Annotated[Text | None, Meta(description="Where the law says so, such as '§ 621 no. 3 BGB'.")] = (
        None
    )
    notice_counts_from: Annotated[
        CountsFrom, Meta(description="Whether the period counts from the receipt of the notice or from its sending.")
    ] = CountsFrom.RECEIPT
    deemed_receipt: Annotated[
        Period | None,
        Meta(
            description="How long after sending the contract takes a notice as received, such as '3 days' or "
            "'2 business days'; without it, 3 days by post, 1 by courier, and otherwise the same day."
        ),
    ] = None
    notice_form: Annotated[
        NoticeForm, Meta(description="What the contract asks of a notice: text is an e-mail, written a signed letter.")
    ] = NoticeForm.ANY
    holidays: Holidays | None = None
    payment_days: Annotated[
        int | None, Meta(description="Calendar days from invoice to due date.", extra={"least": 0, "most": 365})
    ] = None
    escrow: Annotated[
        Amount | None, Meta(description="What the platform holds in escrow for work that is not released yet.")
    ] = None
    early_payment: Annotated[EarlyPayment | None, Meta(description="A discount for paying early.")] = None
    tax: TaxShape


class EndingShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the contract ends."""

    by: Annotated[Side, Meta(description="Who ends the contract.")]
    notice_date: Annotated[
        dt.date | None, Meta(description="The date of the letter, on which it is sent; without it, today.")
    ] = None
    delivery: Annotated[
        Delivery | None,
        Meta(description="How the notice is sent; without it, a message on a platform, else an e-mail."),
    ] = None
    ends_on: Annotated[
        dt.date | None, Meta(description="When the contract shall end, if later than the notice period asks.")
    ] = None
    agreed: Annotated[
        bool, Meta(description="Whether the other side agreed to ends_on, which then holds without a notice period.")
    ] = False
    last_working_day: Annotated[dt.date | None, Meta(description="If the parties agreed on one.")] = None
    reason: Reason = Reason.NONE
    reason_text: Annotated[Text | None, Meta(description="The reason in your own neutral words.")] = None
    tone: Tone = Tone.NEUTRAL
    thanks: Annotated[Text | None, Meta(description="Your own words of thanks.")] = None
    acknowledge_by: dt.date | None = None
    contact_after: Annotated[
        Text | None, Meta(description="How to reach you after the end: a phrase, such as an address or number.")
    ] = None
    attempts: Annotated[
        tuple[Attempt, ...], Meta(description="Earlier attempts to resolve the matter; a client states them.")
    ] = ()
    work_due: Annotated[dt.date | None, Meta(description="Client: when the last work is due.")] = None
    final_invoice_by: Annotated[dt.date | None, Meta(description="Client: deadline for the final invoice.")] = None
    payment_on: Annotated[dt.date | None, Meta(description="Client: when the final invoice will be paid.")] = None
    access_revoked_on: Annotated[dt.date | None, Meta(description="Client: when access is withdrawn.")] = None


class AdjustmentShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An allowance or a charge on the whole invoice: an amount or a percentage."""

    reason: Annotated[Text, Meta(description="What it is for, as the invoice says it (BT-97, BT-104).")]
    code: Annotated[
        Text | None, Meta(description="Its code: of UNTDID 5189 for an allowance, of UNTDID 7161 for a charge.")
    ] = None
    amount: Amount | None = None
    percent: Share | None = None
    tax_rate: Percent | None = None


class FinalInvoiceShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is decided about the final invoice."""

    number: Annotated[Text | None, Meta(description="The next number of your own series; without it, a draft.")] = None
    date: dt.date | None = None
    due: dt.date | None = None
    payment_reference: PaymentReference | None = None
    allowances: Annotated[tuple[AdjustmentShape, ...], Meta(description="What is taken off the whole invoice.")] = ()
    charges: Annotated[tuple[AdjustmentShape, ...], Meta(description="What is added to the whole invoice.")] = ()
    round_to: Annotated[
        Decimal | None,
        Meta(
            description="The smallest amount that is paid, such as 0.05 or 1; the amount due is rounded to it.",
            extra={"least": Decimal("0.001"), "most": 1000},
        ),
    ] = None


_DATES = r"[^{}]*(\{(year|yy|month)\}[^{}]*)*"
NumberPattern = Annotated[Text, Meta(pattern=rf"^{_DATES}\{{n(:[1-9])?\}}{_DATES}$")]


class NumberingShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the numbers of your invoices are written: fields are {year}, {yy}, {month} and one {n} or {n:WIDTH}."""

    invoice: Annotated[NumberPattern, Meta(description="Such as '{year}-{n:3}' for 2026-031.")] = "{year}-{n:3}"
    credit_note: Annotated[NumberPattern, Meta(description="Such as 'CN-{year}-{n:3}'.")] = "CN-{year}-{n:3}"
    next: Annotated[
        int | None,
        Meta(
            description="The count with which invoices begin, where earlier ones are not in invoices.csv.",
            extra={"least": 1, "most": 999_999_999},
        ),
    ] = None


class EngagementShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One freelance contract that comes to its end."""

    language: Annotated[
        str,
        Meta(
            pattern="^[a-z]{2}$", description="ISO 639-1 code of the documents' language.", extra={"form": "language"}
        ),
    ] = "en"
    time_zone: Annotated[str, Meta(description="IANA name, such as Europe/Berlin.", extra={"form": "time zone"})] = (
        "UTC"
    )
    freelancer: Party
    client: Party
    contract: ContractShape
    ending: EndingShape
    final_invoice: FinalInvoiceShape = FinalInvoiceShape()
    numbering: NumberingShape = NumberingShape()
    stationery: StationeryShape = StationeryShape()
    deliverables: tuple[Deliverable, ...] = ()
    handover: tuple[HandoverItem, ...] = ()
    participants: tuple[Participant, ...] = ()
    correspondence: LocalTimes = LocalTimes()
    redaction: Annotated[
        RedactionTerms, Meta(description="What 'closeout log --redact' and 'closeout bundle --redact' hide.")
    ] = RedactionTerms()
    closing: Closing = Closing()
    late_payment: LatePayment = LatePayment()
    reminders: Annotated[tuple[SentReminder, ...], Meta(description="Payment reminders that were sent.")] = ()
