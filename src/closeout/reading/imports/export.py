"""What a time export is: one format in which people take their hours out of a time tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from closeout.diagnostic import Report
    from closeout.reading.imports.dates import DateOrder
    from closeout.reading.imports.entry import Tracked


class Export(NamedTuple):
    """The text of a file that a format may recognise, and what its reader must know.

    `name` is what diagnostics call the file. `time_zone` is the engagement's: times that name an offset are told in it.
    `order` is how the user says that dates are written. `report` takes what the user can mend.
    """

    name: str
    text: str
    time_zone: ZoneInfo
    order: DateOrder | None
    report: Report


class TimeExport(Protocol):
    """One format of time exports. It is recognised by its columns or keys, never by the name of a file."""

    @property
    def name(self) -> str:
        """The tool and the kind of file."""
        ...

    @property
    def wanted(self) -> str:
        """The columns or keys by which it is recognised."""
        ...

    def recognises(self, export: Export) -> bool:
        """Tell whether `export` has this format."""
        ...

    def read(self, export: Export) -> Iterator[Tracked]:
        """Yield every sound entry in the order of the file, and report the others."""
        ...
