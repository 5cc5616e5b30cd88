"""The forms of a document: a function for each, from a view to bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code, Diagnostic, Severity
from closeout.pipeline.attention import length_warnings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from closeout.documents.case import Case
    from closeout.domain.correspondence import Record
    from closeout.domain.party import Party
    from closeout.pipeline.kinds import Format, Kind, View
    from closeout.rendering.document import Renderer


class Document(NamedTuple):
    """A finished document: its bytes, warnings about them, and how much a checklist finds to settle."""

    content: bytes
    warnings: tuple[Diagnostic, ...] = ()
    urgent: int = 0


def _markdown(renderer: Renderer, _: Case, view: View, kind: Kind) -> Document:
    return Document(renderer.markdown(view, view.stationery, kind.dress).encode())


def _html(renderer: Renderer, _: Case, view: View, kind: Kind) -> Document:
    return Document(renderer.html(view, view.stationery, kind.dress).encode())


def _pdf(renderer: Renderer, case: Case, view: View, kind: Kind) -> Document:
    from closeout.pipeline.einvoicing import carried_data  # noqa: PLC0415 - texts carry nothing

    attachment, warnings = carried_data(renderer, case, view, kind)
    content, found = renderer.pdf(view, view.stationery, kind.dress, attachment, _places(case))
    return Document(content, (*warnings, *found))


def _places(case: Case) -> Callable[[AbstractSet[str]], Iterable[str]]:
    """Return what finds the places of characters in the user's files."""

    def where(characters: AbstractSet[str]) -> Iterable[str]:
        from closeout.rendering.glyph_places import glyph_places  # noqa: PLC0415 - rarely anything is missing

        return glyph_places(characters, case.engagement, case.record)

    return where


def _text(renderer: Renderer, case: Case, view: View, kind: Kind) -> Document:
    text = renderer.text(view, view.stationery, kind.dress).whole
    return Document(f"{text}\n".encode(), length_warnings(case, text) if kind.dress.name == "message" else ())


def _draft(renderer: Renderer, case: Case, view: View, kind: Kind) -> Document:
    from closeout.rendering.email import to_eml  # noqa: PLC0415 - most documents are no mail

    sender, recipient = view.stationery.sender, view.stationery.recipient
    text = renderer.text(view, view.stationery, kind.dress)
    letter, warnings = renderer.pdf(view, view.stationery, kind.dress, where=_places(case))
    content = to_eml(
        subject=text.title,
        body=text.body,
        sender=sender,
        recipient=recipient,
        attachment=letter,
        filename=f"{kind.dress.name}.pdf",
    )
    unknown = () if recipient.email else (_no_address(recipient),)
    return Document(content, (*warnings, *unknown))


def _no_address(recipient: Party) -> Diagnostic:
    message = f"the e-mail address of {recipient.name} is not known, so the draft has no recipient"
    return Diagnostic(Code.NO_RECIPIENT, message, None, "write email: for this party", Severity.WARNING)


def _calendar(renderer: Renderer, case: Case, _: View, __: Kind) -> Document:
    from closeout.documents.key_dates import compose_key_dates  # noqa: PLC0415 - most documents are no calendar

    return Document(renderer.calendar(compose_key_dates(case)))


def _json(_: Renderer, __: Case, view: View, ___: Kind) -> Document:
    from closeout.documents.checklist import Checklist  # noqa: PLC0415 - nothing else is for programs
    from closeout.rendering.check_json import checklist_json  # noqa: PLC0415

    assert isinstance(view, Checklist)  # noqa: S101 - no other kind takes this form
    return Document(checklist_json(view))


def _json_lines(_: Renderer, case: Case, view: View, __: Kind) -> Document:
    from closeout.rendering.record_export import json_lines  # noqa: PLC0415 - most documents are no export

    return _record(json_lines, case, view)


def _csv(_: Renderer, case: Case, view: View, __: Kind) -> Document:
    from closeout.rendering.record_export import csv_rows  # noqa: PLC0415 - most documents are no export

    return _record(csv_rows, case, view)


def _record(export: Callable[[Record, str, Collection[int]], Iterable[bytes]], case: Case, view: View) -> Document:
    """Export entries, whole."""
    from closeout.documents.record_excerpt import RecordExcerpt  # noqa: PLC0415 - nothing else is exported
    from closeout.domain.correspondence import Record  # noqa: PLC0415

    assert isinstance(view, RecordExcerpt)  # noqa: S101 - no other kind takes this form
    lines = BytesIO()
    lines.writelines(export(case.record or Record(), case.engagement.time_zone, view.numbers))
    return Document(lines.getvalue())


def _cii(renderer: Renderer, case: Case, view: View, _: Kind) -> Document:
    from closeout.pipeline.einvoicing import einvoice_of  # noqa: PLC0415 - most documents are no e-invoice

    return Document(renderer.cii(einvoice_of(view, case)))


def _ubl(renderer: Renderer, case: Case, view: View, _: Kind) -> Document:
    from closeout.pipeline.einvoicing import einvoice_of  # noqa: PLC0415 - most documents are no e-invoice

    return Document(renderer.ubl(einvoice_of(view, case)))


FORMS: Mapping[Format, Callable[[Renderer, Case, View, Kind], Document]] = {
    "md": _markdown,
    "html": _html,
    "pdf": _pdf,
    "txt": _text,
    "eml": _draft,
    "ics": _calendar,
    "json": _json,
    "jsonl": _json_lines,
    "csv": _csv,
    "cii": _cii,
    "ubl": _ubl,
}
