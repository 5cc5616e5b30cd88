"""The commands about money that is owed: the statement of account, and payment reminders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from closeout.cli.documents import write_document
from closeout.cli.options import PAGES, Day, document_command

if TYPE_CHECKING:
    import datetime as dt

    from closeout.cli.options import Request

LEVELS = ("1", "2", "3")


@click.command()
@click.option("--from", "start", type=Day(), metavar="DATE", help="The first day; otherwise the first of all.")
@click.option("--to", "end", type=Day(), metavar="DATE", help="The last day; otherwise the day on which it speaks.")
@document_command(*PAGES)
def statement(request: Request, *, start: dt.date | None, end: dt.date | None) -> None:
    """Write a statement of account.

    It lists what was charged, paid and credited, with the balance after each, and tells how old the open amounts are.
    """
    from closeout.pipeline.kinds import statement_kind  # noqa: PLC0415 - heavy

    if start is not None and end is not None and end < start:
        message = f"--to {end} is before --from {start}"
        raise click.UsageError(message)
    write_document("statement", request, statement_kind(start, end))


@click.command()
@click.option("--level", type=click.Choice(LEVELS), help="1 friendly, 2 firm, 3 final demand; otherwise the next one.")
@document_command(*PAGES, "txt", "eml")
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
def remind(request: Request, *, numbers: tuple[str, ...], level: str | None) -> None:
    """Write a payment reminder.

    It asks for the invoices NUMBER, or for all that are overdue. Each reminder goes out in its turn: write the ones
    that you have sent under reminders: in engagement.yaml. Interest and compensation are claimed from the second on,
    where late_payment: says by which contract or law. What is no folder is a number, in the folder where you are.
    """
    from closeout.pipeline.kinds import reminder_kind  # noqa: PLC0415 - heavy
    from closeout.reading.folder import ENGAGEMENT_FILE  # noqa: PLC0415 - heavy

    if not os.path.isdir(request.folder) and Path(ENGAGEMENT_FILE).exists():  # noqa: PTH112 - a number may be too long
        numbers, request = (str(request.folder), *numbers), request._replace(folder=Path())
    write_document("reminder", request, reminder_kind(numbers, None if level is None else int(level)))
