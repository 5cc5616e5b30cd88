"""Characters are found again in the files that a user wrote, line and column, and in the entries of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Report
from closeout.pipeline import load
from closeout.reading.folder import read_engagement
from closeout.rendering.glyph_places import glyph_places
from tests.small_engagement import swap, write_engagement

if TYPE_CHECKING:
    from pathlib import Path


def found(folder: Path, characters: str) -> list[str]:
    report = Report()
    engagement = read_engagement(folder, None, report)
    assert engagement is not None, report.diagnostics
    return list(glyph_places(frozenset(characters), engagement, None))


def test_values_are_found_by_line_and_column(tmp_path: Path) -> None:
    folder = write_engagement(tmp_path / "small", "Website 北")
    swap(folder / "engagement.yaml", "Acme B.V.", "شركة")
    swap(folder / "engagement.yaml", "Kade 8", "北京路 8")
    assert found(folder, "北") == ["engagement.yaml:9:21", "engagement.yaml:11:10"]
    assert found(folder, "شر") == ["engagement.yaml:8:9"]
    assert found(folder, "א") == []


def test_rows_are_found_by_their_line(tmp_path: Path) -> None:
    folder = write_engagement(tmp_path / "small")
    swap(folder / "time.csv", "Import", "Import 北京")
    (place,) = found(folder, "北京")
    assert place.startswith("time.csv:2")


def test_entries_are_found_by_number_and_file(tmp_path: Path) -> None:
    folder = write_engagement(tmp_path / "small")
    (folder / "messages").mkdir()
    for day, text in ((1, "plain"), (2, "北京"), (3, "plain")):
        mail = (
            f"From: a@example.com\nDate: Mon, 0{day} Mar 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8"
        )
        (folder / "messages" / f"{day}.eml").write_text(f"{mail}\n\n{text}\n", encoding="utf-8")
    loaded = load(folder)
    places = glyph_places(frozenset("京"), loaded.engagement, loaded.record)
    assert list(places) == ["entry 2 of the log (messages/2.eml)"]
