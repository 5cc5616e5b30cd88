"""The communication log: who wrote to whom and when, in full, with the source of every entry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from closeout.documents.case import Case, Stationery, stationery
from closeout.domain.correspondence import Defect, Message, Record, Silence, Skipped, SourceFile, silences
from closeout.domain.engagement import Contract, Engagement
from closeout.domain.party import Side
from closeout.domain.thread import threads

if TYPE_CHECKING:
    from closeout.domain.correspondence import Correspondent

SILENCE_DAYS = 7


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who wrote or was written to, under all their addresses."""

    name: str
    addresses: tuple[str, ...]
    side: Side | None
    sent: int
    received: int


class LogEntry(Struct, frozen=True, kw_only=True):
    """One numbered entry; `sent_at` is in the time zone of the engagement."""

    number: int
    message: Message
    sent_at: dt.datetime | None
    sender: str
    recipients: tuple[str, ...]
    thread: int


class LogThread(Struct, frozen=True, kw_only=True):
    """A conversation: its subject and the numbers of its entries."""

    number: int
    subject: str
    entries: tuple[int, ...]
    first: dt.datetime | None
    last: dt.datetime | None


class LogSilence(Struct, frozen=True, kw_only=True):
    """A silence between two entries, in whole days."""

    days: int
    after: dt.datetime
    before: dt.datetime


class CommunicationLog(Struct, frozen=True, kw_only=True):
    """The record of all communication, with everything that limits it declared."""

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
    entries: tuple[LogEntry, ...]
    sources: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]
    duplicates: int
    defects: tuple[tuple[Defect, int], ...]
    attachments: int


def compose_log(case: Case) -> CommunicationLog:
    """Compose the log from the record; an empty record makes a log that says so."""
    engagement = case.engagement
    record = case.record or Record()
    zone = ZoneInfo(engagement.time_zone)
    directory = _Directory(engagement)
    numbers = {message.id: number for number, message in enumerate(record.messages, 1)}
    log_threads = _threads(record, numbers, zone)
    thread_of = {number: thread.number for thread in log_threads for number in thread.entries}
    entries = tuple(
        LogEntry(
            number=number,
            message=message,
            sent_at=_local(message.sent_at, zone),
            sender=directory.name(message.sender),
            recipients=tuple(directory.name(person) for person in (*message.to, *message.cc, *message.bcc)),
            thread=thread_of[number],
        )
        for number, message in enumerate(record.messages, 1)
    )
    dated = [entry.sent_at for entry in entries if entry.sent_at is not None]
    defects = Counter(defect for message in record.messages for defect in message.defects)
    return CommunicationLog(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        contract=engagement.contract,
        time_zone=engagement.time_zone,
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        people=directory.people(record),
        channels=tuple(Counter(message.channel for message in record.messages).most_common()),
        threads=log_threads,
        silences=tuple(_silence(gap, zone) for gap in silences(record.messages, SILENCE_DAYS)),
        silence_days=SILENCE_DAYS,
        entries=entries,
        sources=record.sources,
        skipped=record.skipped,
        duplicates=record.duplicates,
        defects=tuple(sorted(defects.items(), key=lambda each: each[0].value)),
        attachments=sum(len(message.attachments) for message in record.messages),
    )


def _local(moment: dt.datetime | None, zone: ZoneInfo) -> dt.datetime | None:
    return moment.astimezone(zone) if moment else None


def _silence(gap: Silence, zone: ZoneInfo) -> LogSilence:
    return LogSilence(days=gap.days, after=gap.after.astimezone(zone), before=gap.before.astimezone(zone))


def _threads(record: Record, numbers: dict[str, int], zone: ZoneInfo) -> tuple[LogThread, ...]:
    result = []
    for number, thread in enumerate(threads(record.messages), 1):
        times = [message.sent_at.astimezone(zone) for message in thread.messages if message.sent_at is not None]
        result.append(
            LogThread(
                number=number,
                subject=thread.subject,
                entries=tuple(sorted(numbers[message.id] for message in thread.messages)),
                first=min(times, default=None),
                last=max(times, default=None),
            )
        )
    return tuple(result)


class _Directory:
    """Joins the names and addresses that belong to one person."""

    def __init__(self, engagement: Engagement) -> None:
        self._names: dict[str, str] = {}
        self._sides: dict[str, Side | None] = {}
        for own in Side:
            party = engagement.party(own)
            self._add(party.addressee, own, (party.name, party.email or ""))
        for participant in engagement.participants:
            side = participant.side or self._sides.get(participant.name)
            self._add(participant.name, side, participant.aliases)

    def _add(self, name: str, side: Side | None, aliases: tuple[str, ...]) -> None:
        self._sides[name] = side
        for alias in (name, *aliases):
            if alias:
                self._names[alias.casefold()] = name

    def name(self, person: Correspondent) -> str:
        """Return the name under which the log lists `person`.

        An address tells who it is. A name alone does only where no address was noted: anybody may write under any name.
        """
        known = self._names.get((person.address or person.name).casefold())
        if known is None:
            known = person.label or "?"
            if known in self._sides:
                known = f"{known} ({person.address})"
            self._sides[known] = None
            self._names[(person.address or person.name).casefold()] = known
        return known

    def people(self, record: Record) -> tuple[Person, ...]:
        """Return everybody in the record, those of the contract first, then by how much they wrote."""
        sent: Counter[str] = Counter()
        received: Counter[str] = Counter()
        addresses: dict[str, dict[str, None]] = {}
        for message in record.messages:
            sent[self.name(message.sender)] += 1
            for person in (*message.to, *message.cc, *message.bcc):
                received[self.name(person)] += 1
            for person in (message.sender, *message.to, *message.cc, *message.bcc):
                addresses.setdefault(self.name(person), {})[person.address] = None
        names = sorted(addresses, key=lambda name: (self._sides.get(name) is None, -sent[name], name))
        return tuple(
            Person(
                name=name,
                addresses=tuple(address for address in addresses[name] if address),
                side=self._sides.get(name),
                sent=sent[name],
                received=received[name],
            )
            for name in names
        )
