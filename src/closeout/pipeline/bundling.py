"""A bundle: documents, record and sources of one engagement in one zip archive, with all that checks it."""

from __future__ import annotations

import os
import stat
import zipfile
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Final, NamedTuple

import msgspec

from closeout.diagnostic import Code, Location, Report, UserError
from closeout.domain.chain import Chain
from closeout.domain.correspondence import Record
from closeout.domain.manifest import (
    FORMAT,
    MANIFEST,
    RECORD,
    SOURCES,
    SUMS,
    BundledContract,
    BundledFile,
    Counts,
    Manifest,
    has_long_sizes,
    moment,
    source_name,
    sums,
)
from closeout.domain.redaction import RedactedRecord
from closeout.pipeline.kinds import KINDS, file_name
from closeout.pipeline.making import Built, render, render_all
from closeout.pipeline.redacting import redacted
from closeout.reading.folder import ENGAGEMENT_FILE, TABLES
from closeout.reading.messages.fingerprint import fingerprint
from closeout.reading.messages.place import files_below, obstacle, portable
from closeout.reading.node import MapNode, ScalarNode
from closeout.reading.source import read_text
from closeout.reading.yaml_tree import parse_yaml
from closeout.rendering.bundle_readme import RECHECK, readme
from closeout.rendering.record_export import exported

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from closeout.pipeline.kinds import Format
    from closeout.pipeline.loading import Loaded, Settings

_CHUNK: Final = 1 << 20
_COMMON: Final = frozenset({ENGAGEMENT_FILE, *TABLES})
_REDACTED: Final = ("log", "report")  # letters and invoices bear streets and accounts by their nature


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
    read_from = _ReadFrom(loaded.record or Record())
    for start in (*loaded.inputs, *_pictures(loaded.folder)):
        if not os.path.lexists(start) or obstacle(start, loaded.folder) is not None:
            continue
        for path in files_below(start):
            relative = portable(path.relative_to(loaded.folder))
            leads_away = path != start and obstacle(path, start) is not None
            if obstacle(path, loaded.folder) is not None or (leads_away and not read_from.knows(relative)):
                continue
            if found.setdefault(source_name(relative), path) != path:
                message = "in an archive, another file would have the same name"
                raise UserError.of(Code.NOT_WRITABLE, message, Location(str(path)), "rename one of them")
    return dict(sorted(found.items()))


