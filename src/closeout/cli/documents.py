"""The commands that write one document."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from closeout.cli.options import (
    PAGES,
    Request,
    as_of_option,
    document_command,
    folder_argument,
    language_option,
    profile_path,
    register_option,
    settings_for,
    strict_option,
    today,
)
from closeout.cli.printing import EXIT_USER_ERROR, be_strict, print_document, print_warnings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from closeout.pipeline import Format, Kind

STANDARD_OUTPUT = "-"
BUILD_FOLDER = "build"
_BY_SUFFIX = {"xml": "cii", "markdown": "md", "text": "txt", "htm": "html"}
PRINTED = ("md", "txt")


@click.command()
@click.option("--message", is_flag=True, help="The short message for the platform's chat instead of the letter.")
@click.option("--explain", is_flag=True, help="Show how the end of the contract is reckoned, and write no letter.")
@document_command(*PAGES, "txt", "eml", "ics")
def notice(request: Request, *, message: bool, explain: bool) -> None:
    """Write the notice that ends the contract.

    It is written from whoever ends the contract. Without -f and -o the text is printed, to be read and pasted. As eml
    it is a draft that your mail program opens, with the letter as PDF; as ics, a calendar of the days to keep.
    """
    if message and explain:
        error = "--message and --explain are two different texts; choose one"
        raise click.UsageError(error)
    write_document("message" if message else "explain" if explain else "notice", request)


@click.command()
@click.option("--explain", is_flag=True, help="Show which row each amount comes from, and write no invoice.")
@click.option("--issue", is_flag=True, help="Take the next number of your series, and file the invoice for good.")
@click.option(
    "--einvoice/--no-einvoice",
    "hybrid",
    default=None,
    help="Put the e-invoice into the PDF (Factur-X, ZUGFeRD); otherwise where both sides are in Germany or France.",
)
@register_option
@document_command(*PAGES, "cii", "ubl")
def invoice(request: Request, register: Path | None, *, explain: bool, issue: bool, hybrid: bool | None) -> None:
    """Write the final invoice.

    It bills everything that is on no invoice yet, and deducts the deposits that were paid. As cii or ubl it is an
    e-invoice by EN 16931, in the XML that accounting programs read.
    """
    if issue and explain:
        error = "--explain only shows, and --issue files for good; choose one"
        raise click.UsageError(error)
    if explain:
        write_document("trace", request)
        return
    if issue:
        from closeout.cli.issuing import issue_invoice  # noqa: PLC0415 - needs the register

        issue_invoice(request, register, hybrid=hybrid)
        return
    from closeout.pipeline import KINDS  # noqa: PLC0415 - heavy

    write_document("invoice", request, KINDS["invoice"]._replace(hybrid=hybrid))


@click.command()
@document_command(*PAGES)
def report(request: Request) -> None:
    """Write the closing report.

    It tells what was agreed, delivered, billed and paid, what remains, and has a page to sign.
    """
    write_document("report", request)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: everything as JSON on standard output.")
@strict_option
@language_option
@as_of_option
@folder_argument
def check(folder: Path, as_of: dt.date | None, language: str | None, *, strict: bool, as_json: bool) -> None:
    """Check the folder before the notice goes out.

    It reads every file, and prints what to do first and then day by day, how the end is reckoned, what the rules of the
    platform say, and which words to look at again. With --strict it exits with 1 where anything is to be settled.
    """
    from closeout.diagnostic import UserError  # noqa: PLC0415 - help does not need it
    from closeout.pipeline import KINDS, load, render  # noqa: PLC0415 - heavy

    settings, day = settings_for(language), as_of or today()
    try:
        loaded = load(folder, profile_path(), settings, as_of=day)
        checklist = render(loaded, KINDS["check"], "json" if as_json else "md", as_of=day, settings=settings)
    except UserError as error:
        if not as_json:
            raise
        from closeout.rendering.check_json import problems_json  # noqa: PLC0415

        print_document(problems_json(error.diagnostics))
        sys.exit(EXIT_USER_ERROR)
    print_document(checklist.content)
    be_strict(strict=strict, found=checklist.urgent)


def write_document(name: str, request: Request, kind: Kind | None = None, *, redact: bool = False) -> None:
    """Make the document of that name, or of a `kind` that was asked for more closely, and print or write it.

    With `redact`, what the engagement wants hidden is hidden in it.
    """
    from closeout.pipeline import KINDS, file_name, load, render  # noqa: PLC0415 - heavy

    kind = kind or KINDS[name]
    chosen = format_of(request, kind.formats)
    output = output_of(request, name, chosen)
    settings, as_of = settings_for(request.language, request.theme), request.as_of or today()
    loaded = load(
        request.folder,
        profile_path(),
        settings,
        as_of=as_of,
        gives_notice=kind.gives_notice,
        messages=kind.reads_messages,
    )
    print_warnings(loaded.warnings)
    if redact:
        from closeout.pipeline.redacting import redacted  # noqa: PLC0415 - most documents are not

        loaded = redacted(loaded)
    document = render(loaded, kind, chosen, as_of=as_of, settings=settings)
    print_warnings(document.warnings)
    be_strict(strict=request.strict, found=len(loaded.warnings) + len(document.warnings))
    deliver(document.content, output, file_name(name, chosen), keep=loaded.inputs)


def deliver(content: bytes, output: Path | None, name: str, *, keep: Sequence[Path]) -> None:
    """Print a document where `output` is None; else write it to that file, or as `name` into that folder."""
    from closeout.writing import write_files  # noqa: PLC0415 - help does not need it

    if output is None:
        print_document(content)
        return
    path = output / name if os.path.isdir(output) else output  # noqa: PTH112 - a name too long is no folder
    write_files({path: content}, keep=keep)
    click.echo(str(path))


def output_of(request: Request, name: str, chosen: Format) -> Path | None:
    """Return the file or folder to write to, or None for standard output."""
    from closeout.pipeline import file_name  # noqa: PLC0415 - heavy

    if request.output is None:
        return None if chosen in PRINTED else request.folder / BUILD_FOLDER / file_name(name, chosen)
    if request.output != STANDARD_OUTPUT:
        return Path(request.output)
    if chosen == "pdf" and sys.stdout.isatty():
        message = "a PDF is not for a terminal; name a file with -o"
        raise click.UsageError(message)
    return None


def format_of(request: Request, formats: Sequence[Format]) -> Format:
    """Return the format that is asked for, or that the output is named after, or the usual one."""
    output = request.output or ""
    name = "" if os.path.isdir(output) else Path(output).name.lower()  # noqa: PTH112 - as below
    named = "ubl" if name.endswith(".ubl.xml") else Path(name).suffix.lstrip(".")
    chosen = request.file_format or _BY_SUFFIX.get(named, named) or formats[0]
    if chosen not in formats:
        message = f"there is no '{chosen}' of this; it can be {', '.join(formats)}"
        raise click.UsageError(message)
    return cast("Format", chosen)
