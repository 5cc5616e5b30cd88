from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.documents.reminder import Reminder, compose_reminder
from closeout.domain.engagement import Tone
from closeout.domain.ladder import Ladder, Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

LADDER = Ladder(
    source="a protocol", checked=date(2026, 1, 1), friendly=7, firm=8, final=14, individual=30, enclose="a form"
)
LEDGER = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to,deducted_in
R-1,invoice,2026-03-02,2026-03-16,100,0,0,100,,,,
R-2,invoice,2026-03-09,2026-03-23,100,0,0,100,2026-04-01,40,,
R-3,invoice,2026-04-27,2026-05-11,100,0,0,100,,,,
R-4,invoice,2026-03-02,2026-03-16,100,0,0,100,2026-03-10,100,,
R-5,invoice,2026-03-02,,100,0,0,100,,,,
"""
CREDIT = "C-6,credit note,2026-03-02,2026-03-16,10,0,0,10,,,,\n"
PERSON = "{name: Bob de Wit, address: {city: Deventer, country: NL}}"


def reminder(
    case: Callable[..., Case], *numbers: str, level: int | None = None, ledger: str = LEDGER, **sections: str
) -> Reminder:
    built = case({"invoices.csv": ledger}, **sections)
    return compose_reminder(replace(built, ladder=LADDER), numbers, None if level is None else Level(level))


def numbers(found: Reminder) -> list[str]:
    return [item.entry.number for item in found.items]


def told(found: Reminder) -> list[Code]:
    return [warning.code for warning in found.for_sender]


def test_it_asks_for_everything_that_is_overdue_the_oldest_first(case: Callable[..., Case]) -> None:
    found = reminder(case)
    assert numbers(found) == ["R-1", "R-2"]
    assert [str(each.amount) for each in (found.overdue, found.total)] == ["160.00", "160.00"]
    assert (found.level, found.deadline, found.for_sender) == (Level.FRIENDLY, date(2026, 5, 11), ())


def test_it_may_ask_for_some_only(case: Callable[..., Case]) -> None:
    assert numbers(reminder(case, "R-2")) == ["R-2"]


@pytest.mark.parametrize(
    ("number", "code", "hint"),
    [
        ("R-3", Code.NOTHING_OVERDUE, "it is due on 2026-05-11"),
        ("R-4", Code.NOTHING_OVERDUE, "nothing is open"),
        ("R-5", Code.NOTHING_OVERDUE, "write its due_date"),
        ("R-7", Code.UNKNOWN_INVOICE, "did you mean 'R-"),
        ("2026/77", Code.UNKNOWN_INVOICE, "there are: R-1"),
    ],
)
def test_what_is_not_overdue_is_not_asked_for(case: Callable[..., Case], number: str, code: Code, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        reminder(case, "R-1", number)
    (problem,) = caught.value.diagnostics
    assert problem.code is code
    assert hint in (problem.hint or "")


def test_where_nothing_is_overdue_the_next_due_date_is_told(case: Callable[..., Case]) -> None:
    head, *rows = LEDGER.splitlines()
    with pytest.raises(UserError, match="nothing is overdue on 2026-05-04") as caught:
        reminder(case, ledger=f"{head}\n{rows[2]}\n")
    assert caught.value.diagnostics[0].hint == "the next due date is 2026-05-11, of R-3"
    with pytest.raises(UserError) as caught:
        reminder(case, ledger=f"{head}\n")
    assert caught.value.diagnostics[0].code is Code.NOTHING_OVERDUE


def test_each_reminder_comes_after_the_one_below(case: Callable[..., Case]) -> None:
    first = "{date: 2026-04-01, level: 1, numbers: [R-1, R-2]}"
    second = "{date: 2026-04-15, level: 2, numbers: [R-1, R-2]}"
    assert reminder(case, reminders=f"[{first}]").level is Level.FIRM
    found = reminder(case, reminders=f"[{second}, {first}]")
    assert (found.level, found.deadline) == (Level.FINAL, date(2026, 5, 18))
    assert [each.date.day for each in found.sent] == [1, 15]
    assert told(found) == []


def test_a_reminder_that_is_yet_to_be_sent_does_not_count(case: Callable[..., Case]) -> None:
    assert reminder(case, reminders="[{date: 2026-05-05, level: 1}]").level is Level.FRIENDLY


def test_an_invoice_that_is_further_up_goes_with_the_others_not_without_a_word(case: Callable[..., Case]) -> None:
    found = reminder(case, reminders="[{date: 2026-04-01, level: 1, numbers: [R-1]}]")
    assert (found.level, told(found)) == (Level.FRIENDLY, [Code.REMINDER_OUT_OF_TURN])
    assert found.for_sender[0].message == "R-1 has had reminder 1 already, on 2026-04-01"


def test_no_rung_is_skipped_silently(case: Callable[..., Case]) -> None:
    found = reminder(case, level=3)
    assert (found.level, told(found)) == (Level.FINAL, [Code.REMINDER_OUT_OF_TURN])
    assert "reminder 1 has not been sent" in found.for_sender[0].message


def test_after_the_final_demand_comes_no_letter(case: Callable[..., Case]) -> None:
    found = reminder(case, reminders="[{date: 2026-04-01, level: 3}]")
    assert told(found) == [Code.REMINDER_OUT_OF_TURN] * 2
    assert "no letter comes after" in (found.for_sender[0].hint or "")


@pytest.mark.parametrize(("day", "early"), [(26, False), (27, True)])
def test_the_time_that_a_reminder_gave_is_waited_for(case: Callable[..., Case], day: int, early: bool) -> None:  # noqa: FBT001
    """A friendly reminder of 27 April gives 7 days: all of 4 May is still the client's."""
    found = reminder(case, reminders=f"[{{date: 2026-04-{day}, level: 1}}]")
    assert told(found) == ([Code.REMINDER_OUT_OF_TURN] if early else [])