class _ReadFrom:
    """The files that messages were read from: whoever links to one elsewhere in the folder wants it in the record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._paths: frozenset[str] | None = None

    def knows(self, path: str) -> bool:
        """Tell whether an entry stands in that file."""
        if self._paths is None:
            self._paths = frozenset(origin.path for message in self._record.messages for origin in message.origins)
        return path in self._paths


def _pictures(folder: Path) -> Iterator[Path]:
    """Yield the pictures that the engagement names; those of a profile lie elsewhere."""
    text = read_text(folder / ENGAGEMENT_FILE, ENGAGEMENT_FILE, Report())
    tree = None if text is None else parse_yaml(text, ENGAGEMENT_FILE, Report())
    for key in ("logo", "signature"):
        node = tree
        for name in ("stationery", key):
            entry = node.entries.get(name) if isinstance(node, MapNode) else None
            node = entry.value if entry else None
        if isinstance(node, ScalarNode) and not node.empty:
            path = os.path.normpath(node.text.strip())
            if not os.path.isabs(path) and not path.startswith(os.pardir):  # noqa: PTH117 - no path of its own yet
                yield folder / path


class _Writing:
    """Writes the members of one archive, and remembers their hashes."""

    def __init__(self, archive: zipfile.ZipFile, as_of: dt.date) -> None:
        self._archive = archive
        self._time = moment(as_of)
        self._files: list[BundledFile] = []
        self._redacted = 0

    def run(self, bundle: Bundle) -> Manifest:
        """Write all members."""
        loaded = bundle.loaded
        record = loaded.record or Record()
        self._add("README.txt", [readme(redacted=bundle.redacts).encode()])
        for name, content in sorted(bundle.documents.files.items()):
            self._add(f"documents/{name}", [content])
        chain = Chain()
        self._add(RECORD, self._lines(record, loaded.engagement.time_zone, chain))
        left_out = [_fingerprint(name, path) for name, path in bundle.sources.items()] if bundle.redacts else []
        for name, path in () if bundle.redacts else bundle.sources.items():
            self._add(name, _chunks(path), size=path.stat().st_size if path.is_file() else 0)
        self._check_unchanged(bundle.original.record or Record(), left_out)
        counts = Counts(
            entries=chain.length,
            attachments=sum(len(message.attachments) for message in record.messages),
            duplicates=record.duplicates,
            not_read=len(record.skipped),
            redacted=self._redacted,
        )
        manifest = _manifest(bundle, counts, chain, tuple(self._files), tuple(_without_names(left_out)))
        self._add(MANIFEST, [msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"])
        self._add(SUMS, [sums(tuple(self._files)).encode()])
        return manifest

    def _lines(self, record: Record, time_zone: str, chain: Chain) -> Iterator[bytes]:
        for entry in exported(record, time_zone, chain):
            self._redacted += entry.is_redacted
            yield entry.line

    def _add(self, name: str, chunks: Iterable[bytes], *, size: int = 0) -> None:
        """Add a member; `size` is that of a file, for what is made here is never large."""
        info = zipfile.ZipInfo(name, self._time)
        info.create_system = 3  # Unix, whose modes follow, whatever system this is
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        digest, written = sha256(), 0
        with self._archive.open(info, "w", force_zip64=has_long_sizes(name, size)) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                written += len(chunk)
        self._files.append(BundledFile(name, written, digest.hexdigest()))

    def _check_unchanged(self, record: Record, left_out: Iterable[BundledFile]) -> None:
        """Raise `UserError` if a source is no longer what the record was read from, or is not there."""
        now = {file.name: file.sha256 for file in (*self._files, *left_out)}
        folders = {
            "/".join(parts[:count]) for parts in (name.split("/") for name in now) for count in range(len(parts))
        }
        for source in record.sources:
            name = source_name(source.path)
            if name in now and now[name] != source.sha256:
                message = "the file changed while it was read"
                raise UserError.of(Code.SOURCE_FAILED, message, Location(source.path), "try again")
            # Of what was in an archive, only the archive is here; and a folder is many files.
            if source.messages and now.keys().isdisjoint(_ways_to(name)) and name not in folders:
                message = "messages were read from it, but it is no file that a bundle can hold"
                raise UserError.of(Code.SOURCE_FAILED, message, Location(source.path), "put the file itself here")


def _ways_to(name: str) -> Iterator[str]:
    parts = name.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _manifest(
    bundle: Bundle, counts: Counts, chain: Chain, files: tuple[BundledFile, ...], left_out: tuple[BundledFile, ...]
) -> Manifest:
    record, engagement = bundle.loaded.record, bundle.loaded.engagement
    contract = engagement.contract
    hidden = record.redactions if isinstance(record, RedactedRecord) else ()
    return Manifest(
        format=FORMAT,
        closeout=version("closeout"),
        as_of=bundle.as_of,
        contract=BundledContract(
            identity=engagement.identity,
            title=contract.title,
            reference=contract.reference,
            freelancer=engagement.freelancer.name,
            client=engagement.client.name,
        ),
        counts=counts,
        redacted=bundle.redacts,
        hidden={each.kind.value: each.count for each in hidden},
        chain_head=chain.head.hex(),
        merkle_root=chain.root.hex(),
        files=files,
        sources=left_out,
        recheck=RECHECK,
    )


def _without_names(files: Iterable[BundledFile]) -> Iterator[BundledFile]:
    """Yield files with a number in the place of each name that is not the same everywhere: it may be somebody's."""
    count = 0
    for file in files:
        place, _, name = file.name.removeprefix(SOURCES).rpartition("/")
        if not place and name in _COMMON:
            yield file
            continue
        count += 1
        top = f"{place.split('/')[0]}/" if place else ""
        yield msgspec.structs.replace(file, name=f"{SOURCES}{top}[file {count}]")


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
