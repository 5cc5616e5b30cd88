from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.documents.communication_log import compose_log
from closeout.documents.log_chart import WIDTH, Chart, draw_chart
from closeout.documents.log_entry import LogEntry, LogSilence
from closeout.documents.timeline import Event, EventKind
from closeout.domain.party import Side
from tests.documents.test_communication_log import ADA, BOB, EVE, START, message, with_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case


def entry(day: int, side: Side | None) -> LogEntry:
    sent_at = START + timedelta(days=day)
    return LogEntry(
        number=1, message=message(day), sent_at=sent_at, sender="", side=side, recipients=(), thread=1, text=""
    )


def drawn(days: list[tuple[int, Side | None]], *events: Event, silences: tuple[LogSilence, ...] = ()) -> Chart:
    chart = draw_chart([entry(day, side) for day, side in days], silences, events)
    assert chart is not None
    return chart


def test_each_side_has_its_columns_by_week() -> None:
    chart = drawn([(0, Side.FREELANCER), (1, Side.FREELANCER), (2, Side.CLIENT), (9, Side.CLIENT), (9, None)])
    assert [(column.up > 0, column.down > 0) for column in chart.columns] == [
        (True, False),
        (True, True),
        (False, True),
    ]
    assert (chart.weeks, chart.highest) == (1, 1)


def test_events_that_stand_close_do_not_cover_one_another() -> None:
    events = [Event(date(2026, 3, 2), kind) for kind in (EventKind.SIGNED, EventKind.STARTED, EventKind.NOTICE)]
    chart = drawn([(0, Side.CLIENT), (100, Side.CLIENT)], *events)
    assert len({(marker.x, marker.y) for marker in chart.markers}) == 3
    assert [marker.number for marker in chart.markers] == [1, 2, 3]


def test_money_and_what_is_far_away_are_not_in_the_picture() -> None:
    paid, ancient = Event(date(2026, 3, 4), EventKind.PAID), Event(date(1990, 1, 1), EventKind.SIGNED)
    assert drawn([(0, Side.CLIENT), (20, Side.CLIENT)], paid, ancient).markers == ()


def test_of_many_events_the_ends_of_the_contract_stay() -> None:
    many = [Event(date(2026, 3, day), EventKind.DELIVERED) for day in range(1, 29)]
    chart = drawn([(0, Side.CLIENT), (60, Side.CLIENT)], *many, Event(date(2026, 4, 1), EventKind.NOTICE))
    assert len(chart.markers) == 12
    assert chart.markers[-1].event.kind is EventKind.NOTICE


def test_a_silence_is_a_band_between_its_days() -> None:
    gap = LogSilence(days=20, after=START, before=START + timedelta(days=20))
    (band,) = drawn([(0, Side.CLIENT), (20, Side.CLIENT)], silences=(gap,)).bands
    assert band.days == 20
    assert 0 < band.width < WIDTH


def test_one_week_or_none_is_no_picture() -> None:
    assert draw_chart([], (), ()) is None
    assert draw_chart([entry(1, Side.CLIENT), entry(2, Side.CLIENT)], (), ()) is None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-20_000, 20_000), st.sampled_from([*Side, None])), min_size=2, max_size=12))
def test_everything_is_within_the_picture(days: list[tuple[int, Side | None]]) -> None:
    events = (Event(date(2026, 3, 9), EventKind.STARTED), Event(date(2026, 5, 1), EventKind.LAST_DAY))
    chart = draw_chart([entry(day, side) for day, side in days], (), events)
    if chart is not None:
        assert len(chart.columns) <= 78
        assert all(0 <= column.x <= column.x + column.width <= WIDTH for column in chart.columns)
        assert all(0 <= marker.x <= WIDTH for marker in chart.markers)
        assert all(one.x < other.x for one, other in pairwise(chart.ticks))


def test_months_count_everybody(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(), message(1, ADA), message(2, BOB), message(3, EVE), message(40, ADA)))
    assert [(each.first, each.freelancer, each.client, each.others, each.total) for each in log.months] == [
        (date(2026, 3, 1), 1, 1, 1, 3),
        (date(2026, 4, 1), 1, 0, 0, 1),
    ]