def test_a_person_gets_more_time_and_what_the_protocol_asks_for(case: Callable[..., Case]) -> None:
    before = "[{date: 2026-04-01, level: 2}]"
    found = reminder(case, reminders=before, client=PERSON)
    assert (found.deadline, told(found)) == (date(2026, 6, 3), [Code.RULE])
    assert "a form" in found.for_sender[0].message
    assert reminder(case, reminders=before).deadline == date(2026, 5, 18)


def test_a_reminder_of_an_invoice_that_is_not_there_is_told(case: Callable[..., Case]) -> None:
    found = reminder(case, reminders="[{date: 2026-04-01, level: 1, numbers: [R-l]}]")
    (warning,) = found.for_sender
    assert (warning.code, warning.location is not None) == (Code.UNKNOWN_INVOICE, True)


@pytest.mark.parametrize(
    ("tone", "sounds"),
    [
        ("warm", [Tone.WARM, Tone.NEUTRAL, Tone.FIRM]),
        ("neutral", [Tone.NEUTRAL, Tone.NEUTRAL, Tone.FIRM]),
        ("firm", [Tone.NEUTRAL, Tone.FIRM, Tone.FIRM]),
    ],
)
def test_the_tone_of_the_contract_holds_where_it_suits(
    case: Callable[..., Case], tone: str, sounds: list[Tone]
) -> None:
    ending = f"{{by: freelancer, notice_date: 2026-05-04, tone: {tone}}}"
    assert [reminder(case, level=level, ending=ending).tone for level in (1, 2, 3)] == sounds


def test_what_is_owed_to_the_client_is_told(case: Callable[..., Case]) -> None:
    found = reminder(case, ledger=LEDGER + CREDIT)
    (warning,) = found.for_sender
    assert (warning.code, warning.message[:35]) == (Code.OVERPAID, "the client is owed 10.00 on C-6, wh")
    with pytest.raises(UserError, match="C-6 is not overdue"):
        reminder(case, "C-6", ledger=LEDGER + CREDIT)


def test_interest_comes_on_top_from_the_second_reminder_on(case: Callable[..., Case]) -> None:
    claims = [reminder(case, level=level, late_payment="{contract: {rate: 36.5}}") for level in (1, 2)]
    # 100 * 36.5 % * 49/365 = 4.90; R-2: 100 * 36.5 % * 9/365 = 0.90, 60 * 36.5 % * 33/365 = 1.98
    assert [str(each.total.amount) for each in claims] == ["160.00", "167.78"]
