from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.sentence import sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("I met Dr. Keller, e.g. on Monday. Fine.", ["I met Dr. Keller, e.g. on Monday.", "Fine."]),
        ("Bitte bis zum 20. Oktober. Danke.", ["Bitte bis zum 20. Oktober.", "Danke."]),
        ("Am 3. 5. 2026 war es so.", ["Am 3. 5. 2026 war es so."]),
        ("It costs 50. Then we stop.", ["It costs 50.", "Then we stop."]),
        ("It is 3.5 hours at 1.200,00 euros.", ["It is 3.5 hours at 1.200,00 euros."]),
        ("He asked “why?” Then he left.", ["He asked “why?”", "Then he left."]),
        (
            "Hi Bob,\n\nhere it is\n\n- one thing\n- another (ok?)",
            ["Hi Bob,", "here it is", "one thing", "another (ok?)"],
        ),
        ("ok\nSee you", ["ok", "See you"]),
        ("", []),
        (" \n ... \n", ["..."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_line_that_was_wrapped_goes_on() -> None:
    wrapped = "The second draft of the catalogue will be ready on the day\nMonday of next week. Thanks."
    assert texts(wrapped) == [
        "The second draft of the catalogue will be ready on the day\nMonday of next week.",
        "Thanks.",
    ]
    assert texts("short line\ngoes on in small letters") == ["short line\ngoes on in small letters"]


@pytest.mark.parametrize(
    ("text", "asks"), [("Why?", True), ("(Why?)", True), ("Why?!", True), ("“Why?”", True), ("Why.", False)]
)
def test_a_question_ends_with_its_mark(text: str, asks: bool) -> None:  # noqa: FBT001 - a case
    (sentence,) = sentences(text)
    assert sentence.asks is asks


@settings(max_examples=60)
@given(st.text(alphabet="aB1 .?!\n-*“”\u00a0", max_size=80))
def test_each_sentence_stands_in_the_text_and_nothing_is_lost_but_marks(text: str) -> None:
    found = list(sentences(text))
    assert all(text[each.start : each.end] == each.text for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)
    kept = "".join(character for each in found for character in each.text if character.isalnum())
    assert kept == "".join(character for character in text if character.isalnum())


def test_a_date_that_was_wrapped_before_its_day_stays_whole() -> None:
    wrapped = "We decided to release the first version of the dashboard by July\n24. Thanks."
    assert next(sentences(wrapped)).text.endswith("by July\n24.")
    listed = "These are the things that we have to do before the end of this:\n1. Import\n2. Tests"
    assert next(sentences(listed)).text.endswith("the end of this:")
