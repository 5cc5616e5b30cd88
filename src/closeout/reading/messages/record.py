"""The record of an engagement: every message that is found under its `messages` folder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from closeout.diagnostic import Code, Location
from closeout.domain.correspondence import Message, Record, Skipped, SourceFile
from closeout.reading.messages.fingerprint import fingerprint
from closeout.reading.messages.place import entries, obstacle, portable
from closeout.reading.messages.registry import SOURCES, source_of
from closeout.reading.messages.source import HEAD_SIZE, Candidate

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report
    from closeout.reading.messages.source import MessageSource

MESSAGES_FOLDER: Final = "messages"
_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini"})
_UNDATED: Final = datetime.max.replace(tzinfo=UTC)


def read_record(folder: Path, time_zone: str, report: Report) -> Record:
    """Return all messages under `folder`, each once, and what was read or left out there.

    `time_zone` is the engagement's, for times without one. What was not read goes to `report` as a warning, mistakes in
    notes by hand as errors.
    """
    reading = _Reading(folder, time_zone, report)
    waiting = [folder / MESSAGES_FOLDER] if (folder / MESSAGES_FOLDER).exists() else []
    while waiting:
        path = waiting.pop()
        try:
            waiting.extend(reversed(reading.visit(path)))
        except OSError as error:
            reading.fail(portable(path.relative_to(folder)), error)
    return reading.record()


class _Reading:
    """Collects messages, sources and what is skipped."""

    def __init__(self, folder: Path, time_zone: str, report: Report) -> None:
        """Start with nothing found in the engagement `folder`."""
        self._folder = folder
        self._time_zone = time_zone
        self._report = report
        self._messages: dict[tuple[str, ...], Message] = {}
        self._sources: list[SourceFile] = []
        self._skipped: list[Skipped] = []

    def record(self) -> Record:
        """Return everything, the messages in order of time; the sort keeps the file order of equal times."""
        messages = sorted(self._messages.values(), key=lambda message: message.sent_at or _UNDATED)
        return Record(messages=tuple(messages), sources=tuple(self._sources), skipped=tuple(self._skipped))

    def visit(self, path: Path) -> list[Path]:
        """Read a file or a folder that is a source; return what is in a folder that is none."""
        relative = portable(path.relative_to(self._folder))
        if reason := obstacle(path, self._folder):
            self._skip(Skipped(path=relative, reason=reason), Code.NOT_UNDER_FOLDER)
            return []
        is_dir = path.is_dir()
        head = b"" if is_dir else _head(path)
        candidate = Candidate(
            path=path.absolute(),
            relative=relative,
            head=head,
            is_dir=is_dir,
            time_zone=self._time_zone,
            report=self._report,
        )
        if source := source_of(candidate):
            self._read(source, candidate)
        elif is_dir:
            return entries(path)
        elif not head:
            self._skip(Skipped(path=relative, reason="empty file"), Code.MESSAGE_SKIPPED)
        else:
            self._refuse(path.name, relative)
        return []

    def fail(self, relative: str, error: OSError) -> None:
        """Note that a file or folder could not be read, or not to its end."""
        self._skip(Skipped(path=relative, reason=f"it cannot be read: {error.strerror}"), Code.SOURCE_FAILED)

    def _read(self, source: MessageSource, candidate: Candidate) -> None:
        size, sha256 = fingerprint(candidate.path)
        found, skipped_before = 0, len(self._skipped)
        try:
            for message in source.read(candidate):
                if isinstance(message, Skipped):
                    self._skip(message, Code.MESSAGE_SKIPPED)
                else:
                    self._add(message)
                    found += 1
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

    def _add(self, message: Message) -> None:
        """Add a message; of one that is known, keep only the place it was found in."""
        key = _sameness(message)
        known = self._messages.get(key)
        self._messages[key] = replace(known, origins=known.origins + message.origins) if known else message

    def _refuse(self, name: str, relative: str) -> None:
        if name.startswith(".") or name.lower() in _SYSTEM_FILES:
            self._skipped.append(Skipped(path=relative, reason="hidden file of the system"))
            return
        formats = ", ".join(source.name for source in SOURCES)
        self._skip(Skipped(path=relative, reason="format not known"), Code.SOURCE_UNKNOWN, f"known formats: {formats}")

    def _skip(self, skipped: Skipped, code: Code, hint: str | None = None) -> None:
        self._skipped.append(skipped)
        self._report.warning(code, f"not read: {skipped.reason}", Location(skipped.path), hint)


def _sameness(message: Message) -> tuple[str, ...]:
    """Return what only copies of one message share: some mailboxes use an id for several messages."""
    if message.native_id is None:
        return (message.id,)
    return (message.native_id, message.text, *(attachment.sha256 for attachment in message.attachments))


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_SIZE)
