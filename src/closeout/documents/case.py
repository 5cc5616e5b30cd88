"""What every document is composed from, and what every document's head shows."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from msgspec import Struct

from closeout.diagnostic import Diagnostic
from closeout.domain.correspondence import Record
from closeout.domain.courtesy import Lexicon
from closeout.domain.cue import NO_CUES, Cues
from closeout.domain.engagement import Engagement
from closeout.domain.ladder import Ladder
from closeout.domain.late_payment import LatePaymentLaw
from closeout.domain.notice import NoticeTiming, notice_timing
from closeout.domain.party import Party, Side
from closeout.domain.rule import Rulebook
from closeout.domain.settlement import Settlement, settle
from closeout.domain.work import Deliverable, Milestone, WorkStatus

NO_RULES = Rulebook(platform=None, rules=())
NO_WORDS = Lexicon({})


class Case(Struct, frozen=True, kw_only=True, dict=True):
    """An engagement with its correspondence, on the day as of which the documents speak.

    `record` is None for documents that need no correspondence, so that a notice never waits for a large mailbox.
    `rulebook` has the rules that hold for it, `lexicon` the words to be careful with, `cues` those that choose
    sentences for a summary, `law` what `late_payment.law` names, `ladder` the days that reminders give, and `warnings`
    what was found when the files were read. Dates and money are reckoned once, for all documents that are made of it.
    """

    engagement: Engagement
    record: Record | None
    as_of: dt.date
    rulebook: Rulebook = NO_RULES
    lexicon: Lexicon = NO_WORDS
    cues: Cues = NO_CUES
    law: LatePaymentLaw | None = None
    ladder: Ladder | None = None
    warnings: tuple[Diagnostic, ...] = ()

    @cached_property
    def timing(self) -> NoticeTiming:
        """The days of the notice."""
        return notice_timing(self.engagement, self.as_of)

    @cached_property
    def settlement(self) -> Settlement:
        """The picture of the money."""
        return settle(self.engagement, self.as_of)

    @property
    def platform(self) -> str | None:
        """The name of the platform: as it writes itself where that is known, or as the user wrote it."""
        return self.rulebook.platform.name if self.rulebook.platform else self.engagement.contract.platform

    @property
    def platform_bills(self) -> bool:
        """Whether the platform issues the invoices; one that is not known is taken to do so."""
        known = self.rulebook.platform
        return known.issues_invoices if known else self.engagement.contract.platform is not None


class Stationery(Struct, frozen=True, kw_only=True):
    """The head of a document: who writes to whom, and when. Without a recipient, it is a report."""

    sender: Party
    recipient: Party
    date: dt.date
    reference: str | None
    order: str | None


def stationery(engagement: Engagement, sender: Side, date: dt.date) -> Stationery:
    """Make the head of a document from `sender` to the other side."""
    return Stationery(
        sender=engagement.party(sender),
        recipient=engagement.party(sender.other),
        date=date,
        reference=engagement.contract.reference,
        order=engagement.contract.order,
    )


class WorkItem(Struct, frozen=True, kw_only=True):
    """A deliverable or a milestone, as far as documents tell them alike."""

    title: str
    status: WorkStatus
    due: dt.date | None
    delivered: dt.date | None
    accepted: dt.date | None
    before_end: bool
    note: str | None = None

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.status.open


def work_items(engagement: Engagement) -> tuple[WorkItem, ...]:
    """Return the deliverables, and the milestones that are not among them by their title."""
    titles = {work.title for work in engagement.deliverables}
    milestones = (work for work in engagement.contract.milestones if work.title not in titles)
    works: tuple[Deliverable | Milestone, ...] = (*engagement.deliverables, *milestones)
    return tuple(
        WorkItem(
            title=work.title,
            status=work.status,
            due=work.due,
            delivered=work.delivered,
            accepted=work.accepted,
            before_end=work.before_end,
            note=getattr(work, "note", None),
        )
        for work in works
    )
