"""Messages of Upwork's rooms, as its GraphQL interface gives them to those who have a key for it.

Upwork has no export for everybody. Its notification mails can be read as mails, and what is copied from the page as a
pasted chat. Here, `roomStories` of an answer hold stories, in `edges`, in `nodes` or plainly. A story without words
tells what was done in the room. Source: Upwork's GraphQL documentation of a room's stories.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import msgspec
from msgspec import Struct

from closeout.domain.correspondence import (
    Correspondent,
    Message,
    MessageKind,
    Origin,
    Skipped,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.absent import absent
from closeout.reading.messages.json_piece import TOO_LARGE, Piece, given, piece_of
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import person, settled
from closeout.reading.messages.stored_time import from_iso, from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from closeout.reading.messages.source import Candidate

_STORIES = re.compile(rb'"roomStories"\s*:\s*[\[{]')
_TIME = re.compile(rb'"createdDateTime"\s*:')


class _Member(Struct):
    id: str | None = None
    name: str | None = None
    email: str | None = None

    @property
    def correspondent(self) -> Correspondent:
        return person(self.name or self.id, self.email)


class _Room(Struct, rename="camel"):
    id: str | None = None
    room_name: str | None = None
    name: str | None = None
    topic: str | None = None


class _File(Struct, rename="camel"):
    name: str | None = None
    file_name: str | None = None


class _Story(Struct, rename="camel"):
    created_date_time: str | int
    id: str | None = None
    updated_date_time: str | int | None = None
    message: str | None = None
    created_by: str | _Member | None = None
    user: _Member | None = None
    action_type: str | None = None
    room: _Room | None = None
    attachments: tuple[_File, ...] | None = None

    @property
    def sender(self) -> Correspondent:
        """The author, by name where the answer tells it, else by id."""
        if isinstance(self.created_by, str):
            known = self.user.correspondent if self.user else Correspondent("")
            return known if known.label else person(self.created_by)
        return (self.created_by or self.user or _Member()).correspondent


class _Edge(Struct):
    node: msgspec.Raw


class _Connection(Struct):
    edges: msgspec.Raw = msgspec.Raw()
    nodes: msgspec.Raw = msgspec.Raw()


class _Holder(Struct, rename="camel"):
    """An object on the way to the stories."""

    room_stories: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()
    room: msgspec.Raw = msgspec.Raw()


class Upwork:
    """Reads an answer of Upwork's GraphQL interface."""

    name: ClassVar[str] = "upwork"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file is a JSON object with stories of a room."""
        is_object = not candidate.is_dir and candidate.head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        return is_object and bool(_STORIES.search(candidate.head)) and bool(_TIME.search(candidate.head))

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the stories."""
        whole = piece_of(candidate.path)
        stories = _stories(whole) if whole else None
        if stories is None:
            yield Skipped(
                path=candidate.relative, reason="no valid JSON with stories of a room" if whole else TOO_LARGE
            )
        ids = Occurrences("upwork")
        for piece in stories or ():
            story = piece.read(_Story)
            message = _message(story, piece.origin(candidate.relative), candidate.path.stem, ids) if story else None
            yield message or Skipped(path=candidate.relative, reason="no story with a time", offset=piece.offset)


def _stories(whole: Piece) -> tuple[Piece, ...] | None:
    found: Piece | None = whole
    for _ in range(4):  # `data`, `room`, `roomStories`, and one more
        holder = found.read(_Holder) if found else None
        if found is None or holder is None:
            return None
        if (listed := given(holder.room_stories)) is not None:
            return _listed(found.inside(listed))
        inner = given(holder.data, holder.room)
        found = found.inside(inner) if inner else None
    return None


def _listed(stories: Piece) -> tuple[Piece, ...] | None:
    connection = stories.read(_Connection) if stories.data.startswith(b"{") else None
    if connection is None:
        return stories.items()
    listed = given(connection.edges, connection.nodes)
    items = stories.inside(listed).items() if listed else None
    return tuple(_node(item) for item in items) if items is not None else None


def _node(item: Piece) -> Piece:
    edge = item.read(_Edge)
    return item.inside(edge.node) if edge else item


def _message(story: _Story, origin: Origin, file: str, ids: Occurrences) -> Message | None:
    sent_at = _moment(story.created_date_time)
    if sent_at is None:
        return None
    text, room = (story.message or "").strip(), story.room or _Room()
    made = ids.id(str(story.created_date_time), story.sender.label, text)
    updated = _moment(story.updated_date_time or "")
    return settled(
        Message(
            id="",
            kind=MessageKind.MESSAGE if text or story.attachments else MessageKind.SYSTEM,
            channel="Upwork",
            conversation=room.room_name or room.name or room.topic or room.id or file,
            sent_at=sent_at,
            time_source=TimeSource.STORED,
            time_precision=TimePrecision.SECOND,
            sender=story.sender,
            text=text or _happening(story.action_type or ""),
            attachments=tuple(absent(each.file_name or each.name) for each in story.attachments or ()),
            native_id=f"upwork:{story.id}" if story.id else made,
            edited_at=updated if updated and updated > sent_at else None,
            origins=(origin,),
        )
    )


def _happening(action: str) -> str:
    words = action.replace("_", " ").strip().lower()
    return f"[{words}]" if words else ""


def _moment(text: str | int) -> datetime | None:
    """Return an aware time: ISO 8601 with a zone, or milliseconds since the epoch."""
    at = from_iso(str(text))
    return from_milliseconds(str(text)) if at is None or at.tzinfo is None else at
