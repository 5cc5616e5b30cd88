from __future__ import annotations

import re
from re import _parser as regex_parser  # type: ignore[attr-defined] # the only way to see how an expression repeats
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain import words as module
from closeout.domain.words import BREAK, QUOTED, Words, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You NEVER reply", "you never reply"),
        ("so-called, well \u2013 known", "so called well known"),
        ("Don't, l\u2019accord and the clients' work", "don' t l' accord and the clients work"),
        ("**never** (once) 3.5 %", "never once 3 5"),
        ("sch\u00f6n und scho\u0308n, STRASSE Stra\u00dfe", "sch\u00f6n und sch\u00f6n strasse strasse"),
        ("snake_case", "snake case"),
    ],
)
def test_words_are_letters_and_digits_without_capitals(text: str, words: str) -> None:
    assert Words.of(text).words == [*words.split(), BREAK]


@pytest.mark.parametrize(
    "text", ["a. b", "a! b", "a; b", "a: b", "a | b", "a\n\nb", "a\n  \nb", "- a\n- b", "a.) b", "**a.** b"]
)
def test_a_sentence_ends_where_it_does(text: str) -> None:
    assert Words.of(text).words == ["a", BREAK, "b", BREAK]


@pytest.mark.parametrize("text", ["a b", "a\nb", "a, b", "a 'b", "a/b", "a (b)"])
def test_a_sentence_goes_on_otherwise(text: str) -> None:
    assert Words.of(text).words == ["a", "b", BREAK]


@pytest.mark.parametrize(
    "quotation",
    [
        "\u201cNever again\u201d",
        "\u201eNie wieder\u201c",
        "\u201eNigdy wi\u0119cej\u201d",
        "\u00abPlus jamais\u00bb",
        "\u2018Nooit meer\u2019",
        '"Never again"',
        "'Never again'",
    ],
)
def test_a_quotation_is_one_word_that_nothing_knows(quotation: str) -> None:
    assert Words.of(f"the film {quotation}, then").words == ["the", "film", QUOTED, "then", BREAK]


@pytest.mark.parametrize(
    "text",
    [
        '24" screens and 27" screens',
        'a 5"x7" frame',
        "the clients' and the boys' rooms",
        "the boys'-and-girls' rooms",
        "it's Jo's",
    ],
)
def test_inches_and_apostrophes_open_no_quotation(text: str) -> None:
    assert QUOTED not in Words.of(text).words


def test_what_is_quoted_for_too_long_is_read() -> None:
    assert QUOTED not in Words.of('"' + "never again " * 20 + '"').words


@given(st.text(max_size=60))
def test_places_follow_one_another_and_hold_the_words(text: str) -> None:
    words, spans = Words.of(text)
    assert len(words) == len(spans)
    assert words[-1] == BREAK
    position = 0
    for word, (start, end) in zip(words, spans, strict=True):
        assert position <= start <= end <= len(text)
        position = end
        if word not in {BREAK, QUOTED}:
            assert spaced(text[start:end]).strip() == word


def test_a_text_is_read_without_going_back() -> None:
    """Every repetition of the expression is possessive or short, so that it cannot try a text in many ways."""
    tree = regex_parser.parse(module._TEXT.pattern)  # noqa: SLF001 - the expression is the point
    assert {(str(kind), most) for kind, most in repetitions(tree)} <= {
        ("POSSESSIVE_REPEAT", re._constants.MAXREPEAT),  # type: ignore[attr-defined] # noqa: SLF001
        ("POSSESSIVE_REPEAT", 200),
        ("MAX_REPEAT", 1),
    }


def repetitions(tree: Any) -> Iterator[tuple[object, int]]:  # noqa: ANN401 - the tree of an expression has no type
    if isinstance(tree, tuple) and len(tree) == 2 and str(tree[0]).endswith("_REPEAT"):
        yield tree[0], tree[1][1]
        yield from repetitions(tree[1][2])
    elif isinstance(tree, (tuple, list, regex_parser.SubPattern)):
        for each in tree:
            yield from repetitions(each)
