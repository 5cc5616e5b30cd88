"""The options that commands share, the clock, and where a user keeps things."""

from __future__ import annotations

import datetime as dt
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.pipeline import Format, Settings

PAGES: tuple[Format, ...] = ("md", "pdf", "html")
YEARS = range(1900, 2200)  # as in the files


class Day(click.ParamType[dt.date]):
    """A day in the one form 2026-11-30 (ISO 8601)."""

    name = "date"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day, or fail with the form that is wanted."""
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or day.isoformat() != str(value) or day.year not in YEARS:
            self.fail(f"'{value}' is not a date; write year-month-day, such as 2026-11-30", param, ctx)
        return day


def today() -> dt.date:
    """Return the day on this machine's calendar: the one place where closeout looks at the clock."""
    return dt.date.today()  # noqa: DTZ011 - a letter bears the date on the writer's own calendar


def now() -> dt.datetime:
    """Return the moment at which something is issued, in UTC."""
    return dt.datetime.now(dt.UTC)


def _primary(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the language of a tag such as de-AT; the country is that of the sender."""
    del ctx, param
    return value.replace("_", "-").partition("-")[0].lower() if value else value


folder_argument = click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER]")
as_of_option = click.option("--as-of", type=Day(), metavar="DATE", help="The day on which it speaks; otherwise today.")
language_option = click.option(
    "--lang", "language", metavar="LANG", callback=_primary, help="The language to write in, such as en."
)
output_option = click.option("-o", "--output", metavar="PATH", help="The file to write; - is standard output.")
register_option = click.option(
    "--register",
    type=click.Path(path_type=Path),
    envvar="CLOSEOUT_REGISTER",
    metavar="PATH",
    help="The register of what was issued; otherwise CLOSEOUT_REGISTER, or one for all your folders.",
)
theme_option = click.option(
    "--theme", metavar="NAME", help="How pages look: classic, modern, plain, or one in your templates/themes."
)
redact_option = click.option(
    "--redact", is_flag=True, help="Hide third parties, numbers and words, as redaction: in engagement.yaml says."
)
strict_option = click.option("--strict", is_flag=True, help="Take warnings for errors: write no file, exit with 1.")


class Request(NamedTuple):
    """What every document command is asked: of which folder, in which form, where to, in which language, as of when.

    `theme` is how its pages look. `strict` is for a folder that must be without a warning.
    """

    folder: Path
    file_format: str | None
    output: str | None
    language: str | None
    as_of: dt.date | None
    theme: str | None
    strict: bool


def document_command(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options that all documents have, as one `Request`; the first format is the usual one."""
    choice = click.Choice(formats)
    form = click.option("-f", "--format", "file_format", type=choice, help=f"Otherwise as PATH ends, or {formats[0]}.")

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**options: object) -> None:
            request = {name: options.pop(name) for name in Request._fields}
            command(Request(**request), **options)  # type: ignore[arg-type] # click has converted them

        shared = (strict_option, theme_option, as_of_option, language_option, output_option)
        for option in (*shared, form, folder_argument):
            run = option(run)
        return run

    return decorate


def profile_path() -> Path:
    """Return where the user's own details may lie."""
    return _configuration() / "profile.yaml"


def register_path(chosen: Path | None) -> Path:
    """Return where the register lies: where the user says, or where the system keeps a program's data."""
    from platformdirs import user_data_path  # noqa: PLC0415 - help does not need it

    return chosen or user_data_path("closeout", appauthor=False) / "register.sqlite3"


def user_templates() -> tuple[Path, ...]:
    """Return where the user's own templates may lie."""
    return (_configuration() / "templates",)


def settings_for(language: str | None, theme: str | None = None) -> Settings:
    """Return what the user chose for all documents, here and in the configuration folder."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - help does not need it

    from closeout.pipeline import Settings  # noqa: PLC0415 - heavy

    settings = Settings(language, user_templates(), user_cache_path("closeout", appauthor=False) / "templates", theme)
    if not sys.stderr.isatty():
        return settings
    from closeout.cli.meter import Meter  # noqa: PLC0415 - nobody else looks

    return settings._replace(progress=Meter())


def _configuration() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 - help does not need it

    return user_config_path("closeout", appauthor=False)
