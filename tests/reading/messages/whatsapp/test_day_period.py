from __future__ import annotations

import pytest

from closeout.reading.messages.whatsapp.day_period import UnknownWordError, hour_of


@pytest.mark.parametrize(
    ("hour", "words", "expected"),
    [
        (12, ("", "AM"), 0),
        (12, ("", "p.\u202fm."), 12),
        (1, ("下午", ""), 13),
        (1, (" klo ", ""), 1),
        (2, (", ", " P. M. "), 14),
        (14, ("", "PM"), 14),
        (0, ("", "AM"), 0),
        (9, ("Uhr", ""), 9),
    ],
)
def test_hours_of_both_halves(hour: int, words: tuple[str, str], expected: int) -> None:
    assert hour_of(hour, *words) == expected


def test_a_word_that_has_no_place_there() -> None:
    with pytest.raises(UnknownWordError):
        hour_of(3, "meeting", "")
