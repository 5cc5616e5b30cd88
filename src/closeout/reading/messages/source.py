"""What a message source is: one format that people can export their messages in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from closeout.diagnostic import Report
from closeout.domain.correspondence import LocalTimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Message, Skipped

HEAD_SIZE = 8192


class Candidate(Struct, frozen=True, kw_only=True):
    """A file or folder that a source may recognise.

    `relative` is the path inside the engagement folder, as `Origin.path` has it; `head` holds the first 8 KiB of a
    file, and nothing of a folder. `time_zone` is the engagement's, for what its people wrote by hand; `local` is how
    exports write times without a zone; `report` takes what the user can mend in the file. `claimed` takes the files
    that belong to messages, which are no sources of their own.
    """

    path: Path
    relative: str
    head: bytes = b""
    is_dir: bool = False
    time_zone: str = "UTC"
    local: LocalTimes = LocalTimes()
    report: Report = field(default_factory=Report)
    claimed: set[Path] = field(default_factory=set)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of exported times that name none."""
        return ZoneInfo(self.local.time_zone or self.time_zone)


@runtime_checkable
class MessageSource(Protocol):
    """One format of message exports. It is recognised by content, never by the name of a file."""

    @property
    def name(self) -> str:
        """What the format is called in the log."""
        ...

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether `candidate` has this format."""
        ...

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield every message of `candidate` in file order; raise nothing but `OSError`."""
        ...
