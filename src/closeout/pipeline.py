"""Load, compose, render: the one place where the layers meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from closeout.diagnostic import Code, Diagnostic, Location, Report, Severity, UserError
from closeout.documents.case import Case
from closeout.reading.folder import ENGAGEMENT_FILE, LEDGER_FILE, TIME_FILE, read_engagement
from closeout.rendering.document import Dress, Renderer
from closeout.rendering.templates import packaged_templates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from closeout.documents.checklist import Checklist
    from closeout.documents.closing_report import ClosingReport
    from closeout.documents.communication_log import CommunicationLog
    from closeout.documents.final_invoice import FinalInvoice
    from closeout.documents.notice_letter import NoticeLetter
    from closeout.domain.correspondence import Record
    from closeout.domain.engagement import Engagement

Format = Literal["md", "html", "pdf"]
View: TypeAlias = "NoticeLetter | FinalInvoice | CommunicationLog | ClosingReport | Checklist"


class Kind(NamedTuple):
    """A kind of document: how it is composed, how it is dressed, and whether it tells of the correspondence."""

    dress: Dress
    compose: Callable[[Case], View]
    reads_messages: bool = False


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


# Each kind imports its own module when it is composed: a letter need not wait for the report's.
KINDS = {
    "notice": Kind(Dress("notice", "notice.md", "letter"), _notice),
    "message": Kind(Dress("message", "message.md", "plain"), _notice),
    "invoice": Kind(Dress("invoice", "invoice.md", "letter"), _invoice),
    "log": Kind(Dress("log", "log.md", "report"), _log, reads_messages=True),
    "report": Kind(Dress("report", "report.md", "report"), _report, reads_messages=True),
    "check": Kind(Dress("check", "check.md", "plain"), _check, reads_messages=True),
}
BUILT = ("notice", "message", "invoice", "log", "report")
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


class Settings(NamedTuple):
    """What the user chose for all documents.

    `language` takes the place of the engagement's; `overrides` are folders of templates that come after those of the
    engagement and before ours; `cache` is a folder for compiled templates, private to the user.
    """

    language: str | None = None
    overrides: tuple[Path, ...] = ()
    cache: Path | None = None


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


def render(loaded: Loaded, kind: Kind, file_format: Format, *, as_of: dt.date, settings: Settings) -> Document:
    """Compose one document as of a day and render it.

    Raises `UserError` where the document lacks something, or a template of the user's cannot be filled.
    """
    view = kind.compose(_case(loaded, as_of))
    return _rendered(_renderer(loaded, settings), view, kind.dress, file_format)


def render_all(
    loaded: Loaded, *, as_of: dt.date, settings: Settings, formats: tuple[Format, ...] = ("md", "pdf")
) -> Built:
    """Render every document that the engagement calls for; an invoice of nothing is left out, with a warning.

    The short message goes into a platform's chat, so it is made for platforms only, and as text only.
    """
    files: dict[str, bytes] = {}
    warnings: list[Diagnostic] = []
    renderer = _renderer(loaded, settings)
    case = _case(loaded, as_of)
    on_platform = loaded.engagement.contract.platform is not None
    for name in BUILT:
        wanted = formats if name != "message" else ("md",) if on_platform and "md" in formats else ()
        try:
            view = KINDS[name].compose(case)
        except UserError as error:
            if {diagnostic.code for diagnostic in error.diagnostics} != {Code.NOTHING_TO_BILL}:
                raise
            warnings.extend(each._replace(severity=Severity.WARNING) for each in error.diagnostics)
            continue
        for file_format in wanted:
            document = _rendered(renderer, view, KINDS[name].dress, file_format)
            files[f"{name}.{file_format}"] = document.content
            warnings.extend(document.warnings)
    return Built(files, tuple(dict.fromkeys(warnings)))


def stale_files(folder: Path, built: Built) -> tuple[Diagnostic, ...]:
    """Return a warning for each document of an earlier build in `folder` that this build did not make."""
    names = (f"{name}.{suffix}" for name in BUILT for suffix in ("md", "pdf"))
    stale = (folder / name for name in names if name not in built.files)
    return tuple(
        Diagnostic(
            Code.STALE_FILE,
            "this file is from an earlier build",
            Location(str(path)),
            "it is not among today's documents: delete it, or do not send it",
            Severity.WARNING,
        )
        for path in stale
        if path.exists()
    )


def _case(loaded: Loaded, as_of: dt.date) -> Case:
    return Case(engagement=loaded.engagement, record=loaded.record, as_of=as_of)


def _renderer(loaded: Loaded, settings: Settings) -> Renderer:
    overrides = (loaded.folder / "templates", *settings.overrides)
    return Renderer(overrides, settings.language or loaded.engagement.language, settings.cache)


def _rendered(renderer: Renderer, view: View, dress: Dress, file_format: Format) -> Document:
    if file_format == "pdf":
        return Document(*renderer.pdf(view, view.stationery, dress))
    text = renderer.markdown if file_format == "md" else renderer.html
    return Document(text(view, view.stationery, dress).encode())


def starter_files() -> dict[str, bytes]:
    """Return the files of a new engagement folder, and the schema that its first line names."""
    from closeout.reading.json_schema import schema_text  # noqa: PLC0415 - nothing else makes a schema

    folder = packaged_templates() / "starter"
    return {**{name: (folder / name).read_bytes() for name in STARTER}, SCHEMA_FILE: schema_text().encode()}
