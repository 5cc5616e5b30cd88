"""What the files of a correspondence hold, what was left out of them, and who in them is not known."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from closeout.documents.case import Case, Stationery, stationery
from closeout.documents.correspondents import Directory, Person
from closeout.domain.correspondence import Record, Skipped, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeout.domain.correspondence import Message
    from closeout.domain.engagement import Engagement
    from closeout.domain.party import Side

_SHORT: Final = 3  # letters of a name that tell nobody from others


class Likeness(StrEnum):
    """Why somebody who is not known may be somebody who is."""

    NAME = "same name"
    LOCAL_PART = "same beginning of the address"
    FAMILY_NAME = "same family name"
    FIRST_NAME = "same first name"


class SourceSpan(Struct, frozen=True, kw_only=True):
    """A file, from when to when its messages are, and what was not read of it; times are the engagement's own."""

    file: SourceFile
    first: dt.datetime | None
    last: dt.datetime | None
    skipped: tuple[Skipped, ...]


class Suggestion(Struct, frozen=True, kw_only=True):
    """That `unknown` may be `known`, and the names or addresses that would be aliases then."""

    unknown: str
    known: str
    likeness: Likeness
    aliases: tuple[str, ...]


class LogSources(Struct, frozen=True, kw_only=True):
    """What a log is made from. `elsewhere` was left out and belongs to no file that was read.

    `participants` are the entries in YAML that take up all suggestions, with the aliases that are there already.
    """

    stationery: Stationery
    spans: tuple[SourceSpan, ...]
    elsewhere: tuple[Skipped, ...]
    suggestions: tuple[Suggestion, ...]
    participants: tuple[str, ...]
    strangers: tuple[Person, ...]


def compose_sources(case: Case) -> LogSources:
    """Tell of every source, and of everybody in it who is on no side and no participant."""
    engagement, record = case.engagement, case.record or Record()
    directory = Directory(engagement)
    people = directory.people(record)
    strangers = tuple(person for person in people if person.name not in directory.known)
    found = tuple(_suggestions(strangers, directory))
    explained = {suggestion.unknown for suggestion in found}
    spans, elsewhere = _spans(record, ZoneInfo(engagement.time_zone))
    return LogSources(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        spans=spans,
        elsewhere=elsewhere,
        suggestions=found,
        participants=tuple(_lines(found, engagement, directory)),
        strangers=tuple(person for person in strangers if person.name not in explained),
    )


def _spans(record: Record, zone: ZoneInfo) -> tuple[tuple[SourceSpan, ...], tuple[Skipped, ...]]:
    paths = {source.path for source in record.sources}
    times: dict[str, list[dt.datetime]] = {path: [] for path in paths}
    for message in record.messages:
        if message.sent_at is not None:
            for path in _read_from(message, paths):
                times[path].append(message.sent_at)
    skipped: dict[str, list[Skipped]] = {}
    for each in record.skipped:
        skipped.setdefault(_source_of(each.path, paths), []).append(each)
    spans = tuple(
        SourceSpan(
            file=source,
            first=min(times[source.path]).astimezone(zone) if times[source.path] else None,
            last=max(times[source.path]).astimezone(zone) if times[source.path] else None,
            skipped=tuple(skipped.get(source.path, ())),
        )
        for source in record.sources
    )
    return spans, tuple(skipped.get("", ()))


def _read_from(message: Message, paths: set[str]) -> set[str]:
    return {_source_of(origin.path, paths) for origin in message.origins} - {""}


def _source_of(path: str, paths: set[str]) -> str:
    """Return the source that `path` is or lies in; an empty text where there is none."""
    while path and path not in paths:
        path = path.rpartition("/")[0]
    return path


def _suggestions(strangers: Iterable[Person], directory: Directory) -> Iterator[Suggestion]:
    aliases: dict[str, list[str]] = {}
    for alias, name in directory.aliases.items():
        if name in directory.known:
            aliases.setdefault(name, []).append(alias)
    for person in strangers:
        for name, known in aliases.items():
            likeness = _likeness(person, name, known)
            if likeness is not None:
                new = person.addresses or (person.name,)
                yield Suggestion(unknown=person.name, known=name, likeness=likeness, aliases=new)
                break


def _likeness(person: Person, name: str, aliases: list[str]) -> Likeness | None:
    unknown, known = _plain(person.name).casefold(), name.casefold()
    if unknown == known:
        return Likeness.NAME
    local = {address.partition("@")[0].casefold() for address in person.addresses}
    if local & {alias.partition("@")[0] for alias in aliases if "@" in alias}:
        return Likeness.LOCAL_PART
    theirs, ours = unknown.split(), known.split()
    if not theirs or "@" in unknown:
        return None
    if len(ours) > 1 and theirs[-1] == ours[-1] and len(ours[-1]) >= _SHORT:
        return Likeness.FAMILY_NAME
    if len(theirs) == 1 and theirs[0] == ours[0] and len(ours[0]) >= _SHORT:
        return Likeness.FIRST_NAME
    return None


def _plain(name: str) -> str:
    """Return a name without the address by which the log tells it from another."""
    return name.partition(" (")[0]


def _lines(found: Iterable[Suggestion], engagement: Engagement, directory: Directory) -> Iterator[str]:
    """Yield a participant for each person who gains an alias."""
    gained: dict[str, dict[str, None]] = {}
    for suggestion in found:
        gained.setdefault(suggestion.known, {}).update(dict.fromkeys(suggestion.aliases))
    for name, aliases in gained.items():
        own = next((each.aliases for each in engagement.participants if each.name == name), ())
        yield _line(name, directory.side(name), tuple(dict.fromkeys((*own, *aliases))))


def _line(name: str, side: Side | None, aliases: tuple[str, ...]) -> str:
    """Return a participant in YAML, of which JSON is a part."""
    listed = ", ".join(_quoted(alias) for alias in aliases)
    on_side = f", side: {side}" if side else ""
    return f"{{name: {_quoted(name)}{on_side}, aliases: [{listed}]}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
