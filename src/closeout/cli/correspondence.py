"""The command about the correspondence: the communication log, and what it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from closeout.cli.documents import format_of, write_document
from closeout.cli.options import PAGES, Day, document_command, redact_option

if TYPE_CHECKING:
    import datetime as dt

    from closeout.cli.options import Request
    from closeout.documents.log_selection import Selection
    from closeout.pipeline import Format

DETAILS = ("full", "gist", "key")
ORDERS = ("date", "thread")
EXPORTS: tuple[Format, ...] = ("jsonl", "csv")
FORMS: tuple[Format, ...] = (*PAGES, *EXPORTS)


class Choice(NamedTuple):
    """What a user chose of the correspondence, as it was written."""

    start: dt.date | None
    end: dt.date | None
    people: tuple[str, ...]
    channels: tuple[str, ...]
    about: str
    detail: str
    order: str

    def selection(self) -> Selection:
        """Return it as documents take it."""
        from closeout.documents.log_selection import Detail, Order, Selection  # noqa: PLC0415 - help does not need it

        chosen = self._asdict() | {"detail": Detail(self.detail), "order": Order(self.order)}
        return Selection(**chosen)


@click.command()
@click.option("--from", "start", type=Day(), metavar="DATE", help="The first day.")
@click.option("--to", "end", type=Day(), metavar="DATE", help="The last day.")
@click.option("--with", "people", multiple=True, metavar="NAME", help="Only what NAME wrote or was sent.")
@click.option("--channel", "channels", multiple=True, metavar="CHANNEL", help="Only one channel, such as e-mail.")
@click.option("--about", default="", metavar="TEXT", help="Only what has TEXT in its subject, words or attachments.")
@click.option(
    "--detail",
    type=click.Choice(DETAILS),
    default="full",
    help="The whole text, its first two sentences, or only the entries that the summary quotes.",
)
@click.option("--by", "order", type=click.Choice(ORDERS), default="date", help="Order the entries by date or thread.")
@click.option("--sources", is_flag=True, help="Print what was read and what was not, and write no log.")
@redact_option
@document_command(*FORMS)
def log(request: Request, *, sources: bool, redact: bool, **chosen: object) -> None:
    """Write the communication log.

    It begins with what matters most, in the words of those who wrote it, and lists every message below messages/ with
    its text, attachments and source. What you leave out is counted in it. As jsonl or csv it is the record for other
    programs, an entry a line.
    """
    from closeout.pipeline.kinds import log_kind, record_kind  # noqa: PLC0415 - heavy

    choice = Choice(**chosen)  # type: ignore[arg-type] # click has converted them
    if choice.start is not None and choice.end is not None and choice.end < choice.start:
        message = f"--to {choice.end} is before --from {choice.start}"
        raise click.UsageError(message)
    if sources:
        write_document("sources", request, redact=redact)
    else:
        exported = format_of(request, FORMS) in EXPORTS
        write_document("log", request, (record_kind if exported else log_kind)(choice.selection()), redact=redact)
