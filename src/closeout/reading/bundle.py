"""Whether a bundle is whole: every hash is reckoned anew, and the first thing that differs is named."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Final

import msgspec

from closeout.diagnostic import Code, Location, UserError
from closeout.domain.chain import Chain, leaf_hash
from closeout.domain.manifest import MANIFEST, RECORD, SUMS, BundledFile, Manifest, sums
from closeout.reading.bundle_archive import BundleFiles, opened, refused

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 1 << 28  # bytes of the manifest, or of the sums
_CHUNK: Final = 1 << 20
_SEAL: Final = re.compile(rb',"hash":"([0-9a-f]{64})","chain":"([0-9a-f]{64})"\}\n\Z')
_SEAL_LENGTH: Final = 9 + 64 + 11 + 64 + 3
_BUNDLED: Final = "make it with: closeout bundle FOLDER"


def verified(path: Path) -> Manifest:
    """Return the manifest of a bundle that is whole, in an archive or a folder.

    Raises `UserError` with the first file or entry that was changed, added or left out, or where it is no bundle.
    """
    with opened(path) as files:
        return _Verification(path, files).run()


class _Verification:
    """Checks the files of one bundle."""

    def __init__(self, path: Path, files: BundleFiles) -> None:
        self._path = path
        self._files = files

    def run(self) -> Manifest:
        """Check everything."""
        for name in (MANIFEST, SUMS):
            if name not in self._files.names:
                raise refused(self._path, f"it has no {name}", _BUNDLED)
        content, lines = self._read(MANIFEST), self._read(SUMS)
        itself = BundledFile(MANIFEST, len(content), sha256(content).hexdigest())
        if sums((itself,)).encode() not in lines:
            raise self._differs(MANIFEST, "it is not what SHA256SUMS says")
        manifest = self._manifest(content)
        self._check_names(manifest)
        for file in manifest.files:
            self._check(file, manifest)
        if lines != sums((*manifest.files, itself)).encode():
            raise self._differs(SUMS, "it is not what manifest.json says")
        return manifest

    def _read(self, name: str) -> bytes:
        if self._files.size(name) > _MOST:
            raise refused(self._path, f"{name} is too large")
        with self._files.open(name) as stream:
            return stream.read()

    def _manifest(self, content: bytes) -> Manifest:
        try:
            return msgspec.json.decode(content, type=Manifest)
        except (msgspec.DecodeError, RecursionError) as error:
            hint = "a newer version of closeout may read it"
            raise refused(self._path, f"{MANIFEST} cannot be read: {error}", hint) from None

    def _check_names(self, manifest: Manifest) -> None:
        listed = [file.name for file in manifest.files]
        there = set(self._files.names) - {MANIFEST, SUMS}
        if missing := sorted(set(listed) - there):
            raise self._differs(missing[0], "it is missing")
        if added := sorted(there - set(listed)):
            raise self._differs(added[0], "it was added")
        if len(listed) != len(there) or RECORD not in there:
            raise refused(self._path, f"{MANIFEST} does not name every file once")

    def _check(self, file: BundledFile, manifest: Manifest) -> None:
        if file.name == RECORD:
            with self._files.open(RECORD) as stream:
                self._check_record(stream, manifest)
        digest = self._digest(file.name)
        if digest != file.sha256 or self._files.size(file.name) != file.size:
            raise self._differs(file.name, "it was changed")

    def _digest(self, name: str) -> str:
        digest = sha256()
        with self._files.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def _check_record(self, stream: IO[bytes], manifest: Manifest) -> None:
        chain = Chain()
        for number, line in enumerate(stream, 1):
            seal = _SEAL.search(line, max(0, len(line) - _SEAL_LENGTH))
            if seal is None or not line.startswith(b'{"number":%d,' % number):
                raise self._differs(RECORD, f"entry {number} is not where it was, or has no hash", number)
            leaf = bytes.fromhex(seal[1].decode())
            if not manifest.redacted and leaf_hash(line[: seal.start()] + b"}") != leaf:
                raise self._differs(RECORD, f"entry {number} was changed", number)
            if chain.add(leaf).hex().encode() != seal[2]:
                raise self._differs(RECORD, f"entry {number} does not follow the one before it", number)
        if chain.length != manifest.counts.entries:
            message = f"it has {chain.length} entries, and had {manifest.counts.entries}"
            raise self._differs(RECORD, message)
        if (chain.head.hex(), chain.root.hex()) != (manifest.chain_head, manifest.merkle_root):
            raise self._differs(RECORD, "its chain or its Merkle root is not that of the manifest")

    def _differs(self, name: str, message: str, line: int | None = None) -> UserError:
        return UserError.of(Code.BUNDLE_DIFFERS, message, Location(f"{self._path}/{name}", line))
