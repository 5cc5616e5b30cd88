from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Location
from closeout.domain.engagement import Attempt, Billing, Delivery, NoticeForm, Reason
from closeout.domain.ledger import EntryKind
from closeout.domain.money import Money
from closeout.domain.notice import notice_timing
from closeout.domain.notice_period import NoticePeriod
from closeout.domain.party import BankAccount, Side
from closeout.domain.period import Period
from closeout.domain.settlement import settle
from closeout.domain.situation import VALUES, Anchor, Condition, Situation
from closeout.domain.work import Deliverable, HandoverItem, HandoverKind, TimeEntry, WorkStatus

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement
    from closeout.domain.ledger import LedgerEntry
    from closeout.domain.tax import Tax

TODAY = date(2026, 11, 16)  # a Monday
SATURDAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 15), date(2026, 11, 17)
PAST, FUTURE = date(2026, 2, 1), date(2026, 12, 1)
CHRISTMAS = date(2026, 12, 25)  # a Friday
OPEN = (Deliverable(title="Site"),)
SUBMITTED = (
    Deliverable(title="Site", status=WorkStatus.DELIVERED, delivered=date(2026, 11, 2)),
    Deliverable(title="Book", status=WorkStatus.DELIVERED, delivered=date(2026, 11, 9)),
    Deliverable(title="Plan", status=WorkStatus.DELIVERED),
)
DONE = (
    Deliverable(title="Site", status=WorkStatus.ACCEPTED, delivered=TODAY, accepted=TODAY),
    Deliverable(title="Map", status=WorkStatus.CANCELLED),
)
KEY = HandoverItem(item="Key", kind=HandoverKind.ACCESS)
ATTEMPT = Attempt(date=PAST, description="A call")

Look: TypeAlias = Callable[..., Situation]


@pytest.fixture(scope="session")
def look(engagement: Engagement, row: Callable[..., LedgerEntry]) -> Look:
    """Return a builder of situations: changes to the contract, the ending and so on, and rows of the ledger."""

    def build(
        *,
        rows: tuple[dict[str, Any], ...] = (),
        hours: int = 0,
        messages: int | None = None,
        as_of: date = TODAY,
        **changes: Any,  # noqa: ANN401 - whatever an engagement holds
    ) -> Situation:
        contract = replace(engagement.contract, **changes.pop("contract", {}))
        whole = replace(
            engagement,
            contract=contract,
            ending=replace(engagement.ending, **changes.pop("ending", {})),
            final_invoice=replace(engagement.final_invoice, **changes.pop("final_invoice", {})),
            freelancer=replace(engagement.freelancer, **changes.pop("freelancer", {})),
            ledger=tuple(row(**{"number": str(number), **each}) for number, each in enumerate(rows)),
            time=(entry(contract.tax, hours),) if hours else (),
            **changes,
        )
        return Situation(
            engagement=whole,
            timing=notice_timing(whole, as_of),
            settlement=settle(whole, as_of),
            invoice_date=FUTURE,
            as_of=as_of,
            messages=messages,
        )

    return build


def entry(tax: Tax, hours: int) -> TimeEntry:
    return TimeEntry(
        date=PAST,
        description="Work",
        hours=Decimal(hours),
        rate=Decimal(80),
        tax=tax,
        invoice=None,
        source=Location("time.csv", 2, 1),
    )


def owed(amount: int, due: date | None = None) -> dict[str, Any]:
    return {"rows": ({"net": amount, "due": due},)}


