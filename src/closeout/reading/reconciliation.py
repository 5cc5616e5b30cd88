"""The accounts against themselves: numbers used twice, sums that differ, work billed twice, invoices not there."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from closeout.diagnostic import Code, did_you_mean
from closeout.domain.ledger import EntryKind
from closeout.domain.money import Money, minor_digits

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from closeout.diagnostic import Location, Report
    from closeout.domain.engagement import Engagement
    from closeout.domain.ledger import LedgerEntry
    from closeout.domain.work import TimeEntry

_DAY = Decimal(24)  # hours


class Billable(Protocol):
    """Something that is on an invoice, or will be."""

    @property
    def invoice(self) -> str | None:
        """The number of that invoice."""

    @property
    def source(self) -> Location:
        """Where it is written."""


def check_accounts(engagement: Engagement, report: Report, *, ledger_is_whole: bool) -> None:
    """Report what does not fit among time sheet, expenses, milestones and ledger.

    Where the ledger is not whole, an invoice that is missing may be one that could not be read.
    """
    _check_numbers(engagement, report)
    for entry in engagement.ledger:
        _check_entry(entry, report)
    _check_hours(engagement, report)
    _check_repeated_time(engagement, report)
    _check_repeated_expenses(engagement, report)
    if ledger_is_whole:
        _check_references(engagement, report)
        _check_billed(engagement, report)


def check_not_yet(engagement: Engagement, as_of: dt.date, report: Report) -> None:
    """Warn of rows that are dated after the day as of which the documents speak: most often the year is wrong."""
    days = [
        *((entry.date, "this work", entry.source) for entry in engagement.time),
        *((expense.date, "this expense", expense.source) for expense in engagement.expenses),
        *((entry.issue_date, f"the invoice {entry.number}", entry.source) for entry in engagement.ledger),
        *((entry.paid_date, f"the payment of {entry.number}", entry.source) for entry in engagement.ledger),
    ]
    for day, what, place in days:
        if day is not None and day > as_of:
            message = f"{what} is dated {day}, after {as_of}; it is counted all the same"
            report.warning(Code.NOT_YET, message, place, "check the date, or use --as-of")


def _check_numbers(engagement: Engagement, report: Report) -> None:
    first: dict[str, LedgerEntry] = {}
    for entry in engagement.ledger:
        earlier = first.setdefault(entry.number, entry)
        if earlier is not entry:
            hint = f"it stands first in line {earlier.source.line}"
            message = f"the invoice number {entry.number} is used a second time"
            report.error(Code.DUPLICATE_NUMBER, message, entry.source, hint)
    number = engagement.final_invoice.number
    if number is not None and number in first and _is_left_to_bill(engagement):
        message = f"final_invoice.number {number} is in invoices.csv already"
        place = engagement.place("final_invoice.number")
        report.error(Code.DUPLICATE_NUMBER, message, place, "take the next number of your series")


def _is_left_to_bill(engagement: Engagement) -> bool:
    rows: tuple[Billable, ...] = (*engagement.time, *engagement.expenses)
    return any(row.invoice is None for row in rows) or any(each.billable for each in engagement.contract.milestones)


def _check_entry(entry: LedgerEntry, report: Report) -> None:
    total = entry.net + entry.tax
    if total.amount != entry.gross.amount:
        message = f"{entry.number}: net {entry.net.amount} + tax {entry.tax.amount} is not gross {entry.gross.amount}"
        report.error(Code.SUM_DIFFERS, message, entry.source, f"net + tax is {total.amount}")
    if entry.tax_rate is not None:
        expected = entry.net.share(entry.tax_rate, Decimal(100))
        # A ledger may round line by line: a unit of difference for each of a few lines is no error.
        if abs(expected.amount - entry.tax.amount) > _tolerance(entry.net.currency):
            message = f"{entry.number}: tax {entry.tax.amount} is not {entry.tax_rate} % of {entry.net.amount}"
            report.warning(Code.SUM_DIFFERS, message, entry.source, f"it would be {expected.amount}")
    if entry.gross < entry.paid:
        message = f"{entry.number}: paid {entry.paid.amount} of {entry.gross.amount}"
        report.warning(Code.OVERPAID, message, entry.source, "the client is owed the difference; check the amount")
    if entry.kind is EntryKind.DEPOSIT and entry.paid < entry.gross and entry.deducted_in is None:
        message = f"the deposit {entry.number} is not paid in full; only {entry.paid.amount} is deducted"
        hint = "cancel the open part with a credit note, or name in deducted_in the invoice that deducted it"
        report.warning(Code.DEPOSIT_UNPAID, message, entry.source, hint)
    if entry.due_date is not None and entry.due_date < entry.issue_date:
        message = f"{entry.number} is due before it was issued"
        report.error(Code.DATES_OUT_OF_ORDER, message, entry.source, "check the year")
    if entry.paid_date is not None and entry.paid_date < entry.issue_date:
        message = f"{entry.number} was paid on {entry.paid_date}, before it was issued on {entry.issue_date}"
        report.warning(Code.DATES_OUT_OF_ORDER, message, entry.source, "check both dates")


def _tolerance(currency: str) -> Decimal:
    return Decimal(5).scaleb(-minor_digits(currency))


def _check_hours(engagement: Engagement, report: Report) -> None:
    """Warn of days that have more hours than a day has, at the row that was too much."""
    worked: dict[dt.date, Decimal] = defaultdict(Decimal)
    for entry in engagement.time:
        before = worked[entry.date]
        worked[entry.date] = before + entry.hours
        if before <= _DAY < worked[entry.date]:
            message = f"with this row, {entry.date} has {worked[entry.date].normalize():f} hours"
            report.warning(Code.TOO_MANY_HOURS, message, entry.source, "check the date and the hours")


def _check_repeated_time(engagement: Engagement, report: Report) -> None:
    """Warn of work that stands twice in the time sheet, and so is billed twice."""
    first: dict[tuple[dt.date, str, Decimal], TimeEntry] = {}
    for entry in engagement.time:
        earlier = first.setdefault((entry.date, entry.description.casefold(), entry.hours), entry)
        if earlier is not entry:
            _warn_of_repeated("the same work", earlier, entry, report)


def _check_repeated_expenses(engagement: Engagement, report: Report) -> None:
    """Warn of an amount of a receipt that is billed twice.

    A receipt may have several amounts; without receipts, the same ride may well have been made twice a day.
    """
    first: dict[tuple[str, Decimal], Billable] = {}
    for expense in engagement.expenses:
        if expense.receipt is None:
            continue
        earlier = first.setdefault((expense.receipt, expense.net.amount), expense)
        if earlier is not expense:
            _warn_of_repeated(f"this amount of receipt {expense.receipt}", earlier, expense, report)


def _warn_of_repeated(what: str, earlier: Billable, row: Billable, report: Report) -> None:
    billed = " and ".join(dict.fromkeys(_billed_on(each) for each in (earlier, row)))
    message = f"{what} stands in line {earlier.source.line} already ({billed})"
    report.warning(Code.REPEATED_ROW, message, row.source, "delete one of the two, unless both are meant")


def _billed_on(row: Billable) -> str:
    return "not billed yet" if row.invoice is None else f"on invoice {row.invoice}"


def _check_references(engagement: Engagement, report: Report) -> None:
    known = {entry.number for entry in engagement.ledger}
    if engagement.final_invoice.number is not None:
        known.add(engagement.final_invoice.number)
    for item in _billable(engagement):
        _check_reference(item.invoice, item.source, known, report)
    for row in engagement.ledger:
        _check_reference(row.refers_to, row.source, known, report)
        _check_reference(row.deducted_in, row.source, known, report)


def _billable(engagement: Engagement) -> Iterator[Billable]:
    yield from engagement.time
    yield from engagement.expenses
    yield from engagement.contract.milestones


def _check_reference(number: str | None, place: Location, known: set[str], report: Report) -> None:
    if number is not None and number not in known:
        message = f"the invoice {number} is not in invoices.csv"
        near = did_you_mean(number, known)
        advice = "add it to invoices.csv, or leave the number out if nothing was billed"
        report.error(Code.UNKNOWN_INVOICE, message, place, f"{near} Otherwise {advice}" if near else advice)


def _check_billed(engagement: Engagement, report: Report) -> None:
    """Warn of an invoice that bills less than the work and expenses which are said to be on it.

    More is no contradiction: an invoice may hold what no file lists. A deposit bills no work yet; an invoice that
    deducted one may stand in the ledger with what was left.
    """
    currency = engagement.contract.currency
    rows = [
        *((entry.invoice, Money.of(entry.hours * entry.rate, currency)) for entry in engagement.time),
        *((expense.invoice, expense.net) for expense in engagement.expenses),
        *((milestone.invoice, milestone.amount) for milestone in engagement.contract.milestones),
    ]
    on: dict[str | None, list[Money]] = defaultdict(list)
    for number, net in rows:
        on[number].append(net)
    deducted: dict[str | None, Money] = defaultdict(lambda: Money.zero(currency))
    for entry in engagement.ledger:
        deducted[entry.deducted_in] = deducted[entry.deducted_in] + entry.net
    for entry in engagement.ledger:
        if entry.kind is not EntryKind.INVOICE or entry.number not in on:
            continue
        listed = Money.total(on[entry.number], currency)
        # The invoice may have rounded only once: each row is then half a unit off at most.
        most = _tolerance(currency) * (1 + len(on[entry.number]) // 10)
        if (listed - deducted[entry.number] - entry.net).amount > most:
            message = f"{entry.number} bills {entry.net.amount} net, but the rows that name it come to {listed.amount}"
            hint = "check the amount here, and the invoice column of those rows"
            report.warning(Code.SUM_DIFFERS, message, entry.source, hint)
