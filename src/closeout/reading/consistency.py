"""What single values cannot show: dates out of order, terms that are missing, a status that its dates contradict."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.domain.engagement import Billing, Reason
from closeout.domain.notice import notice_timing
from closeout.domain.work import WorkStatus
from closeout.reading.party_numbers import check_party_numbers
from closeout.reading.reconciliation import check_accounts
from closeout.reading.tax_checks import check_taxes

if TYPE_CHECKING:
    from closeout.diagnostic import Report
    from closeout.domain.engagement import Engagement
    from closeout.domain.notice import NoticeTiming
    from closeout.domain.work import Deliverable, Milestone


_NO_PLATFORM = frozenset({"none", "no", "no platform", "direct", "n/a", "-", "private"})


def check_consistency(engagement: Engagement, report: Report, *, ledger_is_whole: bool = True) -> None:
    """Report everything in which the files contradict themselves or one another.

    Where the ledger is not whole, an invoice that is missing may be one that could not be read. A notice without a date
    is sent on a day that no file tells: `check_end` is for whoever knows it.
    """
    _check_filled_in(engagement, report)
    _check_terms(engagement, report)
    _check_source(engagement, report)
    _check_platform(engagement, report)
    check_taxes(engagement, report)
    _check_early_payment(engagement, report)
    check_party_numbers(engagement, report)
    _check_dates(engagement, report)
    _check_agreed(engagement, report)
    if engagement.ending.notice_date is not None:
        check_end(engagement, engagement.ending.notice_date, report)
    _check_work(engagement, report)
    check_accounts(engagement, report, ledger_is_whole=ledger_is_whole)


def _check_filled_in(engagement: Engagement, report: Report) -> None:
    """Warn of words that `closeout new` wrote, and nobody has changed since."""
    freelancer, client, contract = engagement.freelancer, engagement.client, engagement.contract
    written = (
        ("freelancer.name", freelancer.name, "Your Name"),
        ("freelancer.email", freelancer.email, "you@example.com"),
        ("client.name", client.name, "Your Client Ltd"),
        ("client.contact", client.contact, "First Last"),
        ("contract.title", contract.title, "Title of the contract"),
    )
    for path, value, placeholder in written:
        if value == placeholder:
            message = f"{path} is still '{placeholder}', as in a new folder"
            report.warning(Code.NOT_FILLED_IN, message, engagement.place(path), "write your own")


def _check_terms(engagement: Engagement, report: Report) -> None:
    contract = engagement.contract
    place = engagement.place("contract.billing")
    if contract.billing is Billing.HOURLY and contract.rate is None:
        report.error(Code.TERMS_INCOMPLETE, "an hourly contract needs contract.rate", place, "write rate: 85.00")
    if contract.billing is Billing.FIXED and not contract.milestones:
        hint = "write one milestone with the whole amount, or several"
        report.error(Code.TERMS_INCOMPLETE, "a fixed-price contract needs contract.milestones", place, hint)
    if contract.billing is Billing.RETAINER and contract.retainer is None:
        hint = "write retainer: with amount: and billed_until: below it"
        report.error(Code.TERMS_INCOMPLETE, "a retainer contract needs contract.retainer", place, hint)


def _check_source(engagement: Engagement, report: Report) -> None:
    """Warn of a source of a notice period that is not there."""
    contract = engagement.contract
    if contract.statutory_source is not None and contract.statutory_notice is None:
        message = "statutory_source says where the law gives a notice period, but not which"
        place = engagement.place("contract.statutory_source")
        report.warning(Code.TERMS_INCOMPLETE, message, place, "write statutory_notice: and the period")


def _check_platform(engagement: Engagement, report: Report) -> None:
    """Report a word that says there is no platform, and would be taken for one."""
    platform = engagement.contract.platform
    if platform is not None and platform.lower() in _NO_PLATFORM:
        message, hint = f"'{platform}' is no platform", "leave contract.platform out if there is none"
        report.error(Code.NO_PLATFORM, message, engagement.place("contract.platform"), hint)
    if platform is None and engagement.contract.escrow is not None:
        message, hint = "escrow is held by a platform, but none is named", "write platform: upwork, or another"
        report.warning(Code.NO_PLATFORM, message, engagement.place("contract.escrow"), hint)


def _check_early_payment(engagement: Engagement, report: Report) -> None:
    """Warn of a discount for those who pay early that runs as long as the term of payment."""
    contract = engagement.contract
    if contract.early_payment is None or contract.payment_days is None:
        return
    if contract.early_payment.days >= contract.payment_days:
        message = f"the discount is for {contract.early_payment.days} days, but all is due in {contract.payment_days}"
        place = engagement.place("contract.early_payment.days")
        report.warning(Code.DATES_OUT_OF_ORDER, message, place, "write fewer days, or more payment_days")


def _check_dates(engagement: Engagement, report: Report) -> None:
    ordered = (
        ("contract.date", "ending.notice_date"),
        ("contract.start", "contract.end"),
        ("contract.start", "ending.notice_date"),
        ("contract.start", "contract.retainer.billed_until"),
        ("ending.notice_date", "ending.last_working_day"),
        ("ending.notice_date", "ending.acknowledge_by"),
        ("ending.last_working_day", "ending.ends_on"),
        ("ending.final_invoice_by", "ending.payment_on"),
        ("final_invoice.date", "final_invoice.due"),
    )
    for earlier, later in ordered:
        _in_order(engagement, earlier, later, report)


def _in_order(engagement: Engagement, earlier: str, later: str, report: Report) -> None:
    first, second = _value(engagement, earlier), _value(engagement, later)
    if first is not None and second is not None and second < first:
        message = f"{later} ({second}) is before {earlier} ({first})"
        hint = f"{earlier} stands in line {engagement.place(earlier).line}"
        if later == "ending.last_working_day":
            hint = f"{hint}; the notice period ends on {notice_timing(engagement, first).period_end}"
        report.error(Code.DATES_OUT_OF_ORDER, message, engagement.place(later), hint)


def check_end(engagement: Engagement, sent: dt.date, report: Report) -> None:
    """Report what a notice sent on `sent` cannot do: end what has ended, or end it before its period is over."""
    ending, fixed_end = engagement.ending, engagement.contract.end
    if fixed_end is not None and fixed_end < sent:
        message = f"the contract ended on {fixed_end} already (contract.end), before this notice of {sent}"
        hint = "what has ended needs no notice: check contract.end, or leave it out if the work just went on"
        report.warning(Code.ENDED_ALREADY, message, engagement.place("ending.notice_date"), hint)
    if ending.ends_on is not None and not ending.agreed:
        _check_wanted_end(ending.ends_on, engagement, notice_timing(engagement, sent), report)


def _check_agreed(engagement: Engagement, report: Report) -> None:
    """Report an agreement on no day, or on one before the notice."""
    if not engagement.ending.agreed:
        return
    if engagement.ending.ends_on is None:
        message, place = "the end is agreed, but it is not said which day", engagement.place("ending.agreed")
        report.error(Code.TERMS_INCOMPLETE, message, place, "write ends_on: and the day")
    _in_order(engagement, "ending.notice_date", "ending.ends_on", report)


def _check_wanted_end(wanted: dt.date, engagement: Engagement, timing: NoticeTiming, report: Report) -> None:
    earliest = timing.period_end
    if wanted < earliest:
        message = f"the contract cannot end on {wanted} yet: its notice period ends on {earliest}"
        hint = f"{_arithmetic(timing)}; write {earliest} or later, or agreed: true if the other side agreed"
        report.error(Code.END_TOO_EARLY, message, engagement.place("ending.ends_on"), hint)


def _arithmetic(timing: NoticeTiming) -> str:
    """Write down how the end of the notice period comes about."""
    parts = [f"sent {timing.notice_date}"]
    if timing.counted_from != timing.notice_date:
        parts.append(f"received {timing.receipt_date}")
    if timing.period.count:
        parts.append(f"after {timing.period.period} {timing.raw_end}")
    if timing.period_end != timing.raw_end:
        parts.append(f"to the {timing.period.ends_on.wording} {timing.period_end}")
    return ", ".join(parts)


def _value(engagement: Engagement, path: str) -> dt.date | None:
    value: object = engagement
    for name in path.split("."):
        value = getattr(value, name, None)
    return value if isinstance(value, dt.date) else None


def _check_work(engagement: Engagement, report: Report) -> None:
    works: list[tuple[str, Deliverable | Milestone]] = [
        *((f"deliverables[{n}]", each) for n, each in enumerate(engagement.deliverables)),
        *((f"contract.milestones[{n}]", each) for n, each in enumerate(engagement.contract.milestones)),
    ]
    for path, work in works:
        if work.status is WorkStatus.ACCEPTED and work.accepted is None:
            hint = "write accepted: and the day, or status: delivered"
            message = f"'{work.title}' is accepted, but it is not said when"
            report.warning(Code.STATUS_CONTRADICTION, message, engagement.place(f"{path}.status"), hint)
        if not work.status.done and (work.delivered or work.accepted):
            message = f"'{work.title}' is {work.status.value}, but has a date of delivery"
            report.error(
                Code.STATUS_CONTRADICTION, message, engagement.place(f"{path}.status"), "write status: delivered"
            )
        if work.delivered and work.accepted and work.accepted < work.delivered:
            message = f"'{work.title}' was accepted before it was delivered"
            report.error(Code.DATES_OUT_OF_ORDER, message, engagement.place(f"{path}.accepted"))
    if engagement.ending.reason is Reason.COMPLETED and any(work.open for _, work in works):
        message = "the reason is that the work is completed, but work is still to be completed"
        place = engagement.place("ending.reason")
        report.warning(Code.STATUS_CONTRADICTION, message, place, "write its status, or another reason")
    for entry in engagement.time:
        if entry.date < engagement.contract.start:
            message = f"this work was done before the contract started ({engagement.contract.start})"
            report.warning(Code.DATES_OUT_OF_ORDER, message, entry.source, "check the year")
    for expense in engagement.expenses:
        if expense.date < engagement.contract.start:
            message = f"this expense was made before the contract started ({engagement.contract.start})"
            report.warning(Code.DATES_OUT_OF_ORDER, message, expense.source, "check the year")
