from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from tests.reading.imports.conftest import imported

TEXT = """\
[
{"id":4,"start":"20261101T233000Z","end":"20261102T003000Z","tags":["shop","night shift"],"annotation":"Cart"},
{"id":3,"start":"20261102T080000Z","end":"20261102T082000Z","tags":["shop","fix"]},
{"id":2,"start":"20261102T090000Z","end":"20261102T090000Z"},
{"id":1,"start":"20261102T100000Z","tags":["shop"]}
]
"""
MOMENTS = st.integers(-2_000_000_000, 7_000_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))


def test_what_timew_prints() -> None:
    outcome = imported(TEXT)
    assert outcome.format == "Timewarrior JSON"
    assert outcome.problems == []
    assert outcome.rows == [
        ("2026-11-02", "1", "Cart"),
        ("2026-11-02", "0.333333333333", "shop, fix"),
        ("2026-11-02", "0", ""),
        ("2026-11-02", None, "shop"),
    ]
    assert outcome.entries[0].projects == ("shop", "night shift")
    assert [str(entry.location) for entry in outcome.entries] == ["f:2:1", "f:3:1", "f:4:1", "f:5:1"]
    assert imported(TEXT, zone="America/New_York").entries[0].date.isoformat() == "2026-11-01"


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    outcome = imported(TEXT.replace("20261102T003000Z", "20261031T003000Z"))
    assert outcome.problems == ["f:2:1: CO401 this interval ends before it starts"]
    assert len(outcome.entries) == 3


@given(st.lists(st.tuples(MOMENTS, st.integers(1, 10_000_000)), min_size=1), st.sampled_from([None, 0, 2]))
def test_hours_survive_the_way_through_an_export(rows: list[tuple[dt.datetime, int]], indent: int | None) -> None:
    def written(moment: dt.datetime) -> str:
        return moment.strftime("%Y%m%dT%H%M%SZ")

    items = [
        {"id": number, "start": written(start), "end": written(start + dt.timedelta(seconds=seconds)), "tags": ["é"]}
        for number, (start, seconds) in enumerate(rows)
    ]
    outcome = imported(json.dumps(items, indent=indent), zone="UTC")
    assert outcome.problems == []
    assert [entry.date for entry in outcome.entries] == [start.date() for start, _ in rows]
    assert [round((entry.hours or 0) * 3600) for entry in outcome.entries] == [seconds for _, seconds in rows]


def test_half_a_character_is_told_or_becomes_a_space() -> None:
    text = '[{"id":1,"start":"20261024T220000Z","end":"20261024T230000Z","annotation":"a\\ud800b"}]'
    assert imported(text).rows == [("2026-10-25", "1", "a b")]
    assert imported(text.replace("annotation", "\\ud800")).problems[0].startswith("f:1:2: CO203 this entry")


def test_daylight_saving_neither_adds_nor_takes_an_hour() -> None:
    text = '[{"id":1,"start":"20261024T220000Z","end":"20261025T230000Z","tags":["x"]}]'
    assert imported(text).rows == [("2026-10-25", "25", "x")]
