"""What to look at before the notice goes out: get paid first, then keep every day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from closeout.diagnostic import Diagnostic, Location
from closeout.documents.case import Case, Stationery, WorkItem, stationery, work_items
from closeout.documents.findings import Finding, findings
from closeout.documents.free_text import free_text_concerns
from closeout.documents.key_dates import KeyDate, compose_key_dates
from closeout.domain.engagement import Contract
from closeout.domain.notice import NoticeTiming
from closeout.domain.rule import Gravity
from closeout.domain.settlement import Settlement
from closeout.domain.work import HandoverItem


class PlacedConcern(Struct, frozen=True, kw_only=True):
    """Words that may do harm, and where the user wrote them."""

    kind: str
    words: str
    why: str
    instead: str
    place: Location


class Checklist(Struct, frozen=True, kw_only=True):
    """The open ends of an engagement: what warns, what advises, and what is due on which day.

    `holidays` names the public holidays among the days.
    """

    stationery: Stationery
    contract: Contract
    timing: NoticeTiming
    settlement: Settlement
    first: tuple[Finding, ...]
    also: tuple[Finding, ...]
    days: tuple[KeyDate, ...]
    holidays: Mapping[dt.date, str]
    work: tuple[WorkItem, ...]
    handover: tuple[HandoverItem, ...]
    concerns: tuple[PlacedConcern, ...]
    warnings: tuple[Diagnostic, ...]

    @property
    def checked(self) -> dt.date | None:
        """The day on which all rules shown were last compared with their sources."""
        return min((each.rule.checked for each in (*self.first, *self.also)), default=None)

    @property
    def urgent(self) -> int:
        """How many things are to be settled before the notice goes out."""
        return len(self.first) + len(self.concerns) + len(self.warnings)


def compose_checklist(case: Case) -> Checklist:
    """Collect what is to be paid, billed, completed, handed over and said in other words."""
    engagement = case.engagement
    found = findings(case)
    days = compose_key_dates(case).events
    named = ((event.day, case.timing.calendar.holiday(event.day)) for event in days)
    return Checklist(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        contract=engagement.contract,
        timing=case.timing,
        settlement=case.settlement,
        first=tuple(each for each in found if each.rule.severity is Gravity.WARNING),
        also=tuple(each for each in found if each.rule.severity is Gravity.ADVICE),
        days=days,
        holidays={day: name for day, name in named if name},
        work=tuple(item for item in work_items(engagement) if item.open),
        handover=tuple(item for item in engagement.handover if item.done is None),
        concerns=tuple(
            PlacedConcern(
                kind=concern.kind.value, words=concern.words, why=concern.why, instead=concern.instead, place=place
            )
            for concern, place in free_text_concerns(engagement, case.lexicon)
        ),
        warnings=case.warnings,
    )
