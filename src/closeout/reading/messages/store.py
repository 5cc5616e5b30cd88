"""Messages in the order of time: in memory while they are few, and in a temporary file when a mailbox is large."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, NamedTuple, overload
from weakref import finalize

import msgspec

from closeout.domain.correspondence import Message, Origin
from closeout.reading.messages.sameness import Copies

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY: Final = 16 << 20  # characters of text: a few thousand mails
_LATEST: Final = float("inf")  # messages without a time come last


class MessageStore:
    """Takes messages as they are found, and gives them back in the order of time, each once, with all its places.

    Of copies, the first leads, unless another is fuller.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        """Start empty; beyond `in_memory` characters of text, messages go into a file that is gone with the process."""
        self._room = in_memory
        self._copies = Copies()
        self._found = 0
        self._firsts = array("Q")
        self._times = array("d")
        self._further: defaultdict[int, list[_Place]] = defaultdict(list)
        self._held: list[Message] = []
        self._file: _MessageFile | None = None

    def add(self, message: Message) -> None:
        """Add a message; of one that is known as well already, keep only the place it was found in."""
        number, found = self._copies.number(message), self._found
        self._found += 1
        if number < len(self._times):
            self._further[number] += [_Place(found, origin) for origin in message.origins]
            return
        self._firsts.append(found)
        self._times.append(_LATEST if message.sent_at is None else message.sent_at.timestamp())
        if self._file is not None:
            self._file.append(message)
            return
        self._held.append(message)
        self._room -= len(message.text) + len(message.visible) + len(message.quoted)
        if self._room < 0:
            self._file = _MessageFile(self._held)
            self._held.clear()

    def messages(self) -> Sequence[Message]:
        """Return everything in the order of time; equal times keep the order in which they were found."""
        fuller = self._copies.fuller()
        origins = self._origins(fuller)
        firsts = array("Q", self._firsts)
        for number, kept in fuller.items():
            firsts[kept] = min(firsts[kept], firsts[number])
        kept_ones = (number for number in range(len(self._times)) if number not in fuller)
        order = sorted(kept_ones, key=lambda number: (self._times[number], firsts[number]))
        if self._file is None:
            return tuple(_with_origins(self._held[number], origins.get(number)) for number in order)
        return StoredMessages(self._file, array("Q", order), origins)

    def _origins(self, fuller: dict[int, int]) -> dict[int, _Origins]:
        """Return the places of the copies of each number that has any."""
        places: defaultdict[int, list[_Place]] = defaultdict(list)
        for number, further in self._further.items():
            places[fuller.get(number, number)] += further
        for number, kept in fuller.items():
            message = self._held[number] if self._file is None else self._file.read(number)
            places[kept] += [_Place(self._firsts[number], origin) for origin in message.origins]
        return {number: _Origins.around(self._firsts[number], each) for number, each in places.items()}


class _Place(NamedTuple):
    """Where a copy stands, and as the how many-th message it was found."""

    found: int
    origin: Origin


class _Origins(NamedTuple):
    """Where copies of a message stand: those that were found before it, and those after."""

    before: tuple[Origin, ...]
    after: tuple[Origin, ...]

    @classmethod
    def around(cls, found: int, places: list[_Place]) -> _Origins:
        """Return the places around the message that was found as that one."""
        ordered = sorted(places, key=lambda place: place.found)
        before = tuple(place.origin for place in ordered if place.found < found)
        return cls(before, tuple(place.origin for place in ordered[len(before) :]))


class StoredMessages(Sequence[Message]):
    """Messages in a temporary file, read back one at a time."""

    def __init__(self, file: _MessageFile, order: array[int], origins: dict[int, _Origins]) -> None:
        """Give the messages of `file` in that order, with the further places of their copies."""
        self._file = file
        self._order = order
        self._origins = origins

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Message: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Message, ...]: ...
    def __getitem__(self, index: int | slice) -> Message | tuple[Message, ...]:
        """Return a message, or several."""
        if isinstance(index, slice):
            return tuple(self._read(number) for number in self._order[index])
        return self._read(self._order[index])

    def __iter__(self) -> Iterator[Message]:
        """Yield every message."""
        return map(self._read, self._order)

    def __reduce__(self) -> tuple[type[tuple[Message, ...]], tuple[tuple[Message, ...]]]:
        """Go to another process as what it is read from cannot."""
        return tuple, (tuple(self),)

    def _read(self, number: int) -> Message:
        return _with_origins(self._file.read(number), self._origins.get(number))


class _MessageFile:
    """Messages one after another in a file without a name, as JSON, which keeps the zones of times."""

    def __init__(self, messages: list[Message]) -> None:
        self._stream = TemporaryFile()  # noqa: SIM115 - it lives as long as this
        finalize(self, self._stream.close)
        self._ends = array("Q", [0])
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Message)
        for message in messages:
            self.append(message)

    def append(self, message: Message) -> None:
        content = self._encoder.encode(message)
        self._stream.write(content)
        self._ends.append(self._ends[-1] + len(content))

    def read(self, number: int) -> Message:
        start, end = self._ends[number : number + 2]
        self._stream.seek(start)
        return self._decoder.decode(self._stream.read(end - start))


def _with_origins(message: Message, origins: _Origins | None) -> Message:
    if origins is None:
        return message
    return msgspec.structs.replace(message, origins=(*origins.before, *message.origins, *origins.after))
