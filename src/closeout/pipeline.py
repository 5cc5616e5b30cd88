"""Load, compose, render: the one place where the layers meet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, NamedTuple

from closeout.diagnostic import Code, Report, Severity, UserError
from closeout.documents.case import Case
from closeout.documents.checklist import Checklist, compose_checklist
from closeout.documents.closing_report import ClosingReport, compose_report
from closeout.documents.communication_log import CommunicationLog, compose_log
from closeout.documents.final_invoice import FinalInvoice, compose_invoice
from closeout.documents.notice_letter import NoticeLetter, compose_notice
from closeout.reading.folder import ENGAGEMENT_FILE, LEDGER_FILE, TIME_FILE, read_engagement
from closeout.reading.json_schema import engagement_schema
from closeout.rendering.document import Dress, Renderer
from closeout.rendering.templates import packaged_templates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from closeout.diagnostic import Diagnostic
    from closeout.domain.correspondence import Record
    from closeout.domain.engagement import Engagement

Format = Literal["md", "html", "pdf"]
View = NoticeLetter | FinalInvoice | CommunicationLog | ClosingReport | Checklist


class Kind(NamedTuple):
    """A kind of document: how it is composed, how it is dressed, and whether it tells of the correspondence."""

    dress: Dress
    compose: Callable[[Case], View]
    reads_messages: bool = False


KINDS = {
    "notice": Kind(Dress("notice", "notice.md", "letter"), compose_notice),
    "message": Kind(Dress("message", "message.md", "plain"), compose_notice),
    "invoice": Kind(Dress("invoice", "invoice.md", "letter"), compose_invoice),
    "log": Kind(Dress("log", "log.md", "report"), compose_log, reads_messages=True),
    "report": Kind(Dress("report", "report.md", "report"), compose_report, reads_messages=True),
    "check": Kind(Dress("check", "check.md", "plain"), compose_checklist, reads_messages=True),
}
# What `build` writes; the short message goes into a platform's chat, so it is text only.
BUILT: dict[str, tuple[Format, ...]] = {
    "notice": ("md", "pdf"),
    "message": ("md",),
    "invoice": ("md", "pdf"),
    "log": ("md", "pdf"),
    "report": ("md", "pdf"),
}
STARTER = ("engagement.yaml", "time.csv", "invoices.csv", "messages/messages.csv")
SCHEMA_FILE = "engagement.schema.json"


class Loaded(NamedTuple):
    """An engagement folder that was read without errors, and the warnings found on the way."""

    folder: Path
    engagement: Engagement
    record: Record | None
    warnings: tuple[Diagnostic, ...]

    @property
    def inputs(self) -> tuple[Path, ...]:
        """What the user wrote or exported, and no document may replace."""
        return tuple(self.folder / name for name in (ENGAGEMENT_FILE, TIME_FILE, LEDGER_FILE, "messages", "templates"))


class Document(NamedTuple):
    """A finished document: its bytes, and warnings about them."""

    content: bytes
    warnings: tuple[Diagnostic, ...] = ()


class Built(NamedTuple):
    """All documents of an engagement by their file names, and warnings, among them what was left out."""

    files: dict[str, bytes]
    warnings: tuple[Diagnostic, ...]


def load(folder: Path, profile: Path | None = None, *, messages: bool = True) -> Loaded:
    """Read an engagement folder, with its correspondence or without.

    Raises `UserError` with every problem of every file that is read.
    """
    report = Report()
    engagement = read_engagement(folder, profile, report)
    record = _read_messages(folder, engagement, report) if messages else None
    report.raise_errors()
    assert engagement is not None  # noqa: S101 - for the type checker: without errors there is one
    return Loaded(folder, engagement, record, report.diagnostics)


def _read_messages(folder: Path, engagement: Engagement | None, report: Report) -> Record:
    from closeout.reading.messages.record import read_record  # noqa: PLC0415 - most documents read no mail

    return read_record(folder, engagement.time_zone if engagement else "UTC", report)


def render(  # noqa: PLR0913 - the one call that says everything about one document
    loaded: Loaded,
    kind: Kind,
    file_format: Format,
    *,
    as_of: dt.date,
    language: str | None = None,
    overrides: tuple[Path, ...] = (),
) -> Document:
    """Compose one document as of a day and render it.

    The engagement's own `templates` folder comes before `overrides`. Raises `UserError` where the document lacks
    something, or a template of the user's cannot be filled.
    """
    view = kind.compose(Case(engagement=loaded.engagement, record=loaded.record, as_of=as_of))
    renderer = Renderer((loaded.folder / "templates", *overrides), language or loaded.engagement.language)
    if file_format == "pdf":
        return Document(*renderer.pdf(view, view.stationery, kind.dress))
    text = renderer.markdown if file_format == "md" else renderer.html
    return Document(text(view, view.stationery, kind.dress).encode())


def render_all(
    loaded: Loaded, *, as_of: dt.date, language: str | None = None, overrides: tuple[Path, ...] = ()
) -> Built:
    """Render every document that the engagement calls for; an invoice of nothing is left out, with a warning."""
    files: dict[str, bytes] = {}
    warnings: list[Diagnostic] = []
    for name, formats in BUILT.items():
        if name == "message" and loaded.engagement.contract.platform is None:
            continue
        try:
            for file_format in formats:
                document = render(loaded, KINDS[name], file_format, as_of=as_of, language=language, overrides=overrides)
                files[f"{name}.{file_format}"] = document.content
                warnings.extend(document.warnings)
        except UserError as error:
            if {diagnostic.code for diagnostic in error.diagnostics} != {Code.NOTHING_TO_BILL}:
                raise
            warnings.extend(each._replace(severity=Severity.WARNING) for each in error.diagnostics)
    return Built(files, tuple(dict.fromkeys(warnings)))


def starter_files() -> dict[str, bytes]:
    """Return the files of a new engagement folder, and the schema that its first line names."""
    folder = packaged_templates() / "starter"
    schema = json.dumps(engagement_schema(), indent=2, ensure_ascii=False) + "\n"
    return {**{name: (folder / name).read_bytes() for name in STARTER}, SCHEMA_FILE: schema.encode()}
