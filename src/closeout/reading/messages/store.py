"""Messages in the order of time: in memory while they are few, and in a temporary file when a mailbox is large."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from hashlib import sha256
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, overload
from weakref import finalize

import msgspec

from closeout.domain.correspondence import Message, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY: Final = 16 << 20  # characters of text: a few thousand mails
_LATEST: Final = float("inf")  # messages without a time come last


class MessageStore:
    """Takes messages as they are found, each once, and gives them back in the order of time.

    Copies of one message are known by a hash of what only they share; each adds its own place to the first.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        """Start empty; beyond `in_memory` characters of text, messages go into a file that is gone with the process."""
        self._room = in_memory
        self._index: dict[bytes, int] = {}
        self._times = array("d")
        self._copies: dict[int, tuple[Origin, ...]] = {}
        self._held: list[Message] = []
        self._file: _MessageFile | None = None

    def add(self, message: Message) -> None:
        """Add a message; of one that is known, keep only the place it was found in."""
        number = self._index.setdefault(_sameness(message), len(self._times))
        if number < len(self._times):
            self._copies[number] = (*self._copies.get(number, ()), *message.origins)
            return
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
        order = sorted(range(len(self._times)), key=self._times.__getitem__)
        if self._file is None:
            return tuple(_with_copies(self._held[number], self._copies.get(number)) for number in order)
        return StoredMessages(self._file, array("Q", order), self._copies)


class StoredMessages(Sequence[Message]):
    """Messages in a temporary file, read back one at a time."""

    def __init__(self, file: _MessageFile, order: array[int], copies: dict[int, tuple[Origin, ...]]) -> None:
        """Give the messages of `file` in that order, with the further places of their copies."""
        self._file = file
        self._order = order
        self._copies = copies

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
        return _with_copies(self._file.read(number), self._copies.get(number))


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


def _with_copies(message: Message, copies: tuple[Origin, ...] | None) -> Message:
    return msgspec.structs.replace(message, origins=message.origins + copies) if copies else message


def _sameness(message: Message) -> bytes:
    """Return what only copies of one message share: some mailboxes use an id for several messages."""
    shared: tuple[str | None, ...] = (None, message.id)
    if message.native_id is not None:
        files = (attachment.sha256 or attachment.name for attachment in message.attachments)
        shared = (message.native_id, message.text, *files)
    return sha256(msgspec.json.encode(shared)).digest()
