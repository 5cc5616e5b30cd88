from __future__ import annotations

import pytest

from closeout.diagnostic import Report
from closeout.reading.imports.registry import EXPORTS, format_of
from tests.reading.imports.conftest import imported


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "date,description,hours\n2026-11-02,Work,1\n",
        "Datum;Von;Bis;Dauer;Kunde;Projekt;Tätigkeit\n",
        "[]",
        "[1]",
        '{"time_entries": []}',
        '[{"id": 1, "start": "2026-11-02T09:00:00Z", "stop": null, "duration": -1, "workspace_id": 1}]',
    ],
)
def test_what_no_format_recognises_is_told(text: str) -> None:
    assert imported(text).problems == ["f:1:1: CO501 this is no time export known here"]


def test_the_hint_tells_every_format_and_what_it_needs() -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from closeout.reading.imports.export import Export  # noqa: PLC0415

    report = Report()
    assert format_of(Export("f", "x", ZoneInfo("UTC"), None, report)) is None
    hint = report.diagnostics[0].hint or ""
    for known in EXPORTS:
        assert f"{known.name}: {known.wanted}" in hint


def test_formats_have_names_of_their_own() -> None:
    assert len({known.name for known in EXPORTS}) == len(EXPORTS) == 7
