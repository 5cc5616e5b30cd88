"""The beginning of an entry: date and time, in the manner of the phone's language and system.

Android writes `31.12.25, 14:05 - `, iOS `[31.12.25, 14:05:09] `, older iOS `31.12.15 14:05:09: `, and the web, when one
copies, `[14:05, 31.12.2025] `. Order, separators and digits are those of the language.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from closeout.reading.messages.whatsapp.day_period import UnknownWordError, hour_of

_MARKS = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST: Final = 64
_DATE = (
    r"(?P<first>\d{1,4})(?P<mark>\s?[-./\u2010-\u2015]\s?|\s?[年년]\s?)(?P<middle>\d{1,2})"
    r"(?:(?P=mark)|\s?[月월]\s?)(?P<last>\d{1,4})(?:\.|\s?[日일]|\s?г\.?)?"  # noqa: RUF001 - Bulgarian
)
_TIME = r"(?P<hour>\d{1,2})(?:[:.]|\s?h\s?)(?P<minute>\d{2})(?:(?:[:.]|\s?min\s)(?P<second>\d{2}))?"
_WORD = r"[^\d\[\]]{0,20}?"
_DATE_FIRST = re.compile(rf"{_DATE}(?P<before>{_WORD}){_TIME}(?P<behind>{_WORD})")
_TIME_FIRST = re.compile(rf"(?P<before>{_WORD}){_TIME}(?P<behind>{_WORD})[,،]\s?{_DATE}")
_OLD_IOS = re.compile(r"(.{8,40}?[:.]\d\d(?:\s?[^\W\d]{1,2}\.?\s?[^\W\d]?\.?)?): ")


class Style(NamedTuple):
    """What all headers of a file have in common; a text that was pasted into a message rarely has it, too."""

    opening: str
    date_first: bool
    mark: str
    seconds: bool


class Header(NamedTuple):
    """The numbers of a date in the order in which they stand, the time, and the text behind them.

    `widths` tells how many digits the first and the last number have.
    """

    numbers: tuple[int, int, int]
    widths: tuple[int, int]
    time: dt.time
    style: Style
    rest: str


def header_of(line: str) -> Header | None:
    """Return the header with which `line` begins, or None if it is a line of a text."""
    found = _split(line)
    if found is None:
        return None
    opening, stamp, rest = found
    stamp = " ".join(without_marks(stamp).split())
    date_first = _DATE_FIRST.fullmatch(stamp)
    match = date_first or _TIME_FIRST.fullmatch(stamp)
    if match is None:
        return None
    try:
        hour = hour_of(int(match["hour"]), match["before"], match["behind"])
        time = dt.time(hour, int(match["minute"]), int(match["second"] or 0))
    except (UnknownWordError, ValueError):
        return None
    style = Style(opening, date_first is not None, match["mark"], match["second"] is not None)
    numbers = (int(match["first"]), int(match["middle"]), int(match["last"]))
    return Header(numbers, (len(match["first"]), len(match["last"])), time, style, rest)


def without_marks(text: str) -> str:
    """Return `text` without the invisible marks for the direction of writing."""
    return text if text.isascii() else _MARKS.sub("", text)


def _split(line: str) -> tuple[str, str, str] | None:
    """Return how the header is set off, the header, and what follows it."""
    start = 0
    while start < len(line) and line[start] > "~" and _MARKS.match(line[start]):
        start += 1
    head = line[start : start + _LONGEST]
    if head.startswith("["):
        stamp, closing, _ = head[1:].partition("]")
        rest = line[start + len(stamp) + 2 :]
        return ("[", stamp, rest.removeprefix(" ")) if closing else None
    if not head[:1].isdigit():
        return None
    stamp, dash, _ = head.partition(" - ")
    if dash:
        return "-", stamp, line[start + len(stamp) + 3 :]
    old = _OLD_IOS.match(head)
    return (":", old[1], line[start + old.end() :]) if old else None
