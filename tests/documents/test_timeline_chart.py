from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.documents.timeline import Event, EventKind
from closeout.documents.timeline_chart import LEFT, WIDTH, TimelineChart, draw_timeline, numbered

START = dt.date(2026, 1, 5)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
EVENTS = st.lists(st.builds(Event, DAYS, st.sampled_from(EventKind)), max_size=60)


class Timing:
    """The two days of a notice that the picture shows."""

    notice_date = dt.date(2026, 5, 4)
    effective_date = dt.date(2026, 5, 18)


def drawn(*events: Event) -> TimelineChart:
    ordered = sorted(events, key=lambda event: event.date)
    return draw_timeline(numbered(ordered), START, Timing(), Timing.notice_date)  # type: ignore[arg-type]


def test_milestones_have_numbers_and_money_has_none() -> None:
    events = [Event(START, kind) for kind in (EventKind.STARTED, EventKind.INVOICED, EventKind.PAID, EventKind.NOTICE)]
    assert [each.number for each in numbered(events)] == [1, None, None, 2]


def test_days_stand_in_proportion() -> None:
    chart = drawn(Event(START, EventKind.STARTED), Event(START, EventKind.PAID), Event(START, EventKind.INVOICED))
    assert chart.term.x == chart.days[0] == chart.billed[0] == chart.paid[0] == LEFT
    assert chart.today == chart.notice.x
    assert round(chart.notice.x + chart.notice.width - chart.term.x - chart.term.width, 1) == 0
    share = (Timing.notice_date - START) / (Timing.effective_date - START)
    assert abs(chart.notice.x - LEFT - share * chart.term.width) < 0.1


def test_a_single_day_is_drawn() -> None:
    class OneDay:
        notice_date = effective_date = START

    chart = draw_timeline((), START, OneDay(), START)  # type: ignore[arg-type]
    assert (chart.markers, chart.term.width, chart.today) == ((), 1.0, LEFT)
    assert [tick.day for tick in chart.ticks] == [START, START + dt.timedelta(days=1)]


@settings(max_examples=60)
@given(EVENTS)
def test_markers_never_touch_and_name_every_milestone(events: list[Event]) -> None:
    chart = drawn(*events)
    shown = [number for marker in chart.markers for number in range(marker.first, marker.last + 1)]
    milestones = [each for each in events if each.kind not in (EventKind.INVOICED, EventKind.PAID)]
    assert shown == list(range(1, len(milestones) + 1))
    pairs = zip(chart.markers, chart.markers[1:], strict=False)
    assert all(marker.x + marker.width < later.x for marker, later in pairs)
    assert all(marker.x >= LEFT - 12 and marker.x + marker.width <= WIDTH for marker in chart.markers)
    assert all(LEFT <= x <= WIDTH for x in (*chart.days, *chart.billed, *chart.paid, chart.today))
