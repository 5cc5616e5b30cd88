from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.pattern import AFTER, longest
from closeout.domain.phrase import LONGEST, Phrase, PhraseError, PhraseProblem
from closeout.domain.words import Words

SETS = {"they": Phrase("(you|the client)"), "will": Phrase("(I will|I'll|will*)"), "so called": Phrase("kind of")}


def found(source: str, text: str) -> str | None:
    """Return the first words of `text` that a phrase finds."""
    words, spans = Words.of(text)
    pattern = Phrase(source, SETS).pattern
    for start in range(len(words)):
        end = longest(pattern, words, start)
        if end is not None:
            return text[spans[start][0] : spans[end - 1][1]]
    return None


@pytest.mark.parametrize(
    ("source", "text", "words"),
    [
        ("you never reply", "But YOU never\nreply!", "YOU never\nreply"),
        ("you never reply", "you never ever reply", None),
        ("never", "nevertheless", None),
        ("you never (reply|write back)", "you never write back", "you never write back"),
        ("you [have] never", "you never", "you never"),
        ("(you|you've) never", "you\u2019ve never", "you\u2019ve never"),
        ("don't", "You don\u2019t", "don\u2019t"),
        ("don\u2019t", "You don't", "don't"),
        ("do", "You don't", None),
        ("l' accord", "L\u2019accord", "L\u2019accord"),
        ("(l'|cet) accord", "dans l'accord", "l'accord"),
        ("so-called", "your so called plan", "so called"),
        ("so called", "your so-called plan", "so-called"),
        ("unless … review", "unless you change the review", "unless you change the review"),
        ("unless ... review", "unless review", "unless review"),
        ("unless … review", "unless you pay. A review", None),
        ("unless … review", 'unless "A good review"', None),
        ("careless*", "Carelessly done", "Carelessly"),
        ("bez (odpowied*|słow*)", "Bez odpowiedzi", "Bez odpowiedzi"),
        ("(you ([never] reply|sleep*)|nobody cares)", "you reply", "you reply"),
        ("so (you (<they> (sleep|[never] reply))|x*)", "so you you never reply", "so you you never reply"),
        ("(you ([never] reply|sleep*)|nobody cares)", "you sleeper", "you sleeper"),
        ("nice try .", "Nice try.", "Nice try"),
        ("nice try .", "Nice try", "Nice try"),
        ("nice try .", "Nice try by the team", None),
        ("<they> never", "The client never", "The client never"),
        ("never … (<they>|[poor] me)", "never poor me", "never poor me"),
        ("<so-called> work", "a kind of work", "kind of work"),
        ("<WILL> pay", "I'll pay", "I'll pay"),
        ("größe", "GRÖSSE und Grösse", "GRÖSSE"),
        ("où", "ou", None),
    ],
)
def test_a_phrase_finds_what_it_says(source: str, text: str, words: str | None) -> None:
    assert found(source, text) == words


@pytest.mark.parametrize(
    ("source", "problem", "mark"),
    [
        ("a" * (LONGEST + 1), PhraseProblem.TOO_LONG, ""),
        ("(((([a] b)|c)|d)|e)", PhraseProblem.TOO_DEEP, "("),
        ("", PhraseProblem.NO_WORD, ""),
        ("[please] [do]", PhraseProblem.NO_WORD, ""),
        (". a", PhraseProblem.NO_WORD, ""),
        ("… a", PhraseProblem.GAP_AT_EDGE, "…"),
        ("a …", PhraseProblem.GAP_AT_EDGE, "…"),
        ("[a] … b", PhraseProblem.GAP_AT_EDGE, "…"),
        ("a (b … [c]|d)", PhraseProblem.GAP_AT_EDGE, "…"),
        ("a (b|)", PhraseProblem.EMPTY_CHOICE, ""),
        ("a (<they>||b)", PhraseProblem.EMPTY_CHOICE, ""),
        ("a ()", PhraseProblem.EMPTY_CHOICE, ""),
        ("a *", PhraseProblem.LONE_STAR, "*"),
        ("a (b|*)", PhraseProblem.LONE_STAR, "*"),
        ("a*b", PhraseProblem.LONE_STAR, "*"),
        ("a (b", PhraseProblem.NOT_CLOSED, "("),
        ("a [b (c|d)", PhraseProblem.NOT_CLOSED, "["),
        ("a | b", PhraseProblem.NOT_OPEN, "|"),
        ("a b)", PhraseProblem.NOT_OPEN, ")"),
        ("a (<they>]", PhraseProblem.NOT_OPEN, "]"),
        ("a b?", PhraseProblem.UNKNOWN_MARK, "?"),
        ("you've|'ve", PhraseProblem.UNKNOWN_MARK, "'"),
        ("a_b", PhraseProblem.UNKNOWN_MARK, "_"),
        ("<them> never", PhraseProblem.UNKNOWN_NAME, "them"),
    ],
)
def test_a_phrase_that_is_not_well_formed_is_refused(source: str, problem: PhraseProblem, mark: str) -> None:
    with pytest.raises(PhraseError) as caught:
        _ = Phrase(source, SETS).pattern
    assert (caught.value.problem, caught.value.mark) == (problem, mark)


@given(st.text(alphabet="ab '()[]|*….<they>", max_size=25))
def test_any_text_is_a_phrase_or_refused(source: str) -> None:
    try:
        pattern = Phrase(source, SETS).pattern
    except PhraseError:
        return
    assert not pattern.optional


WORD = st.sampled_from(
    [
        "a",
        "b",
        "ab*",
        "l'a",
        "<they>",
        "(a|b a)",
        "[b]",
        "[b|a b]",
        "(a*|b)",
        "([a] b|a … b)",
        "(b [(a|b) <they>]|a*)",
        "a-b",
    ]
)


@given(st.lists(WORD, min_size=1, max_size=4).map(" ".join), st.text(alphabet="ab l'.youtheclient", max_size=30))
def test_what_is_seen_without_reading_a_phrase_is_true_of_it(source: str, text: str) -> None:
    phrase = Phrase(source, SETS)
    try:
        pattern = phrase.pattern
    except PhraseError:
        return
    assert phrase.heads == pattern.opening(AFTER).firsts
    words = Words.of(text).words
    for start, word in enumerate(words):
        end = longest(pattern, words, start)
        if end is not None:
            assert phrase.needed <= set(words[start:end])
            assert any(word == head or (word.startswith(head[:-1]) and head[-1] == "*") for head in phrase.heads)


def test_a_phrase_may_go_to_another_process() -> None:
    phrase = Phrase("<they> never reply", SETS)
    assert pickle.loads(pickle.dumps(phrase)).pattern == phrase.pattern  # noqa: S301 - made here
