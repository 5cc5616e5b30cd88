"""The command line: options, the clock, printing and exit codes. Everything heavy is imported inside the commands."""

from __future__ import annotations

import datetime as dt
import os
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from closeout.diagnostic import Diagnostic
    from closeout.pipeline import Format, Settings

FORMATS = ("md", "pdf", "html")
STANDARD_OUTPUT = "-"
BUILD_FOLDER = "build"


class Day(click.ParamType[dt.date]):
    """A day in the one form 2026-11-30 (ISO 8601)."""

    name = "date"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day, or fail with the form that is wanted."""
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or day.isoformat() != str(value):
            self.fail(f"'{value}' is not a date; write year-month-day, such as 2026-11-30", param, ctx)
        return day


def today() -> dt.date:
    """Return the day on this machine's calendar: the one place where closeout looks at the clock."""
    return dt.date.today()  # noqa: DTZ011 - a letter bears the date on the writer's own calendar


_folder = click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER]")
_as_of = click.option("--as-of", type=Day(), metavar="DATE", help="The day on which it speaks; otherwise today.")
_language = click.option("--lang", "language", metavar="LANG", help="The language to write in, such as en.")
_output = click.option("-o", "--output", metavar="PATH", help="The file to write; - is standard output.")
_format = click.option(
    "-f", "--format", "file_format", type=click.Choice(FORMATS), help="Otherwise as PATH ends, or md."
)


class Request(NamedTuple):
    """What every document command is asked: of which folder, in which form, where to, in which language, as of when."""

    folder: Path
    file_format: str | None
    output: str | None
    language: str | None
    as_of: dt.date | None


