"""The time exports that closeout knows: a new one is a module of its own and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from closeout.diagnostic import Code, Location
from closeout.reading.imports.clockify import CLOCKIFY_SHEET
from closeout.reading.imports.harvest import HARVEST_SHEET
from closeout.reading.imports.kimai import KIMAI_JSON, KIMAI_SHEET
from closeout.reading.imports.timewarrior import TIMEWARRIOR
from closeout.reading.imports.toggl import TOGGL_JSON, TOGGL_SHEET

if TYPE_CHECKING:
    from closeout.reading.imports.export import Export, TimeExport

EXPORTS: Final[tuple[TimeExport, ...]] = (
    TOGGL_SHEET,
    TOGGL_JSON,
    CLOCKIFY_SHEET,
    HARVEST_SHEET,
    KIMAI_SHEET,
    KIMAI_JSON,
    TIMEWARRIOR,
)


def format_of(export: Export) -> TimeExport | None:
    """Return the first format that recognises `export`; report it if there is none."""
    for known in EXPORTS:
        if known.recognises(export):
            return known
    formats = "; ".join(f"{known.name}: {known.wanted}" for known in EXPORTS)
    hint = f"export it in English. Known here are {formats}"
    export.report.error(Code.SOURCE_UNKNOWN, "this is no time export known here", Location(export.name, 1, 1), hint)
    return None
