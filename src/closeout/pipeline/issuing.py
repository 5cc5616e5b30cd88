"""Issuing: an invoice, or the credit note that takes it back, is numbered, rendered and filed in one step, or not."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from closeout.diagnostic import Code, Diagnostic, Severity, UserError, did_you_mean
from closeout.documents.credit_note import CreditNote
from closeout.documents.final_invoice import FinalInvoice, invoice_dates
from closeout.documents.issued import before_invoice, content_of, differences
from closeout.domain.ledger import EntryKind
from closeout.pipeline.kinds import KINDS, credit_note_of
from closeout.pipeline.making import render
from closeout.register.entries import Entry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement
    from closeout.domain.numbering import NumberSeries
    from closeout.pipeline.kinds import Format, Kind
    from closeout.pipeline.loading import Loaded, Settings
    from closeout.register.entries import Register

ISSUED: Final[tuple[Format, ...]] = ("pdf", "cii", "ubl")
"""The forms in which something is issued: always in the first, and in the others wherever they can be made."""
_SHOWN: Final = 3  # differences that are named


class Issuing(NamedTuple):
    """How to issue: into which register, on which day, at which moment (UTC), and in which form above all.

    `accept` is shown the warnings before anything is filed; where it raises, nothing is. `hybrid` is as for a `Kind`.
    """

    register: Register
    settings: Settings
    as_of: dt.date
    moment: dt.datetime
    wanted: Format
    accept: Callable[[tuple[Diagnostic, ...]], None]
    hybrid: bool | None = None


class Issued(NamedTuple):
    """What was issued, now or before, and the bytes of the form that is wanted."""

    entry: Entry
    content: bytes
    is_new: bool


class _Place(Struct, frozen=True):
    """A number, where it stands (which series, which count), and the highest count that is known from elsewhere."""

    number: str
    series: str | None
    count: int | None
    known: int


def issue_invoice(loaded: Loaded, how: Issuing) -> Issued:
    """Issue the invoice of an engagement, or return it where it was issued, and the records still say the same.

    Raises `UserError` where they say something else, where the number is taken, or where nothing can be issued.
    """
    _refuse_copy(loaded, how.as_of)
    with how.register.alone():
        standing = how.register.standing(loaded.engagement.identity)
        if standing is not None:
            _refuse_change(loaded, standing)
            return Issued(standing, filed(how.register, standing, how.wanted), is_new=False)
        place = _place(how, loaded.engagement)
        return _issue(_numbered(loaded, loaded.engagement, place.number), KINDS["invoice"], place, how)


def issue_credit_note(number: str, loaded: Loaded, how: Issuing) -> Issued:
    """Issue the credit note that takes back the invoice of that number, as it was issued.

    Raises `UserError` where there is no such invoice, or a credit note has taken it back already.
    """
    with how.register.alone():
        credited, invoice = _to_credit(how.register, number)
        series = loaded.engagement.numbering.credit_note.series(how.as_of)
        place = _next(how.register, loaded.engagement, series)
        return _issue(loaded, credit_note_of(invoice, how.as_of, place.number), place, how, credited)


def credit_note_draft(number: str, register: Register, as_of: dt.date) -> Kind:
    """Return the draft of a credit note as a kind of document; raise `UserError` as `issue_credit_note` does."""
    _, invoice = _to_credit(register, number)
    return credit_note_of(invoice, as_of, None)


def filed(register: Register, entry: Entry, file_format: str) -> bytes:
    """Return the bytes of an entry in a form; raise `UserError` where it was not issued so, or they have changed."""
    content = register.file(entry.number, file_format)
    if content is None:
        there = ", ".join(each.format for each in register.hashes(entry.number))
        message = f"{entry.number} was not issued as {file_format}"
        raise UserError.of(Code.NOT_ISSUED, message, None, f"it was issued as {there}")
    return content


def entry_of(register: Register, number: str) -> Entry:
    """Return what was issued under a number; raise `UserError` where nothing was."""
    entry = register.entry(number)
    if entry is None:
        near = did_you_mean(number, [each.number for each in register.entries()])
        hint = near or "'closeout register' lists what was issued"
        raise UserError.of(Code.NOT_ISSUED, f"nothing was issued as '{number}'", None, hint)
    return entry


def _issue(loaded: Loaded, kind: Kind, place: _Place, how: Issuing, credited: Entry | None = None) -> Issued:
    """Compose, render and file; nothing is kept before the transaction around it ends."""
    view = kind.compose(loaded.case(how.as_of))
    assert isinstance(view, FinalInvoice | CreditNote)  # noqa: S101 - nothing else is issued
    files, warnings = _files(loaded, kind, how)
    invoice = view.invoice if isinstance(view, CreditNote) else view
    entry = Entry(
        number=place.number,
        kind=EntryKind.CREDIT_NOTE if credited else EntryKind.INVOICE,
        series=place.series,
        count=place.count,
        known=place.known,
        engagement=credited.engagement if credited else loaded.engagement.identity,
        title=invoice.contract.title,
        credits=credited.number if credited else None,
        issue_date=view.issue_date,
        as_of=how.as_of,
        issued_at=how.moment,
        version=version("closeout"),
        amount=str(invoice.totals.gross.amount),
        currency=invoice.contract.currency,
        content=content_of(view),
    )
    how.accept((*_skipped(how.register, place), *warnings))
    how.register.add(entry, files)
    return Issued(entry, files[how.wanted], is_new=True)


def _files(loaded: Loaded, kind: Kind, how: Issuing) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Render every form in which a document is issued; only the usual one and the one that is wanted are a must."""
    files: dict[str, bytes] = {}
    warnings: list[Diagnostic] = []
    kind = kind._replace(hybrid=how.hybrid)
    for each in (form for form in ISSUED if form in kind.formats):
        try:
            document = render(loaded, kind, each, as_of=how.as_of, settings=how.settings)
        except UserError:
            if each in {ISSUED[0], how.wanted}:
                raise
        else:
            files[each] = document.content
            warnings.extend(document.warnings)
    return files, tuple(dict.fromkeys(warnings))


