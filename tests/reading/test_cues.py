from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Report
from closeout.domain.cue import NO_CUES, CueKind
from closeout.reading.cues import read_cues

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
sets: ["we = (I|we)"]
months: [May]
commitment: {phrases: ["<we> will"], unless: [will never]}
scope-change: {phrases: [one more page]}
"""


def test_kinds_sets_and_months_are_read(tmp_path: Path) -> None:
    path, report = tmp_path / "cues.yaml", Report()
    path.write_text(GOOD, encoding="utf-8")
    cues = read_cues(path, "en", report)
    assert not report.diagnostics
    assert (cues.languages, cues.months, set(cues.words)) == (
        ("en",),
        ("May",),
        {CueKind.COMMITMENT, CueKind.SCOPE_CHANGE},
    )


def test_a_phrase_that_is_not_well_formed_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    path, report = tmp_path / "cues.yaml", Report()
    path.write_text(GOOD.replace("one more page]", '"one (more page", one more page]'), encoding="utf-8")
    cues = read_cues(path, "en", report)
    (diagnostic,) = report.diagnostics
    assert diagnostic.code is Code.TEMPLATE_SYNTAX
    assert diagnostic.location is not None
    assert diagnostic.location.line == 5
    assert len(cues.words[CueKind.SCOPE_CHANGE].phrases) == 1


def test_a_file_that_is_no_list_of_cues_is_told_and_gives_none(tmp_path: Path) -> None:
    for text in ("commitment: [", "promise: {phrases: [a]}"):
        path, report = tmp_path / "cues.yaml", Report()
        path.write_text(text, encoding="utf-8")
        assert read_cues(path, "en", report).words in (NO_CUES.words, {})
        assert report.diagnostics
