"""The kinds of documents: a line for each, with how it is composed and dressed, and the forms that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from closeout.rendering.document import Dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case
    from closeout.documents.checklist import Checklist
    from closeout.documents.closing_report import ClosingReport
    from closeout.documents.communication_log import CommunicationLog
    from closeout.documents.final_invoice import FinalInvoice
    from closeout.documents.notice_letter import NoticeLetter

Format = Literal["md", "html", "pdf", "txt", "eml", "ics", "json", "cii"]
View: TypeAlias = "NoticeLetter | FinalInvoice | CommunicationLog | ClosingReport | Checklist"

PAGES: tuple[Format, ...] = ("md", "pdf", "html")


class Kind(NamedTuple):
    """A kind of document: how it is composed and dressed, what it reads, and the forms it takes, the usual one first.

    `gives_notice` speaks of a notice that goes out on the day itself, where it has no date. `shows` names the parts of
    an engagement whose texts the other side reads there.
    """

    dress: Dress
    compose: Callable[[Case], View]
    reads_messages: bool = False
    formats: tuple[Format, ...] = PAGES
    gives_notice: bool = False
    shows: tuple[str, ...] = ()


def _notice(case: Case) -> NoticeLetter:
    from closeout.documents.notice_letter import compose_notice  # noqa: PLC0415

    return compose_notice(case)


def _invoice(case: Case) -> FinalInvoice:
    from closeout.documents.final_invoice import compose_invoice  # noqa: PLC0415

    return compose_invoice(case)


def _log(case: Case) -> CommunicationLog:
    from closeout.documents.communication_log import compose_log  # noqa: PLC0415

    return compose_log(case)


def _report(case: Case) -> ClosingReport:
    from closeout.documents.closing_report import compose_report  # noqa: PLC0415

    return compose_report(case)


def _check(case: Case) -> Checklist:
    from closeout.documents.checklist import compose_checklist  # noqa: PLC0415

    return compose_checklist(case)


_IN_NOTICE = ("contract", "ending", "deliverables", "handover")
_IN_REPORT = ("contract", "deliverables", "handover", "closing", "time")
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
        Dress("invoice", "invoice.md", "letter"), _invoice, formats=(*PAGES, "cii"), shows=("contract", "time")
    ),
    "log": Kind(Dress("log", "log.md", "report"), _log, reads_messages=True),
    "report": Kind(Dress("report", "report.md", "report"), _report, reads_messages=True, shows=_IN_REPORT),
    "check": Kind(
        Dress("check", "check.md", "plain"), _check, reads_messages=True, formats=("md", "json"), gives_notice=True
    ),
    "explain": Kind(Dress("notice", "explain.md", "plain"), _notice, formats=("md",), gives_notice=True),
}
SUFFIXES: dict[Format, str] = {"cii": "cii.xml"}
"""How a file's name ends, where that is not the format itself."""
BUILT = ("notice", "message", "invoice", "log", "report")


def file_name(name: str, file_format: Format) -> str:
    """Return the name of the file in which a document of that kind is written."""
    return f"{name}.{SUFFIXES.get(file_format, file_format)}"
