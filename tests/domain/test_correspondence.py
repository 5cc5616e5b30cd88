from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import (
    Correspondent,
    Message,
    MessageKind,
    Origin,
    Record,
    TimePrecision,
    TimeSource,
    silences,
)

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORIGIN = Origin(path="messages/a.eml", offset=0, length=9, sha256="0")


def message(sent_at: datetime | None, copies: int = 1) -> Message:
    return Message(
        id="x",
        kind=MessageKind.MESSAGE,
        channel="e-mail",
        sent_at=sent_at,
        time_source=TimeSource.HEADER,
        time_precision=TimePrecision.SECOND,
        sender=Correspondent("Ada", "ada@example.com"),
        origins=(ORIGIN,) * copies,
    )


@given(st.lists(st.integers(0, 60 * 24), max_size=12), st.integers(1, 20))
def test_silences_are_the_gaps_between_neighbours(hours: list[int], least: int) -> None:
    messages = tuple(message(START + timedelta(hours=each)) for each in hours)
    ordered = sorted(hours)
    expected = [(a, b) for a, b in itertools.pairwise(ordered) if (b - a) // 24 >= least]
    found = silences(messages, least)
    assert [(gap.after, gap.before) for gap in found] == [
        (START + timedelta(hours=a), START + timedelta(hours=b)) for a, b in expected
    ]
    assert [gap.days for gap in found] == [(b - a) // 24 for a, b in expected]


def test_a_day_less_a_second_is_no_day() -> None:
    messages = (message(START), message(START + timedelta(days=7, seconds=-1)))
    assert silences(messages, 7) == ()
    assert [gap.days for gap in silences(messages, 6)] == [6]


def test_zones_count_as_the_instants_they_are_and_undated_messages_not_at_all() -> None:
    later = datetime(2026, 3, 9, 1, tzinfo=timezone(timedelta(hours=13)))  # 12:00 UTC on the eighth
    assert [gap.days for gap in silences((message(later), message(None), message(START)), 7)] == [7]
    assert silences((message(None), message(None)), 1) == ()


@pytest.mark.parametrize(("name", "address", "label"), [("Ada", "a@b.c", "Ada"), ("", "a@b.c", "a@b.c"), ("", "", "")])
def test_a_correspondent_goes_by_name_or_address(name: str, address: str, label: str) -> None:
    assert Correspondent(name, address).label == label


def test_further_copies_are_counted() -> None:
    assert Record(messages=(message(None), message(None, 3))).duplicates == 2
    assert Record().duplicates == 0
