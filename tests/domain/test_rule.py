from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.notice import notice_timing
from closeout.domain.rule import Deadline, Due, Gravity, Rule, Weekday, placeholders, well_formed
from closeout.domain.settlement import settle
from closeout.domain.situation import Anchor, Condition, Situation

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

TODAY = dt.date(2026, 11, 16)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2150, 12, 31))
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/Los_Angeles",
        "Asia/Tokyo",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Pacific/Niue",
    ]
)
WITHIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


class Weekdays(NamedTuple):
    """A calendar without holidays."""

    def is_business_day(self, day: dt.date) -> bool:
        return day.isoweekday() < 6

    def holiday(self, day: dt.date) -> str | None:
        del day
        return None


def situation(engagement: Engagement, last_working_day: dt.date = TODAY, zone: str = "UTC") -> Situation:
    """Return a situation in which work ends on a day, somewhere in the world."""
    whole = replace(engagement, time_zone=zone)
    return Situation(
        engagement=whole,
        timing=replace(notice_timing(whole, TODAY), last_working_day=last_working_day, calendar=Weekdays()),
        settlement=settle(engagement, TODAY),
        invoice_date=TODAY,
        as_of=TODAY,
        messages=None,
    )


def due(**changes: Any) -> Due:  # noqa: ANN401 - whatever a deadline holds
    return Due(**{"title": "End", "after": Anchor.LAST_WORKING_DAY, **changes})


def found(deadline: Deadline | None) -> Deadline:
    assert deadline is not None
    return deadline


def rule(**changes: Any) -> Rule:  # noqa: ANN401 - whatever a rule holds
    given = {"id": "r", "severity": Gravity.ADVICE, "says": "So.", "source": "Somebody", "checked": TODAY}
    return Rule(**{**given, **changes})


@WITHIN
@given(last=DAYS, zone=ZONES)
def test_the_last_week_of_hours_ends_on_sunday_before_midnight_utc(
    last: dt.date, zone: str, engagement: Engagement
) -> None:
    week = due(weekday=Weekday.SUNDAY, time="23:59", zone="UTC")
    deadline = found(week.deadline(situation(engagement, last, zone)))
    sunday = dt.date.fromisocalendar(*last.isocalendar()[:2], 7)
    assert deadline.moment == dt.datetime(sunday.year, sunday.month, sunday.day, 23, 59, tzinfo=dt.UTC)
    check_local(deadline, zone)


@WITHIN
@given(last=DAYS, zone=ZONES)
def test_the_review_ends_on_the_friday_of_the_next_week(last: dt.date, zone: str, engagement: Engagement) -> None:
    review = due(weekday=Weekday.SUNDAY, days=5, time="23:59", zone="UTC")
    deadline = found(review.deadline(situation(engagement, last, zone)))
    friday = dt.date.fromisocalendar(*(last + dt.timedelta(weeks=1)).isocalendar()[:2], 5)
    assert deadline.moment == dt.datetime(friday.year, friday.month, friday.day, 23, 59, tzinfo=dt.UTC)
    check_local(deadline, zone)


def check_local(deadline: Deadline, zone: str) -> None:
    """Compare the instant with its local form, by the offset of the zone on that day."""
    assert deadline.moment is not None
    assert deadline.local is not None
    offset = ZoneInfo(zone).utcoffset(deadline.local.replace(tzinfo=None))
    assert offset is not None
    assert deadline.local.replace(tzinfo=None) == deadline.moment.replace(tzinfo=None) + offset
    assert deadline.day == deadline.local.date()
    assert deadline.order == (deadline.local.date(), deadline.local.time())


@WITHIN
@given(last=DAYS, weekday=st.sampled_from(Weekday))
def test_a_weekday_is_reached_within_a_week_and_counts_itself(last: dt.date, weekday: Weekday) -> None:
    reached = weekday.reached(last)
    assert f"{reached:%A}".lower() == weekday.value
    assert dt.timedelta(0) <= reached - last < dt.timedelta(7)


