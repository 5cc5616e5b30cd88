"""Compose, render: one document, or all that the engagement calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code, Diagnostic, Location, Severity, UserError
from closeout.pipeline.attention import courtesy_warnings, rule_warnings
from closeout.pipeline.forms import FORMS, Document
from closeout.pipeline.kinds import BUILT, KINDS, file_name
from closeout.pipeline.loading import template_folders
from closeout.rendering.document import Renderer

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from closeout.documents.case import Case
    from closeout.pipeline.kinds import Format, Kind, View
    from closeout.pipeline.loading import Loaded, Settings


class Built(NamedTuple):
    """All documents of an engagement by their file names, and warnings, among them what was left out."""

    files: dict[str, bytes]
    warnings: tuple[Diagnostic, ...]


def render(loaded: Loaded, kind: Kind, file_format: Format, *, as_of: dt.date, settings: Settings) -> Document:
    """Compose one document as of a day and render it.

    Raises `UserError` where the document lacks something, or a template of the user's cannot be filled.
    """
    case, renderer = loaded.case(as_of), _renderer(loaded, settings)
    with settings.progress as progress:
        progress.tell(f"composing the {kind.dress.name.replace('_', ' ')}")
        view = kind.compose(case)
    document = FORMS[file_format](renderer, case, view, kind)
    known: tuple[Diagnostic, ...] = getattr(view, "for_sender", ())
    warnings = (*known, *_warnings(renderer, case, view, kind), *document.warnings)
    return document._replace(warnings=warnings, urgent=getattr(view, "urgent", 0))


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
            document = FORMS[file_format](renderer, case, view, kind)
            files[file_name(name, file_format)] = document.content
            warnings.extend(document.warnings)
    return Built(files, tuple(dict.fromkeys(warnings)))


def stale_files(folder: Path, built: Built) -> tuple[Diagnostic, ...]:
    """Return a warning for each document of an earlier build in `folder` that this build did not make."""
    names = (file_name(name, each) for name in BUILT for each in KINDS[name].formats)
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
    language = settings.language or loaded.engagement.language
    style = loaded.engagement.house_style.in_theme(settings.theme)
    return Renderer(folders, language, settings.cache, style, settings.progress)
