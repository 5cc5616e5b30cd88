"""The record of a bundle: its chain is reckoned anew, and every entry is looked up in the sources beside it."""

from __future__ import annotations

import re
from array import array
from collections import deque
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Annotated, Final, NamedTuple

import msgspec
from msgspec import Meta, Struct

from closeout.domain.chain import Chain, leaf_hash
from closeout.domain.manifest import source_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from hashlib import _Hash as Hash

    from closeout.domain.manifest import Manifest

LONGEST_LINE: Final = 64 << 20  # bytes
_CHUNK: Final = 1 << 20
_SEAL: Final = re.compile(rb',"hash":"([0-9a-f]{64})","chain":"([0-9a-f]{64})"\}\n\Z')
_SEAL_LENGTH: Final = 9 + 64 + 11 + 64 + 3
_HASH_SIZE: Final = 32  # bytes
_MOST_SHARED: Final = 64  # times that entries may lie over one another in a source, so that nobody waits for ever

_Bytes = Annotated[int, Meta(ge=0, lt=1 << 62)]


class Place(Struct, frozen=True):
    """Where an entry stands in a source."""

    path: str
    offset: _Bytes
    length: _Bytes
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class _Entry(Struct, frozen=True):
    """What of an entry can be compared with the rest of a bundle."""

    source: Place
    duplicates: tuple[Place, ...]
    attachments: tuple[msgspec.Raw, ...]


class RecordDiffersError(Exception):
    """Something in the record differs; `number` is that of the entry, if it is one."""

    def __init__(self, message: str, number: int | None = None) -> None:
        """Take what to say of it."""
        super().__init__(message)
        self.number = number


class _Stretch(NamedTuple):
    """Bytes of a source that are an entry's, and their hash."""

    offset: int
    length: int
    sha256: bytes
    number: int


class Stretches:
    """What of one source is said to be entries; kept small, as a mailbox may hold a million."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers = array("Q")
        self._offsets = array("Q")
        self._lengths = array("Q")
        self._hashes = bytearray()

    def add(self, number: int, place: Place) -> None:
        """Take a place of the entry of that number."""
        self._numbers.append(number)
        self._offsets.append(place.offset)
        self._lengths.append(place.length)
        self._hashes += bytes.fromhex(place.sha256)

    def in_order(self) -> Iterator[_Stretch]:
        """Yield them by their offsets, and each once."""
        before = None
        for index in sorted(range(len(self._numbers)), key=lambda each: (self._offsets[each], self._lengths[each])):
            digest = bytes(self._hashes[index * _HASH_SIZE : (index + 1) * _HASH_SIZE])
            found = _Stretch(self._offsets[index], self._lengths[index], digest, self._numbers[index])
            if before is None or found[:3] != before[:3]:
                yield found
                before = found

    def fit_into(self, size: int) -> bool:
        """Tell whether a source of that many bytes can hold them, but for some that lie over one another."""
        return sum(each.length for each in self.in_order()) <= _MOST_SHARED * size


class _Begun(NamedTuple):
    """A stretch, and the hash of what was read of it."""

    stretch: _Stretch
    digest: Hash


class Looked(NamedTuple):
    """The SHA-256 of a whole source, in hexadecimal digits, and the first entry that is not in it as it should be."""

    sha256: str
    differs: int | None


def looked_up(stream: IO[bytes], stretches: Stretches | None = None) -> Looked:
    """Read a source once, a chunk at a time, and compare the stretches of it with their hashes."""
    whole, start, differs = sha256(), 0, set[int]()
    waiting = deque((stretches or Stretches()).in_order())
    begun = list[_Begun]()
    while chunk := stream.read(_CHUNK):
        whole.update(chunk)
        view, end = memoryview(chunk), start + len(chunk)
        while waiting and waiting[0].offset < end:
            begun.append(_Begun(waiting.popleft(), sha256()))
        going = list[_Begun]()
        for stretch, digest in begun:
            last = stretch.offset + stretch.length
            digest.update(view[max(0, stretch.offset - start) : last - start])
            if last > end:
                going.append(_Begun(stretch, digest))
            elif digest.digest() != stretch.sha256:
                differs.add(stretch.number)
        begun, start = going, end
    nothing = sha256().digest()
    cut = (each.number for each in (*(stretch for stretch, _ in begun), *waiting) if each.sha256 != nothing)
    return Looked(whole.hexdigest(), min((*differs, *cut), default=None))


class RecordCheck:
    """Checks the lines of a record by its manifest; `stretches` then has by source what its entries say of it."""

    def __init__(self, manifest: Manifest) -> None:
        """Take what the manifest says."""
        self._manifest = manifest
        self._sources = frozenset(file.name for file in manifest.files)
        self._chain = Chain()
        self._attachments = self._duplicates = self._redacted = 0
        self.stretches: dict[str, Stretches] = {}

    def run(self, stream: IO[bytes]) -> None:
        """Read all lines. Raises `RecordDiffersError` with the first entry that differs."""
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                message = f"entry {number} is longer than {LONGEST_LINE >> 20} MiB"
                raise RecordDiffersError(message, number)
            self._check(number, line)
        self._check_counts()

    def _check(self, number: int, line: bytes) -> None:
        seal = _SEAL.search(line, max(0, len(line) - _SEAL_LENGTH))
        if seal is None or not line.startswith(b'{"number":%d,' % number):
            raise _differs(number, "is not where it was, or has no hash")
        leaf = bytes.fromhex(seal[1].decode())
        if leaf_hash(line[: seal.start()] + b"}") != leaf:
            if not self._manifest.counts.redacted:
                raise _differs(number, "was changed")
            self._redacted += 1
        if self._chain.add(leaf).hex().encode() != seal[2]:
            raise _differs(number, "does not follow the one before it")
        try:
            entry = msgspec.json.decode(line, type=_Entry)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _differs(number, "cannot be read") from None
        self._attachments += len(entry.attachments)
        self._duplicates += len(entry.duplicates)
        if not self._manifest.redacted:
            for place in (entry.source, *entry.duplicates):
                self._note(number, place)

    def _note(self, number: int, place: Place) -> None:
        name = source_name(place.path)
        if name in self._sources:
            self.stretches.setdefault(name, Stretches()).add(number, place)
            return
        parts = name.split("/")
        if self._sources.isdisjoint("/".join(parts[:count]) for count in range(2, len(parts))):
            raise _differs(number, f"is said to stand in '{name[:200]}', which is not there")

    def _check_counts(self) -> None:
        said = self._manifest.counts
        counts = {
            "entries": (self._chain.length, said.entries),
            "attachments": (self._attachments, said.attachments),
            "duplicates": (self._duplicates, said.duplicates),
            "redacted entries": (self._redacted, said.redacted),
        }
        for what, (now, then) in counts.items():
            if now != then:
                message = f"it has {now} {what}, and had {then}"
                raise RecordDiffersError(message)
        if (self._chain.head.hex(), self._chain.root.hex()) != (self._manifest.chain_head, self._manifest.merkle_root):
            message = "its chain or its Merkle root is not that of the manifest"
            raise RecordDiffersError(message)


def _differs(number: int, what: str) -> RecordDiffersError:
    return RecordDiffersError(f"entry {number} {what}", number)
