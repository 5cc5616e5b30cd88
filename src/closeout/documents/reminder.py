"""The payment reminder: friendly, firm, or a final demand, for the invoices that are past their due date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.diagnostic import Code, Diagnostic, Severity, UserError, did_you_mean
from closeout.documents.case import Case, Stationery, stationery
from closeout.documents.late_charges import LateCharges, debtor_of, late_charges
from closeout.domain.engagement import Contract, Tone
from closeout.domain.ladder import Ladder, Level, SentReminder, next_level, reached
from closeout.domain.late_payment import Debtor
from closeout.domain.money import Money
from closeout.domain.party import Side
from closeout.domain.settlement import OpenItem

if TYPE_CHECKING:
    from collections.abc import Iterator

_TONES = {  # how each reminder may sound; the first is the usual one
    Level.FRIENDLY: (Tone.NEUTRAL, Tone.WARM),
    Level.FIRM: (Tone.NEUTRAL, Tone.FIRM),
    Level.FINAL: (Tone.FIRM,),
}


class Reminder(Struct, frozen=True, kw_only=True):
    """A reminder from freelancer to client. `sent` are the earlier ones about any of its invoices, oldest first.

    Payment is asked for by `deadline`. Where the platform collects payments (`platform_bills`), the letter bears no
    bank details, and points to the platform. `for_sender` warns whoever sends it.
    """

    stationery: Stationery
    level: Level
    tone: Tone
    contract: Contract
    platform: str | None
    platform_bills: bool
    items: tuple[OpenItem, ...]
    sent: tuple[SentReminder, ...]
    deadline: dt.date
    charges: LateCharges | None
    for_sender: tuple[Diagnostic, ...]

    @property
    def overdue(self) -> Money:
        """What is open on the invoices."""
        return Money.total((item.open for item in self.items), self.contract.currency)

    @property
    def total(self) -> Money:
        """What is asked for: the invoices, interest and compensation."""
        return self.overdue if self.charges is None else self.overdue + self.charges.total


def compose_reminder(case: Case, numbers: tuple[str, ...] = (), level: Level | None = None) -> Reminder:
    """Compose a reminder of the invoices `numbers`, else of all that are overdue; without `level`, the next in turn.

    Raises `UserError` where nothing is overdue, or one of the numbers is not.
    """
    engagement, ladder = case.engagement, case.ladder
    assert ladder is not None  # noqa: S101 - loading gives one to every case
    items = _overdue(case, numbers)
    sent = tuple(each for each in engagement.reminders if each.date <= case.as_of)
    chosen = tuple(item.entry.number for item in items)
    usual = next_level(chosen, sent)
    rung = level or usual
    individual = debtor_of(engagement) is not Debtor.COMPANY
    charged = late_charges(case, items, rung)
    tone = engagement.ending.tone
    return Reminder(
        stationery=stationery(engagement, Side.FREELANCER, case.as_of),
        level=rung,
        tone=tone if tone in _TONES[rung] else _TONES[rung][0],
        contract=engagement.contract,
        platform=case.platform,
        platform_bills=case.platform_bills,
        items=items,
        sent=_earlier(sent, chosen),
        deadline=case.as_of + dt.timedelta(days=ladder.days(rung, individual=individual)),
        charges=charged.charges,
        for_sender=(
            *_unknown(case),
            *_owed_back(case),
            *_out_of_turn(case, chosen, sent, rung, usual),
            *_too_early(case, chosen, sent, ladder, individual=individual),
            *_enclosures(ladder, rung, individual=individual),
            *charged.warnings,
        ),
    )


def _earlier(sent: tuple[SentReminder, ...], numbers: tuple[str, ...]) -> tuple[SentReminder, ...]:
    about = (each for each in sent if any(each.concerns(number) for number in numbers))
    return tuple(sorted(about, key=lambda each: (each.date, each.level)))


def _overdue(case: Case, numbers: tuple[str, ...]) -> tuple[OpenItem, ...]:
    overdue = {item.entry.number: item for item in case.settlement.open_items if item.days_overdue > 0}
    if wrong := [_not_overdue(case, number) for number in numbers if number not in overdue]:
        raise UserError(wrong)
    items = [item for number, item in overdue.items() if not numbers or number in numbers]
    if not items:
        raise UserError([_nothing_overdue(case)])
    return tuple(sorted(items, key=lambda item: (item.entry.due_date or case.as_of, item.entry.issue_date)))


def _nothing_overdue(case: Case) -> Diagnostic:
    waiting = [item for item in case.settlement.open_items if item.open.amount > 0 and item.entry.due_date is not None]
    first = min(waiting, key=lambda item: item.entry.due_date or case.as_of, default=None)
    hint = "no invoice in invoices.csv is open, with a due date"
    if first is not None:
        hint = f"the next due date is {first.entry.due_date}, of {first.entry.number}"
    place = None if first is None else first.entry.source
    return Diagnostic(Code.NOTHING_OVERDUE, f"nothing is overdue on {case.as_of}", place, hint)


def _not_overdue(case: Case, number: str) -> Diagnostic:
    entries = {entry.number: entry for entry in case.engagement.ledger}
    entry = entries.get(number)
    if entry is None:
        hint = did_you_mean(number, entries) or f"there are: {', '.join(entries)}"
        return Diagnostic(Code.UNKNOWN_INVOICE, f"the invoice {number} is not in invoices.csv", None, hint)
    item = next((each for each in case.settlement.open_items if each.entry is entry), None)
    if item is None or item.open.amount < 0:
        hint = "nothing is open of it that can be asked for; a deposit that was not paid goes on the final invoice"
    elif entry.due_date is None:
        hint = "write its due_date"
    else:
        hint = f"it is due on {entry.due_date}"
    return Diagnostic(Code.NOTHING_OVERDUE, f"{number} is not overdue on {case.as_of}", entry.source, hint)


def _unknown(case: Case) -> Iterator[Diagnostic]:
    """Warn of a number in `reminders` that no invoice has: the ladder would begin anew for the right one."""
    known = {entry.number for entry in case.engagement.ledger}
    for place, reminder in enumerate(case.engagement.reminders):
        for number in reminder.numbers:
            if number not in known:
                yield Diagnostic(
                    Code.UNKNOWN_INVOICE,
                    f"a reminder was sent of {number}, which is not in invoices.csv",
                    case.engagement.place(f"reminders[{place}].numbers"),
                    did_you_mean(number, known),
                    Severity.WARNING,
                )


def _owed_back(case: Case) -> Iterator[Diagnostic]:
    """Warn of what is owed to the client: it belongs to no invoice, so that no reminder can take it off."""
    for item in case.settlement.open_items:
        if item.open.amount < 0:
            message = (
                f"the client is owed {-item.open.amount} on {item.entry.number}, which the reminder does not take off"
            )
            hint = "name the invoice that it belongs to in refers_to, or pay it back first"
            yield Diagnostic(Code.OVERPAID, message, item.entry.source, hint, Severity.WARNING)


def _out_of_turn(
    case: Case, numbers: tuple[str, ...], sent: tuple[SentReminder, ...], level: Level, usual: Level
) -> Iterator[Diagnostic]:
    """Warn where a rung is skipped, or taken a second time."""
    if level > usual:
        message = f"this is reminder {level}, but reminder {usual} has not been sent for all of these invoices"
        hint = f"leave --level out for reminder {usual}, or write what you have sent under reminders:"
        yield _warning(case, message, hint)
    for number in numbers:
        last = reached(number, sent)
        if last is not None and last.level >= level:
            message = f"{number} has had reminder {last.level} already, on {last.date}"
            hint = f"remind of it alone, with reminder {last.level.next}"
            if last.level is Level.FINAL:
                hint = "no letter comes after the final demand; think of mediation, or take legal advice"
            yield _warning(case, message, hint)


def _too_early(
    case: Case, numbers: tuple[str, ...], sent: tuple[SentReminder, ...], ladder: Ladder, *, individual: bool
) -> Iterator[Diagnostic]:
    """Warn while the time that the last reminder gave has not run out."""
    about = [each for each in sent if any(each.concerns(number) for number in numbers)]
    last = max(about, key=lambda each: each.date, default=None)
    if last is not None:
        until = last.date + dt.timedelta(days=ladder.days(last.level, individual=individual))
        if case.as_of <= until:
            message = f"the reminder of {last.date} gives time to pay until {until}"
            yield _warning(case, message, "wait until then, and look at your account once more")


def _enclosures(ladder: Ladder, level: Level, *, individual: bool) -> Iterator[Diagnostic]:
    if level is Level.FINAL and individual and ladder.enclose is not None:
        message = f"a final demand to a person or sole trader there goes with {ladder.enclose}"
        hint = f"{ladder.source}{f': {ladder.url}' if ladder.url else ''}"
        yield Diagnostic(Code.RULE, message, None, hint, Severity.WARNING)


def _warning(case: Case, message: str, hint: str) -> Diagnostic:
    return Diagnostic(Code.REMINDER_OUT_OF_TURN, message, case.engagement.place("reminders"), hint, Severity.WARNING)
