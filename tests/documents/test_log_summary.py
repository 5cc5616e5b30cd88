from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Report
from closeout.documents.communication_log import compose_log
from closeout.documents.log_summary import LONGEST, MOST, Summary, Topic
from closeout.domain.correspondence import MessageKind, TimeSource
from closeout.domain.party import Side
from closeout.reading.cues import read_cues
from tests.documents.test_communication_log import ADA, BOB, EVE, START, message, with_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case
    from closeout.domain.correspondence import Correspondent, Message

PATH = Path(__file__).parent.parent.parent / "templates" / "locales" / "en" / "cues.yaml"
ENGLISH = read_cues(PATH, "en", Report())


def summary(case: Case, *messages: Message) -> Summary:
    found = compose_log(with_messages(replace(case, cues=ENGLISH), *messages)).summary
    assert found is not None
    return found


def said(
    number: int, text: str, between: tuple[Correspondent, Correspondent] = (ADA, BOB), **changes: object
) -> Message:
    return replace(message(number, *between, text=text, visible=text), **changes)


def sections(found: Summary) -> dict[Topic, list[str]]:
    return {section.topic: [quotation.text for quotation in section.quotations] for section in found.sections}


def test_sentences_stand_under_their_topic_word_for_word(case: Callable[..., Case]) -> None:
    text = "Hi. I will send the draft on Monday. We cannot accept the logo. Please pay invoice 3.\nBest, Ada"
    found = summary(case(), said(1, text))
    assert sections(found) == {
        Topic.COMMITMENTS: ["I will send the draft on Monday."],
        Topic.MONEY: ["Please pay invoice 3."],
        Topic.REFUSALS: ["We cannot accept the logo."],
    }
    quotation = found.sections[0].quotations[0]
    assert (quotation.entry, quotation.speaker, quotation.side) == (1, "Ada Byron", Side.FREELANCER)
    assert (quotation.cut_before, quotation.cut_after, quotation.noted) == (False, False, False)


def test_only_what_the_sender_wrote_is_quoted(case: Callable[..., Case]) -> None:
    quoted = replace(said(1, "I see."), text="I see.\n> I will pay.", quoted="> I will pay.")
    notice = said(2, "You will pay.", kind=MessageKind.SYSTEM)
    taken_back = said(3, "I will pay.", deleted=True)
    assert sections(summary(case(), quoted, notice, taken_back)) == {}


def test_the_best_are_shown_in_order_of_time_and_the_rest_is_counted(case: Callable[..., Case]) -> None:
    weak = [said(number, f"I will send part {number}.") for number in range(1, MOST + 4)]
    strong = said(MOST + 4, "I will send the last part on 3 May.")
    (section,) = summary(case(), *weak, strong).sections
    assert len(section.quotations) == MOST
    assert section.more == 4
    assert [each.entry for each in section.quotations] == sorted(each.entry for each in section.quotations)
    assert section.quotations[-1].text == strong.visible


def test_the_parties_come_before_others(case: Callable[..., Case]) -> None:
    others = [said(number, f"I will send part {number} on 3 May.", between=(EVE, ADA)) for number in range(1, MOST + 1)]
    (section,) = summary(case(), *others, said(MOST + 1, "I will send it.")).sections
    assert section.quotations[-1].speaker == "Ada Byron"


def test_what_is_said_again_and_again_stands_once(case: Callable[..., Case]) -> None:
    (section,) = summary(case(), *(said(number, "Payment is due in 30 days.") for number in range(1, 6))).sections
    assert ([each.entry for each in section.quotations], section.more) == ([1], 4)


def test_a_long_sentence_is_cut_around_its_cue_and_says_so(case: Callable[..., Case]) -> None:
    text = f"{'now and then ' * 30}I will pay {'more and more ' * 60}."
    (section,) = summary(case(), said(1, text)).sections
    (quotation,) = section.quotations
    assert quotation.cut_before
    assert quotation.cut_after
    assert "I will pay" in quotation.text
    assert len(quotation.text) <= LONGEST
    assert quotation.text in text


def test_words_without_spaces_are_cut_as_well(case: Callable[..., Case]) -> None:
    (section,) = summary(case(), said(1, f"I will pay {'x' * 2000}")).sections
    assert 0 < len(section.quotations[0].text) <= LONGEST


def test_a_question_is_open_until_the_other_side_writes_in_that_thread(case: Callable[..., Case]) -> None:
    asked = said(1, "Which colour do you want?", subject="Logo")
    elsewhere = said(2, "Good morning.", between=(BOB, ADA), subject="Lunch")
    again = said(3, "Any news?", subject="Re: Logo")
    answer = said(4, "The blue one.", between=(BOB, ADA), subject="Re: Logo")
    found = summary(case(), asked, elsewhere, again)
    assert [each.quotation.entry for each in found.questions] == [1, 3]
    assert found.questions[0].days == (date(2026, 5, 4) - (START + timedelta(days=1)).date()).days
    assert not summary(case(), asked, elsewhere, again, answer).questions


@pytest.mark.parametrize("text", ["How are you?", "It is late, right?", "Eh?", "I wonder why."])
def test_courtesies_and_what_is_no_question_are_not_open(case: Callable[..., Case], text: str) -> None:
    assert not summary(case(), said(1, text)).questions


def test_questions_of_third_parties_are_not_between_the_sides(case: Callable[..., Case]) -> None:
    assert not summary(case(), said(1, "When do you open?", between=(EVE, ADA))).questions


def test_without_cues_nothing_is_chosen_but_money_and_questions(case: Callable[..., Case]) -> None:
    text = "I will pay. It is €5. Which one is it?"
    log = compose_log(with_messages(case(), said(1, text)))
    assert log.summary is not None
    assert sections(log.summary) == {Topic.MONEY: ["It is €5."]}
    assert len(log.summary.questions) == 1


def test_what_was_noted_by_hand_is_not_given_out_for_the_words_of_others(case: Callable[..., Case]) -> None:
    note = said(1, "I will pay EUR 9,000.", between=(BOB, ADA), time_source=TimeSource.USER)
    (section,) = summary(case(), note).sections
    assert [quotation.noted for quotation in section.quotations] == [True]
