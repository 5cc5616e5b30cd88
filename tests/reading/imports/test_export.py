from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.reading.imports.registry import EXPORTS

if TYPE_CHECKING:
    from closeout.reading.imports.export import TimeExport


def test_every_format_tells_its_name_and_what_it_is_recognised_by() -> None:
    formats: tuple[TimeExport, ...] = EXPORTS
    assert all(each.name and each.wanted.startswith(("the columns ", "the keys ")) for each in formats)
