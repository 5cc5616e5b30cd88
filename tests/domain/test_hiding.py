"""Pseudonyms in texts: nothing that is named survives, whatever stands around it, and long texts stay fast."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeout.domain.correspondence import Correspondent, Record
from closeout.domain.hiding import Hiding, Pseudonyms, plain
from closeout.domain.redaction_terms import RedactionTerms
from closeout.domain.third_parties import ThirdParties
from tests.domain.test_redaction import message

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

LETTERS = "abcxyzäßéñžøåÀΩжшİ\u0131\ufb01漢字"


def hiding(engagement: Engagement, *words: str, people: tuple[Correspondent, ...] = ()) -> Hiding:
    third = ThirdParties(Record(messages=tuple(message(sender=person) for person in people)), engagement)
    return Hiding(engagement, RedactionTerms(words=words), third)


def test_pseudonyms_are_numbered_by_kind_and_stay() -> None:
    names = Pseudonyms()
    assert [names.of("phone", key) for key in "aba"] == ["[phone 1]", "[phone 2]", "[phone 1]"]
    assert names.of("person", "a") == "[person 1]"
    assert names.kinds() == {"phone": 2, "person": 1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    word=st.text(LETTERS, min_size=2, max_size=8),
    before=st.text(f"{LETTERS} .-_@(1", max_size=12),
    after=st.text(f"{LETTERS} .-_@)1", max_size=12),
    upper=st.booleans(),
)
def test_a_word_survives_nowhere(engagement: Engagement, word: str, before: str, after: str, *, upper: bool) -> None:
    text = before + (word.upper() if upper else word) + after
    assert word.casefold() not in hiding(engagement, word).text(text).casefold()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    names=st.lists(st.text("abcxyzäéžø", min_size=3, max_size=8), min_size=1, max_size=4),
    gap=st.sampled_from([" ", "\n", "_", ", ", "-"]),
    around=st.sampled_from([("", ""), ("(", ")"), ("- ", "'s"), ("@", "."), ("\u200b", "s")]),
)
def test_a_name_survives_nowhere_as_words(
    engagement: Engagement, names: list[str], gap: str, around: tuple[str, str]
) -> None:
    person = Correspondent(" ".join(each.title() for each in names), "x@y.example")
    hidden = hiding(engagement, people=(person,)).text(gap.join(names).join(around))
    assert "[person 1]" in hidden
    assert not [each for each in names if each.casefold() in hidden.replace("[person 1]", "").casefold()]


def test_no_letter_that_is_several_in_one_case_moves_what_is_hidden(engagement: Engagement) -> None:
    longer = "".join(each for each in map(chr, range(sys.maxunicode)) if len(each.casefold()) > 1)
    text = plain(" ".join(longer))
    assert hiding(engagement, "falke").text(f"{text} Falke, Fal-\nke.") == f"{text} [word 1], [word 1]."


def test_the_time_grows_with_the_text_and_not_with_its_square(engagement: Engagement) -> None:
    people = tuple(Correspondent(f"John Smith{n:04}", f"john{n}@x.example") for n in range(2000))
    hide = hiding(engagement, "falke", people=people)
    text = "John and Smith0001 met john7@x.example in falkenstein, 0228 5550101. " * 3000
    assert "john" not in hide.text(text).casefold()
