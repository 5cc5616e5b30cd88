from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import fields

from closeout.diagnostic import Code, Report
from closeout.documents.closing_report import compose_report
from closeout.documents.report_section import Section, shown_sections
from closeout.domain.engagement import Closing
from closeout.domain.report_terms import Appendix, ReportSections
from closeout.reading.folder import read_engagement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.documents.case import Case

BARE = [Section.SUMMARY, Section.PLAN, Section.TIMELINE, Section.FINANCES, Section.COMMUNICATION, Section.SIGN_OFF]


def test_every_section_can_be_named() -> None:
    switches = [field.name for field in fields(ReportSections)]
    assert switches == [section.value for section in Section if section.value not in set(Appendix)]
    assert {section.value for section in Section} == {*switches, *Appendix}


def test_what_is_empty_never_shows(case: Callable[..., Case]) -> None:
    assert list(compose_report(case()).sections) == BARE
    everything = Closing(appendices=(Appendix.CHRONOLOGY,))
    assert shown_sections(everything, frozenset(Section)) == ()
    assert shown_sections(everything, frozenset()) == tuple(Section)


@pytest.mark.parametrize("name", [field.name for field in fields(ReportSections)])
def test_every_section_is_switched_off_alone(name: str) -> None:
    closing = Closing(sections=ReportSections(**{name: False}), appendices=(Appendix.CHRONOLOGY,))
    assert [section.value for section in Section if section not in shown_sections(closing, frozenset())] == [name]


def test_the_words_of_messages_are_shown_on_request_only(case: Callable[..., Case]) -> None:
    files = {"messages/notes.csv": "date,from,text\n2026-03-02,Bob de Wit,Agreed.\n"}
    assert compose_report(case(files)).chronology == ()
    asked = compose_report(case(files, closing="{appendices: [chronology]}"))
    assert [(line.number, line.sender, line.text, line.cut) for line in asked.chronology] == [
        (1, "Bob de Wit", "Agreed.", False)
    ]


@pytest.mark.parametrize(
    ("closing", "code", "hint"),
    [
        ("{sections: {timelines: false}}", Code.UNKNOWN_KEY, "timeline"),
        ("{sections: {chronology: true}}", Code.UNKNOWN_KEY, "known here: summary"),
        ("{appendices: [chronolgy]}", Code.BAD_CHOICE, "did you mean 'chronology'?"),
    ],
)
def test_a_name_that_is_not_known_is_told(folder: Callable[..., Path], closing: str, code: Code, hint: str) -> None:
    report = Report()
    assert read_engagement(folder(closing=closing), None, report) is None
    (found,) = report.diagnostics
    assert found.code is code
    assert hint in (found.hint or "")
