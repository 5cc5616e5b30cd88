"""Calls, meetings and messages noted by hand: a CSV or YAML file with one note a row or item."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from closeout.diagnostic import Code, Location
from closeout.domain.correspondence import Correspondent, Message, Origin, TimePrecision, TimeSource
from closeout.reading.decode import Decoder
from closeout.reading.messages.identity import identified
from closeout.reading.node import ListNode
from closeout.reading.rows import NoteRow
from closeout.reading.source import read_text
from closeout.reading.table import is_table_of, read_rows
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Skipped
    from closeout.reading.messages.source import Candidate

_YAML_NAMES = (".yaml", ".yml")


class Notes:
    """Reads what a person wrote down. Unlike a damaged export, a mistake in it is an error, for it can be mended."""

    name: ClassVar[str] = "notes"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file is a table with the columns of notes, or a YAML file."""
        if candidate.is_dir:
            return False
        head = candidate.head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return candidate.path.suffix.lower() in _YAML_NAMES or is_table_of(head, NoteRow)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the notes; report what cannot be read as one."""
        text = read_text(candidate.path, candidate.relative, candidate.report)
        if text is None:
            return
        if candidate.path.suffix.lower() in _YAML_NAMES:
            rows = _items(text, candidate)
        else:
            rows = read_rows(text, candidate.relative, NoteRow, candidate.report)
        slices = _Slices(candidate, [place for _, place in rows])
        zone = ZoneInfo(candidate.time_zone)
        for row, place in rows:
            yield _message(row, zone, slices.origin(place))


def _items(text: str, candidate: Candidate) -> tuple[tuple[NoteRow, Location], ...]:
    tree = parse_yaml(text, candidate.relative, candidate.report)
    if tree is None:
        return ()
    if not isinstance(tree, ListNode):
        hint = "begin each note with '- date: …'"
        candidate.report.error(Code.WRONG_SHAPE, "notes must be a list", tree.location, hint)
        return ()
    decoder = Decoder(candidate.report)
    rows = ((decoder.decode(node, NoteRow, f"note {number}"), node) for number, node in enumerate(tree.items, 1))
    return tuple((row, node.location) for row, node in rows if row is not None)


class _Slices:
    """Cuts a file at the lines where its notes begin."""

    def __init__(self, candidate: Candidate, places: list[Location]) -> None:
        self._path = candidate.relative
        self._data = candidate.path.read_bytes()
        lines = self._data.splitlines(keepends=True)
        self._offsets = [0]
        for line in lines:
            self._offsets.append(self._offsets[-1] + len(line))
        self._starts = sorted({self._offset(place) for place in places} | {len(self._data)})

    def _offset(self, place: Location) -> int:
        return self._offsets[min((place.line or 1) - 1, len(self._offsets) - 1)]

    def origin(self, place: Location) -> Origin:
        """Return where the note at `place` stands, up to the next one."""
        start = self._offset(place)
        end = self._starts[min(bisect_right(self._starts, start), len(self._starts) - 1)]
        digest = sha256(self._data[start:end]).hexdigest()
        return Origin(path=self._path, offset=start, length=end - start, sha256=digest)


def _message(row: NoteRow, zone: ZoneInfo, origin: Origin) -> Message:
    time = dt.time.fromisoformat(row.time) if row.time else dt.time()
    return identified(
        Message(
            id="",
            kind=row.kind,
            channel=row.channel or row.kind.value,
            sent_at=dt.datetime.combine(row.date, time, zone),
            time_source=TimeSource.USER,
            time_precision=TimePrecision.MINUTE if row.time else TimePrecision.DAY,
            sender=_person(row.from_),
            to=tuple(_person(name) for name in (row.to or "").split(";") if name.strip()),
            subject=row.subject or "",
            text=row.text,
            visible=row.text,
            noted_on=row.noted_on,
            origins=(origin,),
        )
    )


def _person(text: str) -> Correspondent:
    text = text.strip()
    return Correspondent("", text.lower()) if "@" in text else Correspondent(text)
