from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from closeout.documents.communication_log import compose_log
from closeout.documents.log_selection import Selection
from closeout.domain.correspondence import MessageKind, TimePrecision
from closeout.domain.party import Side
from tests.documents.test_communication_log import ADA, BOB, EVE, START, message, with_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

NINE = START.replace(day=4, hour=9, minute=0)  # a Wednesday, in UTC
ASKED = replace(message(1, ADA, BOB), sent_at=NINE, subject="Logo")
ANSWERED = replace(message(2, BOB, ADA), sent_at=NINE + timedelta(days=1), subject="Re: Logo")


def test_answers_are_timed_in_business_hours(case: Callable[..., Case]) -> None:
    (times,) = compose_log(with_messages(case(time_zone="UTC"), ASKED, ANSWERED)).responses
    assert (times.side, times.median, times.longest.asked) == (Side.CLIENT, timedelta(hours=8), 1)


def test_days_without_an_hour_meetings_and_third_parties_answer_nothing(case: Callable[..., Case]) -> None:
    for unfit in (
        replace(ANSWERED, time_precision=TimePrecision.DAY),
        replace(ANSWERED, kind=MessageKind.MEETING),
        replace(ANSWERED, sender=EVE),
        replace(ANSWERED, subject="Rate"),
    ):
        assert compose_log(with_messages(case(time_zone="UTC"), ASKED, unfit)).responses == ()


def test_only_answers_that_are_shown_are_timed_also_to_what_is_not(case: Callable[..., Case]) -> None:
    whole = with_messages(case(time_zone="UTC"), ASKED, ANSWERED)
    (times,) = compose_log(whole, Selection(start=ANSWERED.sent_at and ANSWERED.sent_at.date())).responses
    assert times.longest.asked == 1
    assert compose_log(whole, Selection(end=NINE.date())).responses == ()