def contract(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a contract holds
    return {"contract": changes}


def ending(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever an ending holds
    return {"ending": changes}


CREDIT = {"rows": ({"kind": EntryKind.CREDIT_NOTE, "net": 500},)}
DEPOSIT = {"rows": ({"kind": EntryKind.DEPOSIT, "net": 500, "paid": 500},)}
TWO_WEEKS = NoticePeriod.parse("2 weeks")
C = Condition
STATES: dict[Condition, tuple[dict[str, Any], dict[str, Any]]] = {
    # where it holds, and where it does not
    C.FREELANCER_ENDS: (ending(by=Side.FREELANCER), ending(by=Side.CLIENT)),
    C.CLIENT_ENDS: (ending(by=Side.CLIENT), ending(by=Side.FREELANCER)),
    C.ON_PLATFORM: (contract(platform="upwork"), contract(platform=None)),
    C.OFF_PLATFORM: (contract(platform=None), contract(platform="upwork")),
    C.HOURLY: (contract(billing=Billing.HOURLY), contract(billing=Billing.FIXED)),
    C.FIXED_PRICE: (contract(billing=Billing.FIXED), contract(billing=Billing.RETAINER)),
    C.RETAINER: (contract(billing=Billing.RETAINER), contract(billing=Billing.HOURLY)),
    C.WORK_NOT_SUBMITTED: ({"deliverables": OPEN}, {"deliverables": (*SUBMITTED, *DONE)}),
    C.WORK_AWAITING_ACCEPTANCE: ({"deliverables": SUBMITTED}, {"deliverables": (*OPEN, *DONE)}),
    C.HANDOVER_OPEN: ({"handover": (KEY,)}, {"handover": (replace(KEY, done=TODAY),)}),
    C.NOTHING_FILED: ({"messages": 0}, {"messages": None}),
    C.OUTSTANDING: (owed(100), CREDIT),
    C.OVERDUE: (owed(100, due=YESTERDAY), owed(100, due=TODAY)),
    C.NOTHING_OVERDUE: (owed(100), owed(100, due=YESTERDAY)),
    C.OWED_TO_CLIENT: (CREDIT, owed(100)),
    C.UNBILLED: ({"hours": 2}, {}),
    C.DEPOSITS_OPEN: (DEPOSIT, owed(100)),
    C.NO_INVOICE_NUMBER: ({}, {"final_invoice": {"number": "7"}}),
    C.NO_DUE_DATE: ({}, {"final_invoice": {"due": FUTURE}}),
    C.NO_BANK_ACCOUNT: ({}, {"freelancer": {"bank": BankAccount(iban="DE89 3704 0044 0532 0130 00")}}),
    C.CUSTOMARY_NOTICE: ({}, contract(statutory_notice=TWO_WEEKS)),
    C.NO_NOTICE_AGREED: (contract(statutory_notice=TWO_WEEKS), contract(notice=TWO_WEEKS)),
    C.END_NOT_AGREED: (ending(ends_on=FUTURE), ending(ends_on=FUTURE, agreed=True)),
    C.FIXED_TERM: (contract(end=FUTURE), {}),
    C.ENDS_BEFORE_FIXED_END: (contract(end=FUTURE), contract(end=date(2026, 11, 30))),
    C.ENDS_AFTER_FIXED_END: (contract(end=date(2026, 11, 29)), contract(end=date(2026, 11, 30))),
    C.WRITTEN_FORM: (contract(notice_form=NoticeForm.WRITTEN), contract(notice_form=NoticeForm.TEXT)),
    C.SENT_ELECTRONICALLY: (ending(delivery=Delivery.MESSAGE), ending(delivery=Delivery.POST)),
    C.NOTICE_IN_PAST: (ending(notice_date=YESTERDAY), ending(notice_date=TODAY)),
    C.NOTICE_IN_FUTURE: (ending(notice_date=TOMORROW), ending(notice_date=TODAY)),
    C.RECEIPT_ASSUMED: (ending(delivery=Delivery.POST), contract(deemed_receipt=Period.parse("2 days"))),
    C.RECEIPT_LATER: (ending(delivery=Delivery.POST), ending(delivery=Delivery.EMAIL)),
    C.SENT_ON_DAY_OFF: (ending(notice_date=SATURDAY), ending(notice_date=TODAY)),
    C.RECEIVED_ON_DAY_OFF: (
        ending(notice_date=date(2026, 11, 18), delivery=Delivery.POST),
        ending(notice_date=TODAY, delivery=Delivery.POST),
    ),
    C.LAST_DAY_OFF: (ending(last_working_day=CHRISTMAS), ending(last_working_day=FUTURE)),
    C.REASON_NON_PAYMENT: (ending(reason=Reason.NON_PAYMENT), ending(reason=Reason.SCOPE)),
    C.REASON_MAY_BE_DISPUTE: (ending(reason=Reason.SCOPE), ending(reason=Reason.BUDGET)),
    C.NO_ATTEMPTS: ({}, ending(attempts=(ATTEMPT,))),
    C.NO_ACKNOWLEDGE_DATE: ({}, ending(acknowledge_by=FUTURE)),
    C.NO_WORK_DUE_DATE: ({}, ending(work_due=FUTURE)),
    C.NO_FINAL_INVOICE_DEADLINE: ({}, ending(final_invoice_by=FUTURE)),
    C.NO_PAYMENT_DATE: ({}, ending(payment_on=FUTURE)),
    C.NO_ACCESS_DATE: ({}, ending(access_revoked_on=FUTURE)),
}


@pytest.mark.parametrize("condition", Condition, ids=str)
def test_a_condition_holds_where_it_should_and_nowhere_else(condition: Condition, look: Look) -> None:
    holding, failing = STATES[condition]
    assert look(**holding).holds(condition)
    assert not look(**failing).holds(condition)


@pytest.mark.parametrize(
    ("condition", "state"),
    [
        (C.NOTHING_FILED, {"messages": 1}),
        (C.OUTSTANDING, {}),
        (C.OWED_TO_CLIENT, {}),
        (C.NO_DUE_DATE, contract(payment_days=14)),
        (C.ENDS_BEFORE_FIXED_END, {}),
        (C.ENDS_AFTER_FIXED_END, {}),
        (C.ENDS_AFTER_FIXED_END, contract(end=FUTURE)),
        (C.REASON_MAY_BE_DISPUTE, ending(reason=Reason.COMPLETED)),
    ],
)
def test_what_does_not_hold_in_further_states(condition: Condition, state: dict[str, Any], look: Look) -> None:
    assert not look(**state).holds(condition)


def test_only_conditions_about_days_off_ask_the_calendar(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr("closeout.domain.business_calendar.PublicHolidays.is_business_day", refuse)
    situation = look()
    for condition in Condition:
        if condition.asks_calendar:
            with pytest.raises(AssertionError):
                situation.holds(condition)
        else:
            situation.holds(condition)


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_there_wherever_one_of_its_conditions_holds(name: str, look: Look) -> None:
    always = [look(), look(**owed(100)), look(**CREDIT), look(hours=3)]
    granted = [look(**STATES[condition][0]) for condition in VALUES[name].given]
    assert all(situation.value(name) is not None for situation in granted or always)


def test_the_values_are_those_of_the_engagement(look: Look) -> None:
    situation = look(
        rows=(
            {"number": "1", "net": 10_000, "tax": 1_900, "due": YESTERDAY},
            {"number": "2", "net": 500},
            {"number": "3", "kind": EntryKind.DEPOSIT, "net": 700, "paid": 700},
        ),
        hours=2,
        contract={"platform": "toptal", "end": CHRISTMAS},
        ending={"notice_date": TOMORROW, "delivery": Delivery.POST, "last_working_day": FUTURE},
        handover=(KEY, KEY),
    )
    assert {name: situation.value(name) for name in VALUES} == {
        "as_of": TODAY,
        "notice_date": TOMORROW,
        "receipt_date": date(2026, 11, 20),
        "earliest_end": date(2026, 12, 4),
        "last_working_day": FUTURE,
        "effective_date": date(2026, 12, 4),
        "final_invoice_date": FUTURE,
        "contract_end": CHRISTMAS,
        "platform": "toptal",
        "outstanding": Money.of(Decimal("124.00"), "EUR"),
        "overdue": Money.of(Decimal("119.00"), "EUR"),
        "owed_to_client": Money.of(Decimal("-124.00"), "EUR"),
        "unbilled": Money.of(160, "EUR"),
        "hours": Decimal(2),
        "deposits": Money.of(7, "EUR"),
        "handover_open": 2,
    }


def test_a_deadline_can_count_from_every_anchor(look: Look) -> None:
    situation = look(deliverables=SUBMITTED, ending={"delivery": Delivery.POST, "last_working_day": date(2026, 11, 27)})
    assert {anchor: situation.day(anchor) for anchor in Anchor} == {
        Anchor.NOTICE: TODAY,
        Anchor.RECEIPT: date(2026, 11, 19),
        Anchor.LAST_WORKING_DAY: date(2026, 11, 27),
        Anchor.EFFECTIVE: date(2026, 12, 3),
        Anchor.FINAL_INVOICE: FUTURE,
        Anchor.LAST_SUBMISSION: date(2026, 11, 9),
    }


def test_without_a_dated_submission_there_is_no_day_to_count_from(look: Look) -> None:
    assert look(deliverables=(SUBMITTED[2],)).day(Anchor.LAST_SUBMISSION) is None
