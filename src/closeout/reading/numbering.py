"""How invoices are numbered, as the file says it: patterns checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.domain.numbering import Numbering, NumberPattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from closeout.diagnostic import Location, Report
    from closeout.reading.shape import NumberingShape

_HINT = "write it as {year}-{n:3}; there are {year}, {yy}, {month} and one {n}, or {n:3} for 001"


def numbering(shape: NumberingShape, places: Mapping[str, Location], report: Report) -> Numbering:
    """Return the patterns of numbers; one that cannot be read is reported, and the usual one stands in for it."""
    patterns = {}
    for name in ("invoice", "credit_note"):
        try:
            patterns[name] = NumberPattern.parse(getattr(shape, name))
        except ValueError as error:
            path = f"numbering.{name}"
            report.error(Code.BAD_PATTERN, f"{path}: {error}", places[path], _HINT)
    return Numbering(**patterns, least=shape.next or 1)
