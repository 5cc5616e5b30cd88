from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale
from babel.dates import format_date, format_time
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.whatsapp.header import header_of, without_marks

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

MOMENT = dt.datetime(2025, 12, 31, 14, 5, 9)  # noqa: DTZ001 - a clock on the wall
# The languages that WhatsApp speaks, and some countries with forms of their own.
LANGUAGES = (
    "af am ar ar_AE az be bg bn bs ca cs cy da de de_AT el en en_AU en_CA en_GB en_IN en_ZA es es_MX es_US et eu fa fi "
    "fil fr fr_CA fr_CH ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mr ms my nb ne nl pa "
    "pl pt pt_PT ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh_Hans zh_Hant zh_Hant_HK zu"
)


@pytest.mark.parametrize(
    ("line", "numbers", "time", "opening"),
    [
        ("[31.12.25, 14:05:09] Ada: x", (31, 12, 25), "14:05:09", "["),
        ("\u200e[31.12.25, 14:05:09] Ada: x", (31, 12, 25), "14:05:09", "["),
        ("\ufeff[12/31/25, 2:05:09\u202fPM] Ada: x", (12, 31, 25), "14:05:09", "["),
        ("[31/12/2025 14:05:09] Ada: x", (31, 12, 2025), "14:05:09", "["),
        ("[14:05, 31/12/2025] Ada: x", (31, 12, 2025), "14:05:00", "["),
        ("[2:05 PM, 12/31/2025] Ada: x", (12, 31, 2025), "14:05:00", "["),
        ("12/31/25, 2:05\u202fPM - Ada: x", (12, 31, 25), "14:05:00", "-"),
        ("31/12/25 2:05\u00a0p.\u00a0m. - Ada: x", (31, 12, 25), "14:05:00", "-"),
        ("31/12/25, 12:05 a. m. - Ada: x", (31, 12, 25), "00:05:00", "-"),
        ("31/12/25, 12:05 pm - Ada: x", (31, 12, 25), "12:05:00", "-"),
        ("31.12.2025 klo 14.05 - Ada: x", (31, 12, 2025), "14:05:00", "-"),
        ("31/12/2025 à 14:05 - Ada: x", (31, 12, 2025), "14:05:00", "-"),
        ("2025-12-31 14 h 05 - Ada: x", (2025, 12, 31), "14:05:00", "-"),
        ("31.12.25 г., 14:05 - Ada: x", (31, 12, 25), "14:05:00", "-"),
        ("2025. 12. 31. 오후 2:05 - Ada: x", (2025, 12, 31), "14:05:00", "-"),
        ("2025年12月31日 下午2:05 - Ada: x", (2025, 12, 31), "14:05:00", "-"),
        ("31\u200f/12\u200f/2025, 2:05 م - Ada: x", (31, 12, 2025), "14:05:00", "-"),
        ("٣١/١٢/٢٠٢٥، ٢:٠٥ م - Ada: x", (31, 12, 2025), "14:05:00", "-"),
        ("31/12/15 14:05:09: Ada: x", (31, 12, 15), "14:05:09", ":"),
        ("12/31/15, 2:05:09 PM: Ada: x", (12, 31, 15), "14:05:09", ":"),
    ],
)
def test_headers_of_systems_and_languages(line: str, numbers: tuple[int, ...], time: str, opening: str) -> None:
    header = header_of(line)
    assert header is not None
    assert (header.numbers, header.time.isoformat(), header.style.opening) == (numbers, time, opening)
    assert header.rest == "Ada: x"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ada: x",
        "[link] Ada: x",
        "[31.12.25, 14:05:09 Ada: x",
        "31.12.25 - Ada: x",
        "14:05 - Ada: x",
        "31.12.25, 25:05 - Ada: x",
        "31.12.25, 14:75 - Ada: x",
        "12.12.25 10:30 meeting - notes: x",
        "10:30 12.12.25 - Ada: x",
        "1.2.3.4, 14:05 - x",
        "5 - 3: x",
    ],
)
def test_lines_of_a_text(line: str) -> None:
    assert header_of(line) is None


@pytest.mark.parametrize("name", LANGUAGES.split())
def test_the_short_forms_of_every_language(name: str) -> None:
    locale = Locale.parse(name)
    date = format_date(MOMENT, "short", locale=locale)
    short, medium = (format_time(MOMENT, form, locale=locale) for form in ("short", "medium"))
    for line in (f"{date}, {short} - A: x", f"[{date} {medium}] A: x", f"[{medium}, {date}] A: x"):
        header = header_of(line)
        assert header is not None, line
        assert (header.time.hour, header.time.minute) == (14, 5), line
        assert sorted(header.numbers) in ([12, 25, 31], [12, 31, 2025]), line


@given(st.text("0123456789[]./-,: \u200eAPMx", max_size=80))
def test_no_line_raises(line: str) -> None:
    header = header_of(line)
    assert header is None or line.endswith(header.rest)


def test_marks_are_invisible() -> None:
    assert without_marks("\u200eA\u202ab\u202c\u2068c\u2069\ufeff") == "Abc"
