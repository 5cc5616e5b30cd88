"""What the user wants to see in the closing report: its sections, and what is appended on request only."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Appendix(StrEnum):
    """What the closing report has only where it is asked for: the words of a correspondence are not for everybody."""

    CHRONOLOGY = "chronology"


class ReportSections(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sections of the closing report in their order; `false` leaves one out. One with nothing in it never shows."""

    summary: bool = True
    open_points: bool = True
    objectives: bool = True
    deliverables: bool = True
    plan: bool = True
    hours: bool = True
    scope_changes: bool = True
    timeline: bool = True
    finances: bool = True
    communication: bool = True
    handover: bool = True
    lessons: bool = True
    statement: bool = True
    work_log: bool = True
    expenses: bool = True
    sources: bool = True
    sign_off: bool = True
