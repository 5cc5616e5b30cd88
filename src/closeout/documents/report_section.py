"""The sections of the closing report: which there are, in which order, and which of them this one shows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from closeout.domain.report_terms import Appendix

if TYPE_CHECKING:
    from collections.abc import Collection

    from closeout.domain.engagement import Closing


class Section(StrEnum):
    """A section by the name that `closing.sections` or `closing.appendices` has for it, in the order of the report."""

    SUMMARY = "summary"
    OPEN_POINTS = "open_points"
    OBJECTIVES = "objectives"
    DELIVERABLES = "deliverables"
    PLAN = "plan"
    HOURS = "hours"
    SCOPE_CHANGES = "scope_changes"
    TIMELINE = "timeline"
    FINANCES = "finances"
    COMMUNICATION = "communication"
    HANDOVER = "handover"
    LESSONS = "lessons"
    STATEMENT = "statement"
    WORK_LOG = "work_log"
    EXPENSES = "expenses"
    CHRONOLOGY = "chronology"
    SOURCES = "sources"
    SIGN_OFF = "sign_off"


def shown_sections(closing: Closing, empty: Collection[Section]) -> tuple[Section, ...]:
    """Return the sections that are wanted, but for those that are empty."""
    return tuple(section for section in Section if section not in empty and _wanted(closing, section))


def _wanted(closing: Closing, section: Section) -> bool:
    if section is Section.CHRONOLOGY:
        return Appendix.CHRONOLOGY in closing.appendices
    wanted: bool = getattr(closing.sections, section)
    return wanted
