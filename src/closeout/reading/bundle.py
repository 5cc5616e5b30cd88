"""Whether a bundle is whole: every hash is reckoned anew, and the first thing that differs is named."""

from __future__ import annotations

from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from closeout.diagnostic import Code, Location, UserError
from closeout.domain.manifest import MANIFEST, RECORD, SOURCES, SUMS, BundledFile, Manifest, sums
from closeout.reading.bundle_archive import BundleFiles, opened, refused
from closeout.reading.bundle_record import RecordCheck, RecordDiffersError, Stretches, looked_up

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 1 << 28  # bytes of the manifest, or of the sums
_BUNDLED: Final = "make it with: closeout bundle FOLDER"


def verified(path: Path) -> Manifest:
    """Return the manifest of a bundle that is whole, in an archive or a folder.

    Raises `UserError` with the first file or entry that was changed, added or left out, or where it is no bundle.
    """
    with opened(path) as files:
        return _Verification(path, files).run()


class Anchors(NamedTuple):
    """The SHA-256 of SHA256SUMS, and that of the archive if it is one: who noted either knows the bundle again."""

    sums: str
    archive: str | None


def anchors(path: Path) -> Anchors:
    """Return the anchors of a bundle. Raises `UserError` where it cannot be read."""
    with opened(path) as files:
        if SUMS not in files.names:
            raise refused(path, f"it has no {SUMS}", _BUNDLED)
        with files.open(SUMS) as stream:
            of_sums = looked_up(stream).sha256
        if path.is_dir():
            return Anchors(of_sums, None)
        with path.open("rb") as archive:
            return Anchors(of_sums, file_digest(archive, "sha256").hexdigest())


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
        self._check_sizes(manifest)
        self._check_redaction(manifest)
        self._files.check_around(manifest)
        self._check_files(manifest, self._check_record(manifest).stretches)
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

    def _check_sizes(self, manifest: Manifest) -> None:
        """Compare them before anything is read, so that nobody waits for what is not there."""
        for file in manifest.files:
            if self._files.size(file.name) != file.size:
                raise self._differs(file.name, "it was changed")

    def _check_redaction(self, manifest: Manifest) -> None:
        """Compare what a bundle says of its redaction with what is in it."""
        if manifest.redacted:
            if whole := [file.name for file in manifest.files if file.name.startswith(SOURCES)]:
                raise self._differs(whole[0], "a bundle that is redacted has no sources")
        elif manifest.hidden or manifest.sources or manifest.counts.redacted:
            raise self._differs(MANIFEST, "it hides something, and says that it is not redacted")

    def _check_record(self, manifest: Manifest) -> RecordCheck:
        check = RecordCheck(manifest)
        try:
            with self._files.open(RECORD) as stream:
                check.run(stream)
        except RecordDiffersError as error:
            raise self._differs(RECORD, str(error), error.number) from None
        return check

    def _check_files(self, manifest: Manifest, stretches: dict[str, Stretches]) -> None:
        """Read every file once, and in it the entries of the record."""
        differ: list[tuple[int, str]] = []
        for file in manifest.files:
            within = stretches.pop(file.name, None)
            if within is not None and not within.fit_into(file.size):
                raise self._differs(file.name, "it cannot hold the entries that are said to be in it")
            with self._files.open(file.name) as stream:
                looked = looked_up(stream, within)
            if looked.sha256 != file.sha256:
                raise self._differs(file.name, "it was changed")
            if looked.differs is not None:
                differ.append((looked.differs, file.name))
        if differ:
            number, name = min(differ)
            raise self._differs(RECORD, f"entry {number} is not what stands in {name}", number)

    def _differs(self, name: str, message: str, line: int | None = None) -> UserError:
        return UserError.of(Code.BUNDLE_DIFFERS, message, Location(f"{self._path}/{name}", line))
