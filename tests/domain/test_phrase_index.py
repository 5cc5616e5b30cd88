from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.pattern import longest
from closeout.domain.phrase import Phrase, PhraseError
from closeout.domain.phrase_index import PhraseIndex
from closeout.domain.words import BREAK, Words

SETS = {"they": Phrase("(you|the client)"), "will": Phrase("([we] will|pay*)")}
PARTS = ("we", "<they>", "<will>", "pay", "pay*", "[not]", "[we|you will]", "\u2026", ".", "(will|the client|pay .)")
WORDS = ("we", "you", "the", "client", "will", "pay", "payment", "not", "so", BREAK)


def is_phrase(source: str) -> bool:
    try:
        return bool(Phrase(source, SETS).pattern)
    except PhraseError:
        return False


SOURCES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map(" ".join).filter(is_phrase)


def finds(text: str, *phrases: str) -> list[tuple[int, int, str]]:
    index = PhraseIndex((Phrase(source), source) for source in phrases)
    return [(find.start, find.end, find.entry) for find in index.finds(Words.of(text).words)]


def test_every_phrase_is_found_where_it_begins_with_its_entry() -> None:
    assert finds("we will pay, will you?", "will (pay|go)", "[we] will", "you") == [
        (0, 2, "[we] will"),
        (1, 3, "will (pay|go)"),
        (1, 2, "[we] will"),
        (3, 4, "[we] will"),
        (4, 5, "you"),
    ]


def test_a_stem_begins_with_any_word_of_its_beginning() -> None:
    assert finds("invoices and an invoice", "invoice*", "an", "invoice") == [
        (0, 1, "invoice*"),
        (2, 3, "an"),
        (3, 4, "invoice"),
        (3, 4, "invoice*"),
    ]


def test_without_phrases_nothing_is_found() -> None:
    assert finds("we will") == []


def test_phrases_are_told_apart_by_their_second_words() -> None:
    assert finds("we will. We pay", "we will", "we pay", "we .", "we [ever] (wil*|say)") == [
        (0, 2, "we will"),
        (0, 2, "we [ever] (wil*|say)"),
        (3, 5, "we pay"),
    ]


@settings(max_examples=150)
@given(st.lists(SOURCES, max_size=6), st.lists(st.sampled_from(WORDS), max_size=25))
def test_the_index_finds_what_trying_every_phrase_everywhere_finds(sources: list[str], text: list[str]) -> None:
    words = [*text, BREAK]
    index = PhraseIndex((Phrase(source, SETS), source) for source in sources)
    found = [(find.start, find.end, find.entry) for find in index.finds(words)]
    patterns = [(source, Phrase(source, SETS).pattern) for source in sources]
    tried = {
        (start, longest(pattern, words, start), source) for start in range(len(text)) for source, pattern in patterns
    }
    assert set(found) == {(start, end, source) for start, end, source in tried if end and end > start}
    assert [start for start, _, _ in found] == sorted(start for start, _, _ in found)
