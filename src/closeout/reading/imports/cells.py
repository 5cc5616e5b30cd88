"""Cells of exports into values: durations, money, and yes or no, as time trackers write them."""

from __future__ import annotations

import re
from decimal import Decimal

from closeout.diagnostic import Code
from closeout.domain.quantity import trimmed
from closeout.reading.scalar import ScalarError

_CLOCK = re.compile(r"([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9]))?")
_DECIMAL = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,12})?")
_PLAIN = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?")
_GROUPED = re.compile(r"([0-9]{1,3}([.,'\u2019 \u00a0\u202f])[0-9]{3}(?:\2[0-9]{3}){0,2})(?!\2)([.,][0-9]{1,2})")
_NOT_DIGIT = re.compile("[^0-9]")
_HOUR_DIGITS = Decimal("1e-12")  # as `scalar` reads 0:20, so that both are the same number
_TRUE = frozenset({"yes", "true", "1"})
_FALSE = frozenset({"no", "false", "0", ""})


def hours_of_seconds(seconds: int) -> Decimal:
    """Return `seconds` as hours, to twelve digits after the point."""
    return trimmed((Decimal(seconds) / 3600).quantize(_HOUR_DIGITS))


def hours_of(text: str) -> Decimal:
    """Return the hours of `1:30:00`, `1:30`, `1.5` or `1,5`; raise `ScalarError` if it is none of them."""
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours_of_seconds(hours * 3600 + minutes * 60 + seconds)
    if _DECIMAL.fullmatch(text):
        return trimmed(Decimal(text.replace(",", ".")))
    hint = "a duration is hours, such as 1:30:00, 1:30, 1.5 or 1,5"
    raise ScalarError(Code.BAD_NUMBER, f"'{text}' is not a duration", hint)


def money_of(text: str) -> Decimal:
    """Return an amount such as `95`, `95,50` or `1,250.00`, and 0 of an empty cell; raise `ScalarError` otherwise.

    A single separator with three digits after it is refused: it may part thousands or cents.
    """
    if not text or _PLAIN.fullmatch(text):
        return trimmed(Decimal(text.replace(",", ".") or 0))
    if match := _GROUPED.fullmatch(text):
        return trimmed(Decimal(f"{_NOT_DIGIT.sub('', match[1])}.{match[3][1:]}"))
    hint = "an amount has digits and two decimals, such as 1250.50"
    raise ScalarError(Code.BAD_NUMBER, f"'{text}' is not an amount", hint)


def truth_of(text: str) -> bool:
    """Return whether the cell says yes; an empty one says no. Raise `ScalarError` for any other word."""
    word = text.lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise ScalarError(Code.BAD_CHOICE, f"'{text}' is neither yes nor no", "export in English")
