"""The shape of Signal's frames in JSON, as far as a record needs it; everything in it may be missing.

The names are those of `Backup.proto`, as protocol buffers are written in JSON: long numbers and enumerations as text,
bytes in Base64, and of a choice only the one that was taken.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Raw, Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

Number = str | int
Fields = dict[str, Raw]
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


class Shape(Struct, frozen=True, rename="camel"):
    """What all of them have in common: the manner of their names."""


class Names(Shape, frozen=True):
    """A name in its parts; the owner of the account has them, too."""

    given: str | None = None
    family: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    username: str | None = None

    @property
    def whole(self) -> str:
        """The parts as one name."""
        return _words(self.given or self.given_name, self.family or self.family_name)


class Contact(Shape, frozen=True):
    """A person: the name in one's own address book, and the one that the person chose."""

    aci: str | None = None
    e164: Number | None = None
    username: str | None = None
    nickname: Names = Names()
    system_given_name: str | None = None
    system_family_name: str | None = None
    profile_given_name: str | None = None
    profile_family_name: str | None = None

    @property
    def name(self) -> str:
        """The name that Signal shows."""
        return (
            self.nickname.whole
            or _words(self.system_given_name, self.system_family_name)
            or _words(self.profile_given_name, self.profile_family_name)
        )

    @property
    def address(self) -> str:
        """The telephone number, the name of the account, or its id."""
        if self.e164:
            return f"+{str(self.e164).removeprefix('+')}"
        return self.username or _uuid(self.aci)


class Title(Shape, frozen=True):
    """The title of a group."""

    title: str | None = None


class Snapshot(Shape, frozen=True):
    """A group as it was last seen."""

    title: Title = Title()


class Group(Shape, frozen=True):
    """A group of people."""

    snapshot: Snapshot = Snapshot()


class Recipient(Shape, frozen=True):
    """Somebody to write to: a contact, a group, or oneself."""

    id: Number = ""
    contact: Contact | None = None
    group: Group | None = None
    own: Fields | None = field(default=None, name="self")


class Chat(Shape, frozen=True):
    """A chat with a recipient."""

    id: Number = ""
    recipient_id: Number = ""


class Text(Shape, frozen=True):
    """A text; its styles are of no account."""

    body: str | None = None


class Quote(Shape, frozen=True):
    """The message that another one answers."""

    target_sent_timestamp: Number | None = None
    text: Text = Text()


class Locator(Shape, frozen=True):
    """Where a file is. `plaintext_hash` is its SHA-256 in Base64; `size` is in bytes."""

    plaintext_hash: str | None = None
    size: int | None = None

    @property
    def sha256(self) -> str:
        """The hash in hexadecimal digits."""
        try:
            return b64decode(self.plaintext_hash or "").hex()
        except (ValueError, binascii.Error):
            return ""


class Pointer(Shape, frozen=True):
    """A file."""

    content_type: str | None = None
    file_name: str | None = None
    locator_info: Locator = Locator()


class Attached(Shape, frozen=True):
    """A file with a message."""

    pointer: Pointer = Pointer()
    flag: str | int | None = None


class Standard(Shape, frozen=True):
    """What people write and send."""

    text: Text = Text()
    quote: Quote | None = None
    attachments: list[Attached] = []
    long_text: Pointer | None = None


class Sticker(Shape, frozen=True):
    """A sticker; the emoji stands for what it shows."""

    emoji: str | None = None
    data: Pointer | None = None


class StickerMessage(Shape, frozen=True):
    """A message that is a sticker."""

    sticker: Sticker = Sticker()


class Reply(Shape, frozen=True):
    """A text as an answer to a story."""

    text: Text = Text()


class StoryReply(Shape, frozen=True):
    """An answer to a story."""

    text_reply: Reply | None = None
    emoji: str | None = None


class Option(Shape, frozen=True):
    """One answer of a poll."""

    option: str = ""


class Poll(Shape, frozen=True):
    """A question with answers to choose from."""

    question: str = ""
    options: list[Option] = []


class Event(Shape, frozen=True):
    """A notice: a call with its times in milliseconds, or another one with its type."""

    type: str | int | None = None
    direction: str | int | None = None
    state: str | int | None = None
    started_call_timestamp: Number | None = None
    ended_call_timestamp: Number | None = None

    def written(self, key: str) -> str:
        """Return what happened, in the words of the format."""
        words = [str(each) for each in (self.type, self.direction, self.state) if each is not None]
        return ", ".join(spaced(word) for word in words or [key])


class Item(Shape, frozen=True):
    """One entry of a chat. Times are milliseconds since 1970; `revisions` are the earlier ones, oldest first."""

    chat_id: Number = ""
    author_id: Number = ""
    date_sent: Number | None = None
    revisions: list[Item] = []
    standard_message: Standard | None = None
    sticker_message: StickerMessage | None = None
    direct_story_reply_message: StoryReply | None = None
    poll: Poll | None = None
    remote_deleted_message: Fields | None = None
    admin_deleted_message: Fields | None = None
    update_message: Fields | None = None
    contact_message: Fields | None = None
    payment_notification: Fields | None = None
    gift_badge: Fields | None = None
    view_once_message: Fields | None = None

    @property
    def is_known(self) -> bool:
        """Whether it is of a kind that can be read."""
        return any(getattr(self, kind) is not None for kind in _KINDS)

    def written(self) -> str:
        """Return the text, or what the entry is, in square brackets."""
        if self.standard_message:
            return self.standard_message.text.body or ""
        if self.sticker_message:
            return f"[{_words('sticker', self.sticker_message.sticker.emoji)}]"
        if reply := self.direct_story_reply_message:
            return (reply.text_reply.text.body if reply.text_reply else reply.emoji) or ""
        if self.poll:
            return "\n- ".join((f"[poll {self.poll.question}]", *(each.option for each in self.poll.options)))
        for name in ("contact_message", "payment_notification", "gift_badge", "view_once_message"):
            if getattr(self, name) is not None:
                return f"[{spaced(name)}]"
        return ""

    def files(self) -> Iterator[Pointer]:
        """Yield the files that came with it."""
        if message := self.standard_message:
            yield from (each.pointer for each in message.attachments)
            yield from filter(None, (message.long_text,))
        if self.sticker_message and self.sticker_message.sticker.data:
            yield self.sticker_message.sticker.data


_KINDS = tuple(
    name for name in Item.__struct_fields__ if name not in ("chat_id", "author_id", "date_sent", "revisions")
)


class ItemFields(Shape, frozen=True):
    """An entry of a chat, for the names of its fields."""

    chat_item: Fields = {}


class Frame(Shape, frozen=True):
    """One line of an export, which has one of these, or something else."""

    account: Names | None = None
    recipient: Recipient | None = None
    chat: Chat | None = None
    chat_item: Item | None = None


def _words(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def spaced(name: str) -> str:
    """Return a name of the format in words."""
    return _HUMP.sub(" ", name).lower()


def _uuid(aci: str | None) -> str:
    try:
        return str(UUID(bytes=b64decode(aci or "")))
    except (ValueError, binascii.Error):
        return aci or ""


FRAME = msgspec.json.Decoder(Frame)
