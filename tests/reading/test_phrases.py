from __future__ import annotations

from closeout.diagnostic import Report
from closeout.domain.phrase import PhraseProblem
from closeout.reading import phrases
from closeout.reading.decode import Decoder
from closeout.reading.phrases import PhraseReader, shown


def test_every_problem_of_a_phrase_has_words() -> None:
    assert set(phrases._PROBLEMS) == set(PhraseProblem)  # noqa: SLF001 - the table is the point


def test_our_own_phrases_are_not_read_before_they_are_needed() -> None:
    report = Report()
    reader = PhraseReader(Decoder(report), report, own=True)
    assert [phrase.source for phrase in reader.read(("a", "(b"), "x.phrases")] == ["a", "(b"]
    assert not report.diagnostics


def test_a_long_phrase_is_shown_by_its_beginning() -> None:
    assert shown("a" * 100) == "a" * 60 + "…"
