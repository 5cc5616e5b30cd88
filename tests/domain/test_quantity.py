from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.quantity import trimmed


@pytest.mark.parametrize(
    ("written", "shown"),
    [("20", "20"), ("20.00", "20"), ("100", "100"), ("7.50", "7.5"), ("0.0", "0"), ("-3.10", "-3.1"), ("0.25", "0.25")],
)
def test_zeros_that_say_nothing_go(written: str, shown: str) -> None:
    assert str(trimmed(Decimal(written))) == shown


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_the_value_stays_and_no_exponent_shows(unscaled: int, places: int) -> None:
    number = Decimal(unscaled).scaleb(-places)
    result = trimmed(number)
    assert result == number
    assert "E" not in str(result)
    assert "." not in str(result) or not str(result).endswith("0")
