"""Which messages are copies of one, though not every program keeps all of a message in its copy."""

from __future__ import annotations

from array import array
from collections import defaultdict
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from closeout.domain.correspondence import TimePrecision, TimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Message

_SIZE: Final = 16  # bytes of a hash
_LITTLE: Final = 2
_COUNTED: Final = "whatsapp:"  # ids that are made of the words and the time


class Copies:
    """Numbers messages as they are found, with one number for copies that know the same.

    Of copies that do not, one may know more: it has files that the other lacks, an id, or the second of its time. Only
    then is the other taken for its copy. So neither the order of finding counts, nor can two messages with something
    of their own become one. Each message costs room for a few hashes.
    """

    def __init__(self) -> None:
        """Start with nothing found."""
        self._numbers: dict[bytes, int] = {}
        self._knowledge: list[frozenset[str]] = []
        self._same: dict[frozenset[str], frozenset[str]] = {}
        self._links = _Links()
        self._chat = _OpenChat(self._links)

    def number(self, message: Message) -> int:
        """Return the number of a message: that of a copy which knows the same, or else the next, from 0."""
        said = _Said.of(message)
        knowledge = _knowledge(message)
        number = self._numbers.setdefault(_hash(said.identity.hex(), *sorted(knowledge)), len(self._knowledge))
        if number == len(self._knowledge):
            self._knowledge.append(self._once(knowledge))
            self._links.add(said.identity, number, seeks=True)
        if said.without_id is not None:
            self._links.add(said.without_id, number, seeks=False)
        if said.in_minute is not None:
            self._chat.add(message.origins[0].path, said.in_minute, number)
        return number

    def fuller(self) -> dict[int, int]:
        """Return the number of the fullest copy, for each number that has a fuller one."""
        self._chat.close()
        found: dict[int, int] = {}
        for group in self._links.groups():
            for number, fuller in self._compared(group):
                found.setdefault(number, fuller)
        return {number: _end(found, number) for number in found}

    def _compared(self, group: list[_Link]) -> Iterator[tuple[int, int]]:
        """Yield who knows less, and the first who knows all that and more."""
        members = sorted({link.number for link in group})
        knowing: defaultdict[str, list[int]] = defaultdict(list)
        for number in members:
            for each in self._knowledge[number]:
                knowing[each].append(number)
        for number in sorted({link.number for link in group if link.seeks}):
            known = self._knowledge[number]
            # Looking where the fewest are keeps thousands of files under one id from being compared with each other.
            candidates = min((knowing[each] for each in known), key=len, default=members)
            fuller = next((other for other in candidates if known < self._knowledge[other]), None)
            if fuller is not None:
                yield number, fuller

    def _once(self, knowledge: frozenset[str]) -> frozenset[str]:
        """Return one object for all that know the same little, which most do."""
        return self._same.setdefault(knowledge, knowledge) if len(knowledge) <= _LITTLE else knowledge


class _Said(NamedTuple):
    """Hashes of what copies of a message share.

    `identity` is in every copy of the same kind. `without_id` is what a copy of a mail without an id says. `in_minute`
    is what every export of a chat says of a message, whether it holds the files and the seconds or not.
    """

    identity: bytes
    without_id: bytes | None
    in_minute: bytes | None

    @classmethod
    def of(cls, message: Message) -> _Said:
        """Return the hashes; white space does not count, of which the encoding of a mail may change some."""
        text = _hash(" ".join(message.text.split())).hex()
        without_id = _without_id(message, text)
        if message.native_id is None:
            return cls(without_id or _hash("id", message.id), None, None)
        return cls(_hash("native id", message.native_id, text), without_id, _in_minute(message, text))


def _without_id(message: Message, text: str) -> bytes | None:
    """Return what tells a mail apart besides its id, if that is enough: who sent what to whom in which second."""
    if message.time_source is not TimeSource.HEADER or message.time_precision is not TimePrecision.SECOND:
        return None
    if message.sent_at is None or not message.sender.address:
        return None
    to = sorted(person.address for person in message.to)
    second = str(int(message.sent_at.timestamp()))
    return _hash("mail", message.channel, message.sender.address, second, message.subject, text, *to)


def _in_minute(message: Message, text: str) -> bytes | None:
    """Return what all exports tell of a chat's message: whether there is a file, but not its name."""
    if not _is_counted(message) or message.sent_at is None:
        return None
    pair = sorted(person.label for person in (message.sender, *message.to)) if message.to else [message.conversation]
    minute = str(int(message.sent_at.timestamp()) // 60)
    form = "file" if message.attachments else "words"
    return _hash("chat", message.kind, minute, message.sender.label, form, text, *pair)


def _knowledge(message: Message) -> frozenset[str]:
    """Return what a copy may have and another lack: the files, how many there are, the id; in a chat, the second."""
    known = {file.sha256 for file in message.attachments if file.sha256 is not None}
    if _is_counted(message):
        # A file is more than the second of one that is left out, so that the copy which has it is always the fuller.
        grade = 2 * bool(known) + (message.time_precision is TimePrecision.SECOND)
        known.update(f"grade {number}" for number in range(grade))
    known.update(f"file {number}" for number in range(len(message.attachments)))
    if message.native_id is not None:
        known.add("id")
    return frozenset(known)


def _is_counted(message: Message) -> bool:
    return message.native_id is not None and message.native_id.startswith(_COUNTED)


def _hash(*values: str) -> bytes:
    return sha256(msgspec.json.encode(values)).digest()[:_SIZE]


def _end(steps: dict[int, int], number: int) -> int:
    while number in steps:
        number = steps[number]
    return number


class _Link(NamedTuple):
    """A number under a hash; one that `seeks` may be the copy of a fuller one there."""

    number: int
    seeks: bool


class _Links:
    """Numbers by the hashes that they share with others, in little room."""

    def __init__(self) -> None:
        self._hashes = bytearray()
        self._numbers = array("Q")
        self._seeks = bytearray()

    def add(self, shared: bytes, number: int, *, seeks: bool) -> None:
        """Put a number under a hash."""
        self._hashes += shared
        self._numbers.append(number)
        self._seeks.append(seeks)

    def groups(self) -> Iterator[list[_Link]]:
        """Yield those that share a hash with others."""
        for _, rows in groupby(sorted(range(len(self._numbers)), key=self._hash_of), key=self._hash_of):
            group = [_Link(self._numbers[row], bool(self._seeks[row])) for row in rows]
            if len(group) > 1:
                yield group

    def _hash_of(self, row: int) -> bytes:
        return bytes(self._hashes[row * _SIZE : (row + 1) * _SIZE])


class _OpenChat:
    """The export of a chat that is being read: what is alike within a minute is told apart by its place among these.

    Another export may have a copy only if it has as many of them: two short answers stay two, and where one lacks a
    file, no other is taken for it.
    """

    def __init__(self, links: _Links) -> None:
        self._links = links
        self._path = ""
        self._alike: defaultdict[bytes, list[int]] = defaultdict(list)

    def add(self, path: str, in_minute: bytes, number: int) -> None:
        """Take the next message of the export at `path`."""
        if path != self._path:
            self.close()
            self._path = path
        self._alike[in_minute].append(number)

    def close(self) -> None:
        """Link what was read, now that it is known how many are alike."""
        for in_minute, numbers in self._alike.items():
            for place, number in enumerate(numbers):
                shared = _hash(in_minute.hex(), str(place), str(len(numbers)))
                self._links.add(shared, number, seeks=True)
        self._alike.clear()
