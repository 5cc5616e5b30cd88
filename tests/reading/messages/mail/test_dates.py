from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import Defect, TimePrecision, TimeSource
from closeout.reading.messages.mail.dates import moment, sent

TEN = datetime(2024, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "hours"),
    [
        ("Mon, 4 Mar 2024 10:00:00 +0000", 0),
        ("Mon, 4 Mar 2024 10:00:00 -0000", 0),
        ("Mon, 4 Mar 2024 10:00:00 +0100 (CET)", 1),
        ("Mon (today), 4 Mar 2024 10:00 +0200 (a (nested) one)", 2),
        ("4 Mar 24 10:00:00 EST", -5),
        ("Mon, 4 Mar 2024 10:00:00 MEZ", 1),
        ("Mon, 4 Mar 2024 10:00:00 CEST", 2),
        ("Mon, 4 Mar 2024 10:00:00 GMT+0300", 3),
        ("Mon Mar  4 10:00:00 2024", 0),
        ("2024-03-04T10:00:00+01:00", 1),
        ("2024-03-04 10:00:00", 0),
        ("Mon, 4 Mar 2024 10:00:00 Nowhere", 0),
    ],
)
def test_moments(field: str, hours: int) -> None:
    assert moment(field) == TEN - timedelta(hours=hours)


def test_a_leap_second_counts_as_the_one_before() -> None:
    assert moment("Sat, 31 Dec 2016 23:59:60 +0000") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "field",
    [
        *("", "yesterday", "Mon, 32 Mar 2024 10:00:00", "Mon, 4 Mar 2024 10:00:00 +9999", "1 Jan 9999 00:00"),
        *("Mon, 4 Mar 1066 10:00:00 +0000", "4 Mar 2024 10:00:00 +1530", "9" * 10_000),
    ],
)
def test_unreadable(field: str) -> None:
    assert moment(field) is None


def test_the_date_counts_and_the_newest_relay_checks_it() -> None:
    relays = ("from a by b; Mon, 4 Mar 2024 12:00:01 +0100", "from x by y; Mon, 4 Mar 2024 09:00:00 +0000")
    assert sent("Mon, 4 Mar 2024 10:00:01 +0000", relays).defects == ()
    late = sent("Mon, 4 Mar 2024 10:00 +0000", relays)
    assert late == (TEN, TimeSource.HEADER, TimePrecision.MINUTE, (Defect.DATE_DIFFERS,))


def test_a_relay_stands_in_for_a_missing_date() -> None:
    found = sent("", ("by unreadable", "by b; Mon, 4 Mar 2024 10:00:00 +0000"))
    assert found == (TEN, TimeSource.RECEIVED, TimePrecision.SECOND, (Defect.NO_DATE,))
    assert sent("soon", ()) == (None, TimeSource.HEADER, TimePrecision.SECOND, (Defect.DATE_UNREADABLE,))


@given(st.text(st.sampled_from("MonMar0123456789:+-,.() TZ"), max_size=60) | st.text())
def test_nothing_raises_and_every_moment_can_be_converted(field: str) -> None:
    found = moment(field)
    assert found is None or found.astimezone(UTC)
