"""The record of an engagement: every message that is found under its `messages` folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.diagnostic import Code, Location
from closeout.domain.correspondence import LocalTimes, Record, Skipped, SourceFile
from closeout.progress import SILENT, Progress
from closeout.reading.messages.fingerprint import Fingerprint, fingerprint
from closeout.reading.messages.foreign import HIDDEN, OF_A_MAC, Foreign, bookkeeping, foreign
from closeout.reading.messages.place import entries, obstacle, portable_name
from closeout.reading.messages.registry import source_of, sources
from closeout.reading.messages.source import HEAD_SIZE, Candidate
from closeout.reading.messages.store import MessageStore
from closeout.reading.messages.unpacking import DAMAGED, is_zip, unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report
    from closeout.reading.messages.source import MessageSource

MESSAGES_FOLDER: Final = "messages"
_DEEPEST_ZIP: Final = 2
_TOO_DEEP: Final = "archive inside an archive inside an archive"
_MENDED_BY: Final = {DAMAGED: "download or export it again", _TOO_DEEP: "unpack it, and put what it holds here"}
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

    @property
    def is_of_a_mac(self) -> bool:
        """Whether it is what macOS adds to archives: shadows of files, which could pass for the files themselves."""
        return OF_A_MAC in self.relative.split("/")

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
        candidate = self._candidate(spot, head, is_dir=is_dir)
        if not spot.is_of_a_mac and (source := source_of(candidate)):
            self._read(source, candidate)
        elif is_dir:
            return spot.below()
        elif reason := HIDDEN if spot.is_of_a_mac else bookkeeping(spot.path, is_empty=not head):
            self._pass_over(Skipped(path=spot.relative, reason=reason))
        elif not head:
            self._skip(Skipped(path=spot.relative, reason="empty file"))
        elif is_zip(head):
            self._read_zip(spot)
        else:
            self._refuse(spot, head)
        return []

    def _candidate(self, spot: _Spot, head: bytes, *, is_dir: bool) -> Candidate:
        return Candidate(
            path=spot.path.absolute(),
            relative=spot.relative,
            head=head,
            is_dir=is_dir,
            time_zone=self._time_zone,
            local=self._local,
            report=self._report,
            claimed=self._claimed,
        )

    def _read_zip(self, spot: _Spot) -> None:
        """Read the members of an archive as if they lay in a folder of its name, which may be a source as a whole."""
        if spot.zips == _DEEPEST_ZIP:
            self._skip(Skipped(path=spot.relative, reason=_TOO_DEEP))
            return
        whole = fingerprint(spot.path)
        with unpacked(spot.path) as found:
            if found is None:
                self._refuse(spot, b"")
                return
            for each in found.skipped:
                path = f"{spot.relative}/{each.path}" if each.path else spot.relative
                self._leave_out(Skipped(path=path, reason=each.reason))
            left_out = len(found.skipped)
            root = _Spot(found.folder, spot.relative, found.folder, spot.zips + 1)
            candidate = self._candidate(root, b"", is_dir=True)
            if source := source_of(candidate):
                self._read(source, candidate, whole, left_out)
                return
            self._add_source(spot.relative, "zip", whole, 0, left_out)
            for inside in root.below():
                self.read_below(inside)

    def fail(self, relative: str, error: OSError) -> None:
        """Note that a file or folder could not be read, or not to its end."""
        self._skip(Skipped(path=relative, reason=f"it cannot be read: {error.strerror}"), Code.SOURCE_FAILED)

    def _read(
        self, source: MessageSource, candidate: Candidate, whole: Fingerprint | None = None, left_out: int = 0
    ) -> None:
        """Read a source; of what came out of an archive, `whole` is the archive and `left_out` what did not."""
        doing = f"reading {candidate.relative}"
        self._progress.tell(doing)
        whole = whole or fingerprint(candidate.path)
        found, done, skipped_before = 0, 0, len(self._skipped)
        try:
            for message in source.read(candidate):
                if isinstance(message, Skipped):
                    self._skip(message)
                else:
                    self._store.add(message)
                    found += 1
                    done += message.origins[0].length
                    self._progress.tell(doing, min(done, whole.size), whole.size)
        except OSError as error:
            self.fail(candidate.relative, error)
        skipped = len(self._skipped) - skipped_before + left_out
        self._add_source(candidate.relative, source.name, whole, found, skipped)

    def _add_source(self, path: str, name: str, whole: Fingerprint, messages: int, skipped: int) -> None:
        self._sources.append(
            SourceFile(path=path, format=name, size=whole.size, sha256=whole.sha256, messages=messages, skipped=skipped)
        )

    def _refuse(self, spot: _Spot, head: bytes) -> None:
        """Name a file that no source recognises, and what to do with it."""
        found = foreign(spot.path.name, head)
        if found is None:
            formats = ", ".join(source.name for source in sources())
            found = Foreign("format not known", f"known formats: {formats}")
        self._skip(Skipped(path=spot.relative, reason=found.reason), Code.SOURCE_UNKNOWN, found.hint)

    def _leave_out(self, skipped: Skipped) -> None:
        """Name a member of an archive that was not unpacked, or the archive if it is damaged."""
        if skipped.reason == HIDDEN:
            self._pass_over(skipped)
        else:
            self._skip(skipped)

    def _pass_over(self, skipped: Skipped) -> None:
        """Note what nobody will miss, without a warning."""
        self._skipped.append(skipped)

    def _skip(self, skipped: Skipped, code: Code = Code.MESSAGE_SKIPPED, hint: str | None = None) -> None:
        self._skipped.append(skipped)
        self._report.warning(
            code, f"not read: {skipped.reason}", Location(skipped.path), hint or _MENDED_BY.get(skipped.reason)
        )


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_SIZE)
