"""The shape of Telegram Desktop's JSON, as far as a record needs it; everything in it may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw, Struct, field

from closeout.reading.messages.json_fault import NOT_JSON

if TYPE_CHECKING:
    from collections.abc import Iterator


class Part(Struct, frozen=True):
    """A stretch of text with a meaning, such as a link or a mention."""

    text: str = ""
    href: str | None = None

    def written(self) -> str:
        """Return the text, and where a link leads if the text does not say it."""
        return self.text if self.href in {None, self.text} else f"{self.text} ({self.href})"


Words = str | Part | list[str | Part]


class Answer(Struct, frozen=True):
    """One answer of a poll."""

    text: Words = ""


class Poll(Struct, frozen=True):
    """A question with answers to choose from."""

    question: Words = ""
    answers: list[Answer] = []


class Location(Struct, frozen=True):
    """A place, in degrees."""

    latitude: float = 0
    longitude: float = 0


class Contact(Struct, frozen=True):
    """A person's number that was sent."""

    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None


class Entry(Struct, frozen=True):
    """One message, or one notice of the program (`type` is `service`). Times are seconds or local ISO 8601."""

    id: int | None = None
    type: str = "message"
    date: str | None = None
    date_unixtime: str | int | None = None
    edited: str | None = None
    edited_unixtime: str | int | None = None
    from_: str | None = field(default=None, name="from")
    from_id: str | int | None = None
    actor: str | None = None
    actor_id: str | int | None = None
    action: str | None = None
    title: str | None = None
    new_title: str | None = None
    discard_reason: str | None = None
    members: list[str | None] = []
    message_id: int | None = None
    reply_to_message_id: int | None = None
    reply_to_peer_id: str | int | None = None
    forwarded_from: str | None = None
    via_bot: str | None = None
    photo: str | None = None
    photo_file_size: int | None = None
    file: str | None = None
    file_name: str | None = None
    file_size: int | None = None
    thumbnail: str | None = None
    media_type: str | None = None
    mime_type: str | None = None
    sticker_emoji: str | None = None
    contact_information: Contact | None = None
    contact_vcard: str | None = None
    location_information: Location | None = None
    place_name: str | None = None
    address: str | None = None
    poll: Poll | None = None
    duration_seconds: float | str | None = None
    text: Words = ""

    @property
    def duration(self) -> int | None:
        """The duration in whole seconds."""
        try:
            return None if self.duration_seconds is None else int(float(self.duration_seconds))
        except (ValueError, OverflowError):
            return None

    def answered_chat(self, own: int | str | None) -> int | str | None:
        """Return the chat of the message that is answered: `own`, unless another is named, as in `channel123`."""
        return own if self.reply_to_peer_id is None else str(self.reply_to_peer_id).lstrip("abcdefghijklmnopqrstuvwxyz")

    def written(self) -> str:
        """Return the text, and in square brackets what else the entry says."""
        remarks = [f"[forwarded from {self.forwarded_from}]"] if self.forwarded_from else []
        return "\n".join(filter(None, (*remarks, _plain(self.text), *self._remarks())))

    def _remarks(self) -> Iterator[str]:
        if self.action is not None:
            yield f"[{self._deed()}]"
        if self.sticker_emoji:
            yield f"[sticker {self.sticker_emoji}]"
        if contact := self.contact_information:
            yield f"[contact {_joined(' ', contact.first_name, contact.last_name, contact.phone_number)}]"
        if place := self.location_information:
            yield f"[location {_joined(', ', self.place_name, self.address, f'{place.latitude}, {place.longitude}')}]"
        if poll := self.poll:
            answers = "".join(f"\n- {_plain(answer.text)}" for answer in poll.answers)
            yield f"[poll {_plain(poll.question)}]{answers}"

    def _deed(self) -> str:
        """Return the words of the export for what was done: the names of actions are English."""
        deed = (self.action or "").replace("_", " ")
        people = ", ".join(name or "?" for name in self.members)
        answered = None if self.message_id is None else str(self.message_id)
        return _joined(": ", deed, self.discard_reason, self.title, self.new_title, people, answered)


class Speaker(Struct, frozen=True):
    """Who wrote an entry; or, in a whole export, who made it."""

    from_: str | None = field(default=None, name="from")
    from_id: str | int | None = None
    actor: str | None = None
    actor_id: str | int | None = None
    user_id: int | None = None
    first_name: str | None = None
    last_name: str | None = None

    @property
    def id(self) -> str | int | None:
        """The id of the account."""
        return self.from_id or self.actor_id

    @property
    def name(self) -> str | None:
        """The name beside the id."""
        return self.from_ or self.actor

    @property
    def full_name(self) -> str:
        """The name of the person who made the export."""
        return _joined(" ", self.first_name, self.last_name)


class Chat(Struct, frozen=True):
    """A chat with its messages, which are read one by one; None is a chat that has no list of them."""

    name: str | None = None
    type: str = ""
    id: int | str | None = None
    messages: list[Raw] | None = None


class Chats(Struct, frozen=True):
    """A list of chats, which are read one by one; None is a list that is not there."""

    items: list[Raw] | None = field(default=None, name="list")


class Picture(Struct, frozen=True):
    """A picture of the exporter's profile."""

    photo: str | None = None


class Export(Chat, frozen=True):
    """A single chat, or everything: the chats that the exporter is in, and those that were left."""

    chats: Chats = Chats()
    left_chats: Chats = Chats()
    personal_information: Raw = Raw()
    profile_pictures: list[Picture] = []

    @property
    def owner(self) -> Speaker:
        """Who made the export, as far as it says."""
        try:
            return msgspec.json.decode(self.personal_information, type=Speaker)
        except NOT_JSON:
            return Speaker()

    def all_chats(self) -> Iterator[Raw | None]:
        """Yield every chat in file order; None is this one itself, as is an export that has no list of any kind."""
        if self.messages is not None or (self.chats.items is None and self.left_chats.items is None):
            yield None
        yield from self.chats.items or ()
        yield from self.left_chats.items or ()


def _plain(text: Words) -> str:
    parts = text if isinstance(text, list) else [text]
    return "".join(part if isinstance(part, str) else part.written() for part in parts)


def _joined(separator: str, *parts: str | None) -> str:
    return separator.join(filter(None, parts))
