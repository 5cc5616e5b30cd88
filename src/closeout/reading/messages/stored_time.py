"""Times as programs store them in exports, and the bounds within which they can be right."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS: Final = range(1970, 2200)
_LONGEST: Final = 40
_FRACTION = re.compile(r"(\.[0-9]{6})[0-9]+")


def from_iso(text: str) -> datetime | None:
    """Return the time that ISO 8601 `text` tells, without a zone if it names none, or None."""
    try:
        at = datetime.fromisoformat(_FRACTION.sub(r"\1", text.strip()[:_LONGEST]))
        offset = at.utcoffset()
    except (ValueError, OverflowError):
        return None
    return at if at.year in _YEARS and abs(offset or timedelta()) <= timedelta(hours=15) else None


def from_seconds(text: str) -> datetime | None:
    """Return the moment so many seconds after the epoch, such as `1700000000.123456`, or None."""
    whole, _, fraction = text.strip().partition(".")
    if not _is_number(whole) or (fraction and not _is_number(fraction)):
        return None
    return _after(seconds=int(whole), microseconds=int(fraction[:6].ljust(6, "0") or 0))


def from_milliseconds(text: str) -> datetime | None:
    """Return the moment so many milliseconds after the epoch, or None."""
    text = text.strip()
    return _after(milliseconds=int(text)) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15  # noqa: PLR2004  # timedelta takes no more


def _after(**units: int) -> datetime | None:
    try:
        since = timedelta(**units)
        at = _EPOCH + since
    except OverflowError:
        return None
    return at if at.year in _YEARS and since else None