def _refuse_copy(loaded: Loaded, as_of: dt.date) -> None:
    case = loaded.case(as_of)
    if case.platform_bills:
        message = (
            f"there is nothing to issue: {case.platform} issues the invoice, and this one is a copy for the record"
        )
        hint = "leave --issue out; a second invoice would owe the tax a second time"
        raise UserError.of(Code.NOTHING_TO_BILL, message, loaded.engagement.place("contract.platform"), hint)


def _refuse_change(loaded: Loaded, standing: Entry) -> None:
    """Raise `UserError` where the records say something else than what was issued."""
    number, stated = standing.number, loaded.engagement.final_invoice.number
    found = () if stated in {None, number} else (f"number: '{number}' → '{stated}'",)
    numbered = _numbered(loaded, before_invoice(loaded.engagement, number), number)
    try:
        view = KINDS["invoice"].compose(numbered.case(standing.as_of))
        assert isinstance(view, FinalInvoice)  # noqa: S101 - for the type checker
        found = (*found, *differences(standing.content, content_of(view)))
    except UserError as error:
        if {each.code for each in error.diagnostics} != {Code.NOTHING_TO_BILL}:
            raise  # else the records have moved on: all is billed, by what was issued
    if found:
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        message = f"this invoice was issued on {standing.issued_at.date()} as {number}, and would now be another: "
        hint = (
            f"what was issued never changes: 'closeout credit-note {number}' takes it back, then issue the corrected "
            f"invoice; 'closeout register --get {number}' gives it as it was issued"
        )
        raise UserError.of(Code.ISSUED_OTHERWISE, f"{message}{'; '.join(found[:_SHOWN])}{more}", None, hint)


def _to_credit(register: Register, number: str) -> tuple[Entry, FinalInvoice]:
    entry = entry_of(register, number)
    if entry.kind is EntryKind.CREDIT_NOTE:
        message = f"{number} is a credit note itself"
        raise UserError.of(Code.NOT_ISSUED, message, None, "issue the corrected invoice under a number of its own")
    credit = register.credit_of(number)
    if credit is not None:
        message = f"{number} was taken back on {credit.issued_at.date()} already, by {credit.number}"
        hint = f"'closeout register --get {credit.number}' gives that credit note as it was issued"
        raise UserError.of(Code.CREDITED_ALREADY, message, None, hint)
    try:
        return entry, msgspec.json.decode(entry.content, type=FinalInvoice)
    except msgspec.DecodeError:
        message = f"closeout {entry.version} has issued {number}, and this version cannot read it"
        raise UserError.of(Code.REGISTER_NEWER, message, None, f"use closeout {entry.version} for it") from None


def _numbered(loaded: Loaded, engagement: Engagement, number: str) -> Loaded:
    return loaded._replace(
        engagement=replace(engagement, final_invoice=replace(engagement.final_invoice, number=number))
    )


def _place(how: Issuing, engagement: Engagement) -> _Place:
    """Return the number that the user states, or else the next one."""
    issue_date, _ = invoice_dates(engagement, how.as_of)
    series = engagement.numbering.invoice.series(issue_date)
    least, stated = engagement.numbering.least, engagement.final_invoice.number
    if stated is None:
        return _next(how.register, engagement, series, least)
    count = series.count_of(stated)
    taken = how.register.entry(stated) or (None if count is None else how.register.counted(series.name, count))
    if taken is not None:
        raise _taken(stated, taken, engagement)
    return _Place(stated, None if count is None else series.name, count, _known(engagement, series, least))


def _next(register: Register, engagement: Engagement, series: NumberSeries, least: int = 1) -> _Place:
    """Return the number after all that were issued, or are known from the ledger."""
    known = _known(engagement, series, least)
    count = max(register.highest(series.name), known) + 1
    number = series.number(count)
    taken = register.entry(number)
    if taken is not None:
        raise _taken(number, taken, engagement)
    return _Place(number, series.name, count, known)


def _known(engagement: Engagement, series: NumberSeries, least: int) -> int:
    """Return the highest count that the register need not know of."""
    return max(series.highest(entry.number for entry in engagement.ledger), least - 1)


def _taken(number: str, entry: Entry, engagement: Engagement) -> UserError:
    same = "" if entry.number == number else f" as {entry.number}"
    message = f"the number {number} was issued{same} already, on {entry.issued_at.date()}, for '{entry.title}'"
    if engagement.final_invoice.number == number:
        hint = "leave final_invoice.number out, and the next number of your series is taken"
        return UserError.of(Code.NUMBER_TAKEN, message, engagement.place("final_invoice.number"), hint)
    hint = "write patterns under numbering: that never make the same number"
    return UserError.of(Code.NUMBER_TAKEN, message, engagement.place("numbering"), hint)


def _skipped(register: Register, place: _Place) -> tuple[Diagnostic, ...]:
    """Warn of a number of the user's own that leaves a gap behind it."""
    last = register.highest(place.series) if place.series else 0
    if not last or place.count is None or place.count <= max(last, place.known) + 1:
        return ()
    message = f"{place.number} leaves a gap: the last count of {place.series} in the register is {last}"
    hint = "leave final_invoice.number out to take the next one, or write down why with your records"
    return (Diagnostic(Code.NUMBERS_SKIPPED, message, None, hint, Severity.WARNING),)
