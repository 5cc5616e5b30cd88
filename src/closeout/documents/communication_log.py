"""The communication log: who wrote to whom and when, in full, with the source of every entry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from closeout.diagnostic import Code, Diagnostic, Severity
from closeout.documents.case import Case, Stationery, stationery
from closeout.documents.correspondents import Directory, Person
from closeout.documents.exchange import Exchange
from closeout.documents.log_chart import Chart, Month, draw_chart, months
from closeout.documents.log_entry import (
    LogBlock,
    LogEntry,
    LogSilence,
    LogThread,
    gist,
    log_blocks,
    log_entries,
    log_threads,
)
from closeout.documents.log_selection import EVERYTHING, Detail, Order, Selection
from closeout.documents.log_summary import Summary, summarize
from closeout.documents.timeline import timeline
from closeout.domain.correspondence import Defect, Record, Silence, Skipped, SourceFile, TimeSource, silences
from closeout.domain.engagement import Contract
from closeout.domain.redaction import RedactedRecord, Redaction
from closeout.domain.response_time import ResponseTimes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from closeout.domain.engagement import Engagement

SILENCE_DAYS: Final = 7


class CommunicationLog(Struct, frozen=True, kw_only=True):
    """The record of all communication, with everything that limits it declared.

    `entries` are those shown, of `found` in the record; `blocks` have them in the order of the page. Numbers, threads
    and people are those of the whole record. Without a summary it has no picture and no blocks either. Of the entries,
    `local_times` have a time that its export wrote without a zone, and that was taken to be one of `local_zone`.
    `for_sender` is for whoever makes the log.
    """

    stationery: Stationery
    contract: Contract
    time_zone: str
    first: dt.datetime | None
    last: dt.datetime | None
    people: tuple[Person, ...]
    channels: tuple[tuple[str, int], ...]
    threads: tuple[LogThread, ...]
    silences: tuple[LogSilence, ...]
    silence_days: int
    responses: tuple[ResponseTimes, ...]
    entries: tuple[LogEntry, ...]
    found: int
    selection: Selection
    sources: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]
    duplicates: int
    defects: tuple[tuple[Defect, int], ...]
    attachments: int
    local_times: int
    local_zone: str
    summary: Summary | None = None
    chart: Chart | None = None
    months: tuple[Month, ...] = ()
    blocks: tuple[LogBlock, ...] = ()
    redacted: bool = False
    redactions: tuple[Redaction, ...] = ()
    for_sender: tuple[Diagnostic, ...] = ()

    @property
    def left_out(self) -> int:
        """How many entries of the record are not shown."""
        return self.found - len(self.entries)

    @property
    def defective(self) -> int:
        """How many entries have something amiss."""
        return sum(bool(entry.message.defects) for entry in self.entries)

    @property
    def longest_silences(self) -> tuple[LogSilence, ...]:
        """The silences, longest first."""
        return tuple(sorted(self.silences, key=lambda silence: -silence.days))


def compose_log(case: Case, selection: Selection = EVERYTHING, *, summarized: bool = True) -> CommunicationLog:
    """Compose the log from the record; an empty record makes a log that says so.

    Raises `UserError` where the selection names somebody or a channel that is not in the record.
    """
    engagement = case.engagement
    record, zone, directory = case.record or Record(), ZoneInfo(engagement.time_zone), Directory(engagement)
    people = directory.people(record)
    selection = selection.named(directory, channels_of(record))
    all_threads = log_threads(record, zone)
    exchange, wanted = Exchange(), []
    for entry in log_entries(record, directory, zone, all_threads):
        exchange.add(entry)
        if selection.shows(entry):
            wanted.append(entry)
    quiet = _silences(record, selection, zone)
    summary = summarize(wanted, exchange, case.cues, case.as_of) if summarized else None
    entries = _in_detail(wanted, selection, summary) if summary else wanted
    by_thread = all_threads if selection.order is Order.THREAD else None
    dated = [entry.sent_at for entry in entries if entry.sent_at is not None]
    defects = Counter(defect for entry in entries for defect in entry.message.defects)
    shown = {entry.thread for entry in entries}
    local_times = sum(entry.message.time_source is TimeSource.LOCAL for entry in entries)
    return CommunicationLog(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        contract=engagement.contract,
        time_zone=engagement.time_zone,
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        people=people,
        channels=tuple(Counter(entry.message.channel for entry in entries).most_common()),
        threads=tuple(thread for thread in all_threads if thread.number in shown),
        silences=quiet,
        silence_days=SILENCE_DAYS,
        responses=exchange.answer_times({entry.number for entry in wanted}, engagement.calendar),
        entries=tuple(entries),
        found=len(record.messages),
        selection=selection,
        sources=record.sources,
        skipped=record.skipped,
        duplicates=record.duplicates,
        defects=tuple(sorted(defects.items(), key=lambda each: each[0].value)),
        attachments=sum(len(entry.message.attachments) for entry in entries),
        local_times=local_times,
        local_zone=engagement.correspondence.time_zone or engagement.time_zone,
        summary=summary,
        chart=draw_chart(wanted, quiet, timeline(engagement, case.timing, None)) if summarized else None,
        months=months(wanted) if summarized else (),
        blocks=tuple(log_blocks(entries, by_thread)) if summarized else (),
        redacted=isinstance(record, RedactedRecord),
        redactions=record.redactions if isinstance(record, RedactedRecord) else (),
        for_sender=tuple(_assumed_zone(engagement, local_times)),
    )


def _assumed_zone(engagement: Engagement, local_times: int) -> Iterator[Diagnostic]:
    """Warn where times were read in a zone that nobody has named: their order among others may be wrong."""
    if local_times and "time_zone" not in engagement.places and engagement.correspondence.time_zone is None:
        message = f"times that name no zone are taken to be in {engagement.time_zone}: {local_times} in the log"
        hint = "write where you are, such as time_zone: Europe/Berlin"
        yield Diagnostic(Code.ZONE_ASSUMED, message, engagement.place("time_zone"), hint, Severity.WARNING)


def channels_of(record: Record) -> frozenset[str]:
    """Return the channels that the record has."""
    return frozenset(message.channel for message in record.messages)


def _in_detail(entries: Sequence[LogEntry], selection: Selection, summary: Summary) -> list[LogEntry]:
    """Return the entries as fully as they are wanted."""
    if selection.detail is Detail.GIST:
        return [_shortened(entry) for entry in entries]
    if selection.quotes:
        quoted = summary.quoted
        return [entry for entry in entries if entry.number in quoted]
    return list(entries)


def _shortened(entry: LogEntry) -> LogEntry:
    text = gist(entry.text)
    return replace(entry, text=text, cut=len(text.split()) < len(entry.text.split()))


def _silences(record: Record, selection: Selection, zone: ZoneInfo) -> tuple[LogSilence, ...]:
    """Return the silences of the whole record that reach into the days wanted: others wrote meanwhile, or nobody."""
    local = (_silence(gap, zone) for gap in silences(record.messages, SILENCE_DAYS))
    start, end = selection.start or dt.date.min, selection.end or dt.date.max
    return tuple(gap for gap in local if gap.before.date() > start and gap.after.date() < end)


def _silence(gap: Silence, zone: ZoneInfo) -> LogSilence:
    return LogSilence(days=gap.days, after=gap.after.astimezone(zone), before=gap.before.astimezone(zone))
