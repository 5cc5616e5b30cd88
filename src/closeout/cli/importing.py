"""The command that takes hours over from a time tracker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from closeout.cli.options import folder_argument, profile_path
from closeout.cli.printing import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from closeout.pipeline.importing import Import
    from closeout.reading.imports.entry import Tracked


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@folder_argument
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="Whether day or month comes first, if it is not clear."
)
@click.option("--project", metavar="NAME", help="Take the entries of this project (Timewarrior: tag) only.")
@click.option("--all", "everything", is_flag=True, help="Take entries that are marked as not billable as well.")
@click.option("--write", is_flag=True, help="Add the rows to FOLDER/time.csv; otherwise only show what would be added.")
def import_time(  # noqa: PLR0913 - one for each option
    file: Path, folder: Path, dates: str | None, project: str | None, *, everything: bool, write: bool
) -> None:
    """Take hours over from a time tracker into time.csv.

    FILE is an export of Toggl Track, Clockify, Harvest, Kimai or Timewarrior. What is in time.csv already is not added
    again. Without --write nothing is written.
    """
    from closeout.pipeline.importing import Choice  # noqa: PLC0415 - help does not need it
    from closeout.pipeline.importing import import_time as reckon  # noqa: PLC0415
    from closeout.reading.imports.dates import DateOrder  # noqa: PLC0415
    from closeout.writing import write_files  # noqa: PLC0415

    choice = Choice(DateOrder(dates) if dates else None, project, everything)
    done = reckon(file, folder, profile_path(), choice)
    for line in _summary(done):
        click.echo(printable(line))
    if write and done.added:
        write_files({done.path: done.content}, keep=done.keep)
        click.echo(str(done.path))
    elif done.added:
        click.echo("Nothing is written yet: --write does it.", err=True)


def _summary(done: Import) -> Iterator[str]:
    yield f"{done.format}: {done.size} entries"
    yield f"to add: {_amount(done.added)}"
    yield from _parts("project", done.added, lambda entry: ", ".join(entry.projects))
    yield from _parts("person", done.added, lambda entry: entry.person)
    if done.early:
        yield f"  before the contract started on {done.start}: {_amount(done.early)}"
    if done.known:
        yield f"in time.csv already: {_amount(done.known)}"
    for left in done.left:
        yield f"left out, {left.reason}: {len(left.entries)}"
        if left.named:
            yield from (f"  {entry.location} {entry.date} {entry.description}" for entry in left.entries)


def _amount(entries: Sequence[Tracked]) -> str:
    """Say how many entries there are, how many hours, and of which days."""
    if not entries:
        return "nothing"
    from decimal import Decimal  # noqa: PLC0415 - help does not need it

    from closeout.domain.quantity import trimmed  # noqa: PLC0415

    hours = trimmed(sum((entry.hours or Decimal(0) for entry in entries), Decimal(0)).quantize(Decimal("0.01")))
    days = sorted(entry.date for entry in entries)
    return f"{len(entries)}, {hours:f} h, {days[0]} to {days[-1]}"


def _parts(what: str, entries: Sequence[Tracked], name_of: Callable[[Tracked], str]) -> Iterator[str]:
    """Yield a line for each project or person where there are several: not all of it may be work for this client."""
    parts: dict[str, list[Tracked]] = {}
    for entry in entries:
        parts.setdefault(name_of(entry) or "(none)", []).append(entry)
    if len(parts) > 1:
        yield from (f"  {what} {name}: {_amount(some)}" for name, some in parts.items())
