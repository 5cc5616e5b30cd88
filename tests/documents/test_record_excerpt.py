from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.documents.log_selection import Selection
from closeout.documents.record_excerpt import compose_excerpt
from tests.documents.test_communication_log import PARTICIPANTS, with_messages
from tests.documents.test_log_selection import MESSAGES, SELECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case


@pytest.mark.parametrize(("selection", "numbers"), SELECTIONS)
def test_it_has_the_entries_of_the_log(case: Callable[..., Case], selection: Selection, numbers: list[int]) -> None:
    whole = with_messages(case(participants=PARTICIPANTS), *MESSAGES)
    assert sorted(compose_excerpt(whole, selection).numbers) == numbers


def test_without_messages_it_is_empty(case: Callable[..., Case]) -> None:
    assert compose_excerpt(case(mail=False)).numbers == frozenset()


def test_who_is_not_in_the_record_cannot_be_chosen(case: Callable[..., Case]) -> None:
    with pytest.raises(UserError) as raised:
        compose_excerpt(with_messages(case(), *MESSAGES), Selection(people=("Zoe",)))
    assert [each.code for each in raised.value.diagnostics] == [Code.NOT_IN_RECORD]
