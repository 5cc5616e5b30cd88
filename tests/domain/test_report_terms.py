from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import asdict

from closeout.diagnostic import Code, Report
from closeout.domain.report_terms import Appendix, ReportSections
from closeout.reading.decode import Decoder
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from closeout.diagnostic import Diagnostic


def read(text: str) -> tuple[ReportSections | None, tuple[Diagnostic, ...]]:
    report = Report()
    tree = parse_yaml(text, "engagement.yaml", report)
    assert tree is not None
    return Decoder(report).decode(tree, ReportSections), report.diagnostics


def test_everything_shows_unless_it_is_switched_off() -> None:
    assert all(asdict(ReportSections()).values())
    sections, problems = read("{timeline: false, lessons: true}")
    assert sections == ReportSections(timeline=False)
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "meant"), [("timelin", "timeline"), ("work-log", "work_log"), ("signoff", "sign_off")]
)
def test_a_misspelt_section_is_told_with_the_one_that_is_meant(written: str, meant: str) -> None:
    _, (problem,) = read(f"{{{written}: false}}")
    assert problem.code is Code.UNKNOWN_KEY
    assert meant in (problem.hint or "")


def test_the_words_of_messages_are_no_section_but_on_request() -> None:
    assert [each.value for each in Appendix] == ["chronology"]
    assert not {each.value for each in Appendix} & asdict(ReportSections()).keys()
