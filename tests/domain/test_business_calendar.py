from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date, timedelta
from random import Random

import holidays
import numpy as np
import pytest

from closeout.domain.business_calendar import PublicHolidays, after_business_days, regions
from closeout.domain.party import COUNTRIES

# The days that are worked, Monday first, as they have been since 2023.
WORKWEEKS = {
    "DE-BY": "1111100",
    "DE-HH": "1111100",
    "GB-ENG": "1111100",
    "US": "1111100",
    "FR": "1111100",
    "PL": "1111100",
    "IL": "1111001",
    "SA": "1111001",
    "EG": "1111001",
}


def holidays_of(code: str) -> list[np.datetime64]:
    country, _, region = code.partition("-")
    days = holidays.country_holidays(country, subdiv=region or None, years=range(2023, 2036))
    return [np.datetime64(day) for day in days]


@pytest.mark.parametrize("code", WORKWEEKS)
def test_business_days_count_as_numpy_counts_them(code: str) -> None:
    calendar = PublicHolidays.of(code)
    counted = np.busdaycalendar(WORKWEEKS[code], holidays_of(code))
    draw = Random(code)  # noqa: S311 - nothing secret
    for _ in range(300):
        start = date(2023, 1, 1) + timedelta(days=draw.randrange(3650))
        count = draw.randrange(1, 120)
        end = after_business_days(calendar, start, count)
        first, last = np.datetime64(start), np.datetime64(end)
        assert last == np.busday_offset(first, count, roll="backward", busdaycal=counted), (start, count)
        assert np.busday_count(first + 1, last + 1, busdaycal=counted) == count


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("DE", "2026-04-03", "Karfreitag"),
        ("DE-BY", "2026-06-04", "Fronleichnam"),
        ("DE-HH", "2026-06-04", None),
        ("DE-BY", "2026-10-31", None),
        ("DE-HH", "2026-10-31", "Reformationstag"),
        ("US", "2026-11-26", "Thanksgiving Day"),
        ("FR", "2026-07-14", "Fête nationale"),
        ("PL", "2026-11-11", "Narodowe Święto Niepodległości"),
    ],
)
def test_a_holiday_has_the_name_that_its_country_gives_it(code: str, day: str, name: str | None) -> None:
    assert PublicHolidays.of(code).holiday(date.fromisoformat(day)) == name


def test_names_do_not_depend_on_who_runs_this() -> None:
    script = (
        "from datetime import date; from closeout.domain.business_calendar import PublicHolidays; "
        "print(ascii(PublicHolidays('DE').holiday(date(2026, 4, 3))))"
    )
    for language in ("en_US.UTF-8", "C"):
        environment = {"LANGUAGE": language, "LC_ALL": language, "PATH": ""}
        result = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=True
        )
        assert result.stdout.strip() == "'Karfreitag'"


def test_a_weekend_is_what_the_country_takes_for_one() -> None:
    friday = date(2026, 11, 6)
    off = {
        code: [day.isoformat() for day in week(friday) if not PublicHolidays(code).is_business_day(day)]
        for code in ("DE", "AE", "SA", "IL")
    }
    assert off == {
        "DE": ["2026-11-07", "2026-11-08"],
        "AE": ["2026-11-07", "2026-11-08"],
        "SA": ["2026-11-06", "2026-11-07"],
        "IL": ["2026-11-06", "2026-11-07"],
    }


def week(start: date) -> list[date]:
    return [start + timedelta(days=number) for number in range(7)]


def test_every_country_is_known_and_gives_an_answer() -> None:
    for code in sorted(COUNTRIES):
        calendar = PublicHolidays(code)
        assert any(calendar.is_business_day(day) for day in week(date(2026, 11, 2))), code


def test_regions_are_known_by_code_and_by_name() -> None:
    assert regions("DE")["BY"] == regions("DE")["Bayern"] == "BY"
    assert set(regions("GB").values()) >= {"ENG", "SCT", "WLS", "NIR"}
    assert regions("NL").keys().isdisjoint({"NH", "ZH"})
    assert regions("AW") == {}


def test_a_calendar_is_a_value_that_goes_to_another_process() -> None:
    calendar = PublicHolidays.of("DE-BY")
    assert calendar == PublicHolidays("DE", "BY")
    assert PublicHolidays.of("DE") == PublicHolidays("DE", None)
    assert calendar.holiday(date(2026, 1, 6)) == "Heilige Drei Könige"
    assert pickle.loads(pickle.dumps(calendar)) == calendar  # noqa: S301 - our own bytes


def test_no_business_days_lead_nowhere() -> None:
    sunday = date(2026, 11, 15)
    assert after_business_days(PublicHolidays("DE"), sunday, 0) == sunday
