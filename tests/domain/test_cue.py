from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from closeout.diagnostic import Report
from closeout.domain.cue import NO_CUES, CuedSentence, CueKind, Cues, CueWords, cued_sentences
from closeout.domain.phrase import Phrase
from closeout.reading.cues import read_cues

LOCALES = Path(__file__).parent.parent.parent / "templates" / "locales"
SENTENCES = Path(__file__).parent / "cue_sentences"
LANGUAGES = sorted(path.parent.name for path in LOCALES.glob("*/cues.yaml"))
# What the lists are held to, in sentences by the author of the lists; letters by others give a truer, lower picture.
FOUND, ORDINARY_PASSED = 0.95, 0.9


@cache
def shipped(language: str) -> Cues:
    report = Report()
    cues = read_cues(LOCALES / language / "cues.yaml", language, report)
    assert not report.diagnostics
    return cues


def cues(kind: CueKind, *phrases: str, unless: tuple[str, ...] = (), months: tuple[str, ...] = ()) -> Cues:
    words = CueWords(phrases=tuple(map(Phrase, phrases)), unless=tuple(map(Phrase, unless)))
    return Cues(languages=("en",), words={kind: words}, months=months)


def found(text: str, wanted: Cues = NO_CUES) -> list[CuedSentence]:
    return list(cued_sentences(text, wanted))


def test_a_sentence_is_chosen_whole_with_its_place() -> None:
    text = "Hello Bob.\n\nAfter lunch I will send it, with the bill. Bye."
    (chosen,) = found(text, cues(CueKind.COMMITMENT, "I will"))
    assert chosen.text == "After lunch I will send it, with the bill." == text[chosen.start : chosen.end]
    assert (chosen.place, chosen.kinds) == (1, frozenset({CueKind.COMMITMENT}))
    assert chosen.text[chosen.cue :].startswith("I will")


def test_what_is_excused_chooses_nothing() -> None:
    assert not found("I will never forget it.", cues(CueKind.COMMITMENT, "I will", unless=("will never",)))


def test_the_excuse_of_one_kind_is_none_for_another() -> None:
    both = cues(CueKind.REFUSAL, "will never") + cues(CueKind.COMMITMENT, "I will", unless=("will never",))
    (chosen,) = found("I will never pay.", both)
    assert chosen.kinds == {CueKind.REFUSAL}


def test_the_cues_of_several_languages_are_looked_for_at_once() -> None:
    both = cues(CueKind.COMMITMENT, "I will") + cues(CueKind.COMMITMENT, "je ferai")
    assert len(found("I will. Je ferai.", both)) == 2
    assert both.languages == ("en", "en")


@pytest.mark.parametrize(
    "text", ["It is €450.", "It costs 1.200,00 EUR.", "Pay $5 now.", "About 30 zł.", "£2k is much."]
)
def test_an_amount_of_money_needs_no_cue(text: str) -> None:
    (chosen,) = found(text)
    assert chosen.priced
    assert chosen.kinds == {CueKind.PAYMENT}


def test_numbers_alone_are_no_money() -> None:
    assert not found("Room 450 has 3 europium lamps and 5 poundstones.")


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("I will on 2026-05-03.", True),
        ("I will on 3/5/26.", True),
        ("I will on 3 May.", True),
        ("I will on May 3rd.", True),
        ("I will in May.", False),
        ("I will use 3.5.1.2 of it.", False),
    ],
)
def test_dates_are_known_by_their_form_and_by_months(text: str, dated: bool) -> None:  # noqa: FBT001 - a case
    (chosen,) = found(text, cues(CueKind.COMMITMENT, "I will", months=("May",)))
    assert chosen.dated is dated


def test_who_asks_promises_nothing() -> None:
    (asked,) = found("Shall I say I will?", cues(CueKind.COMMITMENT, "I will"))
    assert asked.asks
    assert not asked.kinds


def test_questions_that_want_no_answer_are_marked() -> None:
    idle = cues(CueKind.IDLE, "how are you")
    assert [each.kinds for each in found("How are you? When do you pay?", idle)] == [{CueKind.IDLE}, frozenset()]
    assert not found("I know how are you.", idle)


def test_a_long_text_without_an_end_is_read_in_linear_time() -> None:
    for text in ("." * 200_000 + "a", "\n " * 100_000, "a? " * 50_000, "1" * 200_000, "3 " * 100_000):
        sum(1 for _ in cued_sentences(text, NO_CUES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_list_finds_its_kinds_and_passes_over_small_talk(language: str) -> None:
    lines = (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    read = shipped(language) + (shipped("en") if language != "en" else NO_CUES)
    chosen = [({str(kind) for each in found(text, read) for kind in each.kinds}, kind) for kind, text in rows]
    marked = [kind in kinds for kinds, kind in chosen if kind != "-"]
    ordinary = [not kinds for kinds, kind in chosen if kind == "-"]
    assert sum(marked) >= FOUND * len(marked)
    assert sum(ordinary) >= ORDINARY_PASSED * len(ordinary)
    assert {kind for _, kind in chosen} == {*CueKind, "-"} - {CueKind.IDLE}


def test_every_language_of_the_documents_has_cues() -> None:
    assert {path.parent.name for path in LOCALES.glob("*/courtesy.yaml")} == set(LANGUAGES)
    assert all(len(shipped(language).months) >= 12 for language in LANGUAGES)
