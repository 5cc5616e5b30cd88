"""Compose, render: one document, or all that the engagement calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code, Diagnostic, Location, Severity, UserError
from closeout.pipeline.attention import courtesy_warnings, length_warnings, rule_warnings
from closeout.pipeline.kinds import BUILT, KINDS
from closeout.pipeline.loading import template_folders
from closeout.rendering.document import Renderer

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from closeout.documents.case import Case
    from closeout.domain.party import Party
    from closeout.pipeline.kinds import Format, Kind, View
    from closeout.pipeline.loading import Loaded, Settings
    from closeout.rendering.document import Dress


class Document(NamedTuple):
    """A finished document: its bytes, warnings about them, and how much a checklist finds to settle."""

    content: bytes
    warnings: tuple[Diagnostic, ...] = ()
    urgent: int = 0


class Built(NamedTuple):
    """All documents of an engagement by their file names, and warnings, among them what was left out."""

    files: dict[str, bytes]
    warnings: tuple[Diagnostic, ...]


def render(loaded: Loaded, kind: Kind, file_format: Format, *, as_of: dt.date, settings: Settings) -> Document:
    """Compose one document as of a day and render it.

    Raises `UserError` where the document lacks something, or a template of the user's cannot be filled.
    """
    case, renderer = loaded.case(as_of), _renderer(loaded, settings)
    view = kind.compose(case)
    document = _rendered(renderer, case, view, kind, file_format)
    return document._replace(warnings=(*_warnings(renderer, case, view, kind), *document.warnings))


def render_all(
    loaded: Loaded, *, as_of: dt.date, settings: Settings, formats: tuple[Format, ...] = ("md", "pdf")
) -> Built:
    """Render every document that the engagement calls for; an invoice of nothing is left out, with a warning.

    The short message goes into a platform's chat, so it is made for platforms only, and as text only.
    """
    files: dict[str, bytes] = {}
    case = loaded.case(as_of)
    warnings: list[Diagnostic] = []
    renderer = _renderer(loaded, settings)
    on_platform = loaded.engagement.contract.platform is not None
    for name in BUILT:
        kind = KINDS[name]
        wanted = formats if name != "message" else ("txt",) if on_platform else ()
        try:
            view = kind.compose(case)
        except UserError as error:
            if {diagnostic.code for diagnostic in error.diagnostics} != {Code.NOTHING_TO_BILL}:
                raise
            warnings.extend(each._replace(severity=Severity.WARNING) for each in error.diagnostics)
            continue
        warnings.extend(_warnings(renderer, case, view, kind) if wanted else ())
        for file_format in wanted:
            document = _rendered(renderer, case, view, kind, file_format)
            files[f"{name}.{file_format}"] = document.content
            warnings.extend(document.warnings)
    return Built(files, tuple(dict.fromkeys(warnings)))


def stale_files(folder: Path, built: Built) -> tuple[Diagnostic, ...]:
    """Return a warning for each document of an earlier build in `folder` that this build did not make."""
    names = (f"{name}.{suffix}" for name in BUILT for suffix in KINDS[name].formats)
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


def _warnings(renderer: Renderer, case: Case, view: View, kind: Kind) -> tuple[Diagnostic, ...]:
    """Return what to know before the other side reads it."""
    if not kind.shows:
        return ()
    rules = rule_warnings(case) if kind.gives_notice else ()
    text = renderer.markdown(view, view.stationery, kind.dress) if renderer.overridden else ""
    return (*rules, *courtesy_warnings(case, kind.shows, text))


def _renderer(loaded: Loaded, settings: Settings) -> Renderer:
    folders = template_folders(loaded.folder, settings)
    return Renderer(folders, settings.language or loaded.engagement.language, settings.cache)


def _rendered(renderer: Renderer, case: Case, view: View, kind: Kind, file_format: Format) -> Document:
    dress, stationery = kind.dress, view.stationery
    if file_format == "pdf":
        return Document(*renderer.pdf(view, stationery, dress))
    if file_format == "txt":
        text = renderer.text(view, stationery, dress).whole
        return Document(f"{text}\n".encode(), length_warnings(case, text) if dress.name == "message" else ())
    if file_format == "eml":
        return _draft(renderer, view, dress)
    if file_format == "ics":
        return _calendar(renderer, case)
    if file_format == "json":
        return _json(view)
    text_of = renderer.markdown if file_format == "md" else renderer.html
    return Document(text_of(view, stationery, dress).encode(), urgent=getattr(view, "urgent", 0))


def _draft(renderer: Renderer, view: View, dress: Dress) -> Document:
    from closeout.rendering.email import to_eml  # noqa: PLC0415 - most documents are no mail

    sender, recipient = view.stationery.sender, view.stationery.recipient
    text = renderer.text(view, view.stationery, dress)
    letter, warnings = renderer.pdf(view, view.stationery, dress)
    content = to_eml(
        subject=text.title,
        body=text.body,
        sender=sender,
        recipient=recipient,
        attachment=letter,
        filename=f"{dress.name}.pdf",
    )
    unknown = () if recipient.email else (_no_address(recipient),)
    return Document(content, (*warnings, *unknown))


def _no_address(recipient: Party) -> Diagnostic:
    message = f"the e-mail address of {recipient.name} is not known, so the draft has no recipient"
    return Diagnostic(Code.NO_RECIPIENT, message, None, "write email: for this party", Severity.WARNING)


def _calendar(renderer: Renderer, case: Case) -> Document:
    from closeout.documents.key_dates import compose_key_dates  # noqa: PLC0415 - most documents are no calendar

    return Document(renderer.calendar(compose_key_dates(case)))


def _json(view: View) -> Document:
    from closeout.documents.checklist import Checklist  # noqa: PLC0415 - nothing else is for programs
    from closeout.rendering.check_json import checklist_json  # noqa: PLC0415

    assert isinstance(view, Checklist)  # noqa: S101 - no other kind takes this form
    return Document(checklist_json(view), urgent=view.urgent)
