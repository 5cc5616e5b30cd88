"""One entry of a time tracker, as an export tells it: before anybody has decided whether it is work to be billed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from closeout.diagnostic import Location
from closeout.reading.source import CONTROL


class Tracked(Struct, frozen=True, kw_only=True):
    """Tracked time: the day on which it starts, and hours, or None while it still runs.

    `projects` are the names by which it can be chosen. `rate` is money an hour, `currency` its name as the export
    writes it; both are None where no money is named. `apart` tells why this entry is no hourly work, such as 'a break'.
    `location` is its place in the export.
    """

    date: dt.date
    hours: Decimal | None
    description: str
    projects: tuple[str, ...]
    person: str
    billable: bool
    billed: bool
    rate: Decimal | None
    currency: str | None
    apart: str | None
    location: Location


def one_line(text: str) -> str:
    """Return `text` on one line with single spaces, without the characters that no file of the user's may hold."""
    return " ".join(CONTROL.sub(" ", text).split())


def described(*texts: str | None) -> str:
    """Return the first of `texts` that says anything, on one line; or nothing."""
    lines = (one_line(text or "") for text in texts)
    return next((line for line in lines if line), "")
