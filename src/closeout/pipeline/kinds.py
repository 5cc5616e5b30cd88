"""The kinds of documents: a line for each, with how it is composed and dressed, and the forms that it takes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from closeout.rendering.document import Dress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from closeout.documents.account_trace import AccountTrace
    from closeout.documents.case import Case
    from closeout.documents.checklist import Checklist
    from closeout.documents.closing_report import ClosingReport
    from closeout.documents.communication_log import CommunicationLog
    from closeout.documents.credit_note import CreditNote
    from closeout.documents.final_invoice import FinalInvoice
    from closeout.documents.log_selection import Selection
    from closeout.documents.log_sources import LogSources
    from closeout.documents.notice_letter import NoticeLetter
    from closeout.documents.record_excerpt import RecordExcerpt
    from closeout.documents.reminder import Reminder
    from closeout.documents.statement import Statement

Format = Literal["md", "html", "pdf", "txt", "eml", "ics", "json", "jsonl", "csv", "cii", "ubl"]
View: TypeAlias = (
    "NoticeLetter | FinalInvoice | CreditNote | CommunicationLog | RecordExcerpt | LogSources | ClosingReport | "
    "Checklist | Statement | Reminder | AccountTrace"
)

PAGES: tuple[Format, ...] = ("md", "pdf", "html")


class Kind(NamedTuple):
    """A kind of document: how it is composed and dressed, what it reads, and the forms it takes, the usual one first.

    `gives_notice` speaks of a notice that goes out on the day itself, where it has no date. `shows` names the parts of
    an engagement whose texts the other side reads there. `hybrid` is whether the PDF carries its e-invoice; None leaves
    it to the countries of both sides.
    """

    dress: Dress
    compose: Callable[[Case], View]
    reads_messages: bool = False
    formats: tuple[Format, ...] = PAGES
    gives_notice: bool = False
    shows: tuple[str, ...] = ()
    hybrid: bool | None = None


def _notice(case: Case) -> NoticeLetter:
    from closeout.documents.notice_letter import compose_notice  # noqa: PLC0415

    return compose_notice(case)


def _invoice(case: Case) -> FinalInvoice:
    from closeout.documents.final_invoice import compose_invoice  # noqa: PLC0415

    return compose_invoice(case)


def _trace(case: Case) -> AccountTrace:
    from closeout.documents.account_trace import compose_trace  # noqa: PLC0415

    return compose_trace(case)


def _log(case: Case, selection: Selection | None = None) -> CommunicationLog:
    from closeout.documents.communication_log import compose_log  # noqa: PLC0415

    return compose_log(case, selection) if selection else compose_log(case)


def _record(case: Case, selection: Selection | None = None) -> RecordExcerpt:
    from closeout.documents.record_excerpt import compose_excerpt  # noqa: PLC0415

    return compose_excerpt(case, selection) if selection else compose_excerpt(case)


def _sources(case: Case) -> LogSources:
    from closeout.documents.log_sources import compose_sources  # noqa: PLC0415

    return compose_sources(case)


def _report(case: Case) -> ClosingReport:
    from closeout.documents.closing_report import compose_report  # noqa: PLC0415

    return compose_report(case)


def _statement(case: Case, start: dt.date | None = None, end: dt.date | None = None) -> Statement:
    from closeout.documents.statement import compose_statement  # noqa: PLC0415

    return compose_statement(case, start, end)


def _reminder(case: Case, numbers: tuple[str, ...] = (), level: int | None = None) -> Reminder:
    from closeout.documents.reminder import compose_reminder  # noqa: PLC0415
    from closeout.domain.ladder import Level  # noqa: PLC0415

    return compose_reminder(case, numbers, None if level is None else Level(level))


def _check(case: Case) -> Checklist:
    from closeout.documents.checklist import compose_checklist  # noqa: PLC0415

    return compose_checklist(case)


_NO_FREE_TEXT = ("",)  # the other side reads it, but nothing in the user's own words
_IN_NOTICE = ("contract", "ending", "deliverables", "handover")
_IN_REPORT = ("contract", "deliverables", "handover", "closing", "time", "expenses")
# Each kind imports its own module when it is composed: a letter need not wait for the report's.
KINDS = {
    "notice": Kind(
        Dress("notice", "notice.md", "letter"),
        _notice,
        formats=(*PAGES, "txt", "eml", "ics"),
        gives_notice=True,
        shows=_IN_NOTICE,
    ),
    "message": Kind(
        Dress("message", "message.md", "plain"), _notice, formats=("txt",), gives_notice=True, shows=_IN_NOTICE
    ),
    "invoice": Kind(
        Dress("invoice", "invoice.md", "letter"),
        _invoice,
        formats=(*PAGES, "cii", "ubl"),
        shows=("contract", "final_invoice", "time", "expenses"),
    ),
    "log": Kind(Dress("log", "log.md", "report"), _log, reads_messages=True),
    "record": Kind(Dress("record", "", "plain"), _record, reads_messages=True, formats=("jsonl", "csv")),
    "sources": Kind(Dress("sources", "sources.md", "plain"), _sources, reads_messages=True, formats=("txt",)),
    "report": Kind(Dress("report", "report.md", "report"), _report, reads_messages=True, shows=_IN_REPORT),
    "statement": Kind(Dress("statement", "statement.md", "account"), _statement, shows=_NO_FREE_TEXT),
    "reminder": Kind(
        Dress("reminder", "reminder.md", "account"), _reminder, formats=(*PAGES, "txt", "eml"), shows=_NO_FREE_TEXT
    ),
    "check": Kind(
        Dress("check", "check.md", "plain"), _check, reads_messages=True, formats=("md", "json"), gives_notice=True
    ),
    "trace": Kind(Dress("trace", "trace.md", "plain"), _trace, formats=("md",)),
    "explain": Kind(Dress("notice", "explain.md", "plain"), _notice, formats=("md",), gives_notice=True),
}


def statement_kind(start: dt.date | None, end: dt.date | None) -> Kind:
    """Return the statement of account of a period; without a day, of all up to then."""
    return KINDS["statement"]._replace(compose=partial(_statement, start=start, end=end))


def reminder_kind(numbers: tuple[str, ...], level: int | None) -> Kind:
    """Return the reminder of some invoices (else of all that are overdue), of a level from 1 to 3 (else the next)."""
    return KINDS["reminder"]._replace(compose=partial(_reminder, numbers=numbers, level=level))


def log_kind(selection: Selection) -> Kind:
    """Return the communication log of what is selected."""
    return KINDS["log"]._replace(compose=partial(_log, selection=selection))


def record_kind(selection: Selection) -> Kind:
    """Return the record of what is selected, for other programs."""
    return KINDS["record"]._replace(compose=partial(_record, selection=selection))


CREDIT_NOTE = "credit-note"


def credit_note_of(invoice: FinalInvoice, issue_date: dt.date, number: str | None) -> Kind:
    """Return the kind of document that takes back one invoice, which no folder tells: it is in the register."""
    from closeout.documents.credit_note import compose_credit_note  # noqa: PLC0415

    view = compose_credit_note(invoice, issue_date, number)
    return Kind(Dress("credit_note", "credit_note.md", "letter"), lambda _: view, formats=(*PAGES, "cii", "ubl"))


SUFFIXES: dict[Format, str] = {"cii": "cii.xml", "ubl": "ubl.xml"}
"""How a file's name ends, where that is not the format itself."""
BUILT = ("notice", "message", "invoice", "log", "report")


def file_name(name: str, file_format: Format) -> str:
    """Return the name of the file in which a document of that kind is written."""
    return f"{name}.{SUFFIXES.get(file_format, file_format)}"
