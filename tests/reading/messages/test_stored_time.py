"""Times in exports: within bounds, and never an exception."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.stored_time import from_iso, from_milliseconds, from_seconds


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-11-03T14:05:06.1234567Z", datetime(2025, 11, 3, 14, 5, 6, 123456, UTC)),
        ("2025-11-03T15:05:06+0100", datetime(2025, 11, 3, 14, 5, 6, tzinfo=UTC)),
        ("2025-11-03 15:05:06+01:00", datetime(2025, 11, 3, 14, 5, 6, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("2025-11-03T15:05:06+23:59", None),
        ("soon", None),
    ],
)
def test_iso_8601(text: str, at: datetime | None) -> None:
    assert from_iso(text) == at


def test_seconds_and_milliseconds_since_the_epoch() -> None:
    assert from_seconds("1762178706.000100") == datetime(2025, 11, 3, 14, 5, 6, 100, UTC)
    assert from_milliseconds("1762178706123") == datetime(2025, 11, 3, 14, 5, 6, 123000, UTC)
    assert from_seconds("0") is None
    assert from_milliseconds("9" * 15) is None


@given(st.text(max_size=30) | st.integers().map(str) | st.floats().map(str))
def test_no_text_raises(text: str) -> None:
    for at in (from_iso(text), from_seconds(text), from_milliseconds(text)):
        assert at is None or 1970 <= at.year < 2200
