"""Days that are named at the foot of a picture."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct


class Tick(Struct, frozen=True, kw_only=True):
    """A day at the foot of a picture, and where it stands there."""

    day: dt.date
    x: float
