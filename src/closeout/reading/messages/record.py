"""The record of an engagement: every message that is found under its `messages` folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.diagnostic import Code, Location
from closeout.domain.correspondence import LocalTimes, Record, Skipped, SourceFile
from closeout.progress import SILENT, Progress
from closeout.reading.messages.fingerprint import fingerprint
from closeout.reading.messages.place import entries, obstacle, portable_name
from closeout.reading.messages.registry import source_of, sources
from closeout.reading.messages.source import HEAD_SIZE, Candidate
from closeout.reading.messages.store import MessageStore
from closeout.reading.messages.unpacking import is_zip, unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report
    from closeout.reading.messages.source import MessageSource

MESSAGES_FOLDER: Final = "messages"
_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini"})
_DEEPEST_ZIP: Final = 2
# Exports in such files point at others beside them, which are not to be taken for sources.
_READ_FIRST: Final = frozenset({".txt", ".json", ".jsonl"})
_NO_LOCAL_TIMES: Final = LocalTimes()


def read_record(
    folder: Path,
    time_zone: str,
    report: Report,
    local: LocalTimes = _NO_LOCAL_TIMES,
    progress: Progress = SILENT,
) -> Record:
    """Return all messages under `folder`, each once, and what was read or left out there.

    `time_zone` is the engagement's, for times without one; `local` is what the user says of times in exports. What was
    not read goes to `report` as a warning, mistakes in notes by hand and dates of two readings as errors. `progress` is
    told the bytes that are read of each file.
    """
    reading = _Reading(time_zone, local, report, progress)
    messages = folder / MESSAGES_FOLDER
    if messages.exists():
        reading.read_below(_Spot(messages, MESSAGES_FOLDER, folder))
    return reading.record()


class _Spot(NamedTuple):
    """A file or folder, its path in the engagement folder, and the folder out of which no link may lead.

    `zips` counts the archives around it.
    """

    path: Path
    relative: str
    root: Path
    zips: int = 0

    def below(self) -> list[_Spot]:
        """Return what is in this folder, exports that point at other files first."""
        paths = sorted(entries(self.path), key=lambda path: path.suffix.lower() not in _READ_FIRST)
        return [self._replace(path=path, relative=f"{self.relative}/{portable_name(path)}") for path in paths]


class _Reading:
    """Collects messages, sources and what is skipped."""

    def __init__(self, time_zone: str, local: LocalTimes, report: Report, progress: Progress) -> None:
        """Start with nothing found."""
        self._time_zone = time_zone
        self._local = local
        self._report = report
        self._progress = progress
        self._store = MessageStore()
        self._sources: list[SourceFile] = []
        self._skipped: list[Skipped] = []
        self._claimed: set[Path] = set()

    def record(self) -> Record:
        """Return everything, the messages in order of time."""
        messages = self._store.messages()
        return Record(messages=messages, sources=tuple(self._sources), skipped=tuple(self._skipped))

    def read_below(self, start: _Spot) -> None:
        """Read every source at `start` and below it."""
        waiting = [start]
        while waiting:
            spot = waiting.pop()
            try:
                waiting.extend(reversed(self._visit(spot)))
            except OSError as error:
                self.fail(spot.relative, error)

    def _visit(self, spot: _Spot) -> list[_Spot]:
        """Read a file or a folder that is a source; return what is in a folder that is none."""
        if spot.path.absolute() in self._claimed:
            return []
        if reason := obstacle(spot.path, spot.root):
            self._skip(Skipped(path=spot.relative, reason=reason), Code.NOT_UNDER_FOLDER)
            return []
        is_dir = spot.path.is_dir()
        head = b"" if is_dir else _head(spot.path)
        candidate = Candidate(
            path=spot.path.absolute(),
            relative=spot.relative,
            head=head,
            is_dir=is_dir,
            time_zone=self._time_zone,
            local=self._local,
            report=self._report,
            claimed=self._claimed,
        )
        if source := source_of(candidate):
            self._read(source, candidate)
        elif is_dir:
            return spot.below()
        elif not head:
            self._skip(Skipped(path=spot.relative, reason="empty file"))
        elif is_zip(head):
            self._read_zip(spot)
        else:
            self._refuse(spot)
        return []

    def _read_zip(self, spot: _Spot) -> None:
        """Read the members of an archive as if they lay in a folder of its name."""
        if spot.zips == _DEEPEST_ZIP:
            self._skip(Skipped(path=spot.relative, reason="archive inside an archive inside an archive"))
            return
        size, sha256 = fingerprint(spot.path)
        with unpacked(spot.path) as found:
            if found is None:
                self._refuse(spot)
                return
            for each in found.skipped:
                path = f"{spot.relative}/{each.path}" if each.path else spot.relative
                self._skip(Skipped(path=path, reason=each.reason))
            self._sources.append(
                SourceFile(
                    path=spot.relative, format="zip", size=size, sha256=sha256, messages=0, skipped=len(found.skipped)
                )
            )
            for inside in _Spot(found.folder, spot.relative, found.folder, spot.zips + 1).below():
                self.read_below(inside)

    def fail(self, relative: str, error: OSError) -> None:
        """Note that a file or folder could not be read, or not to its end."""
        self._skip(Skipped(path=relative, reason=f"it cannot be read: {error.strerror}"), Code.SOURCE_FAILED)

    def _read(self, source: MessageSource, candidate: Candidate) -> None:
        doing = f"reading {candidate.relative}"
        self._progress.tell(doing)
        size, sha256 = fingerprint(candidate.path)
        found, done, skipped_before = 0, 0, len(self._skipped)
        try:
            for message in source.read(candidate):
                if isinstance(message, Skipped):
                    self._skip(message)
                else:
                    self._store.add(message)
                    found += 1
                    done += message.origins[0].length
                    self._progress.tell(doing, min(done, size), size)
        except OSError as error:
            self.fail(candidate.relative, error)
        self._sources.append(
            SourceFile(
                path=candidate.relative,
                format=source.name,
                size=size,
                sha256=sha256,
                messages=found,
                skipped=len(self._skipped) - skipped_before,
            ),
        )

    def _refuse(self, spot: _Spot) -> None:
        name, relative = spot.path.name, spot.relative
        if name.startswith(".") or name.lower() in _SYSTEM_FILES:
            self._skipped.append(Skipped(path=relative, reason="hidden file of the system"))
            return
        formats = ", ".join(source.name for source in sources())
        self._skip(Skipped(path=relative, reason="format not known"), Code.SOURCE_UNKNOWN, f"known formats: {formats}")

    def _skip(self, skipped: Skipped, code: Code = Code.MESSAGE_SKIPPED, hint: str | None = None) -> None:
        self._skipped.append(skipped)
        self._report.warning(code, f"not read: {skipped.reason}", Location(skipped.path), hint)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_SIZE)
