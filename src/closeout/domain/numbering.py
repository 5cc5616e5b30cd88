"""The numbers of invoices: a pattern of the user's own, filled by a day into a series, and counted on in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_COUNTER: Final = re.compile(r"n(?::([1-9]))?")
_DIGITS: Final = re.compile(r"[0-9]{1,15}")  # a longer run of digits counts nothing
_LONGEST: Final = 60  # characters of a pattern
_DATE_FIELDS: Final = ("year", "yy", "month")


class NumberSeries(Struct, frozen=True, kw_only=True):
    """Numbers that differ in nothing but their count, which runs 1, 2, 3, … and is written with `width` digits or more.

    A series is known by what stands around the count: with another width, the same series goes on.
    """

    before: str
    after: str
    width: int

    @property
    def name(self) -> str:
        """The series as people write it: `2026-{n}`."""
        return f"{self.before}{{n}}{self.after}"

    def number(self, count: int) -> str:
        """Return the number with that count."""
        return f"{self.before}{count:0{self.width}}{self.after}"

    def count_of(self, number: str) -> int | None:
        """Return the count of a number, or None where it is of another series. Zeros before the count mean nothing."""
        if len(number) < len(self.before) + len(self.after):
            return None
        if not (number.startswith(self.before) and number.endswith(self.after)):
            return None
        digits = number[len(self.before) : len(number) - len(self.after)]
        return int(digits) if _DIGITS.fullmatch(digits) else None

    def highest(self, numbers: Iterable[str]) -> int:
        """Return the highest count among `numbers`; 0 where none of them is of this series."""
        return max((self.count_of(number) or 0 for number in numbers), default=0)


class NumberPattern(Struct, frozen=True):
    """How numbers are written: text with the fields {year}, {yy}, {month} and one {n} or {n:WIDTH}."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Check a pattern such as `{year}-{n:3}`; raise ValueError, saying what is wrong with it."""
        wrong = _mistake(text)
        if wrong is not None:
            raise ValueError(wrong)
        return cls(text)

    def series(self, day: dt.date) -> NumberSeries:
        """Return the series to which the numbers of that day belong."""
        dates = {"year": f"{day.year:04}", "yy": f"{day.year % 100:02}", "month": f"{day.month:02}"}
        filled = _FIELD.sub(lambda field: dates.get(field[1], field[0]), self.text)
        before, counter, after = _FIELD.split(filled)
        return NumberSeries(before=before, after=after, width=_width(counter))


class Numbering(Struct, frozen=True, kw_only=True):
    """The user's patterns. `least` is the count with which a series of invoices begins, if not 1."""

    invoice: NumberPattern = NumberPattern("{year}-{n:3}")
    credit_note: NumberPattern = NumberPattern("CN-{year}-{n:3}")
    least: int = 1


def _mistake(text: str) -> str | None:
    """Say what is wrong with a pattern, if anything is."""
    fields = _FIELD.findall(text)
    counters = [field for field in fields if _COUNTER.fullmatch(field)]
    unknown = [field for field in fields if field not in _DATE_FIELDS and not _COUNTER.fullmatch(field)]
    rest = _FIELD.sub("0", text)
    if unknown:
        return f"there is no field {{{unknown[0]}}}"
    if "{" in rest or "}" in rest:
        return "a brace stands alone"
    if len(counters) != 1:
        return "there must be one {n}" if not counters else "there must be only one {n}"
    if not rest.isprintable() or rest != rest.strip() or "  " in rest:
        return "there is a space or a sign in it that cannot be seen"
    return f"it is longer than {_LONGEST} characters" if len(text) > _LONGEST else None


def _width(counter: str) -> int:
    match = _COUNTER.fullmatch(counter)
    return int(match[1]) if match and match[1] else 1
