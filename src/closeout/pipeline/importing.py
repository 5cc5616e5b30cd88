"""Time as a tracker exports it, turned into rows of an engagement's time.csv."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from closeout.diagnostic import Code, Location, Report, did_you_mean
from closeout.reading.folder import ENGAGEMENT_FILE, EXPENSES_FILE, LEDGER_FILE, TIME_FILE, read_engagement
from closeout.reading.imports.export import Export
from closeout.reading.imports.registry import format_of
from closeout.reading.imports.text import read_export
from closeout.reading.imports.time_table import TimeTable, Work, read_time_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from closeout.domain.engagement import Contract, Engagement
    from closeout.reading.imports.dates import DateOrder
    from closeout.reading.imports.entry import Tracked

# What a row of time.csv may hold.
_LONGEST = 2000  # characters of a description
_MOST_HOURS = 99_999
_MOST_MONEY = 999_999_999_999
_DECIMALS = 12
RUNNING = "still running"
_MEND = "mend it in the time tracker, and export again"


class Choice(NamedTuple):
    """What the user asks for: the order of dates, one project only, and entries that are not billable as well."""

    order: DateOrder | None = None
    project: str | None = None
    everything: bool = False


class Left(NamedTuple):
    """Entries that are left out, and why. Those that still run are `named`: they are work that is yet to come."""

    reason: str
    entries: tuple[Tracked, ...]

    @property
    def named(self) -> bool:
        """Whether each of them is to be named."""
        return self.reason == RUNNING


class Import(NamedTuple):
    """What an import does: `added`, `known` (what time.csv has already) and `left` are all entries of the export.

    `start` is the day on which the contract starts. `content` is what `path` holds afterwards; `keep` are files of the
    folder that nothing may replace.
    """

    format: str
    added: tuple[Tracked, ...]
    known: tuple[Tracked, ...]
    left: tuple[Left, ...]
    start: dt.date
    path: Path
    content: bytes
    keep: tuple[Path, ...]

    @property
    def early(self) -> tuple[Tracked, ...]:
        """What would be added although it was done before the contract started."""
        return tuple(entry for entry in self.added if entry.date < self.start)

    @property
    def size(self) -> int:
        """How many entries the export has."""
        return len(self.added) + len(self.known) + sum(len(left.entries) for left in self.left)


def import_time(source: Path, folder: Path, profile: Path | None, choice: Choice) -> Import:
    """Return what the export at `source` adds to the engagement in `folder`; nothing is written.

    Raises `UserError` with every problem of the folder, or else with every problem of the export.
    """
    report = Report()
    engagement = read_engagement(folder, profile, report)
    report.raise_errors()
    assert engagement is not None  # noqa: S101 - for the type checker: without errors there is one
    report = Report()
    name, entries = _read(source, engagement, choice.order, report)
    report.raise_errors()
    wanted, left = _choose(entries, choice, source, report)
    _check(wanted, engagement.contract, report)
    report.raise_errors()
    added, known = _new(wanted, engagement)
    work = [_work(entry, engagement.contract) for entry in added]
    table = read_time_table(folder, report)
    report.raise_errors()
    assert table is not None  # noqa: S101 - likewise
    _check_columns(table, work, report)
    report.raise_errors()
    content = table.with_rows(work) if work else table.data
    keep = tuple(folder / name for name in (ENGAGEMENT_FILE, EXPENSES_FILE, LEDGER_FILE, "messages", "templates"))
    start = engagement.contract.start
    return Import(name, tuple(added), tuple(known), left, start, folder / TIME_FILE, content, keep)


def _read(
    source: Path, engagement: Engagement, order: DateOrder | None, report: Report
) -> tuple[str, tuple[Tracked, ...]]:
    text = read_export(source, str(source), report)
    if text is None:
        return "", ()
    export = Export(str(source), text, ZoneInfo(engagement.time_zone), order, report)
    form = format_of(export)
    return ("", ()) if form is None else (form.name, tuple(form.read(export)))


def _choose(
    entries: Sequence[Tracked], choice: Choice, source: Path, report: Report
) -> tuple[tuple[Tracked, ...], tuple[Left, ...]]:
    """Part the entries into those that are wanted and those that are left out."""
    project = choice.project.strip().casefold() if choice.project is not None else None
    names = {name.casefold(): name for entry in entries for name in entry.projects}
    if project is not None and project not in names:
        known = f"projects there: {', '.join(sorted(names.values())) or 'none'}"
        hint = did_you_mean(project, names) or known
        report.error(Code.BAD_CHOICE, f"no entry is of the project '{choice.project}'", Location(str(source)), hint)
    wanted = []
    left: dict[str, list[Tracked]] = {}
    for entry in entries:
        reason = _reason(entry, project, everything=choice.everything)
        if reason is None:
            wanted.append(entry)
        else:
            left.setdefault(reason, []).append(entry)
    return tuple(wanted), tuple(Left(reason, tuple(some)) for reason, some in left.items())


def _reason(entry: Tracked, project: str | None, *, everything: bool) -> str | None:
    """Return why an entry is left out, if it is."""
    if project is not None and project not in {name.casefold() for name in entry.projects}:
        return "of another project"
    if entry.billed:
        # Without the number of its invoice, a row of time.csv is work to be billed.
        return "billed already"
    if entry.apart is not None:
        return entry.apart
    if entry.hours is None:
        return RUNNING
    if not entry.hours:
        return "without any time"
    return None if entry.billable or everything else "not billable (--all takes them)"


def _check(entries: Iterable[Tracked], contract: Contract, report: Report) -> None:
    for entry in entries:
        if not 0 <= (entry.hours or 0) <= _MOST_HOURS:
            report.error(Code.OUT_OF_RANGE, f"{entry.hours} hours cannot be right", entry.location, _MEND)
        _check_money(entry, contract, report)
        if not entry.description:
            message = "this entry has no description, task or project"
            report.error(Code.EMPTY_VALUE, message, entry.location, _MEND)
        elif len(entry.description) > _LONGEST:
            message = f"the description is longer than {_LONGEST} characters"
            report.error(Code.OUT_OF_RANGE, message, entry.location, _MEND)


def _check_money(entry: Tracked, contract: Contract, report: Report) -> None:
    if entry.rate is not None and not 0 <= entry.rate <= _MOST_MONEY:
        report.error(Code.OUT_OF_RANGE, f"the rate {entry.rate} cannot be right", entry.location, _MEND)
    elif entry.rate is not None and entry.rate != round(entry.rate, _DECIMALS):
        report.error(Code.TOO_PRECISE, f"the rate {entry.rate} has too many decimals", entry.location, _MEND)
    if entry.currency not in {None, contract.currency}:
        message = f"this entry is in '{entry.currency}', the contract in {contract.currency}"
        hint = "choose its project with --project, or export it without money"
        report.error(Code.BAD_CURRENCY, message, entry.location, hint)
    if entry.rate is None and contract.rate is None:
        hint = "write contract.rate in engagement.yaml"
        report.error(Code.TERMS_INCOMPLETE, "this work has no rate", entry.location, hint)


def _new(entries: Iterable[Tracked], engagement: Engagement) -> tuple[list[Tracked], list[Tracked]]:
    """Part the entries into new ones and those of which time.csv has as many already."""
    there = Counter((row.date, row.description, row.hours) for row in engagement.time)
    added, known = [], []
    for entry in entries:
        key = (entry.date, entry.description, entry.hours or Decimal(0))
        if there[key]:
            there[key] -= 1
            known.append(entry)
        else:
            added.append(entry)
    return added, known


def _work(entry: Tracked, contract: Contract) -> Work:
    rate = None if entry.rate == contract.rate else entry.rate
    return Work(entry.date, entry.description, entry.hours or Decimal(0), rate)


def _check_columns(table: TimeTable, work: Iterable[Work], report: Report) -> None:
    special = next((row for row in work if row.rate is not None), None)
    if special is not None and "rate" not in table.columns:
        message = f"the column 'rate' is missing: the work of {special.date} has a rate of its own, {special.rate}"
        hint = f"add '{table.delimiter}rate' to the end of its first line"
        report.error(Code.MISSING_COLUMN, message, Location(TIME_FILE, 1, 1), hint)
