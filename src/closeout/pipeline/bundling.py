"""A bundle: documents, record and sources of one engagement in one zip archive, with all that checks it."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Final, NamedTuple

import msgspec

from closeout.diagnostic import Code, Location, UserError
from closeout.domain.chain import Chain
from closeout.domain.correspondence import Record
from closeout.domain.manifest import (
    FORMAT,
    MANIFEST,
    RECORD,
    SUMS,
    BundledContract,
    BundledFile,
    Counts,
    Manifest,
    sums,
)
from closeout.domain.redaction import RedactedRecord
from closeout.pipeline.kinds import KINDS, file_name
from closeout.pipeline.making import Built, render, render_all
from closeout.pipeline.redacting import redacted
from closeout.reading.messages.fingerprint import fingerprint
from closeout.reading.messages.place import files_below, obstacle, portable
from closeout.rendering.bundle_readme import RECHECK, readme
from closeout.rendering.record_export import json_lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from closeout.pipeline.kinds import Format
    from closeout.pipeline.loading import Loaded, Settings

_CHUNK: Final = 1 << 20
_LARGE: Final = 1 << 31  # bytes from which a member needs the long form of sizes (zip64)
_REDACTED: Final = ("log", "report")  # letters and invoices bear streets and accounts by their nature
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  # that a zip archive can say
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\\]")  # what no name in an archive should hold


class Bundle(NamedTuple):
    """What goes into a bundle: documents by name, the record, and the files of the folder with their names in it."""

    original: Loaded
    loaded: Loaded
    as_of: dt.date
    documents: Built
    sources: dict[str, Path]

    @property
    def redacts(self) -> bool:
        """Whether it is redacted, and holds no sources."""
        return self.loaded is not self.original

    def write(self, stream: IO[bytes]) -> Manifest:
        """Write the archive: the same bytes for the same input. Raises `UserError` where a source cannot be read."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            return _Writing(archive, self.as_of).run(self)


def bundle(
    loaded: Loaded, *, as_of: dt.date, settings: Settings, redact: bool, formats: tuple[Format, ...] = ("md", "pdf")
) -> Bundle:
    """Render the documents of a bundle, and find its sources."""
    seen = redacted(loaded) if redact else loaded
    documents = (_redacted_documents if redact else render_all)(seen, as_of=as_of, settings=settings, formats=formats)
    return Bundle(loaded, seen, as_of, documents, bundle_sources(loaded))


def _redacted_documents(loaded: Loaded, *, as_of: dt.date, settings: Settings, formats: tuple[Format, ...]) -> Built:
    made = {
        file_name(name, each): render(loaded, KINDS[name], each, as_of=as_of, settings=settings)
        for name in _REDACTED
        for each in formats
    }
    warnings = (warning for document in made.values() for warning in document.warnings)
    return Built({name: document.content for name, document in made.items()}, tuple(dict.fromkeys(warnings)))


def bundle_sources(loaded: Loaded) -> dict[str, Path]:
    """Return the files of the folder by their names in the bundle, in the order of these names."""
    found: dict[str, Path] = {}
    for start in loaded.inputs:
        for path in files_below(start) if os.path.lexists(start) else ():
            if obstacle(path, loaded.folder) is not None:
                continue
            name = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", f"sources/{portable(path.relative_to(loaded.folder))}")
            if name in found:
                message = "in an archive, another file would have the same name"
                raise UserError.of(Code.NOT_WRITABLE, message, Location(str(path)), "rename one of them")
            found[name] = path
    return dict(sorted(found.items()))


class _Writing:
    """Writes the members of one archive, and remembers their hashes."""

    def __init__(self, archive: zipfile.ZipFile, as_of: dt.date) -> None:
        self._archive = archive
        year = min(max(as_of.year, _FIRST_YEAR), _LAST_YEAR)
        self._time = (year, as_of.month, as_of.day, 0, 0, 0)
        self._files: list[BundledFile] = []

    def run(self, bundle: Bundle) -> Manifest:
        """Write all members."""
        loaded = bundle.loaded
        record = loaded.record or Record()
        self._add("README.txt", [readme(redacted=bundle.redacts).encode()])
        for name, content in sorted(bundle.documents.files.items()):
            self._add(f"documents/{name}", [content])
        chain = Chain()
        self._add(RECORD, json_lines(record, loaded.engagement.time_zone, chain=chain), large=True)
        left_out = [_fingerprint(name, path) for name, path in bundle.sources.items()] if bundle.redacts else []
        for name, path in () if bundle.redacts else bundle.sources.items():
            self._add(name, _chunks(path), large=path.is_file() and path.stat().st_size >= _LARGE)
        self._check_unchanged(bundle.original.record or Record(), left_out)
        manifest = _manifest(bundle, record, chain, tuple(self._files), tuple(_without_names(left_out)))
        self._add(MANIFEST, [msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"])
        self._add(SUMS, [sums(tuple(self._files)).encode()])
        return manifest

    def _add(self, name: str, chunks: Iterable[bytes], *, large: bool = False) -> None:
        info = zipfile.ZipInfo(name, self._time)
        info.create_system = 3  # Unix, whose modes follow, whatever system this is
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        digest, size = sha256(), 0
        with self._archive.open(info, "w", force_zip64=large) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._files.append(BundledFile(name, size, digest.hexdigest()))

    def _check_unchanged(self, record: Record, left_out: Iterable[BundledFile]) -> None:
        """Raise `UserError` if a source is no longer what the record was read from."""
        now = {file.name: file.sha256 for file in (*self._files, *left_out)}
        for source in record.sources:
            if now.get(f"sources/{source.path}", source.sha256) != source.sha256:
                message = "the file changed while it was read"
                raise UserError.of(Code.SOURCE_FAILED, message, Location(source.path), "try again")


def _manifest(
    bundle: Bundle, record: Record, chain: Chain, files: tuple[BundledFile, ...], left_out: tuple[BundledFile, ...]
) -> Manifest:
    engagement = bundle.loaded.engagement
    contract = engagement.contract
    hidden = record.redactions if isinstance(record, RedactedRecord) else ()
    return Manifest(
        format=FORMAT,
        closeout=version("closeout"),
        as_of=bundle.as_of,
        contract=BundledContract(
            identity=bundle.original.engagement.identity,
            title=contract.title,
            reference=contract.reference,
            freelancer=engagement.freelancer.name,
            client=engagement.client.name,
        ),
        counts=Counts(
            entries=chain.length,
            attachments=sum(len(message.attachments) for message in record.messages),
            duplicates=record.duplicates,
            not_read=len(record.skipped),
        ),
        redacted=bundle.redacts,
        hidden={each.kind.value: each.count for each in hidden},
        chain_head=chain.head.hex(),
        merkle_root=chain.root.hex(),
        files=files,
        sources=left_out,
        recheck=RECHECK,
    )


def _without_names(files: Iterable[BundledFile]) -> Iterator[BundledFile]:
    """Yield files with a number in the place of a name below messages/, which may be somebody's."""
    count = 0
    for file in files:
        if not file.name.startswith("sources/messages/"):
            yield file
            continue
        count += 1
        yield msgspec.structs.replace(file, name=f"sources/messages/[file {count}]")


def _fingerprint(name: str, path: Path) -> BundledFile:
    with _readable(path):
        return BundledFile(name, *fingerprint(path))


def _chunks(path: Path) -> Iterator[bytes]:
    with _readable(path), path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise UserError.of(Code.UNREADABLE_FILE, message, Location(str(path))) from None
