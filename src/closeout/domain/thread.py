"""Threads: which messages answer one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.correspondence import Message, MessageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAIL = "e-mail"
_CHATTED = frozenset({MessageKind.MESSAGE, MessageKind.SYSTEM})
_REPLY = r"re|r|aw|antw|antwort|sv|vs|rv|res|odp|vá|ynt|atb"
_FORWARD = r"fw|fwd|wg|wtr|doorst|tr|enc|i|pd|vl|vb|továbbítás"
_PREFIX = re.compile(rf"(?:{_REPLY}|{_FORWARD})(?:\[\d{{1,3}}\])?\s?[:\uff1a]\s*", re.IGNORECASE)
_REPLY_PREFIX = re.compile(rf"(?:{_REPLY})(?:\[\d{{1,3}}\])?\s?[:\uff1a]", re.IGNORECASE)


class Thread(Struct, frozen=True, kw_only=True):
    """Messages that answer one another, or stand in one chat, in the order of the record.

    `id` and `subject` are those of the first; the subject of a chat is its name. `places` are where the messages stand
    in the record, counted from 0.
    """

    id: str
    subject: str
    places: tuple[int, ...]


def threads(messages: Sequence[Message]) -> tuple[Thread, ...]:
    """Return the threads of `messages`, in the order of their first messages; a lone message is a thread of one."""
    forest = _Forest(len(messages))
    latest: dict[str, int] = {}
    for index, message in enumerate(messages):
        for native_id in _linked(message):
            forest.join_name(index, native_id)
        subject = base_subject(message.subject).casefold()
        if subject in latest and _answers_by_subject(message):
            forest.join(index, latest[subject])
        if subject:
            latest[subject] = index
    groups: dict[int, list[int]] = {}
    for index in range(len(messages)):
        groups.setdefault(forest.root(index), []).append(index)
    return tuple(_thread(messages[first], tuple(places)) for first, places in groups.items())


def base_subject(subject: str) -> str:
    """Return `subject` without the prefixes of answers and forwards, of which it may have several."""
    position = len(subject) - len(subject.lstrip())
    while prefix := _PREFIX.match(subject, position):
        position = prefix.end()
    return subject[position:].rstrip()


def _thread(first: Message, places: tuple[int, ...]) -> Thread:
    return Thread(id=first.id, subject=base_subject(first.subject) or first.conversation, places=places)


def _linked(message: Message) -> Iterable[str]:
    chat = f"{message.channel}\n{message.conversation}" if message.conversation or is_chatted(message) else None
    return filter(None, (message.native_id, message.in_reply_to, *message.references, chat))


def is_chatted(message: Message) -> bool:
    """Tell whether `message` is a line of a chat and no letter; where no chat is named, all of its channel is one."""
    chatted = message.kind in _CHATTED or (message.kind is MessageKind.CALL and bool(message.conversation))
    return chatted and message.channel != MAIL and not message.subject


def _answers_by_subject(message: Message) -> bool:
    """Tell whether only its subject can say what `message` answers: such mail programs write no references."""
    return not message.references and not message.in_reply_to and bool(_REPLY_PREFIX.match(message.subject.lstrip()))


class _Forest:
    """Disjoint sets of messages and of the ids they name; a named message need not be in the record."""

    def __init__(self, size: int) -> None:
        """Start with each of `size` messages alone."""
        self._parent = list(range(size))
        self._named: dict[str, int] = {}

    def root(self, node: int) -> int:
        """Return the node that stands for the set of `node`."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        """Make one set of two, led by its earliest message."""
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def join_name(self, index: int, native_id: str) -> None:
        """Put message `index` into the set of those which are or name `native_id`."""
        self.join(index, self._named.setdefault(native_id, index))