@WITHIN
@given(last=DAYS, count=st.integers(1, 30))
def test_business_days_are_counted_after_the_day(last: dt.date, count: int, engagement: Engagement) -> None:
    day = found(due(business_days=count).deadline(situation(engagement, last))).day
    between = [last + dt.timedelta(days=number + 1) for number in range((day - last).days)]
    assert len([each for each in between if each.weekday() < 5]) == count
    assert day.weekday() < 5


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, dt.date(2026, 11, 16)),
        ({"days": 14}, dt.date(2026, 11, 30)),
        ({"weekday": Weekday.MONDAY}, dt.date(2026, 11, 16)),
        ({"weekday": Weekday.FRIDAY, "days": 3, "business_days": 1}, dt.date(2026, 11, 24)),
    ],
)
def test_a_deadline_without_a_time_is_a_whole_day(
    changes: dict[str, Any], day: dt.date, engagement: Engagement
) -> None:
    deadline = found(due(**changes).deadline(situation(engagement, zone="Asia/Tokyo")))
    assert deadline == Deadline(title="End", day=day)
    assert deadline.order == (day, dt.time.max)


def test_a_time_without_a_zone_is_that_of_the_engagement(engagement: Engagement) -> None:
    deadline = found(due(time="18:00").deadline(situation(engagement, zone="America/Los_Angeles")))
    assert str(deadline.moment) == "2026-11-17 02:00:00+00:00"
    assert str(deadline.local) == "2026-11-16 18:00:00-08:00"
    assert deadline.day == TODAY


def test_the_same_instant_can_be_another_day_where_the_user_is(engagement: Engagement) -> None:
    midnight = due(days=14, time="00:00", zone="UTC")
    assert found(midnight.deadline(situation(engagement, zone="Asia/Tokyo"))).day == dt.date(2026, 11, 30)
    assert found(midnight.deadline(situation(engagement, zone="America/New_York"))).day == dt.date(2026, 11, 29)


def test_without_the_day_from_which_it_counts_there_is_no_deadline(engagement: Engagement) -> None:
    assert due(after=Anchor.LAST_SUBMISSION).deadline(situation(engagement)) is None


def test_a_rule_applies_only_where_every_condition_holds(engagement: Engagement) -> None:
    now = situation(engagement)
    assert rule().applies(now)
    assert rule(when=(Condition.HOURLY, Condition.FREELANCER_ENDS)).applies(now)
    assert not rule(when=(Condition.HOURLY, Condition.CLIENT_ENDS)).applies(now)


def test_the_calendar_is_asked_last(engagement: Engagement, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(Weekdays, "is_business_day", refuse)
    now = situation(engagement)
    assert not rule(when=(Condition.LAST_DAY_OFF, Condition.CLIENT_ENDS)).applies(now)
    with pytest.raises(AssertionError):
        rule(when=(Condition.LAST_DAY_OFF, Condition.FREELANCER_ENDS)).applies(now)


def test_a_rule_names_its_messages_and_their_values(engagement: Engagement) -> None:
    both = rule(
        says="On %(as_of)s and %(notice_date)s, 100 %% of %(as_of)s.",
        step="Ask %(platform)s.",
        due=due(title="%(hours)s"),
    )
    assert both.messages == (both.says, both.step, "%(hours)s")
    assert both.names == ("as_of", "notice_date", "platform", "hours")
    assert both.values(situation(engagement)) == {"as_of": TODAY, "notice_date": TODAY, "hours": 0}
    assert rule().messages == ("So.",)


@pytest.mark.parametrize(
    ("message", "names", "good"),
    [
        ("", (), True),
        ("50 %% of %(a)s, %(b_c)s", ("a", "b_c"), True),
        ("50 %%(a)s", (), True),
        ("50 % of it", (), False),
        ("%(a)d", (), False),
        ("%(a", (), False),
        ("%s", (), False),
    ],
)
def test_a_message_holds_named_values_only(message: str, names: tuple[str, ...], *, good: bool) -> None:
    assert placeholders(message) == names
    assert well_formed(message) is good


@given(st.text(alphabet="%()sab ", max_size=12))
def test_a_well_formed_message_can_always_be_filled(message: str) -> None:
    if well_formed(message):
        assert isinstance(message % dict.fromkeys(placeholders(message), "x"), str)
