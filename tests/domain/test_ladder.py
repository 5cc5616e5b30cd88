from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.ladder import Ladder, Level, SentReminder, next_level, reached

LADDER = Ladder(source="x", checked=date(2026, 1, 1), friendly=7, firm=8, final=14, individual=30)


def sent(level: int, *numbers: str, day: int = 1) -> SentReminder:
    return SentReminder(date=date(2026, 5, day), level=Level(level), numbers=numbers)


@pytest.mark.parametrize(
    ("reminders", "level"),
    [
        ((), 1),
        ((sent(1, "A", "B"),), 2),
        ((sent(1),), 2),  # about all that were overdue
        ((sent(1, "A"),), 1),  # B has had none
        ((sent(1, "A"), sent(2, "A"), sent(1, "B")), 2),
        ((sent(2, "A", "B"),), 3),
        ((sent(3, "A", "B"),), 3),  # nothing is above the final demand
        ((sent(1, "C"),), 1),
    ],
)
def test_no_invoice_skips_a_rung(reminders: tuple[SentReminder, ...], level: int) -> None:
    assert next_level(("A", "B"), reminders) == level


@given(st.lists(st.tuples(st.integers(1, 3), st.sets(st.sampled_from("ABC"), min_size=1)), max_size=6))
def test_each_invoice_of_a_letter_has_had_every_rung_below(given_: list[tuple[int, set[str]]]) -> None:
    reminders = tuple(sent(level, *numbers) for level, numbers in given_)
    level = next_level("ABC", reminders)
    for number in "ABC":
        last = reached(number, reminders)
        assert level <= (last.level if last else 0) + 1


def test_the_highest_reminder_counts_and_the_latest_of_it() -> None:
    reminders = (sent(2, "A", day=3), sent(2, "A", day=9), sent(1, "A", day=20))
    assert reached("A", reminders) == reminders[1]
    assert reached("B", reminders) is None


def test_a_person_has_more_time_after_a_final_demand_only() -> None:
    assert [LADDER.days(level, individual=True) for level in Level] == [7, 8, 30]
    assert [LADDER.days(level, individual=False) for level in Level] == [7, 8, 14]
    alike = Ladder(source="x", checked=date(2026, 1, 1), friendly=7, firm=7, final=14)
    assert alike.days(Level.FINAL, individual=True) == 14
