from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.documents.communication_log import compose_log
from closeout.documents.log_selection import Detail, Order, Selection
from closeout.domain.correspondence import Attachment
from tests.documents.test_communication_log import ADA, BOB, EVE, PARTICIPANTS, message, with_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

FILE = Attachment(name="Contract.pdf", media_type="application/pdf", size=9, sha256="0")
MESSAGES = (
    message(1, ADA, BOB, visible="One. Two! Three?", subject="Rate"),
    message(2, BOB, ADA, visible="No. It costs €5.", subject="Re: Rate"),
    message(3, EVE, ADA, channel="SMS", subject="", visible="Hello there", attachments=(FILE,)),
    message(4, ADA, BOB, sent_at=None, visible="Contract", subject="End"),
    message(5, ADA, BOB, visible="Fine.", subject="Re: Rate"),
)


SELECTIONS = [
    (Selection(), [1, 2, 3, 4, 5]),
    (Selection(start=date(2026, 3, 3)), [2, 3, 5]),
    (Selection(start=date(2026, 3, 3), end=date(2026, 3, 4)), [2, 3]),
    (Selection(people=("Eve",)), [3]),
    (Selection(people=("robert",)), [1, 2, 4, 5]),
    (Selection(people=("bob@acme.example", "eve")), [1, 2, 3, 4, 5]),
    (Selection(channels=("sms",)), [3]),
    (Selection(about="CONTRACT"), [3, 4]),
    (Selection(about="rate"), [1, 2, 5]),
    (Selection(about="nothing of the kind"), []),
    (Selection(detail=Detail.KEY), [2]),
    (Selection(detail=Detail.KEY, about="hello"), [3]),
]


@pytest.mark.parametrize(("selection", "numbers"), SELECTIONS)
def test_what_is_left_out_is_counted_and_numbers_stay(
    case: Callable[..., Case], selection: Selection, numbers: list[int]
) -> None:
    log = compose_log(with_messages(case(participants=PARTICIPANTS), *MESSAGES), selection)
    assert [entry.number for entry in log.entries] == numbers
    assert (log.found, log.left_out) == (5, 5 - len(numbers))
    assert [entry.number for block in log.blocks for entry in block.entries] == numbers
    assert len(log.people) == 3


def test_the_gist_is_two_sentences_and_says_where_more_follows(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(), *MESSAGES), Selection(detail=Detail.GIST))
    assert [(entry.text, entry.cut) for entry in log.entries[:3]] == [
        ("One. Two!", True),
        ("No. It costs €5.", False),
        ("Hello there", False),
    ]


def test_by_thread_the_entries_of_a_thread_stand_together(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(), *MESSAGES), Selection(order=Order.THREAD))
    assert [entry.number for block in log.blocks for entry in block.entries] == [1, 2, 5, 3, 4]
    assert [block.thread.subject for block in log.blocks if block.thread is not None] == ["Rate", "", "End"]


def test_an_answer_that_is_not_selected_still_answers(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(), *MESSAGES[:2]), Selection(end=date(2026, 3, 2)))
    assert log.summary is not None
    assert not log.summary.questions


def test_silences_are_those_of_all_messages(case: Callable[..., Case]) -> None:
    quiet = with_messages(case(), message(1), message(5, visible="rate"), message(20))
    assert [gap.days for gap in compose_log(quiet).silences] == [15]
    assert [gap.days for gap in compose_log(quiet, Selection(about="rate")).silences] == [15]
    assert not compose_log(quiet, Selection(end=date(2026, 3, 3))).silences


@pytest.mark.parametrize(
    ("selection", "hint"),
    [
        (Selection(people=("Evee",)), "did you mean 'Eve'?"),
        (Selection(people=("Zebedee",)), "there are: Ada Byron, Bob de Wit, Eve"),
        (Selection(people=("e",)), "these are Ada Byron, Bob de Wit, Eve"),
        (Selection(channels=("SMSS",)), "did you mean 'SMS'?"),
    ],
)
def test_a_name_that_is_not_in_the_record_is_told(case: Callable[..., Case], selection: Selection, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        compose_log(with_messages(case(), *MESSAGES), selection)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.NOT_IN_RECORD
    assert diagnostic.hint == hint


def test_a_selection_does_not_change_the_record(case: Callable[..., Case]) -> None:
    whole = with_messages(case(), *MESSAGES)
    compose_log(whole, Selection(detail=Detail.GIST))
    assert whole.record == replace(whole.record, messages=MESSAGES)  # type: ignore[type-var]