def _document_command(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all documents have, as one `Request`."""

    @wraps(command)
    def run(**options: object) -> None:
        request = {name: options.pop(name) for name in Request._fields}
        command(Request(**request), **options)  # type: ignore[arg-type] # click has converted them

    for option in (_as_of, _language, _output, _format, _folder):
        run = option(run)
    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="closeout", prog_name="closeout")
def cli() -> None:
    """End a freelance contract well.

    closeout reads one folder a contract (engagement.yaml, time.csv, invoices.csv, messages/) and writes the notice,
    the final invoice, the communication log and the closing report.

    Begin with: closeout new FOLDER
    """


@cli.command()
@click.option("--message", is_flag=True, help="The short message for the platform's chat instead of the letter.")
@_document_command
def notice(request: Request, *, message: bool) -> None:
    """Write the notice that ends the contract.

    It is written from whoever ends the contract. Without -f and -o the text is printed, to be read and pasted.
    """
    if message and _format_of(request) != "md":
        error = "the message is a text to paste into a chat; leave -f out"
        raise click.UsageError(error)
    _write_document("message" if message else "notice", request)


@cli.command()
@_document_command
def invoice(request: Request) -> None:
    """Write the final invoice.

    It bills everything that is on no invoice yet, and deducts the deposits that were paid.
    """
    _write_document("invoice", request)


@cli.command()
@_document_command
def log(request: Request) -> None:
    """Write the communication log.

    It lists every message below messages/ with its text, attachments and source.
    """
    _write_document("log", request)


@cli.command()
@_document_command
def report(request: Request) -> None:
    """Write the closing report.

    It tells what was agreed, delivered, billed and paid, what remains, and has a page to sign.
    """
    _write_document("report", request)


@cli.command()
@_folder
@_as_of
@_language
def check(folder: Path, as_of: dt.date | None, language: str | None) -> None:
    """Check the folder before the notice goes out.

    It reads every file, reports what is wrong, and prints what is to be billed, paid and done first.
    """
    _write_document("check", Request(folder, "md", None, language, as_of))


@cli.command()
@_folder
@_as_of
@_language
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Otherwise FOLDER/build.")
def build(folder: Path, as_of: dt.date | None, language: str | None, output: Path | None) -> None:
    """Write all documents, as Markdown and PDF, into FOLDER/build.

    Either all of them are written, or, where something is wrong, none.
    """
    from closeout.pipeline import load, render_all, stale_files  # noqa: PLC0415 - heavy
    from closeout.writing import write_files  # noqa: PLC0415

    loaded = load(folder, profile_path())
    _print_warnings(loaded.warnings)
    built = render_all(loaded, as_of=as_of or today(), settings=_settings(language))
    _print_warnings(built.warnings)
    target = output or folder / BUILD_FOLDER
    files = {target / name: content for name, content in built.files.items()}
    write_files(files, keep=loaded.inputs)
    _print_warnings(stale_files(target, built))
    for path in files:
        click.echo(str(path))


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin an engagement folder, with files to fill in.

    Nothing that is there already is touched.
    """
    from closeout.pipeline import starter_files  # noqa: PLC0415 - heavy
    from closeout.writing import write_new_files  # noqa: PLC0415

    for path in write_new_files(folder, starter_files()):
        click.echo(str(path))
    click.echo(f"Fill in {folder / 'engagement.yaml'}, then try: closeout notice {folder}", err=True)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of engagement.yaml.

    Editors such as VS Code complete and check the file by it; 'closeout new' puts it beside the file.
    """
    from closeout.reading.json_schema import schema_text  # noqa: PLC0415 - heavy

    click.echo(schema_text(), nl=False)


@cli.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="The folder to copy to, such as FOLDER/templates."
)
def templates(names: tuple[str, ...], target: Path | None) -> None:
    """List the templates, or copy some of them to change them.

    A file of the same name in FOLDER/templates, or in your own templates folder, takes the place of ours.
    """
    from closeout.rendering.templates import TemplateFolders  # noqa: PLC0415 - heavy
    from closeout.writing import write_new_files  # noqa: PLC0415

    folders = TemplateFolders(user_templates())
    if not names:
        for name, path in folders.names().items():
            click.echo(f"{name}\t{path}")
        return
    copies = {name: folders.require(name).read_bytes() for name in names}
    for path in write_new_files(target or user_templates()[0], copies):
        click.echo(str(path))


def profile_path() -> Path:
    """Return where the user's own details may lie."""
    return _configuration() / "profile.yaml"


def user_templates() -> tuple[Path, ...]:
    """Return where the user's own templates may lie."""
    return (_configuration() / "templates",)


def _settings(language: str | None) -> Settings:
    from platformdirs import user_cache_path  # noqa: PLC0415 - help does not need it

    from closeout.pipeline import Settings  # noqa: PLC0415 - heavy

    return Settings(language, user_templates(), user_cache_path("closeout", appauthor=False) / "templates")


def _configuration() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 - help does not need it

    return user_config_path("closeout", appauthor=False)


def _write_document(kind: str, request: Request) -> None:
    from closeout.pipeline import KINDS, load, render  # noqa: PLC0415 - heavy
    from closeout.writing import write_files  # noqa: PLC0415

    chosen = _format_of(request)
    output = request.output
    if output is None and chosen != "md":
        output = str(request.folder / BUILD_FOLDER / f"{kind}.{chosen}")
    if output == STANDARD_OUTPUT and chosen == "pdf" and sys.stdout.isatty():
        message = "a PDF is not for a terminal; name a file with -o"
        raise click.UsageError(message)
    loaded = load(request.folder, profile_path(), messages=KINDS[kind].reads_messages)
    _print_warnings(loaded.warnings)
    as_of = request.as_of or today()
    document = render(loaded, KINDS[kind], chosen, as_of=as_of, settings=_settings(request.language))
    _print_warnings(document.warnings)
    if output is None or output == STANDARD_OUTPUT:
        _print_document(document.content)
        return
    path = Path(output)
    path = path / f"{kind}.{chosen}" if os.path.isdir(path) else path  # noqa: PTH112 - a name too long is no folder
    write_files({path: document.content}, keep=loaded.inputs)
    click.echo(str(path))


def _print_document(content: bytes) -> None:
    from closeout.diagnostic import Code, UserError  # noqa: PLC0415 - help does not need it

    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # the reader has enough; click ends quietly
    except OSError as error:
        sys.stdout = None  # so that nothing tries to write the rest at exit
        message = f"standard output cannot be written to: {error.strerror}"
        raise UserError.of(Code.NOT_WRITABLE, message, None, "name a file with -o") from None


def _format_of(request: Request) -> Format:
    suffix = Path(request.output or "").suffix.lstrip(".").lower()
    chosen = request.file_format or (suffix if suffix in FORMATS else "md")
    return cast("Format", chosen)


def _print_warnings(warnings: Iterable[Diagnostic]) -> None:
    for warning in warnings:
        click.echo(printable(str(warning)), err=True)


def printable(text: str) -> str:
    """Replace what could steer a terminal, such as an escape sequence in the name of a file."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
