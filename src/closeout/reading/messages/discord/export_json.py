"""Discord channels that DiscordChatExporter wrote as JSON: a file a channel, with its messages from the oldest on.

The number of messages at the end of the file tells whether it is whole. Times come from the ids, which hold UTC.
Source: the JSON writer of DiscordChatExporter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from msgspec import Struct

from closeout.domain.correspondence import Skipped
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.discord.message import Channel, DiscordMessage
from closeout.reading.messages.json_piece import TOO_LARGE, piece_of
from closeout.reading.messages.json_remains import intact
from closeout.reading.messages.settled import distinct, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Correspondent, Message
    from closeout.reading.messages.json_piece import Piece
    from closeout.reading.messages.source import Candidate

_BEGINNING = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"guild"\s*:\s*\{.*"channel"\s*:\s*\{.*"(?:dateRange|messages)"', re.DOTALL
)
_DIRECT: Final = "Direct"
_LISTS: Final = (("messages",),)


class _Named(Struct):
    id: str = ""
    name: str | None = None
    type: str | None = None


class _Export(Struct, rename="camel"):
    messages: msgspec.Raw
    guild: _Named | None = None
    channel: _Named | None = None
    message_count: int | None = None


class DiscordJson:
    """Reads a JSON file of DiscordChatExporter."""

    name: ClassVar[str] = "discord"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins with a guild and a channel."""
        return not candidate.is_dir and _BEGINNING.match(candidate.head) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages, and say if there are fewer or more of them than the export counted."""
        whole = piece_of(candidate.path)
        if whole is None:
            yield Skipped(path=candidate.relative, reason=TOO_LARGE)
            return
        found, lost = intact(whole, candidate.relative, _LISTS)
        export = found.read(_Export)
        items = found.inside(export.messages).items() if export else None
        if export is None or items is None:
            yield Skipped(path=candidate.relative, reason="no valid JSON with messages")
            return
        said = [(item, item.read(DiscordMessage)) for item in items]
        channel = _channel(export, candidate, [message for _, message in said if message])
        yield from (_entry(channel, item, message, candidate.relative) for item, message in said)
        yield from lost
        if export.message_count not in (None, len(items)):
            reason = f"the export counts {export.message_count} messages, but holds {len(items)}"
            yield Skipped(path=candidate.relative, reason=reason)


def _entry(channel: Channel, item: Piece, said: DiscordMessage | None, relative: str) -> Message | Skipped:
    message = channel.message(said, item.origin(relative)) if said else None
    return message or Skipped(path=relative, reason="no message of Discord's with a time", offset=item.offset)


def _channel(export: _Export, candidate: Candidate, said: list[DiscordMessage]) -> Channel:
    channel, guild = export.channel or _Named(), export.guild or _Named()
    name, companions = channel.name or channel.id, Companions(candidate)
    if not (channel.type or "").startswith(_DIRECT):
        return Channel(channel.id, f"{guild.name or guild.id} #{name}", (), companions)
    return Channel(channel.id, name, _members(name, said), companions)


def _members(name: str, said: list[DiscordMessage]) -> tuple[Correspondent, ...]:
    """Return who takes part in a direct chat: all who wrote, and who it is named after."""
    people = distinct(message.author.correspondent for message in said if message.author)
    named = {label.casefold() for one in people for label in (one.name, one.address)}
    silent = (person(part) for part in name.split(",") if part.strip().casefold() not in named)
    return (*people, *distinct(silent))
