"""Units of quantity."""

from __future__ import annotations

from enum import StrEnum


class UnitCode(StrEnum):
    """Units of quantity (BT-130), as UN/ECE Recommendation 20 codes them."""

    ONE = "C62"
    HOUR = "HUR"
    DAY = "DAY"
    WEEK = "WEE"
    MONTH = "MON"
    KILOMETRE = "KMT"
    MILE = "SMI"
    PAGE = "ZP"
    WORD = "D68"
