"""The commands that issue for good: the numbered invoice, the credit note that takes it back, and their register."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from closeout.cli.documents import STANDARD_OUTPUT, deliver, format_of, output_of, write_document
from closeout.cli.options import (
    PAGES,
    Request,
    document_command,
    now,
    output_option,
    profile_path,
    register_option,
    register_path,
    settings_for,
    today,
)
from closeout.cli.printing import be_strict, print_document, print_warnings, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.diagnostic import Diagnostic
    from closeout.domain.engagement import FinalInvoiceTerms
    from closeout.pipeline import Loaded
    from closeout.pipeline.issuing import Issued, Issuing
    from closeout.register.entries import Entry, Register


def issue_invoice(request: Request, register: Path | None, *, hybrid: bool | None) -> None:
    """Issue the final invoice, and write it; the same again where it was issued before."""
    from closeout.pipeline.issuing import issue_invoice as issue  # noqa: PLC0415 - heavy

    issued, stated = _issue("invoice", request, register, issue, hybrid=hybrid)
    if issued.is_new and stated.number is None:
        keys = f"'number: {issued.entry.number}' and 'date: {issued.entry.issue_date}'"
        hint = f"write {keys} below final_invoice: in engagement.yaml, so that the other documents know it"
        click.echo(printable(f"    hint: {hint}"), err=True)


@click.command("credit-note")
@click.argument("number")
@click.option("--issue", is_flag=True, help="Number it and file it for good; otherwise it is a draft.")
@register_option
@document_command(*PAGES, "cii", "ubl")
def credit_note(request: Request, number: str, register: Path | None, *, issue: bool) -> None:
    """Write the credit note that takes back an issued invoice.

    NUMBER is the invoice's. All of it is credited, as it was issued; then the corrected invoice can be issued.
    """
    from closeout.pipeline.issuing import credit_note_draft, issue_credit_note  # noqa: PLC0415 - heavy
    from closeout.register.entries import opened  # noqa: PLC0415

    if not issue:
        with opened(register_path(register)) as book:
            kind = credit_note_draft(number, book, request.as_of or today())
        write_document("credit-note", request, kind)
        return
    _issue("credit-note", request, register, lambda loaded, how: issue_credit_note(number, loaded, how))
    hint = "mend what was wrong, leave final_invoice.number out, then: closeout invoice --issue"
    click.echo(f"    hint: {hint}", err=True)


@click.command("register")
@click.option("--json", "as_json", is_flag=True, help="For programs: everything as JSON on standard output.")
@click.option("--verify", "verifies", is_flag=True, help="Check that nothing is changed, and no number missing.")
@click.option("--get", "number", metavar="NUMBER", help="Write what was issued under that number once more.")
@click.option(
    "-f", "--format", "file_format", type=click.Choice(["pdf", "cii", "ubl"]), default="pdf", help="For --get."
)
@output_option
@register_option
def register(  # noqa: PLR0913 - one for each option
    register: Path | None, number: str | None, output: str | None, file_format: str, *, as_json: bool, verifies: bool
) -> None:
    """List the invoices and credit notes that were issued."""
    from closeout.pipeline.issuing import entry_of, filed  # noqa: PLC0415 - help does not need it
    from closeout.register.database import is_there  # noqa: PLC0415
    from closeout.register.entries import opened  # noqa: PLC0415
    from closeout.register.verification import verify  # noqa: PLC0415

    if sum((as_json, verifies, number is not None)) > 1:
        error = "choose one of --json, --verify and --get"
        raise click.UsageError(error)
    path = register_path(register)
    if not is_there(path) and number is None:
        click.echo("[]" if as_json else f"Nothing was issued: there is no register at {printable(str(path))}.")
        return
    with opened(path) as book:
        if number is not None:
            _get(filed(book, entry_of(book, number), file_format), output, path)
        elif verifies:
            entries = verify(book)
            click.echo(f"{len(entries)} issued: each is as it was issued, and no number is missing.")
        elif as_json:
            print_document(_json(book))
        else:
            for entry in book.entries():
                click.echo("\t".join(map(printable, _columns(book, entry))))


def _issue(
    name: str,
    request: Request,
    register: Path | None,
    issue: Callable[[Loaded, Issuing], Issued],
    *,
    hybrid: bool | None = None,
) -> tuple[Issued, FinalInvoiceTerms]:
    from closeout.pipeline import file_name, load  # noqa: PLC0415 - heavy
    from closeout.pipeline.issuing import ISSUED, Issuing  # noqa: PLC0415
    from closeout.register.entries import opened  # noqa: PLC0415

    chosen = format_of(request, ISSUED)
    output = output_of(request, name, chosen)
    settings, as_of = settings_for(request.language, request.theme), request.as_of or today()
    loaded = load(request.folder, profile_path(), settings, as_of=as_of, messages=False)

    def accept(warnings: tuple[Diagnostic, ...]) -> None:
        print_warnings((*loaded.warnings, *warnings))
        be_strict(strict=request.strict, found=len(loaded.warnings) + len(warnings))

    path = register_path(register)
    with opened(path, create=True) as book:
        issued = issue(loaded, Issuing(book, settings, as_of, now(), chosen, accept, hybrid))
    entry = issued.entry
    said = "issued as" if issued.is_new else f"it was issued on {entry.issued_at.date()} as"
    click.echo(printable(f"{said} {entry.number} (register: {path})"), err=True)
    deliver(issued.content, output, file_name(name, chosen), keep=(*loaded.inputs, path))
    return issued, loaded.engagement.final_invoice


def _get(content: bytes, output: str | None, register: Path) -> None:
    if output is None and sys.stdout.isatty():
        message = "what was issued is not for a terminal; name a file with -o"
        raise click.UsageError(message)
    path = None if output in {None, STANDARD_OUTPUT} else Path(str(output))
    deliver(content, path, register.name, keep=(register,))


def _columns(book: Register, entry: Entry) -> tuple[str, ...]:
    hashes = " ".join(f"{each.format}:{each.hash}" for each in book.hashes(entry.number))
    kind = f"{entry.kind.value} of {entry.credits}" if entry.credits else entry.kind.value
    return entry.number, str(entry.issue_date), kind, f"{entry.amount} {entry.currency}", entry.title, hashes


def _json(book: Register) -> bytes:
    import msgspec  # noqa: PLC0415 - help does not need it

    rows = [
        {
            "number": entry.number,
            "date": entry.issue_date,
            "kind": entry.kind,
            "amount": entry.amount,
            "currency": entry.currency,
            "title": entry.title,
            "credits": entry.credits,
            "issued_at": entry.issued_at,
            "as_of": entry.as_of,
            "version": entry.version,
            "engagement": entry.engagement,
            "content_hash": entry.content_hash,
            "files": {each.format: each.hash for each in book.hashes(entry.number)},
        }
        for entry in book.entries()
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"
